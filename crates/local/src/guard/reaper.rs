//! Reaping below a guard without losing track of the workload's pid.

use std::io::{PipeReader, PipeWriter, Write};
use std::sync::{Arc, Mutex, PoisonError};

use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, WaitOptions, WaitStatus};

use super::order::Exit;

/// Reaps every child of this process in a thread of its own and remembers how one of them ended.
#[derive(Debug)]
pub(super) struct Reaper {
    main: Pid,
    ended: Arc<Mutex<Option<Exit>>>,
    /// Readable once the main child has ended.
    pub(super) wake: PipeReader,
}

impl Reaper {
    /// Starts to reap; `main` is the child whose end matters.
    pub(super) fn start(main: Pid) -> std::io::Result<Self> {
        let (wake, signal) = std::io::pipe()?;
        let ended = Arc::new(Mutex::new(None));
        let shared = Arc::clone(&ended);
        std::thread::Builder::new()
            .stack_size(64 * 1024)
            .spawn(move || reap(main, &shared, signal))?;
        Ok(Self { main, ended, wake })
    }

    /// How the main child ended, once it has.
    pub(super) fn exit(&self) -> Option<Exit> {
        self.ended
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Sends SIGTERM to the main child's group, or to itself while it has none yet.
    ///
    /// The lock keeps the child from being reaped meanwhile, so its number cannot be another's.
    pub(super) fn terminate(&self) {
        let ended = self.ended.lock().unwrap_or_else(PoisonError::into_inner);
        if ended.is_none() && rustix::process::kill_process_group(self.main, Signal::TERM).is_err()
        {
            let _ = rustix::process::kill_process(self.main, Signal::TERM);
        }
    }
}

fn reap(main: Pid, ended: &Mutex<Option<Exit>>, mut signal: PipeWriter) {
    // waits without reaping first: the reaping itself happens under the lock
    let watch = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
    loop {
        match rustix::process::waitid(WaitId::All, watch) {
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(_) => return,
        }
        let mut ended = ended.lock().unwrap_or_else(PoisonError::into_inner);
        while let Ok(Some((pid, status))) = rustix::process::wait(WaitOptions::NOHANG) {
            if pid == main {
                *ended = Some(exit_of(status));
                let _ = signal.write_all(b"!");
            }
        }
    }
}

fn exit_of(status: WaitStatus) -> Exit {
    Exit {
        code: status.exit_status(),
        signal: status.terminating_signal(),
        out_of_memory: false,
    }
}
