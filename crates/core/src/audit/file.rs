//! A sink that keeps the trail in files.

use std::num::NonZeroU64;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Sender};
use std::thread::{self, JoinHandle};

use async_trait::async_trait;
use tokio::sync::oneshot;

use super::append::Appender;
use super::chain::Sealer;
use super::segment::{Trail, TrailLock};
use super::writer::{Job, Writer};
use super::{AuditError, AuditEvent, AuditKey, AuditSink, ChainPosition};

/// 64 MiB, some hundred thousand records: still opened by an editor.
const DEFAULT_SEGMENT_BYTES: NonZeroU64 = NonZeroU64::new(64 * 1024 * 1024).unwrap();

/// What a record survives once its append has returned.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Durability {
    /// A power cut: synced to the disk. One sync serves all records that wait.
    #[default]
    Sync,
    /// A crash of the process: handed to the operating system, not synced.
    Buffered,
}

/// Keeps the trail as JSON Lines, written by any number of processes at once.
///
/// The active file is created 0600, its folder 0700. A thread of the sink's
/// own writes; dropping the sink blocks until everything handed over is
/// written, or has failed once more and is reported as lost through `tracing`.
/// `std::process::exit` drops nothing: call [`flush`](AuditSink::flush) first.
#[derive(Debug)]
pub struct FileSink {
    path: PathBuf,
    /// Taken by `Drop`, which ends the thread.
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

/// How to open a [`FileSink`].
#[derive(Debug, Clone)]
#[must_use]
pub struct FileSinkBuilder {
    path: PathBuf,
    key: Option<AuditKey>,
    durability: Durability,
    max_segment_bytes: NonZeroU64,
}

impl FileSinkBuilder {
    /// Makes the chain's hashes HMACs. A chain keeps to the key it was begun
    /// with; another key needs another file. Default: none.
    pub fn key(mut self, key: AuditKey) -> Self {
        self.key = Some(key);
        self
    }

    /// What a record survives. Default: [`Durability::Sync`].
    pub fn durability(mut self, durability: Durability) -> Self {
        self.durability = durability;
        self
    }

    /// The length in bytes from which a file takes no further group of
    /// records and is rotated; old segments are never deleted. Default: 64 MiB.
    pub fn max_segment_bytes(mut self, bytes: NonZeroU64) -> Self {
        self.max_segment_bytes = bytes;
        self
    }

    /// Opens the trail, creating file and folder as needed. Blocks on I/O.
    ///
    /// # Errors
    /// The file cannot be opened or locked, or its chain cannot be continued:
    /// [`AuditError::KeyMismatch`], [`AuditError::Damaged`].
    pub fn open(self) -> Result<FileSink, AuditError> {
        let trail = Trail::new(&self.path)?;
        trail.create_folder()?;
        let path = trail.active().to_owned();
        let lock = TrailLock::open(&trail)?;
        let appender = Appender {
            trail,
            sealer: Sealer::new(self.key),
            durability: self.durability,
            max_segment_bytes: self.max_segment_bytes.get(),
            head: ChainPosition::START,
        };
        let writer = Writer::new(lock, appender)?;
        let (jobs, queue) = mpsc::channel();
        let thread = thread::Builder::new()
            .name("landlord-audit".to_owned())
            .spawn(move || writer.run(&queue))
            .map_err(|e| AuditError::io("start the writer of", &path, e))?;
        Ok(FileSink {
            path,
            jobs: Some(jobs),
            thread: Some(thread),
        })
    }
}

impl FileSink {
    /// A sink for the trail at `path`, to be configured and opened.
    pub fn builder(path: impl Into<PathBuf>) -> FileSinkBuilder {
        FileSinkBuilder {
            path: path.into(),
            key: None,
            durability: Durability::default(),
            max_segment_bytes: DEFAULT_SEGMENT_BYTES,
        }
    }

    /// The active file, absolute.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Hands a job to the thread; fails only if the thread is gone.
    fn hand_over(&self, job: Job) -> Result<(), AuditError> {
        let jobs = self.jobs.as_ref().ok_or(AuditError::Closed)?;
        jobs.send(job).map_err(|_| AuditError::Closed)
    }
}

#[async_trait]
impl AuditSink for FileSink {
    async fn append(&self, event: AuditEvent) -> Result<ChainPosition, AuditError> {
        let (reply, answer) = oneshot::channel();
        self.hand_over(Job::Append(event, reply))?;
        answer.await.map_err(|_| AuditError::Closed)?
    }

    fn append_detached(&self, event: AuditEvent) {
        if let Err(error) = self.hand_over(Job::Detached(event)) {
            tracing::error!(%error, "audit record is lost");
        }
    }

    async fn flush(&self) -> Result<(), AuditError> {
        let (reply, answer) = oneshot::channel();
        self.hand_over(Job::Flush(reply))?;
        answer.await.map_err(|_| AuditError::Closed)?
    }
}

impl Drop for FileSink {
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the audit writer ended early");
        }
    }
}
