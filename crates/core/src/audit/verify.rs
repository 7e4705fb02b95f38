//! Whether a trail is what was written.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::chain::{Line, Sealer};
use super::report::{AuditProblem, Location, VerifyReport};
use super::segment::{Snapshot, Trail};
use super::{AuditError, AuditKey, AuditPhase, AuditRecord, ChainHash, ChainPosition, tail};

/// What a trail is verified against.
#[derive(Debug, Clone, Default)]
#[must_use]
#[non_exhaustive]
pub struct VerifyOptions {
    key: Option<AuditKey>,
    expect_head: Option<ChainPosition>,
    after: Option<ChainPosition>,
}

impl VerifyOptions {
    /// No key, no expectation, a chain from its first record.
    pub fn new() -> Self {
        Self::default()
    }

    /// The key the trail was written with.
    pub fn key(mut self, key: AuditKey) -> Self {
        self.key = Some(key);
        self
    }

    /// A position that was once the head: the chain must hold it, and may have
    /// grown since. Without one, a tail cut off cleanly goes unnoticed.
    pub fn expect_head(mut self, head: ChainPosition) -> Self {
        self.expect_head = Some(head);
        self
    }

    /// The position after which the trail begins, where older segments were
    /// archived elsewhere: the head of what they hold.
    pub fn after(mut self, position: ChainPosition) -> Self {
        self.after = Some(position);
        self
    }
}

/// Reads a trail, all segments of it, and reports whatever was changed in it.
///
/// Sees the trail as it is at the call; writers go on meanwhile. Blocks on
/// I/O, at some hundred megabytes a second.
///
/// # Errors
/// The trail is absent or cannot be read. What is wrong in it is no error but
/// in the report.
pub fn verify(path: impl AsRef<Path>, options: &VerifyOptions) -> Result<VerifyReport, AuditError> {
    let snapshot = Snapshot::take(&Trail::new(path.as_ref())?)?;
    let mut verifier = Verifier::new(options);
    for path in snapshot.full {
        let file = File::open(&path).map_err(|e| AuditError::io("open", &path, e))?;
        verifier.read(path, file, u64::MAX)?;
    }
    if let Some((path, file, len)) = snapshot.active {
        verifier.read(path, file, len)?;
    }
    Ok(verifier.finish())
}

/// The position of the last record, taken at its word: [`verify`] says whether
/// it is true. `None` where the trail is empty.
///
/// # Errors
/// The trail is absent or cannot be read.
pub fn head(path: impl AsRef<Path>) -> Result<Option<ChainPosition>, AuditError> {
    let mut snapshot = Snapshot::take(&Trail::new(path.as_ref())?)?;
    if let Some((path, mut file, len)) = snapshot.active.take()
        && let Some(head) = head_of(&path, &mut file, len)?
    {
        return Ok(Some(head));
    }
    let Some(path) = snapshot.full.pop() else {
        return Ok(None);
    };
    let fail = |e| AuditError::io("open", &path, e);
    let mut file = File::open(&path).map_err(fail)?;
    let len = file.metadata().map_err(fail)?.len();
    head_of(&path, &mut file, len)
}

fn head_of(path: &Path, file: &mut File, len: u64) -> Result<Option<ChainPosition>, AuditError> {
    let last = tail::last_record(path, file, len, |_, line| {
        Ok(serde_json::from_slice::<AuditRecord>(line)
            .ok()
            .map(Box::new))
    })?;
    Ok(last.map(|last| ChainPosition::new(last.record.seq, last.record.hash)))
}

/// Bytes that are no record, until a torn record accounts for them.
#[derive(Debug)]
struct Loose {
    at: Location,
    bytes: u64,
    sha256: Sha256,
}

#[derive(Debug)]
struct Verifier {
    sealer: Sealer,
    expect_head: Option<ChainPosition>,
    /// The record with the highest number so far.
    last: ChainPosition,
    loose: Option<Loose>,
    other_key_seen: bool,
    report: VerifyReport,
}

impl Verifier {
    fn new(options: &VerifyOptions) -> Self {
        let after = options.after.unwrap_or(ChainPosition::START);
        Self {
            sealer: Sealer::new(options.key.clone()),
            // what lies before the beginning cannot be looked for
            expect_head: options.expect_head.filter(|head| *head != after),
            last: after,
            loose: None,
            other_key_seen: false,
            report: VerifyReport::default(),
        }
    }

