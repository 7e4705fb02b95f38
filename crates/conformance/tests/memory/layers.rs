//! Every layer around a provider is a provider that passes the suite and forwards every verb.

use std::{sync::Arc, time::Duration};

use landlord_conformance::Absent;
use landlord_core::{
    Provider,
    audit::MemorySink,
    layer::{AuditLayer, Layer, RetryLayer, Stack, TimeoutLayer, TraceLayer},
};

use crate::{
    fixture::{Memory, Wrap},
    provider::Mutant,
    recorder,
};

/// Patient enough to matter, quick enough for a test.
fn retry_layer() -> RetryLayer {
    RetryLayer::new(2, Duration::from_millis(1), Duration::from_millis(5))
}

fn in_audit(provider: Arc<dyn Provider>) -> Arc<dyn Provider> {
    AuditLayer::new(Arc::new(MemorySink::new())).layer(provider)
}

fn in_trace(provider: Arc<dyn Provider>) -> Arc<dyn Provider> {
    TraceLayer::new().layer(provider)
}

fn in_timeout(provider: Arc<dyn Provider>) -> Arc<dyn Provider> {
    TimeoutLayer::new().layer(provider)
}

fn in_retry(provider: Arc<dyn Provider>) -> Arc<dyn Provider> {
    retry_layer().layer(provider)
}

fn in_all(provider: Arc<dyn Provider>) -> Arc<dyn Provider> {
    let stack = Stack::new()
        .with(AuditLayer::new(Arc::new(MemorySink::new())))
        .with(TraceLayer::new())
        .with(TimeoutLayer::new())
        .with(retry_layer());
    stack.wrap(provider)
}

const WRAPS: [(&str, Wrap); 5] = [
    ("audit", in_audit),
    ("trace", in_trace),
    ("timeout", in_timeout),
    ("retry", in_retry),
    ("all", in_all),
];

macro_rules! suites {
    ($($module:ident, $fixture:ident, $wrap:path;)*) => {$(
        async fn $fixture() -> Result<Memory, Absent> {
            Ok(Memory::new(Mutant::None, $wrap))
        }
        landlord_conformance::suite!($module, $fixture);
    )*};
}

suites! {
    audit, audited, in_audit;
    trace, traced, in_trace;
    timeout, timed, in_timeout;
    retry, retried, in_retry;
    all, stacked, in_all;
}

#[tokio::test]
async fn every_layer_forwards_every_verb_and_the_capabilities() {
    for (layer, wrap) in WRAPS {
        let bare = recorder::Recorder::new();
        let wrapped = wrap(Arc::new(bare.clone()));
        assert_eq!(wrapped.name(), bare.name(), "{layer}");
        assert_eq!(wrapped.kind(), bare.kind(), "{layer}");
        assert_eq!(wrapped.capabilities(), bare.capabilities(), "{layer}");
        let (through, told) = recorder::call_every_verb(&*wrapped).await;
        assert_eq!(
            bare.seen(),
            through,
            "{layer}: every verb arrives as itself, once"
        );
        for (verb, error) in told {
            assert_eq!(error.message(), format!("the recorder's {verb}"), "{layer}");
        }
    }
}
