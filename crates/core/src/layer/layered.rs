//! Forwards every verb of a provider through one layer.

use std::sync::Arc;

use async_trait::async_trait;

use super::around::{Around, Call};
use crate::{
    capabilities::Capabilities,
    context::Context,
    error::Result,
    options::{
        AdoptOptions, ApplyOptions, DestroyOptions, HealthOptions, ListOptions, LogsOptions,
        OrphansOptions, PlanOptions, ProbeOptions, ProvisionOptions, RestartOptions, ShowOptions,
        StatusOptions, SweepOptions, UpdateOptions, ValidateOptions, WatchOptions,
    },
    provider::{AnswerStream, Provider},
    result::{
        AdoptResult, ApplyResult, ComputeStatus, DestroyResult, LogLine, Orphan, PlanResult,
        ProviderHealth, ProvisionResult, RestartResult, ShowResult, SweepResult, TenantSummary,
        UpdateResult, ValidateResult, WatchItem,
    },
    spec::{ProviderName, TenantComputeSpec, TenantId},
    tenant::TenantRef,
    verb::Verb,
};

/// A provider inside a layer.
#[derive(Debug)]
pub struct Layered<A> {
    around: A,
    inner: Arc<dyn Provider>,
    capabilities: Capabilities,
}

impl<A: Around> Layered<A> {
    /// Puts `around` around `inner`.
    #[must_use]
    pub fn new(around: A, inner: Arc<dyn Provider>) -> Self {
        Self {
            capabilities: inner.capabilities(),
            around,
            inner,
        }
    }

    fn call<'a>(&'a self, ctx: &'a Context, verb: Verb, tenant: Option<TenantRef>) -> Call<'a> {
        Call {
            verb,
            provider: self.inner.name(),
            kind: self.inner.kind(),
            tenant,
            capabilities: &self.capabilities,
            ctx,
        }
    }
}

/// The spec's tenant as layers show it; an id that is not legal is not shown.
fn tenant_of(spec: &TenantComputeSpec) -> Option<TenantRef> {
    TenantId::new(spec.tenant_id.as_str())
        .ok()
        .map(TenantRef::from)
}

/// Calls the same verb of the inner provider through the layer.
macro_rules! forward {
    ($self:ident, $ctx:ident, $verb:ident, $tenant:expr, $method:ident($($arg:expr),*)) => {{
        let call = $self.call($ctx, Verb::$verb, $tenant);
        let inner = &$self.inner;
        let next = move |ctx: Context| async move { inner.$method(&ctx, $($arg),*).await };
        $self.around.around(call, next).await
    }};
}

#[async_trait]
#[deny(clippy::missing_trait_methods)]
impl<A: Around> Provider for Layered<A> {
    fn name(&self) -> &ProviderName {
        self.inner.name()
    }

    fn kind(&self) -> &str {
        self.inner.kind()
    }

    fn capabilities(&self) -> Capabilities {
        self.capabilities.clone()
    }

    async fn provision(
        &self,
        ctx: &Context,
        spec: &TenantComputeSpec,
        options: &ProvisionOptions,
    ) -> Result<ProvisionResult> {
        forward!(
            self,
            ctx,
            Provision,
            tenant_of(spec),
            provision(spec, options)
        )
    }

    async fn update(
        &self,
        ctx: &Context,
        tenant: &TenantRef,
        spec: &TenantComputeSpec,
        options: &UpdateOptions,
    ) -> Result<UpdateResult> {
        forward!(
            self,
            ctx,
            Update,
            Some(tenant.clone()),
            update(tenant, spec, options)
        )
    }

    async fn destroy(
        &self,
        ctx: &Context,
        tenant: &TenantRef,
        options: &DestroyOptions,
    ) -> Result<DestroyResult> {
        forward!(
            self,
            ctx,
            Destroy,
            Some(tenant.clone()),
            destroy(tenant, options)
        )
    }

    async fn status(
        &self,
        ctx: &Context,
        tenant: &TenantRef,
        options: &StatusOptions,
    ) -> Result<ComputeStatus> {
        forward!(
            self,
            ctx,
            Status,
            Some(tenant.clone()),
            status(tenant, options)
        )
    }

    async fn validate(
        &self,
        ctx: &Context,
        spec: &TenantComputeSpec,
        options: &ValidateOptions,
    ) -> Result<ValidateResult> {
        forward!(
            self,
            ctx,
            Validate,
            tenant_of(spec),
            validate(spec, options)
        )
    }

    async fn probe(&self, ctx: &Context, options: &ProbeOptions) -> Result<Capabilities> {
        forward!(self, ctx, Probe, None, probe(options))
    }

    async fn apply(
        &self,
        ctx: &Context,
        spec: &TenantComputeSpec,
        options: &ApplyOptions,
    ) -> Result<ApplyResult> {
        forward!(self, ctx, Apply, tenant_of(spec), apply(spec, options))
    }

    async fn plan(
        &self,
        ctx: &Context,
        spec: &TenantComputeSpec,
        options: &PlanOptions,
    ) -> Result<PlanResult> {
        forward!(self, ctx, Plan, tenant_of(spec), plan(spec, options))
    }

    fn list(&self, ctx: &Context, options: &ListOptions) -> AnswerStream<TenantSummary> {
        let call = self.call(ctx, Verb::List, None);
        self.around.stream(call, self.inner.list(ctx, options))
    }

    fn watch(&self, ctx: &Context, options: &WatchOptions) -> AnswerStream<WatchItem> {
        let call = self.call(ctx, Verb::Watch, options.tenant.clone());
        self.around.stream(call, self.inner.watch(ctx, options))
    }

    fn logs(
        &self,
        ctx: &Context,
        tenant: &TenantRef,
        options: &LogsOptions,
    ) -> AnswerStream<LogLine> {
        let call = self.call(ctx, Verb::Logs, Some(tenant.clone()));
        self.around
            .stream(call, self.inner.logs(ctx, tenant, options))
    }

    async fn restart(
        &self,
        ctx: &Context,
        tenant: &TenantRef,
        options: &RestartOptions,
    ) -> Result<RestartResult> {
        forward!(
            self,
            ctx,
            Restart,
            Some(tenant.clone()),
            restart(tenant, options)
        )
    }

    async fn health(&self, ctx: &Context, options: &HealthOptions) -> Result<ProviderHealth> {
        forward!(self, ctx, Health, None, health(options))
    }

    fn orphans(&self, ctx: &Context, options: &OrphansOptions) -> AnswerStream<Orphan> {
        let call = self.call(ctx, Verb::Orphans, None);
        self.around.stream(call, self.inner.orphans(ctx, options))
    }

    async fn sweep(&self, ctx: &Context, options: &SweepOptions) -> Result<SweepResult> {
        forward!(self, ctx, Sweep, None, sweep(options))
    }

    async fn adopt(
        &self,
        ctx: &Context,
        tenant: &TenantRef,
        spec: &TenantComputeSpec,
        options: &AdoptOptions,
    ) -> Result<AdoptResult> {
        forward!(
            self,
            ctx,
            Adopt,
            Some(tenant.clone()),
            adopt(tenant, spec, options)
        )
    }

    async fn show(
        &self,
        ctx: &Context,
        tenant: &TenantRef,
        options: &ShowOptions,
    ) -> Result<ShowResult> {
        forward!(self, ctx, Show, Some(tenant.clone()), show(tenant, options))
    }
}