    fn read(&mut self, path: PathBuf, file: File, len: u64) -> Result<(), AuditError> {
        self.report.segments += 1;
        let mut reader = BufReader::with_capacity(1 << 16, file.take(len));
        let mut at = Location::start(path);
        let mut line = Vec::new();
        loop {
            line.clear();
            let read = reader
                .read_until(b'\n', &mut line)
                .map_err(|e| AuditError::io("read", &at.file, e))?;
            if read == 0 {
                return Ok(());
            }
            self.line(&at, &line);
            at.advance(read as u64);
        }
    }

    fn line(&mut self, at: &Location, raw: &[u8]) {
        let (record, intact) = match self.sealer.open(raw.strip_suffix(b"\n").unwrap_or(raw)) {
            Line::Unreadable => return self.set_aside(at, raw),
            Line::Sealed(record) => (record, true),
            Line::OtherKey(record) => (record, self.other_key(at)),
            Line::Edited(record) => (record, false),
        };
        self.report.records += 1;
        self.settle_loose(at, &record);
        if intact {
            self.link(at, &record);
        } else {
            // nothing it says can be trusted, so it takes the place it stands in
            let seq = self.last.seq + 1;
            let problem = AuditProblem::Edited {
                at: at.clone(),
                seq,
            };
            self.report.add(problem);
            self.advance(ChainPosition::new(seq, record.hash));
        }
    }

    /// Reported once, since then no hash can be checked: the rest of the chain
    /// is judged by its links alone.
    fn other_key(&mut self, at: &Location) -> bool {
        if !std::mem::replace(&mut self.other_key_seen, true) {
            self.report.add(AuditProblem::OtherKey { at: at.clone() });
        }
        true
    }

    fn set_aside(&mut self, at: &Location, raw: &[u8]) {
        let loose = self.loose.get_or_insert_with(|| Loose {
            at: at.clone(),
            bytes: 0,
            sha256: Sha256::new(),
        });
        loose.bytes += raw.len() as u64;
        loose.sha256.update(raw);
    }

    /// What is no record must be what the torn record after it says, no more and no less.
    fn settle_loose(&mut self, at: &Location, record: &AuditRecord) {
        let claimed = record.event.torn.as_ref();
        let is_torn = record.event.phase == AuditPhase::Torn;
        match (self.loose.take(), is_torn) {
            (None, false) => {}
            (Some(loose), true)
                if claimed.is_some_and(|claimed| {
                    claimed.bytes == loose.bytes
                        && claimed.sha256 == ChainHash::finish(loose.sha256.clone())
                }) =>
            {
                self.report.torn += 1;
            }
            (Some(loose), false) => self.report.add(AuditProblem::Unreadable {
                at: loose.at,
                bytes: loose.bytes,
            }),
            (_, true) => self.report.add(AuditProblem::TornMismatch {
                at: at.clone(),
                seq: record.seq,
            }),
        }
    }

    fn link(&mut self, at: &Location, record: &AuditRecord) {
        let (at, seq, expected) = (at.clone(), record.seq, self.last.seq + 1);
        if seq < expected {
            return self.report.out_of_order(at, seq);
        }
        if seq > expected {
            let (from, to) = (expected, seq - 1);
            self.report.add(AuditProblem::Gap { at, from, to });
        } else if record.prev != self.last.hash {
            self.report.add(AuditProblem::BrokenLink { at, seq });
        }
        self.advance(ChainPosition::new(seq, record.hash));
    }

    fn advance(&mut self, position: ChainPosition) {
        self.last = position;
        self.report.first.get_or_insert(position);
        self.report.head = Some(position);
        if let Some(expected) = self.expect_head
            && expected.seq == position.seq
        {
            self.expect_head = None;
            if expected.hash != position.hash {
                let found = position;
                self.report
                    .add(AuditProblem::HeadChanged { expected, found });
            }
        }
    }

    fn finish(mut self) -> VerifyReport {
        if let Some(expected) = self.expect_head {
            let found = self.report.head;
            self.report
                .add(AuditProblem::HeadMissing { expected, found });
        }
        self.report.torn_tail_bytes = self.loose.map_or(0, |loose| loose.bytes);
        self.report.key = self.sealer.key_id().map(str::to_owned);
        self.report
    }
}
