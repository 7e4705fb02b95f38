//! A span for every operation.

use std::future::Future;

use futures_util::StreamExt as _;
use tracing::{Instrument as _, Span, field};

use super::around::{Around, Call};
use crate::{
    context::Context,
    error::{Error, Result},
    provider::AnswerStream,
    result::Reported,
};

/// Opens a span `landlord` with verb, provider, kind, tenant and operation id,
/// and records outcome, error kind and engine calls when the operation ends.
#[derive(Debug, Clone, Copy, Default)]
pub struct TraceLayer;

impl TraceLayer {
    /// The layer; it has no settings.
    #[must_use]
    pub fn new() -> Self {
        Self
    }
}

impl Around for TraceLayer {
    async fn around<'a, T, F, Fut>(&'a self, call: Call<'a>, next: F) -> Result<T>
    where
        T: Reported + 'a,
        F: Fn(Context) -> Fut + Send + Sync + 'a,
        Fut: Future<Output = Result<T>> + Send + 'a,
    {
        let span = span(&call);
        let result = next(call.ctx.clone()).instrument(span.clone()).await;
        let _entered = span.enter();
        span.record("calls", call.ctx.calls().total());
        match &result {
            Ok(answer) => {
                span.record("outcome", answer.outcome());
                tracing::debug!("done");
            }
            Err(error) => failed(&span, error),
        }
        result
    }

    fn stream<T: Send + 'static>(&self, call: Call<'_>, items: AnswerStream<T>) -> AnswerStream<T> {
        let span = span(&call);
        items
            .inspect(move |item| {
                if let Err(error) = item {
                    let _entered = span.enter();
                    failed(&span, error);
                }
            })
            .boxed()
    }
}

fn span(call: &Call<'_>) -> Span {
    let span = tracing::debug_span!(
        "landlord",
        verb = %call.verb,
        provider = %call.provider,
        kind = call.kind,
        operation_id = %call.ctx.operation_id(),
        tenant = field::Empty,
        outcome = field::Empty,
        error = field::Empty,
        calls = field::Empty,
    );
    if let Some(tenant) = &call.tenant {
        span.record("tenant", field::display(tenant));
    }
    span
}

fn failed(span: &Span, error: &Error) {
    span.record("error", error.kind().as_str());
    if let Some(outcome) = error.outcome() {
        span.record("outcome", outcome.as_str());
    }
    tracing::debug!(reason = error.message(), "failed");
}
