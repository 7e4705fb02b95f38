//! Deadlines and repetitions, on a clock that the tests move.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use futures_util::FutureExt as _;
use jiff::Timestamp;
use landlord_core::{
    CLEAN_UP_GRACE, Capabilities, Clock, Context, Error, ErrorKind, Installation, ManualClock,
    MockProvider, Outcome, Provider, Result, Verb,
    layer::{Layer, RetryLayer, TimeoutLayer},
    options::{DestroyOptions, StatusOptions},
    result::{ComputeStatus, DestroyResult},
};

use crate::answers::{name, tenant};

fn clocked(clock: &Arc<ManualClock>) -> landlord_core::ContextBuilder {
    let clock: Arc<dyn Clock> = Arc::clone(clock) as _;
    Context::builder(Installation::new("test").unwrap()).clock(clock)
}

fn manual() -> Arc<ManualClock> {
    Arc::new(ManualClock::new(Timestamp::UNIX_EPOCH))
}

fn with_capabilities(capabilities: Capabilities) -> MockProvider {
    let mut mock = MockProvider::new();
    mock.expect_name().return_const(name("a"));
    mock.expect_kind().return_const("mock".to_owned());
    mock.expect_capabilities()
        .returning(move || capabilities.clone());
    mock
}

/// A provider whose destroy never answers; it says how long it was given.
#[derive(Debug)]
struct Hung(MockProvider);

#[async_trait::async_trait]
impl Provider for Hung {
    fn name(&self) -> &landlord_core::ProviderName {
        self.0.name()
    }
    fn kind(&self) -> &str {
        "local"
    }
    fn capabilities(&self) -> Capabilities {
        Capabilities::new()
    }
    async fn provision(
        &self,
        _: &Context,
        _: &landlord_core::TenantComputeSpec,
        _: &landlord_core::options::ProvisionOptions,
    ) -> Result<landlord_core::result::ProvisionResult> {
        std::future::pending().await
    }
    async fn update(
        &self,
        _: &Context,
        _: &landlord_core::TenantRef,
        _: &landlord_core::TenantComputeSpec,
        _: &landlord_core::options::UpdateOptions,
    ) -> Result<landlord_core::result::UpdateResult> {
        std::future::pending().await
    }
    async fn destroy(
        &self,
        _: &Context,
        _: &landlord_core::TenantRef,
        _: &DestroyOptions,
    ) -> Result<DestroyResult> {
        std::future::pending().await
    }
    async fn status(
        &self,
        ctx: &Context,
        _: &landlord_core::TenantRef,
        _: &StatusOptions,
    ) -> Result<ComputeStatus> {
        let remaining = ctx.remaining().expect("a deadline");
        Err(Error::new(
            ErrorKind::Internal,
            format!("{}", remaining.as_secs()),
        ))
    }
    async fn validate(
        &self,
        _: &Context,
        _: &landlord_core::TenantComputeSpec,
        _: &landlord_core::options::ValidateOptions,
    ) -> Result<landlord_core::result::ValidateResult> {
        std::future::pending().await
    }
}

fn hung() -> Arc<dyn Provider> {
    Arc::new(Hung(MockProvider::named(name("a"))))
}

#[tokio::test]
async fn the_timeout_layer_sets_a_deadline_where_the_caller_set_none() {
    let (clock, acme) = (manual(), tenant("acme"));
    let layered = TimeoutLayer::new().layer(hung());
    let told = |ctx: Context| {
        let layered = Arc::clone(&layered);
        let acme = acme.clone();
        async move {
            layered
                .status(&ctx, &acme, &StatusOptions::new())
                .await
                .unwrap_err()
                .message()
                .to_owned()
        }
    };
    assert_eq!(
        told(clocked(&clock).build()).await,
        "120",
        "two minutes for kind local"
    );
    assert_eq!(
        told(clocked(&clock).timeout(Duration::from_secs(7)).build()).await,
        "7"
    );
}

#[tokio::test]
async fn the_timeout_layer_cuts_in_only_after_the_grace_and_says_unknown() {
    let (clock, acme) = (manual(), tenant("acme"));
    let layered = TimeoutLayer::with_default(Duration::from_secs(10)).layer(hung());
    let ctx = clocked(&clock).build();
    let options = DestroyOptions::new();
    let mut destroy = std::pin::pin!(layered.destroy(&ctx, &acme, &options));
    assert!(destroy.as_mut().now_or_never().is_none());
    clock.advance(Duration::from_secs(10) + CLEAN_UP_GRACE - Duration::from_millis(1));
    assert!(
        destroy.as_mut().now_or_never().is_none(),
        "the deadline is the provider's to keep"
    );
    clock.advance(Duration::from_millis(1));
    let error = destroy.now_or_never().expect("an answer").unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::DeadlineExceeded);
    assert_eq!(error.outcome(), Some(&Outcome::Unknown));
    assert_eq!(error.operation(), Some(&Verb::Destroy));
}

