//! One tenant's folder.

use std::fs::{DirBuilder, File, TryLockError};
use std::io::ErrorKind;
use std::os::fd::AsRawFd;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde::{Deserialize, Serialize};

use super::lock::{LockError, TenantLock};
use super::record::{Record, RecordError};
use super::write::replace;
use crate::process::ProcessIdentity;

const RECORD: &str = "record.json";
const NOTE: &str = "supervisor.json";
const SOCKET: &str = "control.sock";
const DESTROYING: &str = "destroying";
const OWNER: &str = "tenant.json";

/// The paths of one tenant. Holding one says nothing about what exists.
#[derive(Clone, Debug)]
pub(crate) struct TenantFolder {
    tenants: PathBuf,
    name: String,
    path: PathBuf,
    mark: String,
}

/// Who supervises the folder, as that supervisor noted it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SupervisorNote {
    pub(crate) process: ProcessIdentity,
    /// The control protocol that it speaks.
    pub(crate) protocol: u32,
    /// The control group of the tenant, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) cgroup: Option<PathBuf>,
}

/// Whose folder it is: kept apart from the record, so that a damaged one still has a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Owner {
    pub(crate) tenant: String,
    pub(crate) installation: String,
}

impl TenantFolder {
    pub(super) fn new(tenants: PathBuf, name: &str, root_id: &str) -> Self {
        let path = tenants.join(name);
        Self {
            tenants,
            name: name.to_owned(),
            path,
            mark: format!("{name}@{root_id}"),
        }
    }

