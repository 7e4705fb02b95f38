//! A process as more than its pid: pids are reused, within one boot and across boots.

use rustix::process::{Pid, Signal};
use serde::{Deserialize, Serialize};

/// A process that can be told from a later one with the same pid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ProcessIdentity {
    /// The process id, positive.
    pub(crate) pid: i32,
    /// When it started, in clock ticks since boot; 0 where the platform does not tell.
    pub(crate) start: u64,
    /// The boot during which it was seen; empty where the platform does not tell.
    pub(crate) boot: String,
}

impl ProcessIdentity {
    /// This process.
    pub(crate) fn current() -> Self {
        Self::of(rustix::process::getpid().as_raw_nonzero().get()).unwrap_or_else(|| Self {
            pid: rustix::process::getpid().as_raw_nonzero().get(),
            start: 0,
            boot: boot_id(),
        })
    }

    /// The process that has `pid` now, if there is one.
    pub(crate) fn of(pid: i32) -> Option<Self> {
        Some(Self {
            pid,
            start: start_time(pid)?,
            boot: boot_id(),
        })
    }

    /// Whether this very process still exists.
    pub(crate) fn is_alive(&self) -> bool {
        self.boot == boot_id() && start_time(self.pid) == Some(self.start)
    }

    /// Sends `signal` to this very process; a later owner of the pid is never hit.
    ///
    /// Returns whether the signal was delivered.
    pub(crate) fn signal(&self, signal: Signal) -> bool {
        // 0 and below name groups, 1 is nobody's workload, and a record may say anything
        let pid = if self.pid > 1 {
            Pid::from_raw(self.pid)
        } else {
            None
        };
        let Some(pid) = pid else { return false };
        send(pid, signal, || self.is_alive())
    }
}

/// The pidfd is opened first and the identity compared second: whoever the descriptor names at
/// the comparison is the one that gets the signal.
#[cfg(target_os = "linux")]
fn send(pid: Pid, signal: Signal, same: impl Fn() -> bool) -> bool {
    use rustix::process::{PidfdFlags, pidfd_open, pidfd_send_signal};
    match pidfd_open(pid, PidfdFlags::empty()) {
        Ok(descriptor) => same() && pidfd_send_signal(&descriptor, signal).is_ok(),
        // kernels before 5.3, and sandboxes that forbid the call
        Err(rustix::io::Errno::NOSYS | rustix::io::Errno::PERM) => {
            same() && rustix::process::kill_process(pid, signal).is_ok()
        }
        Err(_) => false,
    }
}

#[cfg(not(target_os = "linux"))]
fn send(pid: Pid, signal: Signal, same: impl Fn() -> bool) -> bool {
    same() && rustix::process::kill_process(pid, signal).is_ok()
}

#[cfg(target_os = "linux")]
fn start_time(pid: i32) -> Option<u64> {
    super::table::stat(pid)
        .filter(|stat| stat.state != 'Z')
        .map(|stat| stat.start)
}

#[cfg(not(target_os = "linux"))]
fn start_time(pid: i32) -> Option<u64> {
    rustix::process::test_kill_process(Pid::from_raw(pid.max(0))?)
        .ok()
        .map(|()| 0)
}

/// The id of this boot of the machine; empty where the platform does not tell.
pub(crate) fn boot_id() -> String {
    #[cfg(debug_assertions)]
    if let Ok(injected) = std::env::var("LANDLORD_TEST_BOOT_ID") {
        return injected;
    }
    std::fs::read_to_string("/proc/sys/kernel/random/boot_id")
        .map(|id| id.trim().to_owned())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_current_process_is_alive_and_a_forged_start_is_not() {
        let me = ProcessIdentity::current();
        assert!(me.is_alive());
        let forged = ProcessIdentity {
            start: me.start + 1,
            ..me.clone()
        };
        assert!(!forged.is_alive());
        assert!(!forged.signal(Signal::KILL));
        let other_boot = ProcessIdentity {
            boot: "another".into(),
            ..me
        };
        assert!(!other_boot.signal(Signal::KILL));
    }

    #[test]
    fn init_and_groups_are_never_signalled() {
        for pid in [1, 0, -1] {
            let identity = ProcessIdentity {
                pid,
                start: 0,
                boot: boot_id(),
            };
            assert!(!identity.signal(Signal::KILL));
        }
    }
}