fn busy(retry_after: Option<Duration>) -> Error {
    Error::new(ErrorKind::Throttled, "slow down").with_throttle("calls", "account", retry_after)
}

/// A mock whose destroy fails with `error` each time, and how often it was asked.
fn failing(capabilities: Capabilities, error: Error) -> (Arc<dyn Provider>, Arc<AtomicU32>) {
    let calls = Arc::new(AtomicU32::new(0));
    let mut mock = with_capabilities(capabilities);
    let (counted, failure) = (Arc::clone(&calls), error.clone());
    mock.expect_destroy().returning(move |_, _, _| {
        counted.fetch_add(1, Ordering::SeqCst);
        Err(failure.clone())
    });
    let counted = Arc::clone(&calls);
    mock.expect_status().returning(move |_, _, _| {
        counted.fetch_add(1, Ordering::SeqCst);
        Err(error.clone())
    });
    let layer = RetryLayer::new(3, Duration::from_millis(1), Duration::from_millis(2));
    (layer.layer(Arc::new(mock)), calls)
}

async fn destroys(capabilities: Capabilities, error: Error) -> u32 {
    let (provider, calls) = failing(capabilities, error);
    let ctx = Context::new(Installation::new("test").unwrap());
    provider
        .destroy(&ctx, &tenant("acme"), &DestroyOptions::new())
        .await
        .unwrap_err();
    calls.load(Ordering::SeqCst)
}

#[tokio::test]
async fn a_mutating_verb_is_repeated_only_where_that_is_safe() {
    let lost = || Error::new(ErrorKind::Unavailable, "reset").with_outcome(Outcome::Unknown);
    assert_eq!(
        destroys(Capabilities::new(), lost()).await,
        1,
        "it may have been done"
    );
    let repeatable = Capabilities::new().with_repeatable([Verb::Destroy]);
    assert_eq!(
        destroys(repeatable.clone(), lost()).await,
        4,
        "the provider guards it"
    );
    let untouched = busy(None).with_outcome(Outcome::Untouched);
    assert_eq!(
        destroys(Capabilities::new(), untouched).await,
        4,
        "nothing was done"
    );
    let denied = Error::new(ErrorKind::PermissionDenied, "403").with_outcome(Outcome::Untouched);
    assert_eq!(destroys(repeatable, denied).await, 1, "it will not pass");
}

#[tokio::test]
async fn a_read_is_repeated() {
    let (provider, calls) = failing(Capabilities::new(), busy(None));
    let ctx = Context::new(Installation::new("test").unwrap());
    provider
        .status(&ctx, &tenant("acme"), &StatusOptions::new())
        .await
        .unwrap_err();
    assert_eq!(calls.load(Ordering::SeqCst), 4);
}

#[tokio::test]
async fn retry_after_is_honoured() {
    let (provider, calls) = failing(Capabilities::new(), busy(Some(Duration::from_secs(30))));
    let (clock, acme, options) = (manual(), tenant("acme"), StatusOptions::new());
    let ctx = clocked(&clock).build();
    let mut status = std::pin::pin!(provider.status(&ctx, &acme, &options));
    assert!(status.as_mut().now_or_never().is_none());
    clock.advance(Duration::from_secs(29));
    assert!(status.as_mut().now_or_never().is_none());
    assert_eq!(calls.load(Ordering::SeqCst), 1);
    clock.advance(Duration::from_secs(1));
    assert!(status.as_mut().now_or_never().is_none());
    assert_eq!(calls.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn nothing_is_repeated_past_the_deadline() {
    let (provider, calls) = failing(Capabilities::new(), busy(Some(Duration::from_secs(30))));
    let clock = manual();
    let ctx = clocked(&clock).timeout(Duration::from_secs(30)).build();
    let answer = provider
        .status(&ctx, &tenant("acme"), &StatusOptions::new())
        .now_or_never();
    // at once: waiting could not help
    let error = answer.expect("no wait").unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Throttled);
    assert_eq!(calls.load(Ordering::SeqCst), 1);
}
