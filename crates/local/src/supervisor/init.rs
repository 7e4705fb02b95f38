//! The hidden roles of a program.

use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

use super::launch::{LAUNCH_ROLE, SUPERVISOR_ROLE};
use crate::guard::{EXEC_ROLE, GUARD_ROLE};

static CALLED: AtomicBool = AtomicBool::new(false);

/// Plays the hidden role that this process was started for, if any, and exits; else returns.
///
/// Call it first in `main`, before any thread, runtime or argument parser. A program that calls
/// it may be its own supervisor.
pub fn init() {
    CALLED.store(true, Ordering::Relaxed);
    if let Some(code) = run_role(std::env::args_os()) {
        // the only way to end here without asking every caller's `main` to hand on a code
        std::process::exit(if code == ExitCode::SUCCESS { 0 } else { 1 });
    }
}

/// Plays the hidden role named by `arguments` (the program's name first); `None` if there is none.
///
/// [`init`] is this with the process's own arguments, and an exit.
pub fn run_role(arguments: impl Iterator<Item = std::ffi::OsString>) -> Option<ExitCode> {
    let mut arguments = arguments.skip(1).map(|argument| {
        // folders and programs in our own hidden arguments come from UTF-8 JSON or checked paths
        argument
            .into_string()
            .unwrap_or_else(|raw| raw.to_string_lossy().into_owned())
    });
    Some(match arguments.next()?.as_str() {
        LAUNCH_ROLE => super::launch::detach(arguments),
        SUPERVISOR_ROLE => super::run::run(arguments),
        GUARD_ROLE => crate::guard::run(),
        EXEC_ROLE => crate::guard::exec(arguments),
        _ => return None,
    })
}

/// Whether [`init`] ran in this process: only then may the program be started as a supervisor.
pub(crate) fn was_called() -> bool {
    CALLED.load(Ordering::Relaxed)
}
