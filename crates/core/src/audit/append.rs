//! One group of records onto the end of a trail, under the lock.

use std::fs::File;
use std::io::Write;

use super::chain::Sealer;
use super::segment::Trail;
use super::tail::Tail;
use super::{AuditError, AuditEvent, ChainPosition, Durability};

/// Continues a trail. Every call needs the trail's lock held.
///
/// Between two groups other processes may have written, rotated or crashed,
/// so nothing is remembered but the last hash: where it still ends the file,
/// the file needs no reading.
#[derive(Debug)]
pub(super) struct Appender {
    pub(super) trail: Trail,
    pub(super) sealer: Sealer,
    pub(super) durability: Durability,
    pub(super) max_segment_bytes: u64,
    /// What this process wrote last.
    pub(super) head: ChainPosition,
}

impl Appender {
    /// Whether the trail can be continued; creates it where it is not there.
    pub(super) fn check(&self) -> Result<(), AuditError> {
        let (mut file, len) = open_active(&self.trail)?;
        Tail::find(&self.trail, &mut file, len, &self.sealer)?;
        self.trail.sync_folder()
    }

    /// Writes all events as one group, or none of them.
    pub(super) fn append(
        &mut self,
        events: &[AuditEvent],
    ) -> Result<Vec<ChainPosition>, AuditError> {
        let (mut file, mut len) = open_active(&self.trail)?;
        let mut tail = self.tail(&mut file, len)?;
        if len >= self.max_segment_bytes && tail.torn.is_none() && tail.lead.is_empty() {
            (file, len) = self.rotate(file, len, tail.head);
        }
        let mut lines = tail.lead.to_vec();
        let mut head = tail.head;
        if let Some(torn) = tail.torn.take() {
            let event = AuditEvent::torn(events, torn);
            head = self.sealer.seal(head, &event, &mut lines)?;
        }
        let mut positions = Vec::with_capacity(events.len());
        for event in events {
            head = self.sealer.seal(head, event, &mut lines)?;
            positions.push(head);
        }
        write(&self.trail, &mut file, len, &lines, self.durability)?;
        self.head = head;
        Ok(positions)
    }

    fn tail(&self, file: &mut File, len: u64) -> Result<Tail, AuditError> {
        let known = Tail::known(file, len, self.head)
            .map_err(|e| AuditError::io("read", self.trail.active(), e))?;
        match known {
            Some(tail) => Ok(tail),
            None => Tail::find(&self.trail, file, len, &self.sealer),
        }
    }

    /// Begins a new segment. A trail that cannot be rotated goes on growing:
    /// a file too long is less harm than an operation refused.
    fn rotate(&self, file: File, len: u64, head: ChainPosition) -> (File, u64) {
        let rotated = file
            .sync_all()
            .map_err(|e| AuditError::io("sync", self.trail.active(), e))
            .and_then(|()| self.trail.rotate(head.seq))
            .and_then(|()| open_active(&self.trail))
            .and_then(|new| self.trail.sync_folder().map(|()| new));
        rotated.unwrap_or_else(|error| {
            tracing::warn!(%error, "audit file not rotated");
            (file, len)
        })
    }
}

fn open_active(trail: &Trail) -> Result<(File, u64), AuditError> {
    let file = trail.open_active()?;
    let len = file
        .metadata()
        .map_err(|e| AuditError::io("open", trail.active(), e))?
        .len();
    Ok((file, len))
}

/// Appends `lines` whole or not at all.
fn write(
    trail: &Trail,
    file: &mut File,
    len: u64,
    lines: &[u8],
    durability: Durability,
) -> Result<(), AuditError> {
    let written = file.write_all(lines).and_then(|()| match durability {
        Durability::Sync => file.sync_data(),
        Durability::Buffered => Ok(()),
    });
    written.map_err(|error| {
        // should this fail too, the next append finds and fences off the rest
        if let Err(error) = file.set_len(len) {
            tracing::warn!(%error, "half-written audit record stays until the next append");
        }
        AuditError::io("append to", trail.active(), error)
    })
}
