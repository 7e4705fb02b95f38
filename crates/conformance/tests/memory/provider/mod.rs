//! A provider on the engine of this process: small, and keeps every promise.

mod client;
mod error;
mod fleet;
mod mutant;
mod observed;
mod render;
mod rollout;
mod status;
mod stream;
mod wire;

use std::{collections::BTreeMap, sync::Mutex, time::Duration};

use async_trait::async_trait;
use landlord_core::{
    AnswerStream, Capabilities, Concurrency, Context, Error, ErrorKind, FenceGuarantee, Guarantees,
    Outcome, Provider, ProviderName, Result, RollbackAfterCrash, SpecHash, TenantComputeSpec,
    TenantId, TenantRef, Verb, ZeroDowntime,
    change::changes,
    options::{
        AdoptOptions, DestroyOptions, HealthOptions, ListOptions, LogsOptions, OrphansOptions,
        PlanOptions, ProvisionOptions, Refresh, RestartOptions, ShowOptions, StatusOptions,
        SweepOptions, UpdateOptions, ValidateOptions, Wait, WatchOptions,
    },
    result::{
        AdoptResult, ComputeStatus, DestroyResult, LogLine, Orphan, PlanResult, ProviderHealth,
        ProvisionResult, ProvisionStatus, RestartResult, ShowResult, SweepResult, TenantSummary,
        UpdateResult, UpdateStatus, ValidateResult, WatchItem,
    },
    spec::{Violation, ViolationKind, spec_hash, validate},
};

pub(crate) use self::{client::Client, mutant::Mutant, render::adoptable, wire::Wire};
use self::{error::with_outcome, observed::Observed};
use crate::engine::{Marks, Service, Template};

/// Long enough for anything here.
const DEADLINE: Duration = Duration::from_secs(60);

#[derive(Debug, Clone)]
pub(crate) struct MemoryProvider {
    name: ProviderName,
    client: Client,
    mutant: Mutant,
    /// For the mutant that answers from memory.
    remembered: std::sync::Arc<Mutex<BTreeMap<TenantId, ComputeStatus>>>,
}

/// A checked spec as this engine runs it.
struct Wanted {
    tenant: TenantRef,
    effective: TenantComputeSpec,
    hash: SpecHash,
}

impl MemoryProvider {
    pub(crate) fn new(client: Client, mutant: Mutant) -> Self {
        Self {
            name: ProviderName::new("memory").expect("a legal name"),
            client,
            mutant,
            remembered: std::sync::Arc::default(),
        }
    }

    fn wanted(&self, ctx: &Context, spec: &TenantComputeSpec) -> Result<Wanted> {
        let mut violations = validate(spec);
        if spec.networking.public_ip {
            let allowed = "nothing here has a public address";
            violations.push(Violation::new(
                "networking.public_ip",
                ViolationKind::Unsupported,
                allowed,
            ));
        }
        if !violations.is_empty() {
            return Err(Error::invalid_spec(violations));
        }
        let (tenant, effective) = (spec.tenant()?, render::effective(spec));
        let hash = spec_hash(&effective, ctx.installation(), &tenant);
        Ok(Wanted {
            tenant: tenant.into(),
            effective,
            hash,
        })
    }

    fn service(&self, ctx: &Context, wanted: &Wanted) -> Service {
        let marks = Marks {
            installation: ctx.installation().clone(),
            tenant: wanted.tenant.id().clone(),
            target: wanted.hash.clone(),
            stable: None,
            deadline: ctx.remaining().unwrap_or(DEADLINE),
            fence: ctx.fence(),
            last_rollout: None,
            deleting: false,
        };
        let body = render::body(&wanted.effective, self.mutant);
        let mut service = Service::new(
            Some(marks),
            wanted.effective.replicas,
            Template { revision: 0, body },
        );
        service.labels = wanted.effective.labels.clone();
        service
    }

