//! One container of one replica, over its restarts.

use std::time::{Duration, Instant};

use jiff::Timestamp;
use tokio::task::AbortHandle;

use crate::guard::{Exit, GuardHandle};
use crate::manifest::ContainerManifest;
use crate::protocol::{Health, InstanceState, Reason, ReasonCode};
use crate::supervisor::backoff::Backoff;

/// How long a container must have run to count as ready: a program that ends at once must not
/// replace one that works, even if it answered its check before it ended. A check says more than
/// time does, so with one it is less.
pub(super) fn settling(container: &ContainerManifest) -> Duration {
    match container.health {
        Some(_) => Duration::from_millis(500),
        None => Duration::from_secs(1),
    }
}

/// A started container.
#[derive(Debug)]
pub(super) struct Run {
    /// Which start this is, over all containers.
    pub(super) instance: u64,
    pub(super) guard: GuardHandle,
    pub(super) pid: Option<i32>,
    pub(super) since: Instant,
    pub(super) started_at: Timestamp,
    pub(super) probe: Option<AbortHandle>,
    /// SIGTERM was sent; what comes now is the end that we asked for.
    pub(super) stopping: bool,
}

impl Drop for Run {
    fn drop(&mut self) {
        if let Some(probe) = &self.probe {
            probe.abort();
        }
    }
}

/// One container of one replica.
#[derive(Debug, Default)]
pub(super) struct Instance {
    pub(super) run: Option<Run>,
    /// When to start next; absent while it runs and once it shall not run again.
    pub(super) next: Option<Instant>,
    pub(super) restarts: u32,
    pub(super) backoff: Backoff,
    successes: u32,
    failures: u32,
    health: Option<Health>,
    pub(super) last_exit: Option<Exit>,
    pub(super) reason: Option<Reason>,
    /// Trying again cannot help: something is missing that the operator must give.
    pub(super) fatal: bool,
}

impl Instance {
    pub(super) fn new(now: Instant) -> Self {
        Self {
            next: Some(now),
            ..Self::default()
        }
    }

    pub(super) fn started(&mut self, run: Run) {
        (self.successes, self.failures, self.health) = (0, 0, None);
        self.fatal = false;
        self.next = None;
        self.run = Some(run);
    }

    /// Takes note of a start that could not be made, and plans the next.
    pub(super) fn not_started(&mut self, reason: Reason, fatal: bool) {
        self.reason = Some(reason);
        self.fatal = fatal;
        self.next = Some(Instant::now() + self.backoff.failed(Duration::ZERO));
    }

    /// Takes note of an end, and plans the next start unless the end was asked for.
    pub(super) fn ended(&mut self, exit: Exit) {
        let Some(run) = self.run.take() else { return };
        if run.stopping {
            self.last_exit = Some(exit);
            return;
        }
        let wait = self.backoff.failed(run.since.elapsed());
        self.restarts = self.restarts.saturating_add(1);
        self.next = Some(Instant::now() + wait);
        let code = if exit.out_of_memory {
            ReasonCode::OutOfMemory
        } else if self.backoff.is_loop() {
            ReasonCode::CrashLoop
        } else {
            ReasonCode::Unknown
        };
        let again = format!("{exit}; started again in {} s", wait.as_secs());
        self.reason = Some(Reason::new(code, again));
        self.last_exit = Some(exit);
    }

    /// Counts one answer of the health check; returns whether the container shall be restarted.
    pub(super) fn probed(
        &mut self,
        result: Result<(), String>,
        counts: bool,
        container: &ContainerManifest,
    ) -> bool {
        let Some(check) = &container.health else {
            return false;
        };
        match result {
            Ok(()) => {
                self.failures = 0;
                self.successes = self.successes.saturating_add(1);
                if self.successes >= check.healthy_threshold {
                    self.health = Some(Health::Healthy);
                    self.reason = None;
                }
                false
            }
            Err(evidence) => {
                self.successes = 0;
                if self.health != Some(Health::Healthy) {
                    self.reason = Some(Reason::new(ReasonCode::ProbeFailing, evidence.clone()));
                }
                if !counts {
                    return false;
                }
                self.failures = self.failures.saturating_add(1);
                let unhealthy = self.failures >= check.unhealthy_threshold;
                if unhealthy {
                    self.health = Some(Health::Unhealthy);
                    self.reason = Some(Reason::new(ReasonCode::ProbeFailing, evidence));
                }
                unhealthy && check.restart_on_failure
            }
        }
    }

