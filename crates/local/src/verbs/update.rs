//! Changing a tenant that is there.

use jiff::Timestamp;
use landlord_core::change::Change;
use landlord_core::options::{ApplyOptions, RestartOptions, UpdateOptions, Wait};
use landlord_core::result::{ApplyResult, RestartResult, Settled, UpdateResult, UpdateStatus};
use landlord_core::spec::{Violation, ViolationKind};
use landlord_core::{
    Context, Error, ErrorKind, Outcome, Result, TenantComputeSpec, TenantRef, Verb,
};

use super::call::Call;
use super::observe::Observed;
use super::provision::Target;
use super::settle::Ground;
use crate::client::Client;
use crate::convert;
use crate::folder::{RolloutKind, TenantFolder};
use crate::protocol::Report;
use crate::provider::LocalProvider;
use crate::status;
use crate::validate;

/// Brings a tenant to another spec.
pub(crate) async fn update(
    provider: &LocalProvider,
    ctx: &Context,
    tenant: &TenantRef,
    spec: &TenantComputeSpec,
    options: &UpdateOptions,
) -> Result<UpdateResult> {
    let call = Call::new(provider, ctx, Verb::Update, tenant.id().clone());
    call.update(spec, options)
        .await
        .map_err(|error| call.name(error))
}

/// Update, and provision where the tenant is unknown.
pub(crate) async fn apply(
    provider: &LocalProvider,
    ctx: &Context,
    spec: &TenantComputeSpec,
    options: &ApplyOptions,
) -> Result<ApplyResult> {
    let call = Call::new(provider, ctx, Verb::Apply, spec.tenant()?);
    let applied = async {
        match call.update(spec, &options.to_update()).await {
            Ok(result) => Ok(ApplyResult::Update(result)),
            Err(error) if *error.kind() == ErrorKind::TenantNotFound => {
                let settled = error.settled().cloned();
                let mut result = call.provision(spec, &options.to_provision()).await?;
                result.settled = result.settled.or(settled);
                Ok(ApplyResult::Provision(result))
            }
            Err(error) => Err(error),
        }
    };
    applied.await.map_err(|error| call.name(error))
}

/// Replaces every replica; same spec, secrets read anew.
pub(crate) async fn restart(
    provider: &LocalProvider,
    ctx: &Context,
    tenant: &TenantRef,
    options: &RestartOptions,
) -> Result<RestartResult> {
    let call = Call::new(provider, ctx, Verb::Restart, tenant.id().clone());
    call.restart(options)
        .await
        .map_err(|error| call.name(error))
}

/// The tenant that an update found.
struct Found {
    client: Client,
    report: Box<Report>,
    /// Of a tenant that was there, only one whose supervisor was gone is settled.
    settled: Option<Settled>,
}

/// What an update turned out to be.
struct Began {
    status: UpdateStatus,
    changes: Vec<Change>,
}

