//! The host's process table, read from `/proc`.

use std::collections::{BTreeMap, BTreeSet};

use rustix::process::{Signal, WaitOptions};

use super::identity::ProcessIdentity;

/// The few fields of `/proc/<pid>/stat` that the engine needs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stat {
    pub(super) state: char,
    pub(super) parent: i32,
    pub(super) start: u64,
}

/// Reads one process; `None` when it is gone.
pub(super) fn stat(pid: i32) -> Option<Stat> {
    parse_stat(&std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?)
}

/// The command name may hold spaces and brackets, so the fields are counted from its last bracket.
fn parse_stat(text: &str) -> Option<Stat> {
    let mut fields = text.rsplit_once(')')?.1.split_ascii_whitespace();
    let state = fields.next()?.chars().next()?;
    let parent = fields.next()?.parse().ok()?;
    // starttime is field 22 of the line; state was field 3 and the parent field 4
    let start = fields.nth(17)?.parse().ok()?;
    Some(Stat {
        state,
        parent,
        start,
    })
}

/// One reading of the process table.
#[derive(Debug)]
pub(crate) struct ProcessTable {
    stats: BTreeMap<i32, Stat>,
}

impl ProcessTable {
    /// Reads the table now. Empty on a platform without `/proc`.
    pub(crate) fn read() -> Self {
        let stats = pids().filter_map(|pid| Some((pid, stat(pid)?))).collect();
        Self { stats }
    }

    /// All living descendants of `ancestor`, without those below or at a pid in `spare`.
    pub(crate) fn descendants(&self, ancestor: i32, spare: &BTreeSet<i32>) -> Vec<ProcessIdentity> {
        let boot = super::boot_id();
        let mut found = Vec::new();
        let mut open = vec![ancestor];
        while let Some(parent) = open.pop() {
            for (&pid, stat) in self.stats.iter().filter(|(_, stat)| stat.parent == parent) {
                if spare.contains(&pid) {
                    continue;
                }
                open.push(pid);
                if stat.state != 'Z' {
                    found.push(ProcessIdentity {
                        pid,
                        start: stat.start,
                        boot: boot.clone(),
                    });
                }
            }
        }
        found
    }
}

/// Every pid that `/proc` shows.
pub(super) fn pids() -> impl Iterator<Item = i32> {
    std::fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
}

/// Kills every descendant of this process and reaps what became its child, until none is left.
///
/// A subreaper inherits all orphans below it, so processes that forked twice and called `setsid`
/// are descendants too.
pub(crate) fn kill_descendants() {
    let me = rustix::process::getpid().as_raw_nonzero().get();
    loop {
        let table = ProcessTable::read();
        for process in table.descendants(me, &BTreeSet::new()) {
            process.signal(Signal::KILL);
        }
        match reap_all() {
            Reaped::NoChildLeft => return,
            // a killed process needs a moment to become a zombie
            Reaped::SomeRemain => std::thread::sleep(std::time::Duration::from_millis(2)),
        }
    }
}

enum Reaped {
    NoChildLeft,
    SomeRemain,
}

fn reap_all() -> Reaped {
    loop {
        match rustix::process::wait(WaitOptions::NOHANG) {
            Ok(Some(_)) | Err(rustix::io::Errno::INTR) => {}
            Ok(None) => return Reaped::SomeRemain,
            Err(_) => return Reaped::NoChildLeft,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_brackets_and_spaces_is_parsed() {
        let line = "42 (a) b (c)) S 7 42 42 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 98765 1 2";
        let stat = parse_stat(line).unwrap();
        assert_eq!((stat.state, stat.parent, stat.start), ('S', 7, 98765));
    }

    #[test]
    fn a_cut_line_is_no_process() {
        assert!(parse_stat("42 (a) S 7").is_none());
        assert!(parse_stat("").is_none());
    }
}
