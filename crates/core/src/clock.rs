//! Time as the contract sees it: deadlines, back-off and timestamps.

use std::{
    fmt::Debug,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use futures_util::future::BoxFuture;
use jiff::Timestamp;
use tokio::sync::watch;

/// Source of time for deadlines, back-off and the simulators.
///
/// Wall time stamps records; elapsed time drives every deadline, so that a
/// step of the wall clock never shortens or stretches one.
pub trait Clock: Debug + Send + Sync + 'static {
    /// The wall time.
    fn now(&self) -> Timestamp;

    /// Monotonic time since an arbitrary start.
    fn elapsed(&self) -> Duration;

    /// Completes once `duration` has passed on this clock.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;
}

/// The machine's clock; sleeping needs a tokio runtime with time enabled.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock {
    start: Instant,
}

impl Default for SystemClock {
    fn default() -> Self {
        Self {
            start: Instant::now(),
        }
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

/// A clock that stands still until it is moved: for tests and simulators.
#[derive(Debug)]
pub struct ManualClock {
    start: Timestamp,
    elapsed: watch::Sender<Duration>,
    skew: Mutex<jiff::SignedDuration>,
}

impl ManualClock {
    /// A clock whose wall time starts at `start`.
    #[must_use]
    pub fn new(start: Timestamp) -> Self {
        Self {
            start,
            elapsed: watch::Sender::new(Duration::ZERO),
            skew: Mutex::new(jiff::SignedDuration::ZERO),
        }
    }

    /// Moves wall and monotonic time forward and wakes the sleepers that are due.
    pub fn advance(&self, by: Duration) {
        self.elapsed
            .send_modify(|elapsed| *elapsed = elapsed.saturating_add(by));
    }

    /// Steps the wall time alone, as an operator or NTP would.
    pub fn skew(&self, by: jiff::SignedDuration) {
        let mut skew = self.skew.lock().unwrap_or_else(PoisonError::into_inner);
        *skew = skew.saturating_add(by);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        let skew = *self.skew.lock().unwrap_or_else(PoisonError::into_inner);
        self.start
            .saturating_add(*self.elapsed.borrow())
            .and_then(|time| time.saturating_add(skew))
            .unwrap_or(self.start)
    }

    fn elapsed(&self) -> Duration {
        *self.elapsed.borrow()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let due = self.elapsed().saturating_add(duration);
        let mut elapsed = self.elapsed.subscribe();
        Box::pin(async move {
            // the sender lives as long as the clock; without one nothing can be due any more
            let _ = elapsed.wait_for(|now| *now >= due).await;
        })
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    #[test]
    fn sleepers_wake_when_due_and_skew_wakes_none() {
        let clock = ManualClock::new(Timestamp::UNIX_EPOCH);
        let mut sleep = clock.sleep(Duration::from_secs(10));
        assert!((&mut sleep).now_or_never().is_none());
        clock.skew(jiff::SignedDuration::from_hours(1));
        assert!((&mut sleep).now_or_never().is_none());
        assert_eq!(clock.now().as_second(), 3600);
        clock.advance(Duration::from_secs(10));
        assert!((&mut sleep).now_or_never().is_some());
        assert_eq!(clock.now().as_second(), 3610);
    }
}
