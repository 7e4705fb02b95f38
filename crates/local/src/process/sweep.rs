//! Finding and ending stray processes by the mark in their environment.

use std::time::{Duration, Instant};

use rustix::process::Signal;

use super::identity::ProcessIdentity;
use super::table;

/// The variable that every process of a tenant carries: `<engine name>@<root id>`.
pub(crate) const MARK_VARIABLE: &str = "LANDLORD_MARK";

/// All living processes of this user whose environment carries `mark`, this one aside.
fn marked(mark: &str) -> Vec<ProcessIdentity> {
    let me = rustix::process::getpid().as_raw_nonzero().get();
    table::pids()
        .filter(|pid| *pid != me)
        // the identity is taken before the mark is read: a pid reused in between does not match it
        .filter_map(|pid| ProcessIdentity::of(pid).filter(|_| has_mark(pid, mark)))
        .collect()
}

/// Whether the environment that `pid` was started with carries `mark`.
pub(crate) fn has_mark(pid: i32, mark: &str) -> bool {
    let Ok(environment) = std::fs::read(format!("/proc/{pid}/environ")) else {
        return false;
    };
    let wanted = format!("{MARK_VARIABLE}={mark}");
    environment
        .split(|byte| *byte == 0)
        .any(|entry| entry == wanted.as_bytes())
}

/// Kills every process that carries `mark`, until none is found or `patience` is over.
///
/// Returns what was killed, and what still lives.
pub(crate) fn sweep(mark: &str, patience: Duration) -> (Vec<i32>, Vec<i32>) {
    let end = Instant::now() + patience;
    let mut killed = Vec::new();
    loop {
        let found = marked(mark);
        if found.is_empty() {
            return (killed, Vec::new());
        }
        for process in &found {
            if process.signal(Signal::KILL) && !killed.contains(&process.pid) {
                killed.push(process.pid);
            }
        }
        if Instant::now() > end {
            return (killed, found.iter().map(|process| process.pid).collect());
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}
