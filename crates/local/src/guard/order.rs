//! What supervisor and guard say to each other: one JSON document per line.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// The first line to a guard: what to run.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Order {
    /// The resolved program, an absolute path.
    pub(crate) program: PathBuf,
    /// The program as the spec names it.
    pub(crate) name: String,
    pub(crate) arguments: Vec<String>,
    /// The whole environment; values may be secrets.
    pub(crate) environment: Vec<(String, String)>,
    pub(crate) folder: PathBuf,
    pub(crate) limits: Limits,
}

/// Environment values may be secrets, so only the program is shown.
impl std::fmt::Debug for Order {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Order")
            .field("program", &self.program)
            .finish_non_exhaustive()
    }
}

/// Limits set between guard and workload.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Limits {
    /// Largest data segment, bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) data: Option<u64>,
    /// Largest file, bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) file_size: Option<u64>,
    /// Open files, the soft limit: the supervisor raised its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) open_files: Option<u64>,
    /// The control group to enter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) cgroup: Option<PathBuf>,
}

/// The later lines to a guard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Command {
    /// SIGTERM to the workload's group now, SIGKILL to all that is left after the grace period.
    Stop {
        /// The grace period, milliseconds.
        grace_ms: u64,
    },
    /// SIGKILL to everything now.
    Kill,
}

/// What a guard says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Report {
    /// The workload's first process runs.
    Started {
        /// Its pid.
        pid: i32,
    },
    /// It could not be started.
    Failed {
        /// Why.
        message: String,
    },
    /// It ended, and nothing below the guard is left.
    Exited(Exit),
}

/// How a workload ended.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Exit {
    /// The exit code, when it exited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) code: Option<i32>,
    /// The signal that ended it, otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) signal: Option<i32>,
    /// Whether the kernel killed it for want of memory.
    #[serde(default)]
    pub(crate) out_of_memory: bool,
}

impl std::fmt::Display for Exit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.code, self.signal) {
            _ if self.out_of_memory => write!(f, "killed by the kernel: out of memory"),
            (Some(code), _) => write!(f, "exited with code {code}"),
            (None, Some(signal)) => write!(f, "ended by signal {signal}"),
            (None, None) => write!(f, "lost: its guard was killed"),
        }
    }
}
