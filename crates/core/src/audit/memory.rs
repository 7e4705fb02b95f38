//! A sink for tests.

use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;

use super::chain::{Line, Sealer};
use super::{AuditError, AuditEvent, AuditRecord, AuditSink, ChainPosition};

/// Keeps records in memory, chained as in a file; can be told to fail.
///
/// ```
/// use landlord_core::audit::{AuditEvent, AuditPhase, AuditSink, MemorySink};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let sink = MemorySink::new();
/// sink.append(AuditEvent::new(jiff::Timestamp::UNIX_EPOCH, AuditPhase::Intent, "op-1", "destroy")).await?;
/// assert_eq!(sink.records()[0].event.verb, "destroy");
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct MemorySink {
    sealer: Sealer,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    head: ChainPosition,
    records: Vec<AuditRecord>,
    /// Detached events that came while the sink failed.
    waiting: Vec<AuditEvent>,
    refusal: Option<String>,
}

impl Default for MemorySink {
    fn default() -> Self {
        Self::new()
    }
}

impl MemorySink {
    /// An empty sink.
    #[must_use]
    pub fn new() -> Self {
        Self {
            sealer: Sealer::new(None),
            state: Mutex::new(State {
                head: ChainPosition::START,
                records: Vec::new(),
                waiting: Vec::new(),
                refusal: None,
            }),
        }
    }

    /// The records so far, in the order of the chain.
    #[must_use]
    pub fn records(&self) -> Vec<AuditRecord> {
        self.state().records.clone()
    }

    /// From now on every append fails with [`AuditError::Refused`]; `None` ends that.
    pub fn refuse(&self, reason: Option<&str>) {
        self.state().refusal = reason.map(str::to_owned);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn push(&self, state: &mut State, event: &AuditEvent) -> Result<ChainPosition, AuditError> {
        let mut line = Vec::new();
        let head = self.sealer.seal(state.head, event, &mut line)?;
        line.pop();
        let Line::Sealed(record) = self.sealer.open(&line) else {
            return Err(AuditError::Encode {
                reason: "the record does not read back".to_owned(),
            });
        };
        state.records.push(*record);
        state.head = head;
        Ok(head)
    }

    fn drain(&self, state: &mut State) -> Result<(), AuditError> {
        if let Some(reason) = &state.refusal {
            return Err(AuditError::Refused {
                reason: reason.clone(),
            });
        }
        while let Some(event) = state.waiting.first().cloned() {
            self.push(state, &event)?;
            state.waiting.remove(0);
        }
        Ok(())
    }
}

#[async_trait]
impl AuditSink for MemorySink {
    async fn append(&self, event: AuditEvent) -> Result<ChainPosition, AuditError> {
        let mut state = self.state();
        self.drain(&mut state)?;
        self.push(&mut state, &event)
    }

    fn append_detached(&self, event: AuditEvent) {
        let mut state = self.state();
        state.waiting.push(event);
        // what fails now waits for the next append or flush
        let _ = self.drain(&mut state);
    }

    async fn flush(&self) -> Result<(), AuditError> {
        self.drain(&mut self.state())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::AuditPhase;

    fn event(id: &str) -> AuditEvent {
        AuditEvent::new(
            jiff::Timestamp::UNIX_EPOCH,
            AuditPhase::Intent,
            id,
            "update",
        )
    }

    #[tokio::test]
    async fn chains_records() {
        let sink = MemorySink::new();
        let first = sink.append(event("a")).await.unwrap();
        let second = sink.append(event("b")).await.unwrap();
        let records = sink.records();
        assert_eq!((first.seq, second.seq), (1, 2));
        assert_eq!(records[1].prev, first.hash);
        assert_eq!(records[1].hash, second.hash);
    }

    #[tokio::test]
    async fn detached_records_wait_while_it_fails_and_keep_their_place() {
        let sink = MemorySink::new();
        sink.refuse(Some("full"));
        sink.append_detached(event("a"));
        assert!(matches!(
            sink.append(event("lost")).await,
            Err(AuditError::Refused { .. })
        ));
        assert!(sink.flush().await.is_err());
        sink.refuse(None);
        sink.append(event("b")).await.unwrap();
        let ids: Vec<_> = sink
            .records()
            .into_iter()
            .map(|r| r.event.operation_id)
            .collect();
        assert_eq!(ids, ["a", "b"]);
    }
}