    async fn try_provision(
        &self,
        ctx: &Context,
        wanted: &Wanted,
        options: &ProvisionOptions,
    ) -> Result<(ProvisionStatus, Observed)> {
        loop {
            let seen = self.observe(ctx, &wanted.tenant).await?;
            seen.check_fence(ctx)?;
            let Some((service, marks)) = seen.ours()? else {
                match self.create(ctx, wanted, &seen).await? {
                    true if options.wait == Wait::Accepted => {
                        return Ok((ProvisionStatus::Accepted, seen));
                    }
                    true => {
                        let done = self.finish(ctx, Verb::Provision, wanted).await?;
                        return Ok((ProvisionStatus::Created, done));
                    }
                    false => continue,
                }
            };
            if marks.deleting {
                self.remove(ctx, &seen).await?;
            } else if marks.is_complete() {
                if self.mutant == Mutant::ProvisionDuplicates {
                    self.duplicate(ctx, &seen).await?;
                }
                return match marks.target == wanted.hash {
                    true => Ok((ProvisionStatus::Unchanged, seen)),
                    false => Err(already(&wanted.tenant)),
                };
            } else if marks.target == wanted.hash {
                self.client
                    .put_address(ctx, &seen.name, service.uid)
                    .await?;
                let done = self.finish(ctx, Verb::Provision, wanted).await?;
                return Ok((ProvisionStatus::Joined, done));
            } else {
                self.settle_or_refuse(ctx, &seen, options.take_over).await?;
            }
        }
    }

    /// Makes service and address; `false` where someone was faster.
    async fn create(&self, ctx: &Context, wanted: &Wanted, seen: &Observed) -> Result<bool> {
        let service = self.service(ctx, wanted);
        let made = self
            .client
            .put(ctx, &seen.name, seen.version(), service)
            .await;
        let made = match made {
            Err(error) if error.is_conflict() => return Ok(false),
            other => other?,
        };
        self.client.put_address(ctx, &seen.name, made.uid).await?;
        Ok(true)
    }

    async fn duplicate(&self, ctx: &Context, seen: &Observed) -> Result<()> {
        let Some(service) = seen.held.service.clone() else {
            return Ok(());
        };
        let name = format!("{}-{}", seen.name, seen.held.revision);
        Ok(self.client.put(ctx, &name, None, service).await.map(drop)?)
    }

    /// Differences between what is deployed and what is wanted.
    fn differences(
        &self,
        seen: &Observed,
        wanted: &Wanted,
        refresh: Refresh,
    ) -> Result<Vec<landlord_core::change::Change>> {
        let Some((service, marks)) = seen.ours()? else {
            return Ok(Vec::new());
        };
        let tenant = wanted.tenant.id().as_str();
        if refresh == Refresh::Hash && marks.target == wanted.hash {
            return Ok(Vec::new());
        }
        let deployed = match refresh {
            Refresh::Full => render::read(service, tenant),
            Refresh::Hash => render::read_stable(service, tenant),
        };
        let deployed = deployed
            .ok_or_else(|| Error::new(ErrorKind::Internal, "a service that reads as no spec"))?;
        Ok(changes(&deployed, &wanted.effective, render::effect))
    }

    async fn try_update(
        &self,
        ctx: &Context,
        wanted: &Wanted,
        options: &UpdateOptions,
    ) -> Result<UpdateResult> {
        let tenant = &wanted.tenant;
        let answer = |status, seen: &Observed| {
            let mut result = UpdateResult::new(
                tenant.id().clone(),
                self.name.clone(),
                status,
                wanted.hash.clone(),
                ctx.clock().now(),
            );
            result.endpoints = seen.endpoints(&wanted.effective);
            result
        };
        loop {
            let seen = self.observe(ctx, tenant).await?;
            let Some((service, marks)) = seen.ours()? else {
                return Err(Error::tenant_not_found(tenant.id()));
            };
            seen.check_fence(ctx)?;
            if marks.deleting {
                self.remove(ctx, &seen).await?;
                continue;
            }
            if !marks.is_complete() {
                if marks.target == wanted.hash {
                    self.client
                        .put_address(ctx, &seen.name, service.uid)
                        .await?;
                    let done = self.finish(ctx, Verb::Update, wanted).await?;
                    return Ok(answer(UpdateStatus::Joined, &done));
                }
                self.settle_or_refuse(ctx, &seen, options.take_over).await?;
                continue;
            }
            if options
                .expect
                .as_ref()
                .is_some_and(|expected| *expected != marks.target)
            {
                return Err(Error::new(
                    ErrorKind::Conflict,
                    "the tenant runs another spec than expected",
                ));
            }
            let differences = self.differences(&seen, wanted, options.refresh)?;
            let equal = differences.is_empty() && marks.target == wanted.hash;
            if equal && !options.force && self.mutant != Mutant::UpdatePushesEqual {
                return Ok(answer(UpdateStatus::NoChanges, &seen));
            }
            let pushed = self
                .push(ctx, wanted, &seen, service, options.force)
                .await?;
            if !pushed {
                return Err(Error::new(ErrorKind::Conflict, "another writer was faster")
                    .with_outcome(Outcome::Untouched));
            }
            if options.wait == Wait::Accepted {
                return Ok(answer(UpdateStatus::Accepted, &seen));
            }
            let done = self.finish(ctx, Verb::Update, wanted).await?;
            let status = if equal && !options.force {
                UpdateStatus::NoChanges
            } else {
                UpdateStatus::Updated
            };
            let mut result = answer(status, &done);
            result.changes = differences;
            return Ok(result);
        }
    }