    /// The folder at `path`, for the supervisor that was told so.
    pub(crate) fn at(path: &Path, mark: &str) -> Option<Self> {
        let name = path.file_name()?.to_str()?.to_owned();
        let tenants = path.parent()?.to_owned();
        Some(Self {
            tenants,
            name,
            path: path.to_owned(),
            mark: mark.to_owned(),
        })
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// What every process of this tenant carries in its environment.
    pub(crate) fn mark(&self) -> &str {
        &self.mark
    }

    pub(crate) fn logs(&self) -> PathBuf {
        self.path.join("logs")
    }

    pub(crate) fn work(&self) -> PathBuf {
        self.path.join("work")
    }

    pub(crate) fn supervisor_log(&self) -> PathBuf {
        self.path.join("supervisor.log")
    }

    pub(crate) fn exists(&self) -> bool {
        self.path.is_dir()
    }

    /// Whether the folder bears a sign of ours; another's of the same name is never touched.
    pub(crate) fn is_ours(&self) -> bool {
        [OWNER, RECORD, NOTE, DESTROYING]
            .iter()
            .any(|name| self.path.join(name).exists())
    }

    pub(crate) fn read_owner(&self) -> Option<Owner> {
        serde_json::from_slice(&std::fs::read(self.path.join(OWNER)).ok()?).ok()
    }

    /// Whether a verb is making, settling or removing the folder right now.
    pub(crate) fn is_locked(&self) -> bool {
        let path = self.tenants.join(format!(".{}.lock", self.name));
        let Ok(file) = File::options().write(true).open(path) else {
            return false;
        };
        matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock))
    }

    /// Waits for the right to change the folder itself.
    ///
    /// # Errors
    /// When another verb keeps it until `deadline`, or the lock cannot be made.
    pub(crate) async fn lock(&self, deadline: Instant) -> Result<TenantLock, LockError> {
        let path = self.tenants.join(format!(".{}.lock", self.name));
        TenantLock::acquire(path, self.path.clone(), deadline).await
    }

    /// Makes the folder with its first record; it appears whole or not at all.
    ///
    /// # Errors
    /// Those of the file system; nothing is left then.
    pub(crate) fn create(&self, record: &Record) -> std::io::Result<()> {
        let new = self.tenants.join(format!(".{}.new", self.name));
        remove_tree(&new)?;
        let made = fill(&new, record).and_then(|()| std::fs::rename(&new, &self.path));
        if made.is_err() {
            let _ = remove_tree(&new);
        }
        made?;
        File::open(&self.tenants)?.sync_all()
    }

    /// # Errors
    /// When it is missing, damaged or not understood.
    pub(crate) fn read_record(&self) -> Result<Record, RecordError> {
        Record::decode(&std::fs::read(self.path.join(RECORD))?)
    }

    /// # Errors
    /// Those of the file system; the old record is still there then.
    pub(crate) fn write_record(&self, record: &Record) -> std::io::Result<()> {
        replace(&self.path, RECORD, &record.encode()?)
    }

    /// Whether a supervisor lives: the lock that it holds cannot be had.
    pub(crate) fn is_supervised(&self) -> bool {
        let Ok(file) = File::options()
            .write(true)
            .open(self.path.join("supervisor.lock"))
        else {
            return false;
        };
        // a shared lock, so that two onlookers are not taken for a supervisor
        matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock))
    }

    /// Takes the proof of life for as long as the returned file is open; `None` when another has
    /// it.
    ///
    /// # Errors
    /// Those of the file system.
    pub(crate) fn become_supervisor(&self) -> std::io::Result<Option<File>> {
        let path = self.path.join("supervisor.lock");
        let file = File::options()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(path)?;
        // an onlooker holds the lock for an instant while it tests it
        for _ in 0..200 {
            match file.try_lock() {
                Ok(()) => return Ok(Some(file)),
                Err(TryLockError::WouldBlock) => {
                    std::thread::sleep(std::time::Duration::from_millis(5));
                }
                Err(TryLockError::Error(error)) => return Err(error),
            }
        }
        Ok(None)
    }

    pub(crate) fn read_note(&self) -> Option<SupervisorNote> {
        serde_json::from_slice(&std::fs::read(self.path.join(NOTE)).ok()?).ok()
    }

    /// # Errors
    /// Those of the file system.
    pub(crate) fn write_note(&self, note: &SupervisorNote) -> std::io::Result<()> {
        replace(&self.path, NOTE, &serde_json::to_vec(note)?)
    }

    /// Notes that a destroy has begun; from here on only another destroy goes on with the folder.
    ///
    /// # Errors
    /// Those of the file system.
    pub(crate) fn mark_destroying(&self) -> std::io::Result<()> {
        File::options()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(self.path.join(DESTROYING))?
            .sync_all()?;
        File::open(&self.path)?.sync_all()
    }

    pub(crate) fn is_destroying(&self) -> bool {
        self.path.join(DESTROYING).exists()
    }

    /// Whether a removal began and did not end.
    pub(crate) fn is_half_removed(&self) -> bool {
        self.gone().exists()
    }

    fn gone(&self) -> PathBuf {
        self.tenants.join(format!(".{}.gone", self.name))
    }

    /// Moves the folder out of sight, in one step.
    ///
    /// # Errors
    /// Those of the file system.
    pub(crate) fn retire(&self) -> std::io::Result<()> {
        self.remove_retired()?;
        match std::fs::rename(&self.path, self.gone()) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Removes what [`TenantFolder::retire`] moved away, and what an unfinished creation left.
    ///
    /// # Errors
    /// Those of the file system.
    pub(crate) fn remove_retired(&self) -> std::io::Result<()> {
        remove_tree(&self.tenants.join(format!(".{}.new", self.name)))?;
        remove_tree(&self.gone())
    }

    /// A short path to the control socket: a socket's address holds about a hundred bytes, and a
    /// root may be longer.
    ///
    /// # Errors
    /// When the folder cannot be opened.
    pub(crate) fn socket(&self) -> std::io::Result<SocketPath> {
        let folder = File::open(&self.path)?;
        let path = if cfg!(target_os = "linux") {
            PathBuf::from(format!("/proc/self/fd/{}/{SOCKET}", folder.as_raw_fd()))
        } else {
            self.path.join(SOCKET)
        };
        Ok(SocketPath {
            path,
            _folder: folder,
        })
    }
}

/// A path that is valid while this lives, since it leads through an open folder.
#[derive(Debug)]
pub(crate) struct SocketPath {
    path: PathBuf,
    _folder: File,
}

impl AsRef<Path> for SocketPath {
    fn as_ref(&self) -> &Path {
        &self.path
    }
}

fn fill(folder: &Path, record: &Record) -> std::io::Result<()> {
    for path in [folder.to_owned(), folder.join("logs"), folder.join("work")] {
        DirBuilder::new().mode(0o700).create(path)?;
    }
    let owner = Owner {
        tenant: record.tenant.clone(),
        installation: record.installation.clone(),
    };
    replace(folder, OWNER, &serde_json::to_vec(&owner)?)?;
    replace(folder, RECORD, &record.encode()?)
}

/// Removes a folder; one that is not there is fine.
fn remove_tree(path: &Path) -> std::io::Result<()> {
    match std::fs::remove_dir_all(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
