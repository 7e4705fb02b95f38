//! The supervisor's end of a guard.

use std::collections::BTreeSet;
use std::io::PipeReader;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream as StdUnixStream;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::UnixStream;
use tokio::sync::mpsc;

use super::GUARD_ROLE;
use super::order::{Command, Order, Report};
use crate::process::MARK_VARIABLE;

/// The pids of all guards that this supervisor started and has not reaped yet: every other child of
/// it is an orphan whose guard was killed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Guards(Arc<Mutex<BTreeSet<i32>>>);

impl Guards {
    pub(crate) fn living(&self) -> BTreeSet<i32> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Forgets a reaped child; returns whether it was a guard.
    pub(crate) fn reaped(&self, pid: i32) -> bool {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&pid)
    }

    fn started(&self, pid: i32) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(pid);
    }
}

/// A running guard. Dropping it closes the socket, and the guard kills all below itself.
#[derive(Debug)]
pub(crate) struct GuardHandle {
    commands: mpsc::UnboundedSender<Command>,
}

/// A guard just started: its handle and what it says.
#[derive(Debug)]
pub(crate) struct Started {
    pub(crate) handle: GuardHandle,
    /// Ends when the guard is gone.
    pub(crate) reports: mpsc::UnboundedReceiver<Report>,
    pub(crate) stdout: PipeReader,
    pub(crate) stderr: PipeReader,
}

impl GuardHandle {
    /// Starts a guard and gives it its order. `label` is what process lists show.
    pub(crate) fn start(
        order: &Order,
        mark: &str,
        label: &str,
        guards: &Guards,
    ) -> std::io::Result<Started> {
        let (ours, theirs) = StdUnixStream::pair()?;
        let (stdout, stdout_writer) = std::io::pipe()?;
        let (stderr, stderr_writer) = std::io::pipe()?;
        ours.set_nonblocking(true)?;
        let child = std::process::Command::new(self_program()?)
            .arg0("landlord-guard")
            .args([GUARD_ROLE, label])
            .env_clear()
            .env(MARK_VARIABLE, mark)
            .stdin(Stdio::from(OwnedFd::from(theirs)))
            .stdout(Stdio::from(stdout_writer))
            .stderr(Stdio::from(stderr_writer))
            .spawn()?;
        let pid = i32::try_from(child.id()).unwrap_or_default();
        guards.started(pid);
        let mut first = serde_json::to_vec(order)?;
        first.push(b'\n');
        let (commands, orders) = mpsc::unbounded_channel();
        let (said, reports) = mpsc::unbounded_channel();
        tokio::spawn(converse(UnixStream::from_std(ours)?, first, orders, said));
        Ok(Started {
            handle: Self { commands },
            reports,
            stdout,
            stderr,
        })
    }

    /// Asks the workload to end, and ends it after the grace period.
    pub(crate) fn stop(&self, grace: std::time::Duration) {
        let grace_ms = u64::try_from(grace.as_millis()).unwrap_or(u64::MAX);
        let _ = self.commands.send(Command::Stop { grace_ms });
    }

    /// Ends the workload at once.
    pub(crate) fn kill(&self) {
        let _ = self.commands.send(Command::Kill);
    }
}

async fn converse(
    socket: UnixStream,
    first: Vec<u8>,
    mut orders: mpsc::UnboundedReceiver<Command>,
    said: mpsc::UnboundedSender<Report>,
) {
    let (reader, mut writer) = socket.into_split();
    let mut lines = BufReader::with_capacity(512, reader).lines();
    if writer.write_all(&first).await.is_err() {
        return;
    }
    drop(first);
    loop {
        tokio::select! {
            line = lines.next_line() => match line {
                Ok(Some(line)) => if let Ok(report) = serde_json::from_str(&line) {
                    let _ = said.send(report);
                },
                _ => return,
            },
            order = orders.recv() => {
                // the handle is dropped: closing the socket is the order to kill
                let Some(order) = order else { return };
                let Ok(mut line) = serde_json::to_vec(&order) else { return };
                line.push(b'\n');
                if writer.write_all(&line).await.is_err() {
                    return;
                }
            }
        }
    }
}

/// The file that this process runs, even after it was replaced or removed on disk.
pub(crate) fn self_program() -> std::io::Result<PathBuf> {
    if cfg!(target_os = "linux") {
        return Ok(PathBuf::from("/proc/self/exe"));
    }
    std::env::current_exe()
}
