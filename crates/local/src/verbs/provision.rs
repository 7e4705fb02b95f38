//! Making a tenant.

use std::collections::BTreeMap;

use jiff::Timestamp;
use landlord_core::options::{ProvisionOptions, Wait};
use landlord_core::result::{ProvisionResult, ProvisionStatus, Settled};
use landlord_core::{
    Context, Error, ErrorKind, Outcome, Result, SpecHash, TenantComputeSpec, Verb,
};

use super::call::Call;
use super::settle::Ground;
use crate::convert;
use crate::error;
use crate::folder::{Record, Rollout, RolloutKind, TenantFolder};
use crate::manifest::{Manifest, Revision};
use crate::protocol::{Apply, Report};
use crate::provider::LocalProvider;
use crate::status;
use crate::validate;

/// A spec as this engine runs it, with everything derived from it.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) effective: TenantComputeSpec,
    pub(super) manifest: Manifest,
    pub(super) spec_hash: SpecHash,
    pub(super) template_hash: String,
}

impl Call<'_> {
    /// Checks a spec against core's rules, the engine's and the host.
    ///
    /// # Errors
    /// `InvalidSpec` with every violation.
    pub(super) fn target(&self, spec: &TenantComputeSpec) -> Result<Target> {
        let provider = self.provider;
        let secrets = provider.settings.secrets_dir.as_deref();
        let mut found = validate::violations(spec, secrets.is_some());
        if found.is_empty() {
            found = validate::host_violations(spec, &provider.program, secrets);
        }
        if !found.is_empty() {
            return Err(Error::invalid_spec(found));
        }
        Ok(self.target_unchecked(spec))
    }

    pub(super) fn target_unchecked(&self, spec: &TenantComputeSpec) -> Target {
        let effective = convert::effective(spec, &self.provider.name);
        let manifest = convert::render(&effective);
        Target {
            spec_hash: landlord_core::spec::spec_hash(
                &effective,
                self.ctx.installation(),
                &self.tenant,
            ),
            template_hash: convert::template_hash(&manifest),
            manifest,
            effective,
        }
    }

    /// The request for a rollout to `target`, decided upon `report`.
    pub(super) fn request(&self, target: &Target, report: &Report, take_over: bool) -> Apply {
        Apply {
            operation: self.ctx.operation_id().to_string(),
            generation: report.generation,
            manifest: target.manifest.clone(),
            spec_hash: target.spec_hash.to_string(),
            template_hash: target.template_hash.clone(),
            force: false,
            take_over,
            deadline_ms: self.rollout_deadline_ms(),
            settings: self.provider.settings.clone(),
        }
    }

    /// Makes the folder and starts the supervisor, which goes on by itself.
    ///
    /// # Errors
    /// Why nothing was made.
    pub(super) async fn create(&self, folder: &TenantFolder, target: &Target) -> Result<()> {
        self.progress("starting its supervisor");
        self.write().await?;
        crate::failpoint::hit("local.provision.before_folder");
        folder.create(&self.first_record(target)).map_err(|error| {
            error::io("make", folder.path(), &error).with_outcome(Outcome::Untouched)
        })?;
        crate::failpoint::hit("local.provision.after_folder");
        if let Err(error) = self.launch(folder).await {
            let undone = async {
                self.sweep_strays(folder).await?;
                self.remove_folder(folder).await
            };
            let outcome = match undone.await {
                Ok(_) => Outcome::RolledBack,
                Err(_) => Outcome::RollbackPending,
            };
            return Err(error.with_outcome(outcome));
        }
        crate::failpoint::hit("local.provision.before_wait");
        Ok(())
    }

    fn first_record(&self, target: &Target) -> Record {
        let now = Timestamp::now();
        Record {
            tenant: self.tenant.to_string(),
            installation: self.ctx.installation().to_string(),
            generation: 1,
            revisions: 1,
            desired: Revision {
                number: 1,
                spec_hash: target.spec_hash.to_string(),
                template_hash: target.template_hash.clone(),
                manifest: target.manifest.clone(),
            },
            stable: None,
            rollout: Some(Rollout {
                operation: self.ctx.operation_id().to_string(),
                kind: RolloutKind::Provision,
                started_at: now,
                deadline_ms: self.rollout_deadline_ms(),
            }),
            last_rollout: None,
            ports: BTreeMap::new(),
            settings: self.provider.settings.clone(),
            created_at: now,
            changed_at: now,
        }
    }

    /// What the engine calls the tenant's objects.
    pub(super) fn resource_ids(&self, folder: &TenantFolder) -> BTreeMap<String, String> {
        let mut ids = BTreeMap::from([
            ("folder".to_owned(), folder.path().display().to_string()),
            ("name".to_owned(), folder.name().to_owned()),
        ]);
        if let Some(note) = folder.read_note() {
            ids.insert("supervisor".to_owned(), note.process.pid.to_string());
        }
        ids
    }
}

