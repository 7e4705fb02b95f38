//! What every verb is told besides its arguments, in two halves.
//!
//! [`OpMeta`] travels with the operation, across processes too. The rest stays
//! with the host: clock, cancellation, progress and the permits that every
//! engine call takes.

mod meta;
mod permit;
mod progress;

use std::{future::Future, sync::Arc, time::Duration};

use tokio_util::sync::CancellationToken;

use self::permit::Calls;
pub use self::{
    meta::{Fence, OpMeta, OperationId},
    permit::{CallCategory, CallCounts, Gate, OpenGate, Permit},
    progress::{NoProgress, Progress, ProgressSink},
};
use crate::{
    clock::{Clock, SystemClock},
    error::{Error, ErrorKind, Result},
    spec::Installation,
};

/// How far past its deadline an operation may go: for its one clean-up call
/// and the answer. Then the timeout layer cuts in.
pub const CLEAN_UP_GRACE: Duration = Duration::from_secs(5);

/// What a clean-up leaves of the grace, so that the answer still comes in time.
const ANSWER_TIME: Duration = Duration::from_millis(500);

/// The operation that a verb serves. Cloning is cheap and shares everything.
#[derive(Debug, Clone)]
pub struct Context {
    meta: Arc<OpMeta>,
    host: Arc<Host>,
    calls: Arc<Calls>,
    cancel: CancellationToken,
    /// On the clock's monotonic time.
    deadline: Option<Duration>,
}

#[derive(Debug)]
struct Host {
    clock: Arc<dyn Clock>,
    progress: Arc<dyn ProgressSink>,
    gate: Arc<dyn Gate>,
}

impl Context {
    /// A context with the machine's clock, no deadline, no progress and no budget.
    #[must_use]
    pub fn new(installation: Installation) -> Self {
        Self::builder(installation).build()
    }

    /// Starts a context for `installation`.
    #[must_use]
    pub fn builder(installation: Installation) -> ContextBuilder {
        ContextBuilder {
            meta: OpMeta::new(installation),
            clock: None,
            progress: Arc::new(NoProgress),
            gate: Arc::new(OpenGate),
            cancel: CancellationToken::new(),
            timeout: None,
        }
    }

    /// The travelling half, with the time that remains now.
    #[must_use]
    pub fn to_meta(&self) -> OpMeta {
        OpMeta {
            remaining: self.remaining(),
            ..OpMeta::clone(&self.meta)
        }
    }

    /// The operation's id.
    #[must_use]
    pub fn operation_id(&self) -> &OperationId {
        &self.meta.operation_id
    }

    /// On whose behalf the operation runs.
    #[must_use]
    pub fn actor(&self) -> &str {
        &self.meta.actor
    }

    /// The installation whose tenants this operation may see and touch.
    #[must_use]
    pub fn installation(&self) -> &Installation {
        &self.meta.installation
    }

    /// W3C trace parent, where the caller has one.
    #[must_use]
    pub fn trace_parent(&self) -> Option<&str> {
        self.meta.trace_parent.as_deref()
    }

    /// The caller's fence, where it has one.
    #[must_use]
    pub fn fence(&self) -> Option<Fence> {
        self.meta.fence
    }

