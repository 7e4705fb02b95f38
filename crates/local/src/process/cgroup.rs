//! Control groups (version 2), used where a hierarchy is mounted and writable.
//!
//! A group gives what process trees cannot: one write kills every member, however it forked and
//! whatever it did to its environment. Limits on memory and CPU are set where the controllers are
//! delegated to us; everything is optional and its absence never fails a start.

use std::path::{Path, PathBuf};

/// One group of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cgroup {
    path: PathBuf,
}

impl Cgroup {
    /// Makes, or finds, the group `name` below the group of this process.
    ///
    /// `None` where no version 2 hierarchy is mounted or it is not ours to write.
    pub(crate) fn make(name: &str) -> Option<Self> {
        let path = base()?.join(name);
        make_folder(&path).then_some(Self { path })
    }

    /// The group at `path`, as noted by an earlier process of ours.
    pub(crate) fn at(path: PathBuf) -> Self {
        Self { path }
    }

    /// Makes a group below this one.
    pub(crate) fn child(&self, name: &str) -> Option<Self> {
        let path = self.path.join(name);
        make_folder(&path).then_some(Self { path })
    }

    /// Where the group is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Hands the controllers for memory and CPU to the groups below; quietly nothing where they
    /// are not ours.
    pub(crate) fn delegate(&self) {
        for controller in ["+memory", "+cpu"] {
            let _ = std::fs::write(self.path.join("cgroup.subtree_control"), controller);
        }
    }

    /// Limits memory, in MiB; returns whether the kernel took it.
    pub(crate) fn limit_memory(&self, mebibytes: u64) -> bool {
        let bytes = mebibytes.saturating_mul(1024 * 1024).to_string();
        std::fs::write(self.path.join("memory.max"), bytes).is_ok()
    }

    /// Limits CPU, in thousandths of a core; returns whether the kernel took it.
    pub(crate) fn limit_cpu(&self, millicores: u64) -> bool {
        let quota = format!("{} 100000", millicores.saturating_mul(100));
        std::fs::write(self.path.join("cpu.max"), quota).is_ok()
    }

    /// Moves the calling process in.
    pub(crate) fn enter(&self) -> std::io::Result<()> {
        std::fs::write(self.path.join("cgroup.procs"), "0")
    }

    /// Kills every member, those of groups below included.
    pub(crate) fn kill(&self) {
        let _ = std::fs::write(self.path.join("cgroup.kill"), "1");
    }

    /// Whether the kernel killed a member for want of memory.
    pub(crate) fn out_of_memory(&self) -> bool {
        std::fs::read_to_string(self.path.join("memory.events")).is_ok_and(|events| {
            events.lines().any(|line| {
                line.strip_prefix("oom_kill ")
                    .is_some_and(|count| count.trim() != "0")
            })
        })
    }

    /// Removes the group and those below; returns whether it is gone.
    pub(crate) fn remove(&self) -> bool {
        for child in std::fs::read_dir(&self.path)
            .into_iter()
            .flatten()
            .flatten()
        {
            if child.file_type().is_ok_and(|kind| kind.is_dir()) {
                let _ = std::fs::remove_dir(child.path());
            }
        }
        let _ = std::fs::remove_dir(&self.path);
        !self.path.exists()
    }
}

fn make_folder(path: &Path) -> bool {
    // the folder alone proves nothing: it must be a group whose members can be killed
    (path.is_dir() || std::fs::create_dir(path).is_ok()) && path.join("cgroup.kill").exists()
}

/// The group of this process in the version 2 hierarchy.
fn base() -> Option<PathBuf> {
    // so that a test can show that everything is ended without groups, too
    if cfg!(debug_assertions) && std::env::var_os("LANDLORD_TEST_NO_CGROUP").is_some() {
        return None;
    }
    let mounts = std::fs::read_to_string("/proc/self/mountinfo").ok()?;
    let groups = std::fs::read_to_string("/proc/self/cgroup").ok()?;
    locate(&mounts, &groups)
}

fn locate(mounts: &str, groups: &str) -> Option<PathBuf> {
    let mount = mounts.lines().find_map(|line| {
        let (fields, kind) = line.split_once(" - ")?;
        let mut fields = fields.split(' ').skip(3);
        let (root, point) = (fields.next()?, fields.next()?);
        kind.starts_with("cgroup2 ").then_some((root, point))
    })?;
    let own = groups.lines().find_map(|line| line.strip_prefix("0::"))?;
    // inside a container the mount shows a part of the hierarchy only
    let below = own
        .strip_prefix(mount.0.trim_end_matches('/'))
        .unwrap_or(own);
    Some(Path::new(mount.1).join(below.trim_start_matches('/')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hybrid_and_the_unified_layouts_are_found() {
        let hybrid = "40 31 0:37 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw\n\
                      41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n";
        let found = locate(hybrid, "1:name=systemd:/x\n0::/user/a\n");
        assert_eq!(found, Some("/sys/fs/cgroup/unified/user/a".into()));
        let unified = "30 23 0:26 /docker/abc /sys/fs/cgroup rw,nosuid - cgroup2 cgroup rw\n";
        assert_eq!(
            locate(unified, "0::/docker/abc/x\n"),
            Some("/sys/fs/cgroup/x".into())
        );
    }

    #[test]
    fn without_version_2_there_is_none() {
        assert_eq!(
            locate("31 23 0:28 / /sys rw - tmpfs tmpfs rw\n", "0::/\n"),
            None
        );
        assert_eq!(locate("", ""), None);
    }
}