    /// Puts what is wanted in place of what was seen; `false` where it is no longer there.
    async fn push(
        &self,
        ctx: &Context,
        wanted: &Wanted,
        seen: &Observed,
        held: &Service,
        force: bool,
    ) -> Result<bool> {
        let mut service = self.service(ctx, wanted);
        if let (Some(new), Some(old)) = (&mut service.marks, &held.marks) {
            new.stable.clone_from(&old.stable);
            new.fence = new.fence.or(old.fence);
            // not complete until it is known to serve, equal or not
            if let (true, Some(stable)) = (force || new.target == old.target, &mut new.stable) {
                stable.template.revision = held.template.revision;
            }
        }
        let stands = service.template.body == held.template.body && !force;
        let scaled = self.mutant == Mutant::ScaleReplaces && service.replicas != held.replicas;
        service.template.revision = if stands && !scaled {
            held.template.revision
        } else {
            held.version
        };
        let mut expect = seen.version();
        loop {
            let put = self.client.put(ctx, &seen.name, expect, service.clone());
            match put.await {
                Err(error) if error.is_conflict() && self.mutant == Mutant::LastWriterWins => {
                    expect = self.observe(ctx, &wanted.tenant).await?.version();
                }
                Err(error) if error.is_conflict() => return Ok(false),
                other => return Ok(other.map(|_| true)?),
            }
        }
    }
}

fn already(tenant: &TenantRef) -> Error {
    Error::new(
        ErrorKind::AlreadyProvisioned,
        format!("{tenant} is there under another spec"),
    )
    .with_tenant(tenant.id().clone())
    .with_help("use update or apply")
}

#[async_trait]
impl Provider for MemoryProvider {
    fn name(&self) -> &ProviderName {
        &self.name
    }

    fn kind(&self) -> &str {
        "memory"
    }

    fn capabilities(&self) -> Capabilities {
        let mut verbs = vec![
            Verb::Plan,
            Verb::List,
            Verb::Watch,
            Verb::Logs,
            Verb::Restart,
            Verb::Health,
            Verb::Orphans,
            Verb::Sweep,
            Verb::Adopt,
            Verb::Show,
        ];
        if self.mutant == Mutant::UndeclaredVerb {
            verbs.retain(|verb| *verb != Verb::Show);
        }
        let guarantees = Guarantees::new()
            .rollback_after_crash(RollbackAfterCrash::NextCall)
            .concurrency(Concurrency::Cas)
            .zero_downtime(ZeroDowntime::Yes)
            .fence(FenceGuarantee::Cas);
        Capabilities::new()
            .with_verbs(verbs)
            .with_repeatable([Verb::Provision, Verb::Destroy])
            .with_guarantees(guarantees)
            .with_categories([client::READ.clone(), client::WRITE.clone()])
    }

    async fn provision(
        &self,
        ctx: &Context,
        spec: &TenantComputeSpec,
        options: &ProvisionOptions,
    ) -> Result<ProvisionResult> {
        let wanted = self.wanted(ctx, spec)?;
        let done = self.try_provision(ctx, &wanted, options).await;
        let (status, seen) = with_outcome(ctx, done)?;
        let mut result = ProvisionResult::new(
            wanted.tenant.id().clone(),
            self.name.clone(),
            status,
            wanted.hash,
            ctx.clock().now(),
        );
        result.endpoints = seen.endpoints(&wanted.effective);
        result.resource_ids.insert("service".to_owned(), seen.name);
        Ok(result)
    }

    async fn update(
        &self,
        ctx: &Context,
        tenant: &TenantRef,
        spec: &TenantComputeSpec,
        options: &UpdateOptions,
    ) -> Result<UpdateResult> {
        tenant.check(spec)?;
        let wanted = self.wanted(ctx, spec)?;
        with_outcome(ctx, self.try_update(ctx, &wanted, options).await)
    }

