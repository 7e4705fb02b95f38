//! A mock provider for the tests of those who build on landlord.

use async_trait::async_trait;
use mockall::mock;

use crate::{
    capabilities::Capabilities,
    context::Context,
    error::{Error, Result},
    options::{
        AdoptOptions, ApplyOptions, DestroyOptions, HealthOptions, ListOptions, LogsOptions,
        OrphansOptions, PlanOptions, ProbeOptions, ProvisionOptions, RestartOptions, ShowOptions,
        StatusOptions, SweepOptions, UpdateOptions, ValidateOptions, WatchOptions,
    },
    provider::{AnswerStream, Provider},
    result::{
        AdoptResult, ApplyResult, ComputeState, ComputeStatus, DestroyResult, LogLine, Orphan,
        PlanResult, ProviderHealth, ProvisionResult, ProvisionStatus, RestartResult, ShowResult,
        SweepResult, TenantSummary, UpdateResult, UpdateStatus, ValidateResult, WatchItem,
    },
    spec::{ProviderName, TenantComputeSpec, spec_hash},
    tenant::TenantRef,
};

mock! {
    /// A provider whose answers a test sets.
    #[derive(Debug)]
    pub Provider {}

    #[async_trait]
    impl Provider for Provider {
        fn name(&self) -> &ProviderName;
        fn kind(&self) -> &str;
        fn capabilities(&self) -> Capabilities;
        async fn provision(&self, ctx: &Context, spec: &TenantComputeSpec, options: &ProvisionOptions) -> Result<ProvisionResult>;
        async fn update(&self, ctx: &Context, tenant: &TenantRef, spec: &TenantComputeSpec, options: &UpdateOptions) -> Result<UpdateResult>;
        async fn destroy(&self, ctx: &Context, tenant: &TenantRef, options: &DestroyOptions) -> Result<DestroyResult>;
        async fn status(&self, ctx: &Context, tenant: &TenantRef, options: &StatusOptions) -> Result<ComputeStatus>;
        async fn validate(&self, ctx: &Context, spec: &TenantComputeSpec, options: &ValidateOptions) -> Result<ValidateResult>;
        async fn probe(&self, ctx: &Context, options: &ProbeOptions) -> Result<Capabilities>;
        async fn apply(&self, ctx: &Context, spec: &TenantComputeSpec, options: &ApplyOptions) -> Result<ApplyResult>;
        async fn plan(&self, ctx: &Context, spec: &TenantComputeSpec, options: &PlanOptions) -> Result<PlanResult>;
        fn list(&self, ctx: &Context, options: &ListOptions) -> AnswerStream<TenantSummary>;
        fn watch(&self, ctx: &Context, options: &WatchOptions) -> AnswerStream<WatchItem>;
        fn logs(&self, ctx: &Context, tenant: &TenantRef, options: &LogsOptions) -> AnswerStream<LogLine>;
        async fn restart(&self, ctx: &Context, tenant: &TenantRef, options: &RestartOptions) -> Result<RestartResult>;
        async fn health(&self, ctx: &Context, options: &HealthOptions) -> Result<ProviderHealth>;
        fn orphans(&self, ctx: &Context, options: &OrphansOptions) -> AnswerStream<Orphan>;
        async fn sweep(&self, ctx: &Context, options: &SweepOptions) -> Result<SweepResult>;
        async fn adopt(&self, ctx: &Context, tenant: &TenantRef, spec: &TenantComputeSpec, options: &AdoptOptions) -> Result<AdoptResult>;
        async fn show(&self, ctx: &Context, tenant: &TenantRef, options: &ShowOptions) -> Result<ShowResult>;
    }
}

impl MockProvider {
    /// A mock that answers the required verbs as a healthy engine would, under
    /// `name` and kind `mock`: every tenant runs, every spec is as wanted,
    /// nothing is left to destroy. Expectations set later come first only
    /// after [`checkpoint`](Self::checkpoint); for a verb of your own, start
    /// from [`named`](Self::named).
    #[must_use]
    pub fn with_defaults(name: ProviderName) -> Self {
        let mut mock = Self::named(name.clone());
        let provider = name.clone();
        mock.expect_provision().returning(move |ctx, spec, _| {
            let tenant = spec.tenant()?;
            let hash = spec_hash(spec, ctx.installation(), &tenant);
            let now = ctx.clock().now();
            Ok(ProvisionResult::new(
                tenant,
                provider.clone(),
                ProvisionStatus::Created,
                hash,
                now,
            ))
        });
        let provider = name.clone();
        mock.expect_update().returning(move |ctx, tenant, spec, _| {
            let hash = spec_hash(spec, ctx.installation(), tenant.id());
            let (tenant, now) = (tenant.id().clone(), ctx.clock().now());
            Ok(UpdateResult::new(
                tenant,
                provider.clone(),
                UpdateStatus::NoChanges,
                hash,
                now,
            ))
        });
        let provider = name.clone();
        mock.expect_destroy().returning(move |ctx, tenant, _| {
            let (tenant, installation) = (tenant.id().clone(), ctx.installation().clone());
            let now = ctx.clock().now();
            Ok(DestroyResult::new(
                tenant,
                provider.clone(),
                installation,
                Vec::new(),
                now,
            ))
        });
        mock.expect_status().returning(move |ctx, tenant, _| {
            let now = ctx.clock().now();
            let mut status = ComputeStatus::new(tenant.id().clone(), name.clone(), now);
            status.state = ComputeState::Running;
            Ok(status)
        });
        mock.expect_validate()
            .returning(|_, spec, _| match crate::spec::validate(spec) {
                violations if violations.is_empty() => Ok(ValidateResult::new(spec.clone())),
                violations => Err(Error::invalid_spec(violations)),
            });
        mock
    }

    /// A mock with a name, kind `mock` and no optional verb; every other call
    /// needs an expectation.
    #[must_use]
    pub fn named(name: ProviderName) -> Self {
        let mut mock = Self::new();
        mock.expect_name().return_const(name);
        mock.expect_kind().return_const("mock".to_owned());
        mock.expect_capabilities().returning(Capabilities::new);
        mock
    }
}
