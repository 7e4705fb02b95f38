//! The guard's own life, start to end.

use std::io::Write;
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::process::CommandExt;
use std::process::{ExitCode, Stdio};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::Pid;

use super::order::{Command, Exit, Order, Report};
use super::reaper::Reaper;
use super::{EXEC_ROLE, self_program};
use crate::process::{Cgroup, kill_descendants};

/// How often the removal of the emptied control group is tried, 5 ms apart.
const GROUP_REMOVALS: u32 = 40;

/// Runs one workload until it ends or the supervisor is gone; nothing below is left afterwards.
pub(crate) fn run() -> ExitCode {
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_child_subreaper(Some(rustix::process::getpid()));
    let mut link = Link::default();
    let Some(order) = link.order() else {
        return ExitCode::FAILURE;
    };
    let cgroup = order.limits.cgroup.clone().map(Cgroup::at);
    let reaper = start(&order).and_then(|pid| Ok((pid, Reaper::start(pid)?)));
    drop(order);
    let report = match reaper {
        Ok((pid, reaper)) => {
            silence();
            link.report(&Report::Started {
                pid: pid.as_raw_nonzero().get(),
            });
            Report::Exited(attend(&mut link, &reaper, cgroup.as_ref()))
        }
        Err(error) => Report::Failed {
            message: error.to_string(),
        },
    };
    if let Some(group) = cgroup {
        remove(&group);
    }
    link.report(&report);
    ExitCode::SUCCESS
}

fn start(order: &Order) -> std::io::Result<Pid> {
    let limits = serde_json::to_string(&order.limits)?;
    let child = std::process::Command::new(self_program()?)
        .arg0("landlord-exec")
        .args([EXEC_ROLE, &limits])
        .arg(&order.program)
        .arg(&order.name)
        .args(&order.arguments)
        .env_clear()
        .envs(order.environment.iter().map(|(key, value)| (key, value)))
        .current_dir(&order.folder)
        .stdin(Stdio::null())
        .spawn()?;
    i32::try_from(child.id())
        .ok()
        .and_then(Pid::from_raw)
        .ok_or_else(|| std::io::Error::other("the child has no pid"))
}

/// Lets go of the workload's pipes, so that their readers see the end when the workload ends.
fn silence() {
    if let Ok(null) = std::fs::File::options().write(true).open("/dev/null") {
        let _ = rustix::stdio::dup2_stdout(&null);
        let _ = rustix::stdio::dup2_stderr(&null);
    }
}

/// Waits for the workload's end, an order, the end of the grace period or of the supervisor.
fn attend(link: &mut Link, reaper: &Reaper, cgroup: Option<&Cgroup>) -> Exit {
    let mut kill_at: Option<Instant> = None;
    loop {
        if reaper.exit().is_some() || kill_at.is_some_and(|at| at <= Instant::now()) {
            break;
        }
        match link.wait(reaper.wake.as_fd(), kill_at) {
            Wake::Nothing => {}
            Wake::Command(Command::Stop { grace_ms }) => {
                reaper.terminate();
                let at = Instant::now() + Duration::from_millis(grace_ms);
                kill_at = Some(kill_at.map_or(at, |earlier| earlier.min(at)));
            }
            Wake::Command(Command::Kill) | Wake::SupervisorGone => break,
        }
    }
    if let Some(group) = cgroup {
        group.kill();
    }
    kill_descendants();
    let killed = Exit {
        signal: Some(9),
        ..Exit::default()
    };
    let exit = reaper.exit().unwrap_or(killed);
    Exit {
        out_of_memory: cgroup.is_some_and(Cgroup::out_of_memory),
        ..exit
    }
}

fn remove(group: &Cgroup) {
    for _ in 0..GROUP_REMOVALS {
        if group.remove() {
            return;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

enum Wake {
    Nothing,
    Command(Command),
    SupervisorGone,
}

/// The socket to the supervisor, on stdin.
#[derive(Default)]
struct Link {
    buffer: Vec<u8>,
    closed: bool,
}

impl Link {
    fn order(&mut self) -> Option<Order> {
        loop {
            if let Some(line) = self.line() {
                return serde_json::from_slice(&line).ok();
            }
            self.fill();
            if self.closed {
                return None;
            }
        }
    }

    fn wait(&mut self, child: BorrowedFd<'_>, until: Option<Instant>) -> Wake {
        if let Some(line) = self.line() {
            // an order that this guard does not know comes from a bug, never from another version:
            // both ends are the same file
            return serde_json::from_slice(&line).map_or(Wake::Nothing, Wake::Command);
        }
        if self.closed {
            return Wake::SupervisorGone;
        }
        let left = until.map(|at| at.saturating_duration_since(Instant::now()));
        // rounded up, or the last fraction of a millisecond would spin
        let timeout =
            left.and_then(|left| Timespec::try_from(left + Duration::from_millis(1)).ok());
        let stdin = rustix::stdio::stdin();
        let mut both = [
            PollFd::new(&stdin, PollFlags::IN),
            PollFd::new(&child, PollFlags::IN),
        ];
        if poll(&mut both, timeout.as_ref()).is_ok() && !both[0].revents().is_empty() {
            self.fill();
        }
        Wake::Nothing
    }

    fn line(&mut self) -> Option<Vec<u8>> {
        let end = self.buffer.iter().position(|byte| *byte == b'\n')?;
        Some(self.buffer.drain(..=end).collect())
    }

    fn fill(&mut self) {
        let mut chunk = [0; 4096];
        match rustix::io::read(rustix::stdio::stdin(), &mut chunk) {
            Ok(0) => self.closed = true,
            Ok(count) => self.buffer.extend_from_slice(&chunk[..count]),
            Err(rustix::io::Errno::INTR | rustix::io::Errno::AGAIN) => {}
            Err(_) => self.closed = true,
        }
    }

    /// A supervisor that is gone no longer listens; that is noticed at the next wait.
    fn report(&self, report: &Report) {
        let Ok(mut line) = serde_json::to_vec(report) else {
            return;
        };
        line.push(b'\n');
        if let Ok(socket) = rustix::stdio::stdin().try_clone_to_owned() {
            let _ = std::os::unix::net::UnixStream::from(socket).write_all(&line);
        }
    }
}