    async fn destroy(
        &self,
        ctx: &Context,
        tenant: &TenantRef,
        _: &DestroyOptions,
    ) -> Result<DestroyResult> {
        let gone = async {
            let seen = self.observe(ctx, tenant).await?;
            seen.ours()?;
            seen.check_fence(ctx)?;
            self.remove(ctx, &seen).await
        };
        let removed = with_outcome(ctx, gone.await)?;
        let installation = ctx.installation().clone();
        Ok(DestroyResult::new(
            tenant.id().clone(),
            self.name.clone(),
            installation,
            removed,
            ctx.clock().now(),
        ))
    }

    async fn status(
        &self,
        ctx: &Context,
        tenant: &TenantRef,
        _: &StatusOptions,
    ) -> Result<ComputeStatus> {
        self.read_status(ctx, tenant).await
    }

    async fn validate(
        &self,
        ctx: &Context,
        spec: &TenantComputeSpec,
        _: &ValidateOptions,
    ) -> Result<ValidateResult> {
        Ok(ValidateResult::new(self.wanted(ctx, spec)?.effective))
    }

    async fn plan(
        &self,
        ctx: &Context,
        spec: &TenantComputeSpec,
        options: &PlanOptions,
    ) -> Result<PlanResult> {
        let wanted = self.wanted(ctx, spec)?;
        let seen = self.observe(ctx, &wanted.tenant).await?;
        let (tenant, name, now) = (
            wanted.tenant.id().clone(),
            self.name.clone(),
            ctx.clock().now(),
        );
        if seen.ours()?.is_none() {
            return Ok(PlanResult::create(tenant, name, wanted.hash, now));
        }
        if self.mutant == Mutant::PlanWrites {
            let held = seen.held.service.clone();
            let held = held.ok_or_else(|| Error::tenant_not_found(&tenant))?;
            self.client
                .put(ctx, &seen.name, seen.version(), held)
                .await?;
        }
        let differences = self.differences(&seen, &wanted, options.refresh)?;
        Ok(PlanResult::update(
            tenant,
            name,
            differences,
            wanted.hash,
            now,
        ))
    }

    fn list(&self, ctx: &Context, options: &ListOptions) -> AnswerStream<TenantSummary> {
        self.list_tenants(ctx, options)
    }

    fn watch(&self, ctx: &Context, options: &WatchOptions) -> AnswerStream<WatchItem> {
        self.watch_tenants(ctx, options)
    }

    fn logs(
        &self,
        ctx: &Context,
        tenant: &TenantRef,
        options: &LogsOptions,
    ) -> AnswerStream<LogLine> {
        self.log_lines(ctx, tenant, options)
    }

    async fn restart(
        &self,
        ctx: &Context,
        tenant: &TenantRef,
        options: &RestartOptions,
    ) -> Result<RestartResult> {
        let restart = async {
            let shown = self.show(ctx, tenant, &ShowOptions::new()).await?;
            let update = UpdateOptions::new()
                .force(true)
                .wait(options.wait)
                .expect(shown.spec_hash);
            self.update(ctx, tenant, &shown.spec, &update).await?;
            Ok(shown.spec.replicas)
        };
        let replicas = with_outcome(ctx, restart.await)?;
        Ok(RestartResult::new(
            tenant.id().clone(),
            self.name.clone(),
            replicas,
            ctx.clock().now(),
        ))
    }

    async fn health(&self, ctx: &Context, _: &HealthOptions) -> Result<ProviderHealth> {
        self.read_health(ctx).await
    }

    fn orphans(&self, ctx: &Context, _: &OrphansOptions) -> AnswerStream<Orphan> {
        self.list_orphans(ctx)
    }

    async fn sweep(&self, ctx: &Context, options: &SweepOptions) -> Result<SweepResult> {
        with_outcome(ctx, self.sweep_orphans(ctx, options).await)
    }

    async fn adopt(
        &self,
        ctx: &Context,
        tenant: &TenantRef,
        spec: &TenantComputeSpec,
        _: &AdoptOptions,
    ) -> Result<AdoptResult> {
        tenant.check(spec)?;
        let wanted = self.wanted(ctx, spec)?;
        with_outcome(ctx, self.take_in(ctx, &wanted).await)
    }

    async fn show(&self, ctx: &Context, tenant: &TenantRef, _: &ShowOptions) -> Result<ShowResult> {
        let seen = self.observe(ctx, tenant).await?;
        let not_found = || Error::tenant_not_found(tenant.id());
        let (service, marks) = seen.ours()?.ok_or_else(not_found)?;
        let spec = render::read(service, tenant.id().as_str()).ok_or_else(not_found)?;
        Ok(ShowResult::new(
            tenant.id().clone(),
            self.name.clone(),
            spec,
            marks.target.clone(),
            ctx.clock().now(),
        ))
    }
}