    pub(super) fn is_ready(&self, container: &ContainerManifest) -> bool {
        let Some(run) = self
            .run
            .as_ref()
            .filter(|run| run.pid.is_some() && !run.stopping)
        else {
            return false;
        };
        let healthy = container.health.is_none() || self.health == Some(Health::Healthy);
        healthy && run.since.elapsed() >= settling(container)
    }

    pub(super) fn health(&self, container: &ContainerManifest) -> Health {
        match (&container.health, &self.run) {
            (None, _) => Health::NoCheck,
            (Some(_), None) => Health::Unknown,
            (Some(_), Some(_)) => self.health.unwrap_or(Health::Unknown),
        }
    }

    pub(super) fn state(&self) -> InstanceState {
        match (&self.run, self.next) {
            (Some(run), _) if run.stopping => InstanceState::Stopping,
            (Some(run), _) if run.pid.is_some() => InstanceState::Running,
            (Some(_), _) | (None, Some(_)) => InstanceState::Waiting,
            (None, None) => InstanceState::Stopped,
        }
    }

    /// Sends SIGTERM once; the guard kills after `grace`.
    pub(super) fn stop(&mut self, grace: Duration) {
        self.next = None;
        if let Some(run) = self.run.as_mut().filter(|run| !run.stopping) {
            run.stopping = true;
            if let Some(probe) = run.probe.take() {
                probe.abort();
            }
            if grace.is_zero() {
                run.guard.kill()
            } else {
                run.guard.stop(grace)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::{HealthManifest, Probe};

    fn container(healthy_threshold: u32, unhealthy_threshold: u32) -> ContainerManifest {
        ContainerManifest {
            name: "web".into(),
            image: "app:1".into(),
            command: vec!["/bin/web".into()],
            args: Vec::new(),
            env: Default::default(),
            ports: Vec::new(),
            health: Some(HealthManifest {
                probe: Probe::Tcp { port: 1 },
                interval_seconds: 1,
                timeout_seconds: 1,
                healthy_threshold,
                unhealthy_threshold,
                start_period_seconds: 0,
                restart_on_failure: true,
            }),
            resources: None,
            stop_grace_seconds: 1,
        }
    }

    fn bad() -> Result<(), String> {
        Err("refused".into())
    }

    #[test]
    fn healthy_takes_as_many_good_answers_in_a_row_as_the_threshold_says() {
        let (mut instance, container) = (Instance::default(), container(3, 2));
        for result in [Ok(()), Ok(()), bad(), Ok(()), Ok(())] {
            assert!(!instance.probed(result, true, &container));
            assert_eq!(instance.health, None);
        }
        instance.probed(Ok(()), true, &container);
        assert_eq!(instance.health, Some(Health::Healthy));
        assert_eq!(instance.reason, None);
    }

    #[test]
    fn unhealthy_takes_as_many_bad_answers_in_a_row_as_the_threshold_says() {
        let (mut instance, container) = (Instance::default(), container(1, 3));
        for result in [Ok(()), bad(), bad(), Ok(()), bad(), bad()] {
            assert!(!instance.probed(result, true, &container));
            assert_eq!(instance.health, Some(Health::Healthy));
        }
        assert!(instance.probed(bad(), true, &container), "restarted");
        assert_eq!(instance.health, Some(Health::Unhealthy));
    }

    #[test]
    fn a_bad_answer_in_the_start_period_is_told_and_not_counted() {
        let (mut instance, container) = (Instance::default(), container(1, 2));
        for _ in 0..5 {
            assert!(!instance.probed(bad(), false, &container));
        }
        assert_eq!(instance.health, None);
        assert!(instance.reason.is_some());
        assert!(!instance.probed(bad(), true, &container));
        assert!(instance.probed(bad(), true, &container));
    }
}
