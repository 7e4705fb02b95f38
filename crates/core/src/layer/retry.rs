//! Repeats what failed for a passing reason, where repeating is safe.

use std::{future::Future, time::Duration};

use backon::{BackoffBuilder as _, ExponentialBuilder};

use super::around::{Around, Call};
use crate::{
    context::Context,
    error::{Error, Outcome, Result},
    result::Reported,
};

/// Repeats calls that failed retryably: reads always, mutating verbs where the
/// failed one left everything untouched or the provider declares the verb
/// repeatable. Waits with full jitter, or as long as the engine asks, and never
/// past the deadline. Streams are not repeated; they resume by their cursors.
#[derive(Debug, Clone)]
pub struct RetryLayer {
    backoff: ExponentialBuilder,
}

impl Default for RetryLayer {
    /// Up to 5 repetitions, 200 ms doubling to at most 20 s.
    fn default() -> Self {
        Self::new(5, Duration::from_millis(200), Duration::from_secs(20))
    }
}

impl RetryLayer {
    /// Up to `times` repetitions, the waits doubling from `min` to at most `max`.
    #[must_use]
    pub fn new(times: usize, min: Duration, max: Duration) -> Self {
        let backoff = ExponentialBuilder::new()
            .with_min_delay(min)
            .with_max_delay(max)
            .with_max_times(times)
            .with_jitter();
        Self { backoff }
    }
}

impl Around for RetryLayer {
    async fn around<'a, T, F, Fut>(&'a self, call: Call<'a>, next: F) -> Result<T>
    where
        T: Reported + 'a,
        F: Fn(Context) -> Fut + Send + Sync + 'a,
        Fut: Future<Output = Result<T>> + Send + 'a,
    {
        let mut delays = self.backoff.build();
        loop {
            let error = match next(call.ctx.clone()).await {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            if !may_repeat(&call, &error) {
                return Err(error);
            }
            let Some(delay) = delays.next() else {
                return Err(error);
            };
            let asked = error.throttle().and_then(|throttle| throttle.retry_after);
            let delay = asked.map_or(delay, |asked| asked.max(delay));
            if call.ctx.remaining().is_some_and(|left| left <= delay) {
                return Err(error);
            }
            // waiting ends early only by cancellation or deadline; the failure says more
            if call.ctx.sleep(delay).await.is_err() {
                return Err(error);
            }
            tracing::debug!(verb = %call.verb, kind = %error.kind(), ?delay, "repeating");
        }
    }
}

fn may_repeat(call: &Call<'_>, error: &Error) -> bool {
    error.is_retryable()
        && (!call.verb.is_mutating()
            || error.outcome() == Some(&Outcome::Untouched)
            || call.capabilities.repeatable.contains(&call.verb))
}
