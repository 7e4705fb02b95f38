//! Where records go.

use std::fmt::Debug;

use async_trait::async_trait;

use super::{AuditError, AuditEvent, ChainPosition};

/// Takes audit events and keeps them as a chain of records.
///
/// A caller that gets an error from [`append`](Self::append) of an intent must
/// not start the operation.
#[async_trait]
pub trait AuditSink: Debug + Send + Sync + 'static {
    /// Appends one record; durable, as far as the sink is, when it returns.
    ///
    /// Appends of one sink are written in the order of the calls. The record
    /// may be written although the future was dropped before it ended.
    ///
    /// # Errors
    /// The record is not in the chain, nor will it be.
    async fn append(&self, event: AuditEvent) -> Result<ChainPosition, AuditError>;

    /// Hands over one record without waiting: for `Drop`, which cannot.
    ///
    /// Never blocks on I/O. The record keeps its place before every later
    /// append; when it cannot be written now, the sink keeps it and tries
    /// again until it is written or the process ends. [`flush`](Self::flush)
    /// says whether it was.
    fn append_detached(&self, event: AuditEvent);

    /// Waits until every record handed over before is written.
    ///
    /// # Errors
    /// Why a detached record is still waiting; the sink goes on trying.
    async fn flush(&self) -> Result<(), AuditError>;
}
