//! What verifying a trail found.

use std::fmt;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::ChainPosition;

/// How many problems are listed; a file of noise would fill the memory else.
const MAX_LISTED: usize = 1000;

/// What [`verify`](super::verify) found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct VerifyReport {
    /// How many records were read.
    pub records: u64,
    /// How many of them fence off what a crash cut short; no problem.
    pub torn: u64,
    /// Bytes at the very end that are no record: a crash the next append will
    /// fence off, or noise written over a tail; only `expect_head` tells them apart.
    pub torn_tail_bytes: u64,
    /// How many files were read.
    pub segments: u64,
    /// The first record.
    pub first: Option<ChainPosition>,
    /// The last record: keep it elsewhere and expect it next time.
    pub head: Option<ChainPosition>,
    /// The id of the key that was used.
    pub key: Option<String>,
    /// What is wrong, in the order of the file; the first thousand.
    pub problems: Vec<AuditProblem>,
    /// How many problems more there are.
    pub problems_not_listed: u64,
}

impl VerifyReport {
    /// Whether nothing was changed, as far as the file itself can tell.
    #[must_use]
    pub fn is_intact(&self) -> bool {
        self.problems.is_empty() && self.problems_not_listed == 0
    }

    pub(super) fn add(&mut self, problem: AuditProblem) {
        if self.problems.len() < MAX_LISTED {
            self.problems.push(problem);
        } else {
            self.problems_not_listed += 1;
        }
    }

    /// A record that comes too late fills the gap it left.
    pub(super) fn out_of_order(&mut self, at: Location, seq: u64) {
        let alone = |p: &AuditProblem| matches!(p, AuditProblem::Gap { from, to, .. } if *from == seq && *to == seq);
        self.problems.retain(|p| !alone(p));
        self.add(AuditProblem::OutOfOrder { at, seq });
    }
}

/// A place in a trail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Location {
    /// The file.
    pub file: PathBuf,
    /// The line, from 1.
    pub line: u64,
    /// Where the line begins, in bytes from 0.
    pub offset: u64,
}

impl Location {
    pub(super) fn start(file: PathBuf) -> Self {
        Self {
            file,
            line: 1,
            offset: 0,
        }
    }

    pub(super) fn advance(&mut self, bytes: u64) {
        self.line += 1;
        self.offset += bytes;
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file.display(), self.line)
    }
}

/// One thing wrong with a trail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "problem", rename_all = "snake_case")]
#[non_exhaustive]
pub enum AuditProblem {
    /// A record's hash does not fit its text.
    #[error("{at}: record {seq} was edited: its hash does not fit")]
    #[non_exhaustive]
    Edited {
        /// Where it stands.
        at: Location,
        /// The number that its place calls for.
        seq: u64,
    },
    /// Records are missing.
    #[error("{at}: records {from} to {to} are missing before this line")]
    #[non_exhaustive]
    Gap {
        /// The first record after the gap.
        at: Location,
        /// The first missing number.
        from: u64,
        /// The last missing number.
        to: u64,
    },
    /// A record stands after one that follows it, or stands there twice.
    #[error("{at}: record {seq} stands out of order")]
    #[non_exhaustive]
    OutOfOrder {
        /// Where it stands.
        at: Location,
        /// Its number.
        seq: u64,
    },
    /// A record continues another chain: the one before was replaced.
    #[error("{at}: record {seq} does not follow the record before it, which was replaced")]
    #[non_exhaustive]
    BrokenLink {
        /// Where it stands.
        at: Location,
        /// Its number.
        seq: u64,
    },
    /// Bytes that are no record, and no torn record accounts for them.
    #[error("{at}: {bytes} bytes are no record, and no torn record accounts for them")]
    #[non_exhaustive]
    Unreadable {
        /// Where they begin.
        at: Location,
        /// How many there are.
        bytes: u64,
    },
    /// A torn record does not fit the bytes it accounts for.
    #[error("{at}: torn record {seq} does not fit the bytes before it, which were changed")]
    #[non_exhaustive]
    TornMismatch {
        /// Where the record stands.
        at: Location,
        /// Its number.
        seq: u64,
    },
    /// A record was sealed with another key, or with none; its hash, and any
    /// other such record's, could not be checked.
    #[error("{at}: sealed with another key than the one given: hashes cannot be checked")]
    #[non_exhaustive]
    OtherKey {
        /// The first such record.
        at: Location,
    },
    /// The expected head is not in the chain: its tail was cut off.
    #[error("the chain does not reach the expected head {expected}: its tail is missing")]
    #[non_exhaustive]
    HeadMissing {
        /// What was expected.
        expected: ChainPosition,
        /// Where the chain ends.
        found: Option<ChainPosition>,
    },
    /// The expected head's number belongs to another record: the chain was rewritten.
    #[error("the chain holds {found} where {expected} is expected: it was rewritten")]
    #[non_exhaustive]
    HeadChanged {
        /// What was expected.
        expected: ChainPosition,
        /// What is there.
        found: ChainPosition,
    },
}
