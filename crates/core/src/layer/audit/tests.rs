use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use futures_util::FutureExt as _;

use super::*;
use crate::{
    Installation, MockProvider, Provider, ProviderName, TenantId,
    audit::{AuditError, AuditRecord, ChainPosition, MemorySink},
    layer::Layer as _,
    options::{DestroyOptions, StatusOptions},
    result::DestroyResult,
    tenant::TenantRef,
};

fn context() -> Context {
    Context::builder(Installation::new("test").unwrap())
        .actor("alice")
        .build()
}

fn tenant() -> TenantRef {
    TenantId::new("acme").unwrap().into()
}

fn provider() -> MockProvider {
    MockProvider::with_defaults(ProviderName::new("mock").unwrap())
}

fn audited(provider: impl Provider) -> (Arc<dyn Provider>, Arc<MemorySink>) {
    let sink = Arc::new(MemorySink::new());
    (
        AuditLayer::new(sink.clone()).layer(Arc::new(provider)),
        sink,
    )
}

fn phases(records: &[AuditRecord]) -> Vec<AuditPhase> {
    records
        .iter()
        .map(|record| record.event.phase.clone())
        .collect()
}

#[tokio::test]
async fn a_mutating_verb_leaves_intent_and_outcome_and_a_read_nothing() {
    let (provider, sink) = audited(provider());
    provider
        .status(&context(), &tenant(), &StatusOptions::new())
        .await
        .unwrap();
    assert!(sink.records().is_empty());
    provider
        .destroy(&context(), &tenant(), &DestroyOptions::new())
        .await
        .unwrap();
    let records = sink.records();
    assert_eq!(phases(&records), [AuditPhase::Intent, AuditPhase::Outcome]);
    assert_eq!(records[0].event.operation_id, records[1].event.operation_id);
    assert_eq!(records[1].event.outcome.as_deref(), Some("already_absent"));
    assert_eq!(records[1].event.actor.as_deref(), Some("alice"));
    assert_eq!(records[1].event.tenant.as_deref(), Some("acme"));
}

#[tokio::test]
async fn a_dropped_operation_is_recorded_as_cancelled() {
    let (provider, sink) = audited(Hanging(ProviderName::new("mock").unwrap()));
    let ctx = context();
    let tenant = tenant();
    let options = DestroyOptions::new();
    let mut hanging = provider.destroy(&ctx, &tenant, &options);
    assert!((&mut hanging).now_or_never().is_none());
    drop(hanging);
    assert_eq!(
        phases(&sink.records()),
        [AuditPhase::Intent, AuditPhase::Cancelled]
    );
}

#[tokio::test]
async fn without_a_record_of_the_intent_nothing_is_started() {
    let mut inner = MockProvider::named(ProviderName::new("mock").unwrap());
    let called = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&called);
    inner.expect_destroy().returning(move |_, _, _| {
        seen.store(true, Ordering::Relaxed);
        Err(Error::new(ErrorKind::Internal, "not to be called"))
    });
    let (provider, sink) = audited(inner);
    sink.refuse(Some("the disk is full"));
    let error = provider
        .destroy(&context(), &tenant(), &DestroyOptions::new())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::Unavailable);
    assert_eq!(error.outcome(), Some(&Outcome::Untouched));
    assert!(!error.is_retryable());
    assert!(!called.load(Ordering::Relaxed));
}

#[tokio::test]
async fn an_intent_that_nobody_waited_for_is_followed_by_a_cancellation() {
    let sink = Arc::new(Stuck::default());
    let provider = AuditLayer::new(sink.clone()).layer(Arc::new(provider()));
    let (ctx, tenant, options) = (context(), tenant(), DestroyOptions::new());
    let mut waiting = provider.destroy(&ctx, &tenant, &options);
    assert!((&mut waiting).now_or_never().is_none());
    drop(waiting);
    let seen = sink.0.lock().unwrap().clone();
    assert_eq!(seen, [AuditPhase::Intent, AuditPhase::Cancelled]);
}

