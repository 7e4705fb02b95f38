//! How long to wait before a container is started again.

use std::time::Duration;

/// The wait before the first restart.
const FIRST: Duration = Duration::from_secs(1);
/// No wait is longer.
const LONGEST: Duration = Duration::from_secs(300);
/// A run at least this long forgets what failed before it, as Kubernetes does.
const STABLE: Duration = Duration::from_secs(600);
/// So many failures in a row during a rollout fail the rollout (the least that ECS's circuit
/// breaker takes).
pub(super) const ROLLOUT_FAILURES: u32 = 3;
/// So many in a row are called a crash loop.
const LOOP: u32 = 3;

/// Failures in a row of one container.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Backoff {
    failures: u32,
}

impl Backoff {
    /// Counts an end after a run of `ran`, and says how long to wait.
    pub(super) fn failed(&mut self, ran: Duration) -> Duration {
        if ran >= STABLE {
            self.failures = 0;
        }
        self.failures = self.failures.saturating_add(1);
        let doublings = (self.failures - 1).min(16);
        FIRST.saturating_mul(1 << doublings).min(LONGEST)
    }

    pub(super) fn failures(self) -> u32 {
        self.failures
    }

    pub(super) fn is_loop(self) -> bool {
        self.failures >= LOOP
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_up_to_five_minutes() {
        let mut backoff = Backoff::default();
        let waits: Vec<u64> = (0..11)
            .map(|_| backoff.failed(Duration::ZERO).as_secs())
            .collect();
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
        assert!(backoff.is_loop());
    }

    #[test]
    fn a_long_run_forgets() {
        let mut backoff = Backoff::default();
        for _ in 0..5 {
            backoff.failed(Duration::from_secs(1));
        }
        assert_eq!(backoff.failed(STABLE).as_secs(), 1);
        assert!(!backoff.is_loop());
    }
}
