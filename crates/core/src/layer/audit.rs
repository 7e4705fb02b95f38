//! Writes an audit record before and after every mutating verb.

use std::{future::Future, sync::Arc};

use super::around::{Around, Call};
use crate::{
    audit::{AuditEvent, AuditPhase, AuditSink},
    context::Context,
    error::{Error, ErrorKind, Outcome, Result},
    result::Reported,
};

/// Writes the intent before the first engine call and the outcome after the
/// last; an operation whose future is dropped is recorded as cancelled. Reads
/// leave no record.
///
/// When the intent cannot be written the operation does not start, nor when
/// the caller cancels or its deadline passes before that. When the outcome
/// cannot be written the answer still stands, after [`CLEAN_UP_GRACE`](crate::CLEAN_UP_GRACE) at the
/// latest: the sink keeps the record and tries again.
#[derive(Debug, Clone)]
pub struct AuditLayer {
    sink: Arc<dyn AuditSink>,
}

impl AuditLayer {
    /// Writes to `sink`.
    #[must_use]
    pub fn new(sink: Arc<dyn AuditSink>) -> Self {
        Self { sink }
    }
}

impl Around for AuditLayer {
    async fn around<'a, T, F, Fut>(&'a self, call: Call<'a>, next: F) -> Result<T>
    where
        T: Reported + 'a,
        F: Fn(Context) -> Fut + Send + Sync + 'a,
        Fut: Future<Output = Result<T>> + Send + 'a,
    {
        if !call.verb.is_mutating() {
            return next(call.ctx.clone()).await;
        }
        // from here on, since an intent may be written although nobody waited for it
        let mut open = Open {
            sink: &*self.sink,
            call: Some(&call),
        };
        self.begin(&call, &mut open).await?;
        let result = next(call.ctx.clone()).await;
        open.call = None;
        self.end(&call, ended(&call, &result)).await;
        result
    }
}

impl AuditLayer {
    /// Writes the intent; waits no longer than the operation may.
    async fn begin(&self, call: &Call<'_>, open: &mut Open<'_>) -> Result<()> {
        call.ctx.check().map_err(|error| {
            open.call = None;
            about(call, error)
        })?;
        let intent = self.sink.append(event(call, AuditPhase::Intent));
        let written = call.ctx.run(async { Ok(intent.await) }).await;
        match written.map_err(|error| about(call, error))? {
            Ok(_) => Ok(()),
            Err(error) => {
                open.call = None;
                Err(not_started(call, &error))
            }
        }
    }

    /// Hands over the outcome first, so that it is kept whatever happens while waiting.
    async fn end(&self, call: &Call<'_>, outcome: AuditEvent) {
        self.sink.append_detached(outcome);
        let grace = call.ctx.clean_up();
        match grace.run(async { Ok(self.sink.flush().await) }).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => {
                tracing::error!(%error, "the audit trail did not take an outcome; it is kept and tried again");
            }
            Err(_) => tracing::error!("the audit trail takes long for an outcome; it is kept"),
        }
    }
}

/// An operation whose intent may be written and which has not ended: dropped,
/// it was cancelled.
struct Open<'a> {
    sink: &'a dyn AuditSink,
    call: Option<&'a Call<'a>>,
}

impl Drop for Open<'_> {
    fn drop(&mut self) {
        if let Some(call) = self.call {
            self.sink
                .append_detached(event(call, AuditPhase::Cancelled));
        }
    }
}

fn event(call: &Call<'_>, phase: AuditPhase) -> AuditEvent {
    let ctx = call.ctx;
    let event = AuditEvent::new(
        ctx.clock().now(),
        phase,
        ctx.operation_id().as_str(),
        call.verb.as_str(),
    )
    .actor(ctx.actor())
    .installation(ctx.installation().as_str())
    .provider(call.provider.as_str());
    match &call.tenant {
        Some(tenant) => event.tenant(tenant.id().as_str()),
        None => event,
    }
}

fn ended<T: Reported>(call: &Call<'_>, result: &Result<T>) -> AuditEvent {
    let event = event(call, AuditPhase::Outcome);
    match result {
        Ok(answer) => {
            let report = answer.report();
            let objects = report.objects.into_iter();
            objects.fold(event.outcome(report.outcome), |event, (kind, id)| {
                event.object_id(kind, id)
            })
        }
        Err(error) => event
            .outcome(error.outcome().unwrap_or(&Outcome::Unknown).as_str())
            .error_kind(error.kind().as_str()),
    }
}

fn not_started(call: &Call<'_>, error: &crate::audit::AuditError) -> Error {
    let refused = Error::new(
        ErrorKind::Unavailable,
        "the audit trail takes no record, so the operation was not started",
    )
    .with_retryable(false)
    .with_source(error)
    .with_help("free or repair the audit file's disk, or configure another audit sink");
    about(call, refused)
}

/// An error of an operation that was not started.
fn about(call: &Call<'_>, error: Error) -> Error {
    let error = error
        .with_outcome(Outcome::Untouched)
        .or_provider(call.provider, &call.verb);
    match &call.tenant {
        Some(tenant) => error.with_tenant(tenant.id().clone()),
        None => error,
    }
}

#[cfg(test)]
#[cfg(feature = "mock")]
mod tests;