/// Makes a tenant, or undoes what was made and says why.
pub(crate) async fn provision(
    provider: &LocalProvider,
    ctx: &Context,
    spec: &TenantComputeSpec,
    options: &ProvisionOptions,
) -> Result<ProvisionResult> {
    let call = Call::new(provider, ctx, Verb::Provision, spec.tenant()?);
    call.provision(spec, options)
        .await
        .map_err(|error| call.name(error))
}

impl Call<'_> {
    pub(super) async fn provision(
        &self,
        spec: &TenantComputeSpec,
        options: &ProvisionOptions,
    ) -> Result<ProvisionResult> {
        let target = self.target(spec)?;
        let folder = self.make_folder()?;
        let lock = self.lock(&folder).await?;
        let (ground, settled) = self.settle(&folder, &lock).await?;
        let unfinished = matches!(&ground, Ground::Alive(_, report) if report.rollout.is_some());
        let began = match ground {
            Ground::Absent => self
                .create(&folder, &target)
                .await
                .map(|()| ProvisionStatus::Created),
            Ground::Alive(client, report) => self.join(client, &report, &target, options).await,
        };
        drop(lock);
        let name = |error: Error| error.with_settled(settled.clone());
        let began = began.map_err(name)?;
        let idle = began == ProvisionStatus::Unchanged && !unfinished;
        let report = match options.wait {
            _ if idle => self.look(&folder).await,
            Wait::Ready => self.wait_ready(&folder, ErrorKind::ProvisionFailed).await,
            Wait::Accepted => self.look(&folder).await,
        };
        let report = report.map_err(name)?;
        let accepted = options.wait == Wait::Accepted && report.rollout.is_some();
        let status = if accepted {
            ProvisionStatus::Accepted
        } else {
            began
        };
        Ok(self.provisioned(&folder, &target, &report, status, settled))
    }

    /// What provisioning means for a tenant that is there.
    async fn join(
        &self,
        mut client: crate::client::Client,
        report: &Report,
        target: &Target,
        options: &ProvisionOptions,
    ) -> Result<ProvisionStatus> {
        let same = report.desired.spec_hash == target.spec_hash.as_str();
        match (&report.rollout, same) {
            (Some(rollout), true) if rollout.kind == RolloutKind::Provision => {
                Ok(ProvisionStatus::Joined)
            }
            (_, true) => Ok(ProvisionStatus::Unchanged),
            (Some(rollout), false) if rollout.kind == RolloutKind::Provision => {
                let apply = self.request(target, report, options.take_over);
                self.send_apply(&mut client, apply).await?;
                Ok(ProvisionStatus::Created)
            }
            (_, false) => Err(Error::new(
                ErrorKind::AlreadyProvisioned,
                "the tenant is there under another spec",
            )
            .with_outcome(Outcome::Untouched)
            .with_help("use apply or update to change it")),
        }
    }

    /// The state right after something was accepted.
    pub(super) async fn look(&self, folder: &TenantFolder) -> Result<Report> {
        let mut client = self.connect(folder).await?;
        client
            .report(&crate::protocol::Request::Status)
            .await
            .map_err(|error| super::call::no_answer(&error))
    }

    fn provisioned(
        &self,
        folder: &TenantFolder,
        target: &Target,
        report: &Report,
        status: ProvisionStatus,
        settled: Option<Settled>,
    ) -> ProvisionResult {
        let name = self.provider.name.clone();
        let hash = target.spec_hash.clone();
        let mut result =
            ProvisionResult::new(self.tenant.clone(), name, status, hash, Timestamp::now());
        result.resource_ids = self.resource_ids(folder);
        result.endpoints = status::endpoints(&report.endpoints);
        result.message = match result.status {
            ProvisionStatus::Created => "every replica is ready".to_owned(),
            ProvisionStatus::Accepted => "the supervisor goes on by itself".to_owned(),
            ProvisionStatus::Joined => "an unfinished provision was joined".to_owned(),
            _ => "it was there already, under the same spec".to_owned(),
        };
        result.approximations = validate::approximations(&target.effective);
        result.settled = settled;
        result
    }
}