    /// The clock that drives deadlines and back-off.
    #[must_use]
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.host.clock
    }

    /// Time left until the deadline, zero when it has passed.
    #[must_use]
    pub fn remaining(&self) -> Option<Duration> {
        let deadline = self.deadline?;
        Some(deadline.saturating_sub(self.host.clock.elapsed()))
    }

    /// The same operation with at most `timeout` left.
    #[must_use]
    pub fn with_timeout(&self, timeout: Duration) -> Self {
        let deadline = self.host.clock.elapsed().saturating_add(timeout);
        let deadline = self.deadline.map_or(deadline, |own| own.min(deadline));
        Self {
            deadline: Some(deadline),
            ..self.clone()
        }
    }

    /// An operation of its own that ends with this one: a new id and count of
    /// calls, the same host half, deadline and cancellation.
    #[must_use]
    pub fn child(&self) -> Self {
        let meta = OpMeta {
            operation_id: OperationId::generate(),
            ..OpMeta::clone(&self.meta)
        };
        Self {
            meta: Arc::new(meta),
            calls: Arc::default(),
            cancel: self.cancel.child_token(),
            ..self.clone()
        }
    }

    /// The context for the one clean-up call once time is over or the caller
    /// cancelled, deaf to the cancellation. It ends half a second before
    /// [`CLEAN_UP_GRACE`] is over, counted from now or from the deadline that
    /// has passed, so that the verb can still say what it left.
    #[must_use]
    pub fn clean_up(&self) -> Self {
        let now = self.host.clock.elapsed();
        let over = self.deadline.map_or(now, |deadline| deadline.min(now));
        let deadline = over.saturating_add(CLEAN_UP_GRACE.saturating_sub(ANSWER_TIME));
        Self {
            deadline: Some(deadline),
            cancel: CancellationToken::new(),
            ..self.clone()
        }
    }

    /// The caller's cancellation.
    #[must_use]
    pub fn cancellation(&self) -> &CancellationToken {
        &self.cancel
    }

    /// Whether the operation may still start something.
    ///
    /// # Errors
    /// `Cancelled` or `DeadlineExceeded`, without an outcome.
    pub fn check(&self) -> Result<()> {
        if self.cancel.is_cancelled() {
            return Err(Error::new(ErrorKind::Cancelled, "the caller cancelled"));
        }
        match self.remaining() {
            Some(Duration::ZERO) => Err(Error::new(
                ErrorKind::DeadlineExceeded,
                "the operation's time ran out",
            )),
            _ => Ok(()),
        }
    }

    /// Runs `work` until it ends, the caller cancels or time runs out.
    ///
    /// # Errors
    /// Those of `work`, `Cancelled` or `DeadlineExceeded`.
    pub async fn run<T>(&self, work: impl Future<Output = Result<T>>) -> Result<T> {
        self.check()?;
        let clock = &self.host.clock;
        let time_out = async {
            match self.remaining() {
                Some(remaining) => clock.sleep(remaining).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            biased;
            result = work => result,
            () = self.cancel.cancelled() => Err(Error::new(ErrorKind::Cancelled, "the caller cancelled")),
            () = time_out => Err(Error::new(ErrorKind::DeadlineExceeded, "the operation's time ran out")),
        }
    }

    /// Sleeps on the operation's clock.
    ///
    /// # Errors
    /// `Cancelled` or `DeadlineExceeded` as soon as either is true.
    pub async fn sleep(&self, duration: Duration) -> Result<()> {
        let sleep = self.host.clock.sleep(duration);
        self.run(async {
            sleep.await;
            Ok(())
        })
        .await
    }

    /// Taken before every engine call: counts it, and waits where a shared
    /// budget holds calls of this category back. Keep the permit until the
    /// call has answered.
    ///
    /// # Errors
    /// `Cancelled` or `DeadlineExceeded`; the call must not be made then.
    pub async fn permit(&self, category: &CallCategory) -> Result<Permit> {
        let gate = &self.host.gate;
        let permit = self.run(gate.enter(category)).await?;
        self.calls.count(category);
        Ok(permit)
    }

    /// Engine calls made so far under this operation.
    #[must_use]
    pub fn calls(&self) -> CallCounts {
        self.calls.get()
    }

    /// Tells the caller how far the operation is.
    pub fn progress(&self, progress: Progress) {
        self.host.progress.report(progress);
    }
}

/// Builds a [`Context`].
#[derive(Debug)]
pub struct ContextBuilder {
    meta: OpMeta,
    clock: Option<Arc<dyn Clock>>,
    progress: Arc<dyn ProgressSink>,
    gate: Arc<dyn Gate>,
    cancel: CancellationToken,
    timeout: Option<Duration>,
}

impl ContextBuilder {
    /// The travelling half, as received; its remaining time becomes the deadline.
    #[must_use]
    pub fn meta(mut self, meta: OpMeta) -> Self {
        self.timeout = meta.remaining.or(self.timeout);
        self.meta = meta;
        self
    }

    /// On whose behalf, default `unknown`.
    #[must_use]
    pub fn actor(mut self, actor: impl Into<String>) -> Self {
        self.meta.actor = actor.into();
        self
    }

    /// The operation's id; without it one is made.
    #[must_use]
    pub fn operation_id(mut self, id: OperationId) -> Self {
        self.meta.operation_id = id;
        self
    }

    /// Refuses to act where the engine's mark carries a higher fence.
    #[must_use]
    pub fn fence(mut self, fence: Fence) -> Self {
        self.meta.fence = Some(fence);
        self
    }

    /// Time from `build` until the deadline; without it the timeout layer's default.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// The clock, default the machine's.
    #[must_use]
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = Some(clock);
        self
    }

    /// Where progress goes, default nowhere.
    #[must_use]
    pub fn progress(mut self, sink: Arc<dyn ProgressSink>) -> Self {
        self.progress = sink;
        self
    }

    /// What holds engine calls back, default nothing.
    #[must_use]
    pub fn gate(mut self, gate: Arc<dyn Gate>) -> Self {
        self.gate = gate;
        self
    }

    /// Cancels the operation when the token is cancelled.
    #[must_use]
    pub fn cancellation(mut self, token: CancellationToken) -> Self {
        self.cancel = token;
        self
    }

    /// The context; its deadline counts from now.
    #[must_use]
    pub fn build(self) -> Context {
        let clock = self
            .clock
            .unwrap_or_else(|| Arc::new(SystemClock::default()));
        let deadline = self
            .timeout
            .map(|left| clock.elapsed().saturating_add(left));
        Context {
            meta: Arc::new(self.meta),
            host: Arc::new(Host {
                clock,
                progress: self.progress,
                gate: self.gate,
            }),
            calls: Arc::default(),
            cancel: self.cancel,
            deadline,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::clock::ManualClock;

    #[test]
    fn a_clean_up_leaves_time_for_the_answer() {
        let clock = Arc::new(ManualClock::new(Timestamp::UNIX_EPOCH));
        let context = Context::builder(Installation::new("test").unwrap())
            .clock(clock.clone())
            .timeout(Duration::from_secs(10))
            .build();
        // cancelled early: counted from now
        let left = Duration::from_millis(4500);
        assert_eq!(context.clean_up().remaining(), Some(left));
        // begun late: counted from the deadline, where the timeout layer's grace begins
        clock.advance(Duration::from_secs(11));
        assert_eq!(
            context.clean_up().remaining(),
            Some(left - Duration::from_secs(1))
        );
    }
}
