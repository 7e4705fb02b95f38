//! The contract that every engine keeps.

use std::fmt::Debug;

use async_trait::async_trait;
use futures_util::{StreamExt as _, stream::BoxStream};

use crate::{
    capabilities::Capabilities,
    context::Context,
    error::{Error, ErrorKind, Result},
    options::{
        AdoptOptions, ApplyOptions, DestroyOptions, HealthOptions, ListOptions, LogsOptions,
        OrphansOptions, PlanOptions, ProbeOptions, ProvisionOptions, RestartOptions, ShowOptions,
        StatusOptions, SweepOptions, UpdateOptions, ValidateOptions, WatchOptions,
    },
    result::{
        AdoptResult, ApplyResult, ComputeStatus, DestroyResult, LogLine, Orphan, PlanResult,
        ProviderHealth, ProvisionResult, RestartResult, ShowResult, SweepResult, TenantSummary,
        UpdateResult, ValidateResult, WatchItem,
    },
    spec::{ProviderName, TenantComputeSpec},
    tenant::TenantRef,
    verb::Verb,
};

/// A stream of answers; it ends after its first error.
pub type AnswerStream<T> = BoxStream<'static, Result<T>>;

/// One engine, behind the contract that all engines share.
///
/// Every verb is observe, classify, mutate once, observe again; running it
/// again is the way to recover from a crash at any point. A provider keeps the
/// context's deadline itself, takes a [permit](Context::permit) before every
/// engine call, and answers `TenantNotFound` only on the engine's positive word.
///
/// The optional verbs have a default that answers `Unsupported`; a provider
/// that has one declares it in [`capabilities`](Provider::capabilities).
#[async_trait]
pub trait Provider: Debug + Send + Sync + 'static {
    /// Name of this configured instance, such as `ecs-eu`.
    fn name(&self) -> &ProviderName;

    /// The engine's kind, such as `ecs`; instances of one kind share it.
    fn kind(&self) -> &str;

    /// The most that this provider can do on any engine; asks nothing.
    fn capabilities(&self) -> Capabilities;

    /// Creates a tenant's compute, or undoes what it created and says why.
    ///
    /// Idempotent: the same spec again changes nothing and answers
    /// `Unchanged`; an unfinished provision of the same spec is joined.
    ///
    /// # Errors
    /// `InvalidSpec` before anything is touched; `AlreadyProvisioned` when the
    /// tenant is complete under another spec; `Conflict` while an operation of
    /// another spec is in flight; `OwnershipConflict` when an object has our
    /// name and not our mark; `ProvisionFailed`, its outcome `RolledBack`, when
    /// the tenant never became ready; `DeadlineExceeded`; engine errors.
    async fn provision(
        &self,
        ctx: &Context,
        spec: &TenantComputeSpec,
        options: &ProvisionOptions,
    ) -> Result<ProvisionResult>;

    /// Brings a tenant to another spec, serving throughout; a bad version is
    /// rolled back and reported so.
    ///
    /// An equal spec answers `NoChanges` and makes no mutating call.
    ///
    /// # Errors
    /// `InvalidSpec`, also where `spec.tenant_id` is not `tenant`;
    /// `TenantNotFound`, and nothing is created; `Conflict`; `Superseded`;
    /// `UpdateFailed`, its outcome `RolledBack` or `RollbackPending`;
    /// `DeadlineExceeded`; engine errors.
    async fn update(
        &self,
        ctx: &Context,
        tenant: &TenantRef,
        spec: &TenantComputeSpec,
        options: &UpdateOptions,
    ) -> Result<UpdateResult>;

    /// Removes everything that provision made and nothing else.
    ///
    /// A tenant that is not there is success, `AlreadyAbsent`. Finishes what an
    /// earlier, interrupted destroy left.
    ///
    /// # Errors
    /// `DestroyFailed` with what is left; `OwnershipConflict`;
    /// `DeadlineExceeded`; engine errors.
    async fn destroy(
        &self,
        ctx: &Context,
        tenant: &TenantRef,
        options: &DestroyOptions,
    ) -> Result<DestroyResult>;

    /// The tenant as the engine holds it now.
    ///
    /// # Errors
    /// `TenantNotFound` on the engine's positive word alone; `Unavailable`,
    /// `PermissionDenied`, `Throttled` when the engine did not say.
    async fn status(
        &self,
        ctx: &Context,
        tenant: &TenantRef,
        options: &StatusOptions,
    ) -> Result<ComputeStatus>;

    /// Checks a spec without a side effect. Every field is honoured,
    /// approximated, which the answer says, or rejected; none is dropped.
    ///
    /// # Errors
    /// `InvalidSpec` with every violation at once; engine errors in mode `Engine`.
    async fn validate(
        &self,
        ctx: &Context,
        spec: &TenantComputeSpec,
        options: &ValidateOptions,
    ) -> Result<ValidateResult>;

    /// Narrows the capabilities to what this engine, version and account can do.
    ///
    /// # Errors
    /// Engine errors.
    async fn probe(&self, _ctx: &Context, _options: &ProbeOptions) -> Result<Capabilities> {
        Ok(self.capabilities())
    }

    /// Updates the tenant, or provisions it where it is unknown.
    ///
    /// # Errors
    /// Those of `update` and `provision`.
    async fn apply(
        &self,
        ctx: &Context,
        spec: &TenantComputeSpec,
        options: &ApplyOptions,
    ) -> Result<ApplyResult> {
        let tenant = TenantRef::from(spec.tenant()?);
        match self.update(ctx, &tenant, spec, &options.to_update()).await {
            Ok(result) => Ok(ApplyResult::Update(result)),
            Err(error) if *error.kind() == ErrorKind::TenantNotFound => self
                .provision(ctx, spec, &options.to_provision())
                .await
                .map(ApplyResult::Provision),
            Err(error) => Err(error),
        }
    }

    /// The changes that an update would make; mutates nothing.
    ///
    /// # Errors
    /// `InvalidSpec`; `Unsupported`; engine errors. A tenant that is not there
    /// is no error but a plan to create it.
    async fn plan(
        &self,
        _ctx: &Context,
        _spec: &TenantComputeSpec,
        _options: &PlanOptions,
    ) -> Result<PlanResult> {
        Err(Error::unsupported(self.name(), Verb::Plan))
    }

    /// Every tenant of the installation, in O(pages) calls.
    fn list(&self, _ctx: &Context, _options: &ListOptions) -> AnswerStream<TenantSummary> {
        unsupported_stream(self.name(), Verb::List)
    }

    /// Changes as they happen, beginning with a snapshot of each tenant.
    fn watch(&self, _ctx: &Context, _options: &WatchOptions) -> AnswerStream<WatchItem> {
        unsupported_stream(self.name(), Verb::Watch)
    }

    /// Output of a tenant's containers, oldest line first.
    fn logs(
        &self,
        _ctx: &Context,
        _tenant: &TenantRef,
        _options: &LogsOptions,
    ) -> AnswerStream<LogLine> {
        unsupported_stream(self.name(), Verb::Logs)
    }

    /// Replaces every replica in a rolling way; same spec, secrets read anew.
    ///
    /// # Errors
    /// `TenantNotFound`; `Unsupported`; those of `update`.
    async fn restart(
        &self,
        _ctx: &Context,
        _tenant: &TenantRef,
        _options: &RestartOptions,
    ) -> Result<RestartResult> {
        Err(Error::unsupported(self.name(), Verb::Restart))
    }

    /// Whether the engine answers reads and takes writes.
    ///
    /// # Errors
    /// `Unsupported` alone: an engine that cannot be reached is an answer.
    async fn health(&self, _ctx: &Context, _options: &HealthOptions) -> Result<ProviderHealth> {
        Err(Error::unsupported(self.name(), Verb::Health))
    }

    /// What bears the installation's mark without a complete tenant.
    fn orphans(&self, _ctx: &Context, _options: &OrphansOptions) -> AnswerStream<Orphan> {
        unsupported_stream(self.name(), Verb::Orphans)
    }

    /// Removes orphans of at least the given age by the engine's clock, after
    /// completing those that had become healthy.
    ///
    /// # Errors
    /// `Unsupported`; `DestroyFailed`; engine errors.
    async fn sweep(&self, _ctx: &Context, _options: &SweepOptions) -> Result<SweepResult> {
        Err(Error::unsupported(self.name(), Verb::Sweep))
    }

    /// Marks unmarked objects of the tenant's name as ours when they read back
    /// as exactly `spec`; else lists the differences and marks nothing.
    ///
    /// # Errors
    /// `TenantNotFound`; `OwnershipConflict` when marked as someone else's;
    /// `Unsupported`; engine errors.
    async fn adopt(
        &self,
        _ctx: &Context,
        _tenant: &TenantRef,
        _spec: &TenantComputeSpec,
        _options: &AdoptOptions,
    ) -> Result<AdoptResult> {
        Err(Error::unsupported(self.name(), Verb::Adopt))
    }

    /// The spec as deployed, read from the engine's objects.
    ///
    /// # Errors
    /// `TenantNotFound`; `Unsupported`; engine errors.
    async fn show(
        &self,
        _ctx: &Context,
        _tenant: &TenantRef,
        _options: &ShowOptions,
    ) -> Result<ShowResult> {
        Err(Error::unsupported(self.name(), Verb::Show))
    }
}

fn unsupported_stream<T: Send + 'static>(name: &ProviderName, verb: Verb) -> AnswerStream<T> {
    let error = Error::unsupported(name, verb);
    futures_util::stream::once(std::future::ready(Err(error))).boxed()
}
