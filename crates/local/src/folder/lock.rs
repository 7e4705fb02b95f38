//! One verb at a time may make, settle or remove a tenant's folder.

use std::fs::{File, TryLockError};
use std::os::unix::fs::MetadataExt;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long a verb sleeps between two tries for a held lock.
const RETRY: Duration = Duration::from_millis(15);

/// Why a lock was not had.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LockError {
    /// Another verb held it until the deadline.
    #[error("another operation on this tenant holds {}", .0.display())]
    Held(PathBuf),
    /// It could not be opened.
    #[error("cannot lock {}", .0.display())]
    Io(PathBuf, #[source] std::io::Error),
}

/// The held lock; dropped, it is free again, and its file is gone when the folder is.
#[derive(Debug)]
pub(crate) struct TenantLock {
    _file: File,
    path: PathBuf,
    folder: PathBuf,
}

impl TenantLock {
    /// Waits for the lock at `path` until `deadline`.
    ///
    /// # Errors
    /// `Held` when another verb keeps it, `Io` when it cannot be made.
    pub(super) async fn acquire(
        path: PathBuf,
        folder: PathBuf,
        deadline: Instant,
    ) -> Result<Self, LockError> {
        loop {
            if let Some(file) =
                attempt(&path).map_err(|error| LockError::Io(path.clone(), error))?
            {
                return Ok(Self {
                    _file: file,
                    path,
                    folder,
                });
            }
            if Instant::now() >= deadline {
                return Err(LockError::Held(path));
            }
            tokio::time::sleep(RETRY).await;
        }
    }
}

/// One try; `None` when it is held, or was removed by its holder meanwhile.
fn attempt(path: &Path) -> std::io::Result<Option<File>> {
    let file = File::options()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(path)?;
    match file.try_lock() {
        Ok(()) => {}
        // held, or looked at for an instant
        Err(TryLockError::WouldBlock) => return Ok(None),
        Err(TryLockError::Error(error)) => return Err(error),
    }
    // a holder that leaves no folder removes the file: a lock on a removed file protects nothing
    let same = std::fs::metadata(path)
        .ok()
        .zip(file.metadata().ok())
        .is_some_and(|(there, ours)| (there.dev(), there.ino()) == (ours.dev(), ours.ino()));
    Ok(same.then_some(file))
}

impl Drop for TenantLock {
    fn drop(&mut self) {
        if !self.folder.exists() {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}