impl Call<'_> {
    async fn update(
        &self,
        spec: &TenantComputeSpec,
        options: &UpdateOptions,
    ) -> Result<UpdateResult> {
        if spec.tenant_id != self.tenant.as_str() {
            let allowed = format!("{}, the tenant that is updated", self.tenant);
            return Err(Error::invalid_spec(vec![
                Violation::new("tenant_id", ViolationKind::Conflict, allowed)
                    .given(&spec.tenant_id),
            ]));
        }
        let target = self.target(spec)?;
        let Some(folder) = self.folder()? else {
            return Err(Error::tenant_not_found(&self.tenant));
        };
        let mut found = self.find(&folder).await?;
        let began = self.begin(&mut found, &target, options).await;
        let Found {
            report, settled, ..
        } = found;
        let name = |error: Error| error.with_settled(settled.clone());
        let began = began.map_err(name)?;
        let idle = began.status == UpdateStatus::NoChanges && report.rollout.is_none();
        let after = match options.wait {
            _ if idle => Ok(*report),
            Wait::Ready => self.wait_ready(&folder, ErrorKind::UpdateFailed).await,
            Wait::Accepted => self.look(&folder).await,
        };
        let after = after.map_err(name)?;
        Ok(self.updated(&folder, &target, &after, began, settled))
    }

    /// The tenant's supervisor. Only a tenant that needs settling is locked.
    async fn find(&self, folder: &TenantFolder) -> Result<Found> {
        match self.observe(folder).await? {
            Observed::Alive(client, report) if !super::settle::is_undone(&report) => {
                return Ok(Found {
                    client,
                    report,
                    settled: None,
                });
            }
            Observed::Absent => return Err(Error::tenant_not_found(&self.tenant)),
            _ => {}
        }
        let lock = self.lock(folder).await?;
        let (ground, settled) = self.settle(folder, &lock).await?;
        match ground {
            Ground::Alive(client, report) => Ok(Found {
                client,
                report,
                settled,
            }),
            Ground::Absent => Err(Error::tenant_not_found(&self.tenant).with_settled(settled)),
        }
    }

    async fn begin(
        &self,
        found: &mut Found,
        target: &Target,
        options: &UpdateOptions,
    ) -> Result<Began> {
        let report = &found.report;
        let conflict = |text: String| {
            Error::new(ErrorKind::Conflict, text)
                .with_retryable(true)
                .with_outcome(Outcome::Untouched)
        };
        if let Some(expected) = &options.expect
            && expected.as_str() != report.desired.spec_hash
        {
            return Err(conflict(format!(
                "the tenant runs {}, not {expected}",
                report.desired.spec_hash
            ))
            .with_retryable(false));
        }
        let before = convert::read(&report.manifest, &self.provider.name);
        let mut changes = convert::differences(&before, &target.effective);
        let same = changes.is_empty();
        if found.settled.is_some() {
            changes = convert::differences_of_dead(&before, &target.effective);
        }
        if same && !changes.is_empty() && !options.force {
            // settling it has started the version that is wanted
            return Ok(Began {
                status: UpdateStatus::Updated,
                changes,
            });
        }
        if let Some(rollout) = &report.rollout
            && same
            && !options.force
        {
            let joined = matches!(rollout.kind, RolloutKind::Provision | RolloutKind::Update);
            let status = if joined {
                UpdateStatus::Joined
            } else {
                UpdateStatus::NoChanges
            };
            return Ok(Began { status, changes });
        }
        if same && !options.force {
            return Ok(Began {
                status: UpdateStatus::NoChanges,
                changes,
            });
        }
        let mut apply = self.request(target, report, options.take_over);
        apply.force = options.force;
        self.send_apply(&mut found.client, apply).await?;
        Ok(Began {
            status: UpdateStatus::Updated,
            changes,
        })
    }

    fn updated(
        &self,
        folder: &TenantFolder,
        target: &Target,
        report: &Report,
        began: Began,
        settled: Option<Settled>,
    ) -> UpdateResult {
        let accepted = report.rollout.is_some() && began.status == UpdateStatus::Updated;
        let status = if accepted {
            UpdateStatus::Accepted
        } else {
            began.status
        };
        let name = self.provider.name.clone();
        let hash = target.spec_hash.clone();
        let mut result =
            UpdateResult::new(self.tenant.clone(), name, status, hash, Timestamp::now());
        result.changes = began.changes;
        result.resource_ids = self.resource_ids(folder);
        result.endpoints = status::endpoints(&report.endpoints);
        result.message = match result.status {
            UpdateStatus::Updated => "the new version serves".to_owned(),
            UpdateStatus::NoChanges => "it was as wanted already".to_owned(),
            UpdateStatus::Joined => "an unfinished update was joined".to_owned(),
            _ => "the supervisor goes on by itself".to_owned(),
        };
        result.approximations = validate::approximations(&target.effective);
        result.settled = settled;
        result
    }

    async fn restart(&self, options: &RestartOptions) -> Result<RestartResult> {
        let Some(folder) = self.folder()? else {
            return Err(Error::tenant_not_found(&self.tenant));
        };
        let Found {
            mut client,
            report,
            settled,
        } = self.find(&folder).await?;
        let name = |error: Error| error.with_settled(settled.clone());
        let spec = convert::read(&report.manifest, &self.provider.name);
        let mut apply = self.request(&self.target_unchecked(&spec), &report, false);
        apply.force = true;
        self.send_apply(&mut client, apply).await.map_err(name)?;
        if options.wait == Wait::Ready {
            self.wait_ready(&folder, ErrorKind::UpdateFailed)
                .await
                .map_err(name)?;
        }
        let replaced = report.manifest.replicas;
        let provider = self.provider.name.clone();
        let mut result =
            RestartResult::new(self.tenant.clone(), provider, replaced, Timestamp::now());
        result.settled = settled;
        Ok(result)
    }
}
