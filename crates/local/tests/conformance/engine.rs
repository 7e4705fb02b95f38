//! The engine seen from outside: processes by the mark in their environment, and folders.

use std::{fs, path::Path};

use rustix::process::{Pid, Signal, kill_process};

/// One living process of a tenant.
#[derive(Debug, Clone)]
pub(crate) struct Process {
    pub(crate) pid: i32,
    pub(crate) role: Role,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Supervisor,
    Guard,
    Workload,
}

impl Role {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Supervisor => "supervisor",
            Self::Guard => "guard",
            Self::Workload => "workload",
        }
    }
}

/// Living processes whose environment carries `LANDLORD_MARK=<mark>`; all of a root where the
/// mark begins with `@`.
pub(crate) fn processes(mark: &str) -> Vec<Process> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let pids = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    let mut found: Vec<Process> = pids
        .filter(|pid| is_alive(*pid) && has_mark(*pid, mark))
        .map(|pid| Process {
            pid,
            role: role(pid),
        })
        .collect();
    found.sort_by_key(|process| process.pid);
    found
}

pub(crate) fn kill(pid: i32) {
    if let Some(pid) = Pid::from_raw(pid) {
        // one that has just ended is as good as killed
        let _ = kill_process(pid, Signal::KILL);
    }
}

/// Kills what carries the mark until nothing does.
pub(crate) fn kill_all(mark: &str) {
    loop {
        let found = processes(mark);
        if found.is_empty() {
            return;
        }
        found.iter().for_each(|process| kill(process.pid));
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}

/// The id that marks of a root end with.
pub(crate) fn root_id(root: &Path) -> Option<String> {
    Some(fs::read_to_string(root.join("id")).ok()?.trim().to_owned())
}

fn role(pid: i32) -> Role {
    let raw = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    let line = String::from_utf8_lossy(&raw);
    if line.contains("guard") {
        Role::Guard
    } else if line.contains("__landlord") || line.contains("landlord-launch") {
        Role::Supervisor
    } else {
        Role::Workload
    }
}

fn has_mark(pid: i32, mark: &str) -> bool {
    let environment = fs::read(format!("/proc/{pid}/environ")).unwrap_or_default();
    environment.split(|byte| *byte == 0).any(|entry| {
        let held = entry.strip_prefix(b"LANDLORD_MARK=");
        held.is_some_and(|held| {
            held == mark.as_bytes() || mark.starts_with('@') && held.ends_with(mark.as_bytes())
        })
    })
}

fn is_alive(pid: i32) -> bool {
    fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| {
        let state = stat.rsplit_once(')').map(|(_, rest)| rest.trim_start());
        state.is_some_and(|state| !state.starts_with('Z'))
    })
}
