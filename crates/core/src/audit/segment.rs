//! The files of a trail: the active one, those rotated away, and the lock.
//!
//! Beside `audit.jsonl`, which takes the records, lie `audit.jsonl.lock` and
//! the full segments, each named after the number of its last record:
//! `audit.jsonl.000000004711`. A name that grows with the chain stays unique
//! when an operator archives old segments away.

use std::ffi::OsString;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use super::AuditError;

/// Where a trail lies.
#[derive(Debug, Clone)]
pub(super) struct Trail {
    active: PathBuf,
    folder: PathBuf,
    name: OsString,
}

impl Trail {
    /// A trail by the path of its active file, made absolute so that a later
    /// change of the working folder does not move it.
    pub(super) fn new(path: &Path) -> Result<Self, AuditError> {
        let invalid = || AuditError::InvalidPath {
            path: path.to_owned(),
        };
        let active = std::path::absolute(path).map_err(|_| invalid())?;
        let name = active.file_name().ok_or_else(invalid)?.to_owned();
        let folder = active.parent().ok_or_else(invalid)?.to_owned();
        Ok(Self {
            active,
            folder,
            name,
        })
    }

    pub(super) fn active(&self) -> &Path {
        &self.active
    }

    /// Makes the folder, 0700, unless it is there; an existing one keeps its mode.
    pub(super) fn create_folder(&self) -> Result<(), AuditError> {
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder
            .create(&self.folder)
            .map_err(|e| AuditError::io("create the folder of", &self.active, e))
    }

    /// Opens the active file for reading and appending, creating it 0600.
    pub(super) fn open_active(&self) -> Result<File, AuditError> {
        private(OpenOptions::new().read(true).append(true).create(true))
            .open(&self.active)
            .map_err(|e| AuditError::io("open", &self.active, e))
    }

    /// The full segments, oldest first.
    pub(super) fn segments(&self) -> Result<Vec<PathBuf>, AuditError> {
        let fail = |e| AuditError::io("list the segments of", &self.active, e);
        let mut found = Vec::new();
        for entry in fs::read_dir(&self.folder).map_err(fail)? {
            let name = entry.map_err(fail)?.file_name();
            if let Some(last) = self.last_seq(&name) {
                found.push((last, self.folder.join(name)));
            }
        }
        found.sort();
        Ok(found.into_iter().map(|(_, path)| path).collect())
    }

    fn last_seq(&self, name: &std::ffi::OsStr) -> Option<u64> {
        let rest = name.as_encoded_bytes();
        let digits = rest
            .strip_prefix(self.name.as_encoded_bytes())?
            .strip_prefix(b".")?;
        let digits = std::str::from_utf8(digits).ok()?;
        digits
            .bytes()
            .all(|b| b.is_ascii_digit())
            .then(|| digits.parse().ok())?
    }

    /// Moves the active file, whose last record is `last_seq`, among the full ones.
    pub(super) fn rotate(&self, last_seq: u64) -> Result<(), AuditError> {
        let mut name = self.name.clone();
        name.push(format!(".{last_seq:012}"));
        let to = self.folder.join(name);
        let fail = |e| AuditError::io("rotate", &self.active, e);
        // rename would overwrite; under the lock nobody can come between
        if to.try_exists().map_err(fail)? {
            return Err(fail(io::ErrorKind::AlreadyExists.into()));
        }
        fs::rename(&self.active, &to).map_err(fail)
    }

    /// Makes new names in the folder outlive a power cut.
    pub(super) fn sync_folder(&self) -> Result<(), AuditError> {
        if cfg!(unix) {
            File::open(&self.folder)
                .and_then(|folder| folder.sync_all())
                .map_err(|e| AuditError::io("sync the folder of", &self.active, e))?;
        }
        Ok(())
    }

    fn lock_path(&self) -> PathBuf {
        let mut name = self.name.clone();
        name.push(".lock");
        self.folder.join(name)
    }
}

/// The lock all processes take around each group of records.
///
/// A file of its own, since the active one is renamed when it is full.
#[derive(Debug)]
pub(super) struct TrailLock {
    path: PathBuf,
    file: File,
}

impl TrailLock {
    pub(super) fn open(trail: &Trail) -> Result<Self, AuditError> {
        let path = trail.lock_path();
        let file = Self::open_file(&path)?;
        Ok(Self { path, file })
    }

    fn open_file(path: &Path) -> Result<File, AuditError> {
        private(OpenOptions::new().read(true).append(true).create(true))
            .open(path)
            .map_err(|e| AuditError::io("open the lock of", path, e))
    }

    /// Waits for the lock, which the guard gives back.
    pub(super) fn hold(&mut self) -> Result<Held<'_>, AuditError> {
        loop {
            retry_interrupted(|| self.file.lock())
                .map_err(|e| AuditError::io("lock", &self.path, e))?;
            // who tidied the lock file away must not let two writers in
            if !unlinked(&self.file) {
                return Ok(Held(&self.file));
            }
            self.file = Self::open_file(&self.path)?;
        }
    }
}

/// The lock, held.
#[derive(Debug)]
pub(super) struct Held<'a>(&'a File);

impl Drop for Held<'_> {
    fn drop(&mut self) {
        // closing the file at the latest gives it back
        let _ = self.0.unlock();
    }
}

/// A trail as it was at one moment; what is appended later is not in it.
#[derive(Debug)]
pub(super) struct Snapshot {
    /// The full segments, oldest first; they never change.
    pub(super) full: Vec<PathBuf>,
    /// The active file and its length then, unless a rotation had just moved it.
    pub(super) active: Option<(PathBuf, File, u64)>,
}

impl Snapshot {
    /// Looks at a trail between two writes; reading needs no right to write.
    pub(super) fn take(trail: &Trail) -> Result<Self, AuditError> {
        let lock = File::open(trail.lock_path()).ok();
        if let Some(lock) = &lock {
            retry_interrupted(|| lock.lock_shared())
                .map_err(|e| AuditError::io("lock", trail.active(), e))?;
        }
        let full = trail.segments()?;
        let fail = |e| AuditError::io("open", trail.active(), e);
        let active = match File::open(trail.active()) {
            Ok(file) => {
                let len = file.metadata().map_err(fail)?.len();
                Some((trail.active().to_owned(), file, len))
            }
            Err(e) if e.kind() == io::ErrorKind::NotFound && !full.is_empty() => None,
            Err(e) => return Err(fail(e)),
        };
        Ok(Self { full, active })
    }
}

fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

fn unlinked(file: &File) -> bool {
    #[cfg(unix)]
    return file
        .metadata()
        .is_ok_and(|m| std::os::unix::fs::MetadataExt::nlink(&m) == 0);
    #[cfg(not(unix))]
    return false;
}

fn retry_interrupted(mut lock: impl FnMut() -> io::Result<()>) -> io::Result<()> {
    loop {
        match lock() {
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}
