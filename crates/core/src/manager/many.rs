//! Many tenants at once, each with an outcome of its own.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use futures_util::{StreamExt as _, TryStreamExt as _, stream, stream::BoxStream};
use jiff::Timestamp;

use super::Manager;
use crate::{
    context::Context,
    error::{Error, ErrorKind, Outcome, Result},
    options::{ApplyOptions, ListOptions, PlanOptions, Refresh, ValidateOptions},
    provider::Provider,
    result::{ApplyResult, ComputeState, PlanResult, TenantSummary},
    sensitive::Printable,
    spec::{ProviderName, SpecHash, TenantComputeSpec, TenantId, spec_hash},
    verb::Verb,
};

/// Tenants in work at once where the caller says nothing.
const CONCURRENCY: usize = 8;

/// How `apply_many` and `plan_many` go about many tenants.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ApplyMany {
    /// Wishes for each tenant.
    pub apply: ApplyOptions,
    /// Tenants in work at once, at least 1; default 8.
    pub concurrency: usize,
    /// Go on with the others when one failed; default no.
    pub keep_going: bool,
}

impl Default for ApplyMany {
    fn default() -> Self {
        Self {
            apply: ApplyOptions::new(),
            concurrency: CONCURRENCY,
            keep_going: false,
        }
    }
}

/// What became of one tenant.
#[derive(Debug)]
#[non_exhaustive]
pub struct TenantOutcome<T> {
    /// The tenant.
    pub tenant_id: TenantId,
    /// Name of its provider.
    pub provider_type: ProviderName,
    /// Its own result; other tenants' do not depend on it.
    pub result: Result<T>,
}

/// How a tenant came to be as wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TenantApplied {
    /// The verb ran.
    Applied(Box<ApplyResult>),
    /// The list proved it equal and running; no verb ran.
    Skipped {
        /// Hash of the spec that runs.
        spec_hash: SpecHash,
        /// When the engine said so.
        as_of: Timestamp,
    },
}

/// A spec that is ready to go to its provider.
struct Job {
    spec: TenantComputeSpec,
    tenant_id: TenantId,
    provider: Arc<dyn Provider>,
    /// Made only where something is compared with it: it costs more than all else here.
    spec_hash: Option<SpecHash>,
}

type Proven = BTreeMap<(ProviderName, TenantId), TenantSummary>;

impl Manager {
    /// Applies many specs. All are validated before the first is applied;
    /// then each tenant has its own outcome, in the order in which they end.
    ///
    /// At `refresh: Hash` tenants that the list proves equal and running are skipped.
    ///
    /// # Errors
    /// `InvalidSpec` with the violations of all specs, its context saying how many
    /// are whose, in their order, or when two are for one tenant; `ProviderNotFound`; errors of the list. Nothing was applied then.
    pub async fn apply_many<'a>(
        &'a self,
        ctx: &'a Context,
        specs: Vec<TenantComputeSpec>,
        options: &'a ApplyMany,
    ) -> Result<BoxStream<'a, TenantOutcome<TenantApplied>>> {
        let skips = options.apply.refresh == Refresh::Hash && !options.apply.force;
        let jobs = self.jobs(ctx, specs, skips).await?;
        let proven = if skips {
            proven_running(ctx, &jobs).await?
        } else {
            Proven::new()
        };
        let failed = Arc::new(AtomicBool::new(false));
        let proven = Arc::new(proven);
        let outcomes = stream::iter(jobs).map(move |job| {
            let (failed, proven) = (Arc::clone(&failed), Arc::clone(&proven));
            async move {
                let result = if failed.load(Ordering::Relaxed) && !options.keep_going {
                    Err(not_started(&job))
                } else {
                    apply_one(ctx, &job, &proven, &options.apply).await
                };
                failed.fetch_or(result.is_err(), Ordering::Relaxed);
                job.outcome(result)
            }
        });
        Ok(outcomes
            .buffer_unordered(options.concurrency.max(1))
            .boxed())
    }

    /// Plans many specs; answers come in the order of the specs.
    ///
    /// # Errors
    /// As [`apply_many`](Self::apply_many).
    pub async fn plan_many<'a>(
        &'a self,
        ctx: &'a Context,
        specs: Vec<TenantComputeSpec>,
        concurrency: usize,
        options: &'a PlanOptions,
    ) -> Result<BoxStream<'a, TenantOutcome<PlanResult>>> {
        let jobs = self.jobs(ctx, specs, false).await?;
        let plans = stream::iter(jobs).map(move |job| async move {
            let result = job.provider.plan(&ctx.child(), &job.spec, options).await;
            job.outcome(result)
        });
        Ok(plans.buffered(concurrency.max(1)).boxed())
    }

    /// Validates all specs and finds their providers; all violations at once.
    async fn jobs(
        &self,
        ctx: &Context,
        specs: Vec<TenantComputeSpec>,
        hashed: bool,
    ) -> Result<Vec<Job>> {
        let mut jobs = Vec::with_capacity(specs.len());
        let mut seen = BTreeSet::new();
        let (mut violations, mut broken) = (Vec::new(), Vec::new());
        for spec in specs {
            let provider = self.provider_for(&spec)?;
            match provider.validate(ctx, &spec, &ValidateOptions::new()).await {
                Ok(valid) => {
                    let tenant_id = spec.tenant()?;
                    if !seen.insert(tenant_id.clone()) {
                        return Err(twice(tenant_id));
                    }
                    let spec_hash =
                        hashed.then(|| spec_hash(&valid.effective, ctx.installation(), &tenant_id));
                    jobs.push(Job {
                        spec,
                        tenant_id,
                        provider,
                        spec_hash,
                    });
                }
                Err(error) if *error.kind() == ErrorKind::InvalidSpec => {
                    broken.push((spec.tenant_id.clone(), error.violations().len()));
                    violations.extend(error.violations().iter().cloned());
                }
                Err(error) => return Err(error),
            }
        }
        if broken.is_empty() {
            Ok(jobs)
        } else {
            let error = Error::invalid_spec(violations);
            let whose = |error: Error, (id, count): (String, usize)| {
                error.with_context("tenant", format_args!("{}: {count}", Printable(&id)))
            };
            Err(broken.into_iter().fold(error, whose))
        }
    }
}

