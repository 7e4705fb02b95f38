//! Verbs about one tenant.

use super::Manager;
use crate::{
    context::Context,
    error::{Error, ErrorKind, Outcome, Result},
    options::{
        AdoptOptions, ApplyOptions, DestroyOptions, LogsOptions, PlanOptions, ProvisionOptions,
        RestartOptions, ShowOptions, StatusOptions, UpdateOptions, ValidateOptions,
    },
    provider::AnswerStream,
    result::{
        AdoptResult, ApplyResult, ComputeStatus, DestroyResult, DestroyStatus, LogLine, PlanResult,
        ProvisionResult, RestartResult, ShowResult, UpdateResult, ValidateResult,
    },
    spec::{ProviderName, SpecHash, TenantComputeSpec},
    tenant::TenantRef,
    verb::Verb,
};

impl Manager {
    /// Creates a tenant's compute.
    ///
    /// # Errors
    /// Those of [`Provider::provision`](crate::Provider::provision) and `ProviderNotFound`.
    pub async fn provision_tenant(
        &self,
        ctx: &Context,
        spec: &TenantComputeSpec,
        options: &ProvisionOptions,
    ) -> Result<ProvisionResult> {
        self.provider_for(spec)?.provision(ctx, spec, options).await
    }

    /// Brings a tenant to another spec.
    ///
    /// # Errors
    /// Those of [`Provider::update`](crate::Provider::update) and `ProviderNotFound`.
    pub async fn update_tenant(
        &self,
        ctx: &Context,
        tenant: &TenantRef,
        spec: &TenantComputeSpec,
        options: &UpdateOptions,
    ) -> Result<UpdateResult> {
        tenant.check(spec)?;
        self.provider_for(spec)?
            .update(ctx, tenant, spec, options)
            .await
    }

    /// Updates the tenant, or provisions it where it is unknown; asks the
    /// spec's own provider alone.
    ///
    /// # Errors
    /// Those of [`Provider::apply`](crate::Provider::apply) and `ProviderNotFound`.
    pub async fn apply_tenant(
        &self,
        ctx: &Context,
        spec: &TenantComputeSpec,
        options: &ApplyOptions,
    ) -> Result<ApplyResult> {
        self.provider_for(spec)?.apply(ctx, spec, options).await
    }

    /// Removes everything of a tenant. A tenant that nobody holds is success.
    ///
    /// # Errors
    /// Those of [`Provider::destroy`](crate::Provider::destroy) and of [`locate`](Self::locate).
    pub async fn destroy_tenant(
        &self,
        ctx: &Context,
        tenant: &TenantRef,
        provider: Option<&ProviderName>,
        options: &DestroyOptions,
    ) -> Result<DestroyResult> {
        match self.locate(ctx, tenant, provider).await {
            Ok(provider) => provider.destroy(ctx, tenant, options).await,
            Err(error) if *error.kind() == ErrorKind::TenantNotFound => {
                self.destroy_residue(ctx, tenant, options).await
            }
            Err(error) => Err(error),
        }
    }

    /// Destroys on every provider what no status shows any more.
    async fn destroy_residue(
        &self,
        ctx: &Context,
        tenant: &TenantRef,
        options: &DestroyOptions,
    ) -> Result<DestroyResult> {
        let mut receipt: Option<DestroyResult> = None;
        for provider in self.providers()? {
            let found = provider.destroy(ctx, tenant, options).await?;
            receipt = Some(match receipt {
                Some(earlier) => one_receipt(earlier, found),
                None => found,
            });
        }
        receipt.ok_or_else(|| Error::tenant_not_found(tenant.id()))
    }

    /// The tenant as its engine holds it now.
    ///
    /// # Errors
    /// Those of [`Provider::status`](crate::Provider::status) and of [`locate`](Self::locate).
    pub async fn get_tenant_status(
        &self,
        ctx: &Context,
        tenant: &TenantRef,
        provider: Option<&ProviderName>,
    ) -> Result<ComputeStatus> {
        let provider = self.locate(ctx, tenant, provider).await?;
        provider.status(ctx, tenant, &StatusOptions::new()).await
    }

    /// Checks a spec without a side effect.
    ///
    /// # Errors
    /// Those of [`Provider::validate`](crate::Provider::validate) and `ProviderNotFound`.
    pub async fn validate_spec(
        &self,
        ctx: &Context,
        spec: &TenantComputeSpec,
        options: &ValidateOptions,
    ) -> Result<ValidateResult> {
        self.provider_for(spec)?.validate(ctx, spec, options).await
    }

