//! A provider that writes down which verb was called, and answers each with an error of its own.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use futures_util::{StreamExt as _, stream};
use landlord_core::{
    AnswerStream, Capabilities, Context, Error, ErrorKind, FenceGuarantee, Guarantees,
    Installation, Outcome, Provider, ProviderName, Result, TenantComputeSpec, TenantId, TenantRef,
    Verb,
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
};

#[derive(Debug, Clone)]
pub(crate) struct Recorder {
    name: ProviderName,
    seen: Arc<Mutex<Vec<Verb>>>,
}

impl Recorder {
    pub(crate) fn new() -> Self {
        Self {
            name: ProviderName::new("recorder").unwrap(),
            seen: Arc::default(),
        }
    }

    pub(crate) fn seen(&self) -> Vec<Verb> {
        self.seen.lock().unwrap().clone()
    }

    fn error(&self, verb: Verb) -> Error {
        let message = format!("the recorder's {verb}");
        self.seen.lock().unwrap().push(verb);
        Error::new(ErrorKind::Internal, message).with_outcome(Outcome::Untouched)
    }

    fn answer<T>(&self, verb: Verb) -> Result<T> {
        Err(self.error(verb))
    }

    fn stream<T: Send + 'static>(&self, verb: Verb) -> AnswerStream<T> {
        stream::iter([Err(self.error(verb))]).boxed()
    }
}

#[async_trait]
#[deny(clippy::missing_trait_methods)]
impl Provider for Recorder {
    fn name(&self) -> &ProviderName {
        &self.name
    }
    fn kind(&self) -> &str {
        "recorder"
    }
    fn capabilities(&self) -> Capabilities {
        Capabilities::new()
            .with_verbs(Verb::KNOWN.iter().cloned())
            .with_guarantees(Guarantees::new().fence(FenceGuarantee::Detect))
    }
    async fn provision(
        &self,
        _: &Context,
        _: &TenantComputeSpec,
        _: &ProvisionOptions,
    ) -> Result<ProvisionResult> {
        self.answer(Verb::Provision)
    }
    async fn update(
        &self,
        _: &Context,
        _: &TenantRef,
        _: &TenantComputeSpec,
        _: &UpdateOptions,
    ) -> Result<UpdateResult> {
        self.answer(Verb::Update)
    }
    async fn destroy(
        &self,
        _: &Context,
        _: &TenantRef,
        _: &DestroyOptions,
    ) -> Result<DestroyResult> {
        self.answer(Verb::Destroy)
    }
    async fn status(&self, _: &Context, _: &TenantRef, _: &StatusOptions) -> Result<ComputeStatus> {
        self.answer(Verb::Status)
    }
    async fn validate(
        &self,
        _: &Context,
        _: &TenantComputeSpec,
        _: &ValidateOptions,
    ) -> Result<ValidateResult> {
        self.answer(Verb::Validate)
    }
    async fn probe(&self, _: &Context, _: &ProbeOptions) -> Result<Capabilities> {
        self.answer(Verb::Probe)
    }
    async fn apply(
        &self,
        _: &Context,
        _: &TenantComputeSpec,
        _: &ApplyOptions,
    ) -> Result<ApplyResult> {
        self.answer(Verb::Apply)
    }
    async fn plan(
        &self,
        _: &Context,
        _: &TenantComputeSpec,
        _: &PlanOptions,
    ) -> Result<PlanResult> {
        self.answer(Verb::Plan)
    }
    fn list(&self, _: &Context, _: &ListOptions) -> AnswerStream<TenantSummary> {
        self.stream(Verb::List)
    }
    fn watch(&self, _: &Context, _: &WatchOptions) -> AnswerStream<WatchItem> {
        self.stream(Verb::Watch)
    }
    fn logs(&self, _: &Context, _: &TenantRef, _: &LogsOptions) -> AnswerStream<LogLine> {
        self.stream(Verb::Logs)
    }
    async fn restart(
        &self,
        _: &Context,
        _: &TenantRef,
        _: &RestartOptions,
    ) -> Result<RestartResult> {
        self.answer(Verb::Restart)
    }
    async fn health(&self, _: &Context, _: &HealthOptions) -> Result<ProviderHealth> {
        self.answer(Verb::Health)
    }
    fn orphans(&self, _: &Context, _: &OrphansOptions) -> AnswerStream<Orphan> {
        self.stream(Verb::Orphans)
    }
    async fn sweep(&self, _: &Context, _: &SweepOptions) -> Result<SweepResult> {
        self.answer(Verb::Sweep)
    }
    async fn adopt(
        &self,
        _: &Context,
        _: &TenantRef,
        _: &TenantComputeSpec,
        _: &AdoptOptions,
    ) -> Result<AdoptResult> {
        self.answer(Verb::Adopt)
    }
    async fn show(&self, _: &Context, _: &TenantRef, _: &ShowOptions) -> Result<ShowResult> {
        self.answer(Verb::Show)
    }
}

/// Calls every verb once; answers the verbs in the order called, and each one's error.
pub(crate) async fn call_every_verb(provider: &dyn Provider) -> (Vec<Verb>, Vec<(Verb, Error)>) {
    let ctx = &Context::new(Installation::new("test").unwrap());
    let tenant = &TenantRef::from(TenantId::new("t").unwrap());
    let spec = &TenantComputeSpec::builder("t").build_unchecked();
    let mut told = Vec::new();
    macro_rules! call {
        ($verb:ident, $method:ident($($argument:expr),*)) => {
            told.push((Verb::$verb, provider.$method(ctx, $($argument),*).await.unwrap_err()));
        };
    }
    macro_rules! stream {
        ($verb:ident, $method:ident($($argument:expr),*)) => {
            let first = provider.$method(ctx, $($argument),*).next().await;
            told.push((Verb::$verb, first.expect("an item").unwrap_err()));
        };
    }
    call!(Provision, provision(spec, &ProvisionOptions::new()));
    call!(Update, update(tenant, spec, &UpdateOptions::new()));
    call!(Apply, apply(spec, &ApplyOptions::new()));
    call!(Destroy, destroy(tenant, &DestroyOptions::new()));
    call!(Status, status(tenant, &StatusOptions::new()));
    call!(Validate, validate(spec, &ValidateOptions::new()));
    call!(Plan, plan(spec, &PlanOptions::new()));
    stream!(List, list(&ListOptions::new()));
    stream!(Watch, watch(&WatchOptions::new()));
    stream!(Logs, logs(tenant, &LogsOptions::new()));
    call!(Restart, restart(tenant, &RestartOptions::new()));
    call!(Health, health(&HealthOptions::new()));
    stream!(Orphans, orphans(&OrphansOptions::new()));
    call!(Sweep, sweep(&SweepOptions::new()));
    call!(Adopt, adopt(tenant, spec, &AdoptOptions::new()));
    call!(Show, show(tenant, &ShowOptions::new()));
    call!(Probe, probe(&ProbeOptions::new()));
    let verbs: Vec<Verb> = told.iter().map(|(verb, _)| verb.clone()).collect();
    assert_eq!(verbs, Verb::KNOWN, "a new verb is called here too");
    (verbs, told)
}
