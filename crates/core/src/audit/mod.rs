//! The audit trail: who asked for what, when, and what came of it.
//!
//! Every mutating verb leaves two records, an *intent* before its first call
//! to an engine and an *outcome* (or *cancelled*) after its last. Records form
//! a chain: each carries the hash of the one before, so that an edit, a gap or
//! a reordering is found by [`verify`]. With an [`AuditKey`] the hash is an
//! HMAC, and only who holds the key can write a chain that verifies; without
//! one, whoever can write the file can also recompute it.
//!
//! Cutting off the end of a chain leaves a shorter, valid chain. That is found
//! only by who kept a [`ChainPosition`] elsewhere and passes it to
//! [`VerifyOptions::expect_head`].
//!
//! ```
//! use landlord_core::audit::{AuditEvent, AuditPhase, AuditSink, FileSink, VerifyOptions, verify};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! # let path = folder.path().join("audit.jsonl");
//! let sink = FileSink::builder(&path).open()?;
//! let intent = AuditEvent::new(jiff::Timestamp::now(), AuditPhase::Intent, "op-1", "destroy");
//! let head = sink.append(intent.tenant("acme")).await?;
//!
//! let report = verify(&path, &VerifyOptions::new().expect_head(head))?;
//! assert!(report.is_intact());
//! # Ok(())
//! # }
//! ```
//!
//! A record holds ids and kinds only, never an env value, a secret, a message
//! of an engine or any other free text.

mod append;
mod chain;
mod error;
mod file;
mod memory;
mod read;
mod record;
mod report;
mod segment;
mod sink;
mod tail;
mod verify;
mod writer;

pub use chain::{AuditKey, ChainHash, ChainPosition};
pub use error::AuditError;
pub use file::{Durability, FileSink, FileSinkBuilder};
pub use memory::MemorySink;
pub use read::{AuditRecords, read};
pub use record::{AuditEvent, AuditPhase, AuditRecord, TornBytes};
pub use report::{AuditProblem, Location, VerifyReport};
pub use sink::AuditSink;
pub use verify::{VerifyOptions, head, verify};
