//! The verbs that only look.

use jiff::Timestamp;
use landlord_core::options::{PlanOptions, ValidateMode, ValidateOptions};
use landlord_core::result::{
    ComputeStatus, PlanAction, PlanResult, Settled, SettledKind, ShowResult, ValidateResult,
};
use landlord_core::{Context, Error, Result, SpecHash, TenantComputeSpec, TenantRef, Verb};

use super::call::Call;
use super::observe::{Observed, damaged};
use crate::convert;
use crate::manifest::Revision;
use crate::provider::LocalProvider;
use crate::validate;

/// The tenant as the engine holds it now.
pub(crate) async fn status(
    provider: &LocalProvider,
    ctx: &Context,
    tenant: &TenantRef,
) -> Result<ComputeStatus> {
    let call = Call::new(provider, ctx, Verb::Status, tenant.id().clone());
    let asked = async {
        let Some(folder) = call.folder()? else {
            return Err(Error::tenant_not_found(&call.tenant));
        };
        let observed = ctx.run(call.observe(&folder)).await?;
        call.status_of(&observed, &folder)
            .ok_or_else(|| Error::tenant_not_found(&call.tenant))
    };
    asked.await.map_err(|error| call.name(error))
}

/// Checks a spec without a side effect.
pub(crate) fn validate(
    provider: &LocalProvider,
    spec: &TenantComputeSpec,
    options: &ValidateOptions,
) -> Result<ValidateResult> {
    let secrets = provider.settings.secrets_dir.as_deref();
    let mut found = validate::violations(spec, secrets.is_some());
    if options.mode == ValidateMode::Engine {
        found.extend(validate::host_violations(spec, &provider.program, secrets));
    }
    if !found.is_empty() {
        return Err(Error::invalid_spec(found).or_provider(&provider.name, &Verb::Validate));
    }
    let effective = convert::effective(spec, &provider.name);
    let mut result = ValidateResult::new(effective);
    result.approximations = validate::approximations(&result.effective);
    result.warnings = landlord_core::spec::warnings(spec);
    Ok(result)
}

/// What an apply of the spec would do.
pub(crate) async fn plan(
    provider: &LocalProvider,
    ctx: &Context,
    spec: &TenantComputeSpec,
    options: &PlanOptions,
) -> Result<PlanResult> {
    let call = Call::new(provider, ctx, Verb::Plan, spec.tenant()?);
    call.plan(spec, options)
        .await
        .map_err(|error| call.name(error))
}

/// The spec as deployed.
pub(crate) async fn show(
    provider: &LocalProvider,
    ctx: &Context,
    tenant: &TenantRef,
) -> Result<ShowResult> {
    let call = Call::new(provider, ctx, Verb::Show, tenant.id().clone());
    let shown = async {
        let (revision, _) = call
            .deployed()
            .await?
            .ok_or_else(|| Error::tenant_not_found(&call.tenant))?;
        let spec = convert::read(&revision.manifest, &provider.name);
        let hash = SpecHash::new(&revision.spec_hash).map_err(|error| {
            Error::new(
                landlord_core::ErrorKind::Internal,
                "the record's hash is none",
            )
            .with_source(&error)
        })?;
        Ok(ShowResult::new(
            call.tenant.clone(),
            provider.name.clone(),
            spec,
            hash,
            Timestamp::now(),
        ))
    };
    shown.await.map_err(|error: Error| call.name(error))
}

impl Call<'_> {
    async fn plan(&self, spec: &TenantComputeSpec, options: &PlanOptions) -> Result<PlanResult> {
        let target = self.target(spec)?;
        let (tenant, name) = (self.tenant.clone(), self.provider.name.clone());
        let hash = target.spec_hash.clone();
        let mut result = match self.deployed().await? {
            Some((revision, would_settle)) => {
                let before = convert::read(&revision.manifest, &name);
                let changes = match would_settle {
                    Some(_) => convert::differences_of_dead(&before, &target.effective),
                    None => convert::differences(&before, &target.effective),
                };
                let mut plan = PlanResult::update(tenant, name, changes, hash, Timestamp::now());
                if options.force {
                    plan.action = PlanAction::Replace;
                }
                plan.would_settle = would_settle;
                plan
            }
            None => PlanResult::create(tenant, name, hash, Timestamp::now()),
        };
        result.approximations = validate::approximations(&target.effective);
        Ok(result)
    }

    /// The version from which a mutating verb would go on, and what it would settle first: to
    /// start a tenant again whose supervisor is gone.
    async fn deployed(&self) -> Result<Option<(Revision, Option<Settled>)>> {
        let Some(folder) = self.folder()? else {
            return Ok(None);
        };
        match self.ctx.run(self.observe(&folder)).await? {
            Observed::Absent | Observed::Removing => Ok(None),
            Observed::Busy => match folder.read_record() {
                Ok(record) => Ok(Some((record.desired, None))),
                Err(error) => Err(damaged(&error)),
            },
            Observed::Alive(_, report) => {
                let revision = Revision {
                    number: report.desired.number,
                    spec_hash: report.desired.spec_hash.clone(),
                    template_hash: report.desired.template_hash.clone(),
                    manifest: report.manifest.clone(),
                };
                Ok((!super::settle::is_undone(&report)).then_some((revision, None)))
            }
            Observed::Dead(record) => {
                let settled = Settled::new(
                    SettledKind::from("restarted"),
                    None,
                    "the tenant's supervisor is gone; it would be started again",
                );
                Ok(record.stable.map(|stable| (stable, Some(settled))))
            }
            Observed::Damaged(error) => Err(damaged(&error)),
        }
    }
}