#[tokio::test]
async fn a_sink_that_hangs_holds_no_operation_past_its_deadline() {
    let clock = Arc::new(crate::ManualClock::new(jiff::Timestamp::UNIX_EPOCH));
    let ctx = Context::builder(Installation::new("test").unwrap())
        .clock(clock.clone())
        .timeout(std::time::Duration::from_secs(1))
        .build();
    let sink = Arc::new(Stuck::default());
    let provider = AuditLayer::new(sink.clone()).layer(Arc::new(provider()));
    let (tenant, options) = (tenant(), DestroyOptions::new());
    let mut waiting = provider.destroy(&ctx, &tenant, &options);
    assert!((&mut waiting).now_or_never().is_none());
    clock.advance(std::time::Duration::from_secs(1));
    let error = waiting.await.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::DeadlineExceeded);
    assert_eq!(error.outcome(), Some(&Outcome::Untouched));
    let seen = sink.0.lock().unwrap().clone();
    assert_eq!(seen, [AuditPhase::Intent, AuditPhase::Cancelled]);
}

#[tokio::test]
async fn an_outcome_is_kept_though_nobody_waits_for_it() {
    let sink = Arc::new(SlowFlush::default());
    let provider = AuditLayer::new(sink.clone()).layer(Arc::new(provider()));
    let (ctx, tenant, options) = (context(), tenant(), DestroyOptions::new());
    let mut waiting = provider.destroy(&ctx, &tenant, &options);
    assert!((&mut waiting).now_or_never().is_none());
    drop(waiting);
    assert_eq!(
        phases(&sink.0.records()),
        [AuditPhase::Intent, AuditPhase::Outcome]
    );
}

/// Takes an intent and never says so.
#[derive(Debug, Default)]
struct Stuck(std::sync::Mutex<Vec<AuditPhase>>);

#[async_trait]
impl AuditSink for Stuck {
    async fn append(&self, event: AuditEvent) -> Result<ChainPosition, AuditError> {
        self.append_detached(event);
        std::future::pending().await
    }

    fn append_detached(&self, event: AuditEvent) {
        self.0.lock().unwrap().push(event.phase);
    }

    async fn flush(&self) -> Result<(), AuditError> {
        std::future::pending().await
    }
}

/// Takes long to say that everything is written.
#[derive(Debug, Default)]
struct SlowFlush(MemorySink);

#[async_trait]
impl AuditSink for SlowFlush {
    async fn append(&self, event: AuditEvent) -> Result<ChainPosition, AuditError> {
        self.0.append(event).await
    }

    fn append_detached(&self, event: AuditEvent) {
        self.0.append_detached(event);
    }

    async fn flush(&self) -> Result<(), AuditError> {
        std::future::pending().await
    }
}

/// Never answers a destroy.
#[derive(Debug)]
struct Hanging(ProviderName);

#[async_trait]
impl Provider for Hanging {
    fn name(&self) -> &ProviderName {
        &self.0
    }

    fn kind(&self) -> &str {
        "hanging"
    }

    fn capabilities(&self) -> crate::Capabilities {
        crate::Capabilities::new()
    }

    async fn provision(
        &self,
        _: &Context,
        _: &crate::TenantComputeSpec,
        _: &crate::options::ProvisionOptions,
    ) -> Result<crate::result::ProvisionResult> {
        std::future::pending().await
    }

    async fn update(
        &self,
        _: &Context,
        _: &TenantRef,
        _: &crate::TenantComputeSpec,
        _: &crate::options::UpdateOptions,
    ) -> Result<crate::result::UpdateResult> {
        std::future::pending().await
    }

    async fn destroy(
        &self,
        _: &Context,
        _: &TenantRef,
        _: &DestroyOptions,
    ) -> Result<DestroyResult> {
        std::future::pending().await
    }

    async fn status(
        &self,
        _: &Context,
        _: &TenantRef,
        _: &StatusOptions,
    ) -> Result<crate::result::ComputeStatus> {
        std::future::pending().await
    }

    async fn validate(
        &self,
        _: &Context,
        _: &crate::TenantComputeSpec,
        _: &crate::options::ValidateOptions,
    ) -> Result<crate::result::ValidateResult> {
        std::future::pending().await
    }
}
