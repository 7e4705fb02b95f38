//! The contract, kept by the local engine.

use std::path::{Path, PathBuf};

use async_trait::async_trait;
use landlord_core::options::{
    ApplyOptions, DestroyOptions, HealthOptions, ListOptions, LogsOptions, OrphansOptions,
    PlanOptions, ProvisionOptions, RestartOptions, ShowOptions, StatusOptions, SweepOptions,
    UpdateOptions, ValidateOptions, WatchOptions,
};
use landlord_core::result::{
    ApplyResult, ComputeStatus, DestroyResult, LogLine, Orphan, PlanResult, ProviderHealth,
    ProvisionResult, RestartResult, ShowResult, SweepResult, TenantSummary, UpdateResult,
    ValidateResult, WatchItem,
};
use landlord_core::{
    AnswerStream, CallCategory, Capabilities, Concurrency, Context, Error, ErrorKind, Guarantees,
    Isolation, Provider, ProviderName, Result, RollbackAfterCrash, TenantComputeSpec, TenantRef,
    Verb, ZeroDowntime,
};

use crate::config::{LocalConfig, SupervisorProgram};
use crate::manifest::Settings;
use crate::supervisor;
use crate::verbs;

/// The kind of this provider, and the name of its default instance.
pub const KIND: &str = "local";

/// Reads of folders, records and supervisors.
pub(crate) const READ: CallCategory = CallCategory::read("local-read");
/// Writes of folders, and requests to supervisors that change something.
pub(crate) const WRITE: CallCategory = CallCategory::write("local-write");

/// Runs tenants as processes of this host. Cloning is cheap.
#[derive(Clone, Debug)]
pub struct LocalProvider {
    pub(crate) name: ProviderName,
    pub(crate) root: PathBuf,
    pub(crate) program: PathBuf,
    pub(crate) settings: Settings,
}

impl LocalProvider {
    /// A provider named `local`. Nothing is made on disk before the first tenant.
    ///
    /// # Errors
    /// `Config` when a value is out of range, no folder for state can be told, or the running
    /// program is to be the supervisor and never called [`supervisor::init`].
    pub fn new(config: &LocalConfig) -> Result<Self> {
        Self::named(ProviderName::new(KIND)?, config)
    }

    /// A provider of another name.
    ///
    /// # Errors
    /// As [`LocalProvider::new`].
    pub fn named(name: ProviderName, config: &LocalConfig) -> Result<Self> {
        config.check()?;
        Ok(Self {
            name,
            root: config.resolved_root()?,
            program: program(&config.supervisor)?,
            settings: config.settings()?,
        })
    }

    /// The folder of all state.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }
}

fn program(choice: &SupervisorProgram) -> Result<PathBuf> {
    let config = |text: &str| Error::new(ErrorKind::Config, text);
    match choice {
        SupervisorProgram::Path(path) => std::path::absolute(path)
            .map_err(|error| config("local.supervisor is no path").with_source(&error)),
        // started as a supervisor, a program that does not call `init` would start itself again
        // and again
        SupervisorProgram::CurrentExe if !supervisor::was_called() => Err(config(
            "this program cannot be its own supervisor: it never called \
                        `landlord_local::supervisor::init`",
        )
        .with_help(
            "call `landlord_local::supervisor::init()` first in `main`, or set \
                     `local.supervisor` to the path of `landlord-supervisor`",
        )),
        SupervisorProgram::CurrentExe => std::env::current_exe()
            .map_err(|error| config("cannot tell the running program").with_source(&error)),
    }
}

#[async_trait]
impl Provider for LocalProvider {
    fn name(&self) -> &ProviderName {
        &self.name
    }

    fn kind(&self) -> &str {
        KIND
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities::new()
            .with_verbs([
                Verb::Plan,
                Verb::List,
                Verb::Watch,
                Verb::Logs,
                Verb::Restart,
                Verb::Health,
                Verb::Orphans,
                Verb::Sweep,
                Verb::Show,
            ])
            .with_repeatable([
                Verb::Provision,
                Verb::Update,
                Verb::Apply,
                Verb::Destroy,
                Verb::Sweep,
            ])
            .with_guarantees(
                Guarantees::new()
                    .rollback_after_crash(RollbackAfterCrash::Engine)
                    .concurrency(Concurrency::Cas)
                    .zero_downtime(ZeroDowntime::Yes)
                    .isolation(Isolation::Process),
            )
            .with_categories([READ, WRITE])
    }

    async fn provision(
        &self,
        ctx: &Context,
        spec: &TenantComputeSpec,
        options: &ProvisionOptions,
    ) -> Result<ProvisionResult> {
        verbs::provision(self, ctx, spec, options).await
    }

    async fn update(
        &self,
        ctx: &Context,
        tenant: &TenantRef,
        spec: &TenantComputeSpec,
        options: &UpdateOptions,
    ) -> Result<UpdateResult> {
        verbs::update(self, ctx, tenant, spec, options).await
    }

    async fn destroy(
        &self,
        ctx: &Context,
        tenant: &TenantRef,
        options: &DestroyOptions,
    ) -> Result<DestroyResult> {
        verbs::destroy(self, ctx, tenant, options).await
    }

    async fn status(
        &self,
        ctx: &Context,
        tenant: &TenantRef,
        _options: &StatusOptions,
    ) -> Result<ComputeStatus> {
        verbs::status(self, ctx, tenant).await
    }

    async fn validate(
        &self,
        _ctx: &Context,
        spec: &TenantComputeSpec,
        options: &ValidateOptions,
    ) -> Result<ValidateResult> {
        verbs::validate(self, spec, options)
    }

    async fn apply(
        &self,
        ctx: &Context,
        spec: &TenantComputeSpec,
        options: &ApplyOptions,
    ) -> Result<ApplyResult> {
        verbs::apply(self, ctx, spec, options).await
    }

    async fn plan(
        &self,
        ctx: &Context,
        spec: &TenantComputeSpec,
        options: &PlanOptions,
    ) -> Result<PlanResult> {
        verbs::plan(self, ctx, spec, options).await
    }

    fn list(&self, ctx: &Context, options: &ListOptions) -> AnswerStream<TenantSummary> {
        verbs::list(self, ctx, options)
    }

    fn watch(&self, ctx: &Context, options: &WatchOptions) -> AnswerStream<WatchItem> {
        verbs::watch(self, ctx, options)
    }

    fn logs(
        &self,
        ctx: &Context,
        tenant: &TenantRef,
        options: &LogsOptions,
    ) -> AnswerStream<LogLine> {
        verbs::logs(self, ctx, tenant, options)
    }

    async fn restart(
        &self,
        ctx: &Context,
        tenant: &TenantRef,
        options: &RestartOptions,
    ) -> Result<RestartResult> {
        verbs::restart(self, ctx, tenant, options).await
    }

    async fn health(&self, ctx: &Context, _options: &HealthOptions) -> Result<ProviderHealth> {
        verbs::health(self, ctx).await
    }

    fn orphans(&self, ctx: &Context, _options: &OrphansOptions) -> AnswerStream<Orphan> {
        verbs::orphans(self, ctx)
    }

    async fn sweep(&self, ctx: &Context, options: &SweepOptions) -> Result<SweepResult> {
        verbs::sweep(self, ctx, options).await
    }

    async fn show(
        &self,
        ctx: &Context,
        tenant: &TenantRef,
        _options: &ShowOptions,
    ) -> Result<ShowResult> {
        verbs::show(self, ctx, tenant).await
    }
}
