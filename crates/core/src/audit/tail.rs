//! Where the next record goes: the last good record, and what a crash left after it.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::chain::{self, Line, Sealer};
use super::segment::Trail;
use super::{AuditError, AuditRecord, ChainHash, ChainPosition, TornBytes};

/// How much of a file's end is read at first: a dozen records.
const WINDOW: u64 = 8 * 1024;

/// The end of a trail.
#[derive(Debug)]
pub(super) struct Tail {
    /// The last good record.
    pub(super) head: ChainPosition,
    /// What lies after it, the newline in `lead` counted in.
    pub(super) torn: Option<TornBytes>,
    /// What ends an unfinished last line, so that the next record begins a new one.
    pub(super) lead: &'static [u8],
}

impl Tail {
    /// The end of a trail whose last record is the one this process wrote
    /// last, by far the most frequent case; `None` where it is not.
    pub(super) fn known(
        file: &mut File,
        len: u64,
        head: ChainPosition,
    ) -> io::Result<Option<Self>> {
        let suffix = chain::SUFFIX_LEN as u64 + 1;
        if len < suffix {
            return Ok(None);
        }
        let bytes = read_range(file, len - suffix, len)?;
        let hash = bytes.strip_suffix(b"\n").and_then(chain::split_hash);
        Ok(hash
            .is_some_and(|(_, hash)| hash == head.hash)
            .then_some(Self {
                head,
                torn: None,
                lead: b"",
            }))
    }

    /// The end of a trail, by reading back from the end of the active file.
    pub(super) fn find(
        trail: &Trail,
        active: &mut File,
        len: u64,
        sealer: &Sealer,
    ) -> Result<Self, AuditError> {
        let fail = |e| AuditError::io("read", trail.active(), e);
        let last = last_record(trail.active(), active, len, |at, line| {
            judge(trail.active(), sealer, at, line)
        })?;
        let (head, mut rest, good_end) = match last {
            Some(last) => (position(&last.record), Vec::new(), last.end),
            None => {
                let (head, rest) = Self::of_last_segment(trail, sealer)?;
                (head, rest, 0)
            }
        };
        let open = read_range(active, good_end.saturating_sub(1), len).map_err(fail)?;
        let lead: &[u8] = match open.last() {
            Some(byte) if *byte != b'\n' => b"\n",
            _ => b"",
        };
        rest.extend(read_range(active, good_end, len).map_err(fail)?);
        // an unfinished line of an older segment ends with its file instead
        if !rest.is_empty() {
            rest.extend_from_slice(lead);
        }
        Ok(Self {
            head,
            torn: torn(&rest),
            lead,
        })
    }

    /// The end of the newest full segment, for a new active file.
    fn of_last_segment(
        trail: &Trail,
        sealer: &Sealer,
    ) -> Result<(ChainPosition, Vec<u8>), AuditError> {
        let Some(path) = trail.segments()?.pop() else {
            return Ok((ChainPosition::START, Vec::new()));
        };
        let fail = |e| AuditError::io("read", &path, e);
        let mut file = File::open(&path).map_err(fail)?;
        let len = file.metadata().map_err(fail)?.len();
        let last = last_record(&path, &mut file, len, |at, line| {
            judge(&path, sealer, at, line)
        })?;
        let Some(last) = last else {
            return Err(damaged(&path, 0, "a full segment holds no record"));
        };
        let rest = read_range(&mut file, last.end, len).map_err(fail)?;
        Ok((position(&last.record), rest))
    }
}

/// A record found from the end of a file.
#[derive(Debug)]
pub(super) struct LastRecord {
    pub(super) record: Box<AuditRecord>,
    /// Where its line ends, newline included.
    end: u64,
}

/// The last line of a file that `judge` takes for a record.
pub(super) fn last_record(
    path: &Path,
    file: &mut File,
    len: u64,
    judge: impl Fn(u64, &[u8]) -> Result<Option<Box<AuditRecord>>, AuditError>,
) -> Result<Option<LastRecord>, AuditError> {
    let mut window = WINDOW;
    loop {
        let start = len.saturating_sub(window);
        let bytes = read_range(file, start, len).map_err(|e| AuditError::io("read", path, e))?;
        // the window may begin inside a line, which a wider one will show whole
        let whole = match start {
            0 => Some(0),
            _ => bytes.iter().position(|b| *b == b'\n').map(|at| at + 1),
        };
        if let Some(whole) = whole {
            let mut end = bytes.len();
            for line in bytes[whole..].split_inclusive(|b| *b == b'\n').rev() {
                let at = end - line.len();
                let text = line.strip_suffix(b"\n").unwrap_or(line);
                if let Some(record) = judge(start + at as u64, text)? {
                    let end = start + end as u64;
                    return Ok(Some(LastRecord { record, end }));
                }
                end = at;
            }
        }
        if start == 0 {
            return Ok(None);
        }
        window = window.saturating_mul(8);
    }
}

/// Takes a sealed record, passes over what a crash can leave, and refuses the
/// rest: a record of another key or with a wrong hash is nobody's crash, and
/// to write after it would pass it off as good.
fn judge(
    path: &Path,
    sealer: &Sealer,
    offset: u64,
    line: &[u8],
) -> Result<Option<Box<AuditRecord>>, AuditError> {
    match sealer.open(line) {
        Line::Sealed(record) => Ok(Some(record)),
        Line::Unreadable => Ok(None),
        Line::Edited(_) => Err(damaged(path, offset, "the hash of a record is wrong")),
        Line::OtherKey(record) => Err(AuditError::KeyMismatch {
            path: path.to_owned(),
            found: chain::key_text(record.key.as_deref()),
            given: chain::key_text(sealer.key_id()),
        }),
    }
}

fn damaged(path: &Path, offset: u64, reason: &str) -> AuditError {
    AuditError::Damaged {
        path: path.to_owned(),
        offset,
        reason: reason.to_owned(),
    }
}

fn position(record: &AuditRecord) -> ChainPosition {
    ChainPosition::new(record.seq, record.hash)
}

fn torn(bytes: &[u8]) -> Option<TornBytes> {
    let sha256 = ChainHash::finish(Sha256::new().chain_update(bytes));
    (!bytes.is_empty()).then(|| TornBytes::new(bytes.len() as u64, sha256))
}

fn read_range(file: &mut File, start: u64, end: u64) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(start))?;
    let mut bytes = vec![0; usize::try_from(end - start).map_err(io::Error::other)?];
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}