    /// The changes that an apply would make.
    ///
    /// # Errors
    /// Those of [`Provider::plan`](crate::Provider::plan) and `ProviderNotFound`.
    pub async fn plan_tenant(
        &self,
        ctx: &Context,
        spec: &TenantComputeSpec,
        options: &PlanOptions,
    ) -> Result<PlanResult> {
        self.provider_for(spec)?.plan(ctx, spec, options).await
    }

    /// The spec as deployed.
    ///
    /// # Errors
    /// Those of [`Provider::show`](crate::Provider::show) and of [`locate`](Self::locate).
    pub async fn show_tenant(
        &self,
        ctx: &Context,
        tenant: &TenantRef,
        provider: Option<&ProviderName>,
    ) -> Result<ShowResult> {
        let provider = self.locate(ctx, tenant, provider).await?;
        provider.show(ctx, tenant, &ShowOptions::new()).await
    }

    /// Replaces every replica of a tenant.
    ///
    /// # Errors
    /// Those of [`Provider::restart`](crate::Provider::restart) and of [`locate`](Self::locate).
    pub async fn restart_tenant(
        &self,
        ctx: &Context,
        tenant: &TenantRef,
        provider: Option<&ProviderName>,
        options: &RestartOptions,
    ) -> Result<RestartResult> {
        let provider = self.locate(ctx, tenant, provider).await?;
        provider.restart(ctx, tenant, options).await
    }

    /// Sets the number of replicas of the deployed spec. An update that comes
    /// between reading and writing makes this one `Conflict`, as does another
    /// spec than the one that the options expect.
    ///
    /// # Errors
    /// Those of `show` and `update`, and of [`locate`](Self::locate).
    pub async fn scale_tenant(
        &self,
        ctx: &Context,
        tenant: &TenantRef,
        provider: Option<&ProviderName>,
        replicas: u32,
        options: &UpdateOptions,
    ) -> Result<UpdateResult> {
        let provider = self.locate(ctx, tenant, provider).await?;
        let shown = provider.show(ctx, tenant, &ShowOptions::new()).await?;
        let mut spec = shown.spec;
        spec.replicas = replicas;
        if let Some(expected) = options.expect.as_ref()
            && *expected != shown.spec_hash
        {
            return Err(runs_another(tenant, expected, &shown.spec_hash));
        }
        let options = options.clone().expect(shown.spec_hash);
        provider.update(ctx, tenant, &spec, &options).await
    }

    /// Marks existing objects as the tenant's.
    ///
    /// # Errors
    /// Those of [`Provider::adopt`](crate::Provider::adopt) and `ProviderNotFound`.
    pub async fn adopt_tenant(
        &self,
        ctx: &Context,
        tenant: &TenantRef,
        spec: &TenantComputeSpec,
    ) -> Result<AdoptResult> {
        tenant.check(spec)?;
        let provider = self.provider_for(spec)?;
        provider
            .adopt(ctx, tenant, spec, &AdoptOptions::new())
            .await
    }

    /// Output of a tenant's containers.
    ///
    /// # Errors
    /// Those of [`locate`](Self::locate); the provider's come in the stream.
    pub async fn tenant_logs(
        &self,
        ctx: &Context,
        tenant: &TenantRef,
        provider: Option<&ProviderName>,
        options: &LogsOptions,
    ) -> Result<AnswerStream<LogLine>> {
        let provider = self.locate(ctx, tenant, provider).await?;
        Ok(provider.logs(ctx, tenant, options))
    }
}

/// What two providers removed, under the name of the first that had something.
fn one_receipt(earlier: DestroyResult, found: DestroyResult) -> DestroyResult {
    let (mut kept, other) = if earlier.status == DestroyStatus::AlreadyAbsent {
        (found, earlier)
    } else {
        (earlier, found)
    };
    kept.removed.extend(other.removed);
    kept.destroyed_at = kept.destroyed_at.max(other.destroyed_at);
    kept.settled = kept.settled.or(other.settled);
    kept
}

fn runs_another(tenant: &TenantRef, expected: &SpecHash, found: &SpecHash) -> Error {
    Error::new(
        ErrorKind::Conflict,
        "the tenant runs another spec than the one expected",
    )
    .with_tenant(tenant.id().clone())
    .with_operation(Verb::Update)
    .with_outcome(Outcome::Untouched)
    .with_context("expected", expected)
    .with_context("found", found)
    .with_help("look at what was deployed meanwhile, then scale again")
}
