//! What can go wrong with an audit trail.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::chain::MIN_KEY_BYTES;

/// Why an audit record was not written, or a trail not read.
///
/// Cloneable, since one failed write answers every append that waited for it.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum AuditError {
    /// The file system refused; nothing of the record stays in the chain.
    #[error("cannot {action} audit file {}", path.display())]
    #[non_exhaustive]
    Io {
        /// What was tried, as a verb: `open`, `append to`, `lock`.
        action: &'static str,
        /// The file or folder it was tried on.
        path: PathBuf,
        /// The operating system's reason.
        #[source]
        source: Arc<io::Error>,
    },
    /// The last record was written with another key, or with none.
    #[error(
        "audit file {} continues a chain of {found}, but this process has {given}: \
         give the key it was begun with, or name another file",
        path.display()
    )]
    #[non_exhaustive]
    KeyMismatch {
        /// The file that holds the record.
        path: PathBuf,
        /// The key the record names, as text.
        found: String,
        /// The key this process has, as text.
        given: String,
    },
    /// The end of the chain is not what any crash leaves behind.
    #[error(
        "audit file {} is damaged at byte {offset}: {reason}; \
         run `landlord audit verify`, then move the file aside to begin a new chain",
        path.display()
    )]
    #[non_exhaustive]
    Damaged {
        /// The damaged file.
        path: PathBuf,
        /// Where the damage begins, in bytes from the start of the file.
        offset: u64,
        /// What was found there.
        reason: String,
    },
    /// The path names no file in a folder.
    #[error("audit path {} names no file: give the path of a file", path.display())]
    #[non_exhaustive]
    InvalidPath {
        /// The path as given.
        path: PathBuf,
    },
    /// The key is too short to protect anything.
    #[error("audit key of {bytes} bytes is too short: at least {MIN_KEY_BYTES} are needed")]
    #[non_exhaustive]
    WeakKey {
        /// The length of the key given, in bytes.
        bytes: usize,
    },
    /// The text is no position, which is `<seq>:<64 hexadecimal digits>`.
    #[error("`{text}` is no position of an audit chain, such as `42:9f86d0…` with 64 digits")]
    #[non_exhaustive]
    InvalidPosition {
        /// The text as given.
        text: String,
    },
    /// The record could not be put into its written form.
    #[error("cannot encode the audit record: {reason}")]
    #[non_exhaustive]
    Encode {
        /// What the encoder said.
        reason: String,
    },
    /// The sink no longer takes records.
    #[error("the audit sink is closed")]
    Closed,
    /// The sink was told to fail; only test sinks answer so.
    #[error("the audit sink refuses records: {reason}")]
    #[non_exhaustive]
    Refused {
        /// Why, in the words of the test.
        reason: String,
    },
}

impl AuditError {
    /// A file system error, with what was tried on which path.
    pub(super) fn io(action: &'static str, path: &Path, source: io::Error) -> Self {
        Self::Io {
            action,
            path: path.to_owned(),
            source: Arc::new(source),
        }
    }

    /// Whether the same append may succeed later without anyone's doing,
    /// as with a full disk; damage and wrong keys stay as they are.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        matches!(self, Self::Io { .. })
    }
}
