//! Repeats what failed for a passing reason, where repeating is safe.

use std::{future::Future, time::Duration};

use backon::{BackoffBuilder as _, ExponentialBuilder};

use super::around::{Around, Call};
use crate::{
    context::Context,
    error::{Error, ErrorKind, Outcome, Result},
    result::Reported,
};

/// Repeats calls that failed retryably: reads always, mutating verbs where the
/// failed one left everything untouched or the provider declares the verb
/// repeatable. What someone's later write replaced is never repeated. Waits,
/// half of each wait drawn at random, or as long as the engine asks, and never
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
    /// Up to `times` repetitions, the waits doubling from `min` to at most
    /// `max`; each is cut by up to a half, at random.
    #[must_use]
    pub fn new(times: usize, min: Duration, max: Duration) -> Self {
        // backon's jitter adds up to the wait itself
        let backoff = ExponentialBuilder::new()
            .with_min_delay(min / 2)
            .with_max_delay(max / 2)
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
        && *error.kind() != ErrorKind::Superseded
        && (!call.verb.is_mutating()
            || error.outcome() == Some(&Outcome::Untouched)
            || call.capabilities.repeatable.contains(&call.verb))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_and_stay_between_half_and_the_whole() {
        let (min, max) = (Duration::from_millis(200), Duration::from_secs(1));
        for _ in 0..50 {
            let waits: Vec<_> = RetryLayer::new(5, min, max).backoff.build().collect();
            assert_eq!(waits.len(), 5);
            for (wait, whole) in waits.iter().zip([200, 400, 800, 1000, 1000]) {
                let whole = Duration::from_millis(whole);
                assert!((whole / 2..=whole).contains(wait), "{wait:?} of {whole:?}");
            }
        }
    }
}
