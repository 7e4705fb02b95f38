//! The records of a trail, to be shown.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Take};
use std::path::{Path, PathBuf};

use super::segment::{Snapshot, Trail};
use super::{AuditError, AuditRecord};

/// Reads the records of a trail, oldest first, through all its segments.
///
/// Takes each record at its word and passes over what is none:
/// [`verify`](super::verify) says whether they are true. Sees the trail as it
/// is at the call. Blocks on I/O.
///
/// # Errors
/// The trail is absent. An item is an error where a file cannot be read; the
/// iterator then ends.
pub fn read(path: impl AsRef<Path>) -> Result<AuditRecords, AuditError> {
    let snapshot = Snapshot::take(&Trail::new(path.as_ref())?)?;
    Ok(AuditRecords {
        full: snapshot.full.into_iter(),
        active: snapshot.active,
        current: None,
    })
}

/// The records of a trail, from [`read`].
#[derive(Debug)]
pub struct AuditRecords {
    full: std::vec::IntoIter<PathBuf>,
    active: Option<(PathBuf, File, u64)>,
    current: Option<(PathBuf, BufReader<Take<File>>)>,
}

impl AuditRecords {
    /// Opens the next file; false after the last.
    fn advance(&mut self) -> Result<bool, AuditError> {
        let next = match self.full.next() {
            Some(path) => {
                let file = File::open(&path).map_err(|e| AuditError::io("open", &path, e))?;
                Some((path, file, u64::MAX))
            }
            None => self.active.take(),
        };
        self.current = next.map(|(path, file, len)| (path, BufReader::new(file.take(len))));
        Ok(self.current.is_some())
    }

    fn next_record(&mut self) -> Result<Option<AuditRecord>, AuditError> {
        let mut line = Vec::new();
        loop {
            let Some((path, reader)) = &mut self.current else {
                if self.advance()? {
                    continue;
                }
                return Ok(None);
            };
            line.clear();
            let read = reader
                .read_until(b'\n', &mut line)
                .map_err(|e| AuditError::io("read", path, e))?;
            if read == 0 {
                self.current = None;
            } else if let Ok(record) = serde_json::from_slice(&line) {
                return Ok(Some(record));
            }
        }
    }
}

impl Iterator for AuditRecords {
    type Item = Result<AuditRecord, AuditError>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.next_record().transpose();
        if let Some(Err(_)) = next {
            self.full = Vec::new().into_iter();
            self.active = None;
            self.current = None;
        }
        next
    }
}