impl Job {
    fn outcome<T>(self, result: Result<T>) -> TenantOutcome<T> {
        TenantOutcome {
            tenant_id: self.tenant_id,
            provider_type: self.provider.name().clone(),
            result,
        }
    }
}

async fn apply_one(
    ctx: &Context,
    job: &Job,
    proven: &Proven,
    options: &ApplyOptions,
) -> Result<TenantApplied> {
    let key = (job.provider.name().clone(), job.tenant_id.clone());
    if let Some(summary) = proven.get(&key)
        && let Some(spec_hash) = &job.spec_hash
        && summary.spec_hash.as_ref() == Some(spec_hash)
    {
        return Ok(TenantApplied::Skipped {
            spec_hash: spec_hash.clone(),
            as_of: summary.observed_at,
        });
    }
    let result = job.provider.apply(&ctx.child(), &job.spec, options).await?;
    Ok(TenantApplied::Applied(Box::new(result)))
}

/// What the providers' lists prove to be running.
async fn proven_running(ctx: &Context, jobs: &[Job]) -> Result<Proven> {
    let providers: BTreeMap<_, _> = jobs
        .iter()
        .map(|job| (job.provider.name(), &job.provider))
        .collect();
    let mut proven = Proven::new();
    for (name, provider) in providers {
        if !provider.capabilities().supports(&Verb::List) {
            continue;
        }
        // streams keep no deadline of their own
        let tenants = provider.list(ctx, &ListOptions::new()).try_collect();
        let tenants: Vec<TenantSummary> = ctx.run(tenants).await?;
        let running = tenants
            .into_iter()
            .filter(|each| each.state == ComputeState::Running);
        proven.extend(running.map(|each| ((name.clone(), each.tenant_id.clone()), each)));
    }
    Ok(proven)
}

fn not_started(job: &Job) -> Error {
    Error::new(
        ErrorKind::Cancelled,
        "not started, since another tenant failed",
    )
    .with_tenant(job.tenant_id.clone())
    .with_provider(job.provider.name().clone())
    .with_operation(Verb::Apply)
    .with_outcome(Outcome::Untouched)
    .with_help("go on past failures with `--keep-going`")
}

fn twice(tenant_id: TenantId) -> Error {
    Error::new(ErrorKind::InvalidSpec, "two specs are for the same tenant")
        .with_tenant(tenant_id)
        .with_outcome(Outcome::Untouched)
        .with_help("keep one spec per tenant")
}
