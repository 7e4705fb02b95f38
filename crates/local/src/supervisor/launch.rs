//! Starting a supervisor that belongs to nobody.

use std::fs::File;
use std::io::Read;
use std::os::unix::fs::OpenOptionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use crate::failpoint;
use crate::folder::TenantFolder;
use crate::guard::self_program;
use crate::process::MARK_VARIABLE;

/// The hidden first argument of the step that detaches.
pub(super) const LAUNCH_ROLE: &str = "__landlord-launch";
/// The hidden first argument of a supervisor.
pub(super) const SUPERVISOR_ROLE: &str = "__landlord-supervisor";
/// What a supervisor says on its first stdout once it listens.
pub(super) const READY: &str = "ready";

/// How long a supervisor may take until it listens.
const PATIENCE: Duration = Duration::from_secs(20);

/// Why a supervisor does not run.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LaunchError {
    /// The program could not be started at all.
    #[error("cannot start the supervisor program {0}")]
    Start(String, #[source] std::io::Error),
    /// It started and gave up.
    #[error("the supervisor could not start: {0}")]
    Refused(String),
    /// It said nothing in time.
    #[error("the supervisor said nothing for {secs} seconds; see {0}", secs = PATIENCE.as_secs())]
    Silent(String),
}

/// Starts a supervisor for `folder` and waits until it listens. Blocks.
///
/// A step in between calls `setsid` and exits, so the supervisor is no child of ours: it leaves no
/// zombie, has no terminal and hears no signal of our group.
///
/// # Errors
/// When the program cannot be started, refuses, or says nothing in time.
pub(crate) fn launch(program: &Path, folder: &TenantFolder) -> Result<(), LaunchError> {
    let start = |error| LaunchError::Start(program.display().to_string(), error);
    let mut child = command(program, folder)
        .map_err(start)?
        .spawn()
        .map_err(start)?;
    let said = listen(&mut child);
    // the step in between exits at once; an embedding program may ignore SIGCHLD, then there is
    // nothing to wait for
    let _ = child.wait();
    match said {
        Some(text) if text.trim() == READY => Ok(()),
        Some(text) if text.trim().is_empty() => Err(LaunchError::Refused(format!(
            "it ended without a word; see {}",
            folder.supervisor_log().display()
        ))),
        Some(text) => Err(LaunchError::Refused(text.trim().to_owned())),
        None => Err(LaunchError::Silent(
            folder.supervisor_log().display().to_string(),
        )),
    }
}

fn command(program: &Path, folder: &TenantFolder) -> std::io::Result<Command> {
    let log = File::options()
        .append(true)
        .create(true)
        .mode(0o600)
        .open(folder.supervisor_log())?;
    let mut command = Command::new(program);
    command
        .arg0("landlord-launch")
        .arg(LAUNCH_ROLE)
        .arg(folder.path())
        .env_clear()
        .env(MARK_VARIABLE, folder.mark())
        .current_dir("/")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::from(log));
    let armed = cfg!(any(debug_assertions, feature = "failpoints"));
    let test_variables = [
        failpoint::VARIABLE,
        failpoint::TRACE_VARIABLE,
        "LANDLORD_TEST_BOOT_ID",
        "LANDLORD_TEST_NO_CGROUP",
    ];
    for variable in test_variables.into_iter().filter(|_| armed) {
        if let Some(value) = std::env::var_os(variable) {
            command.env(variable, value);
        }
    }
    Ok(command)
}

/// Everything said until the supervisor lets go of its first stdout; `None` when time is up.
fn listen(child: &mut Child) -> Option<String> {
    let mut stdout = child.stdout.take()?;
    let end = Instant::now() + PATIENCE;
    let mut said = Vec::new();
    loop {
        let left = Timespec::try_from(end.saturating_duration_since(Instant::now())).ok()?;
        let mut readable = [PollFd::new(&stdout, PollFlags::IN)];
        match poll(&mut readable, Some(&left)) {
            Ok(0) => return None,
            Ok(_) => {}
            Err(rustix::io::Errno::INTR) => continue,
            Err(_) => return None,
        }
        let mut chunk = [0; 512];
        match stdout.read(&mut chunk) {
            Ok(0) => return Some(String::from_utf8_lossy(&said).into_owned()),
            Ok(count) => said.extend_from_slice(&chunk[..count]),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(_) => return None,
        }
    }
}

/// The step in between: a session of its own, then the supervisor, then gone.
pub(super) fn detach(mut arguments: impl Iterator<Item = String>) -> ExitCode {
    let _ = rustix::process::setsid();
    let Some(folder) = arguments.next() else {
        return ExitCode::FAILURE;
    };
    let spawned = self_program().and_then(|program| {
        Command::new(program)
            .arg0("landlord-supervisor")
            .args([SUPERVISOR_ROLE, &folder])
            .stdin(Stdio::null())
            .spawn()
    });
    match spawned {
        Ok(_) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
