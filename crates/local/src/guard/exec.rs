//! The step between a guard and its workload: what a process can only do to itself before `exec`.

use std::os::unix::process::CommandExt;
use std::process::{Command, ExitCode};

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use super::order::Limits;
use crate::process::Cgroup;

/// The exit code of a step that could not become the workload, as a shell's.
const CANNOT_EXECUTE: u8 = 126;

/// Becomes the workload. The arguments after the role: limits as JSON, the program's path, its
/// name, its arguments.
pub(crate) fn exec(mut arguments: impl Iterator<Item = String>) -> ExitCode {
    let limits = arguments
        .next()
        .and_then(|text| serde_json::from_str::<Limits>(&text).ok());
    let (Some(limits), Some(program), Some(name)) = (limits, arguments.next(), arguments.next())
    else {
        return ExitCode::from(CANNOT_EXECUTE);
    };
    // a session of its own: no terminal, and a group that a signal reaches as a whole
    let _ = rustix::process::setsid();
    apply(&limits);
    let error = Command::new(&program).arg0(name).args(arguments).exec();
    complain(&format!("landlord: cannot execute {program:?}: {error}\n"));
    ExitCode::from(CANNOT_EXECUTE)
}

/// Limits are a service to the operator, not a wall: one that the host refuses does not stop the
/// start, and the status says that resources are approximated.
fn apply(limits: &Limits) {
    if let Some(path) = &limits.cgroup {
        let _ = Cgroup::at(path.clone()).enter();
    }
    if let Some(files) = limits.open_files {
        let maximum = getrlimit(Resource::Nofile).maximum;
        let _ = setrlimit(
            Resource::Nofile,
            Rlimit {
                current: Some(files),
                maximum,
            },
        );
    }
    if let Some(bytes) = limits.data {
        let _ = setrlimit(Resource::Data, both(bytes));
    }
    if let Some(bytes) = limits.file_size {
        let _ = setrlimit(Resource::Fsize, both(bytes));
    }
}

fn both(bytes: u64) -> Rlimit {
    Rlimit {
        current: Some(bytes),
        maximum: Some(bytes),
    }
}

/// Goes to the workload's own log, where its owner looks.
fn complain(text: &str) {
    use std::io::Write;
    let _ = std::io::stderr().write_all(text.as_bytes());
}
