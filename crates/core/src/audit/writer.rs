//! The thread that writes: groups what waits, one lock and one sync for all.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use tokio::sync::oneshot;

use super::append::Appender;
use super::segment::TrailLock;
use super::{AuditError, AuditEvent, ChainPosition};

/// How many records one sync covers at most: enough to amortise it, and under
/// a megabyte, so that the lock is soon free for other processes.
const MAX_GROUP: usize = 1024;

/// How long a detached record waits for the next attempt.
const RETRY: Duration = Duration::from_secs(1);

/// Work for the thread.
#[derive(Debug)]
pub(super) enum Job {
    Append(
        AuditEvent,
        oneshot::Sender<Result<ChainPosition, AuditError>>,
    ),
    Detached(AuditEvent),
    Flush(oneshot::Sender<Result<(), AuditError>>),
}

/// What the thread owns.
#[derive(Debug)]
pub(super) struct Writer {
    lock: TrailLock,
    appender: Appender,
    /// Detached records not written yet, oldest first.
    waiting: VecDeque<AuditEvent>,
}

impl Writer {
    /// Checks that the trail can be continued, which finds a wrong key before
    /// the first record.
    pub(super) fn new(mut lock: TrailLock, appender: Appender) -> Result<Self, AuditError> {
        {
            let _held = lock.hold()?;
            appender.check()?;
        }
        Ok(Self {
            lock,
            appender,
            waiting: VecDeque::new(),
        })
    }

    /// Works until every sender is gone and everything is written.
    pub(super) fn run(mut self, jobs: &Receiver<Job>) {
        loop {
            let first = if self.waiting.is_empty() {
                jobs.recv().map_err(|_| RecvTimeoutError::Disconnected)
            } else {
                jobs.recv_timeout(RETRY)
            };
            match first {
                Ok(first) => {
                    let more = jobs.try_iter().take(MAX_GROUP - 1);
                    self.work(std::iter::once(first).chain(more).collect());
                }
                Err(RecvTimeoutError::Timeout) => self.work(Vec::new()),
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        if !self.waiting.is_empty() {
            self.work(Vec::new());
        }
        for event in &self.waiting {
            tracing::error!(
                phase = %event.phase, operation_id = event.operation_id, verb = event.verb,
                "audit record is lost: it could not be written before the sink closed"
            );
        }
    }

    /// Writes what waits and what came, as one group, and answers.
    fn work(&mut self, jobs: Vec<Job>) {
        let mut events: Vec<_> = self.waiting.drain(..).collect();
        let mut replies: Vec<_> = events.iter().map(|_| None).collect();
        let mut flushes = Vec::new();
        for job in jobs {
            match job {
                Job::Append(event, reply) => {
                    events.push(event);
                    replies.push(Some(reply));
                }
                Job::Detached(event) => {
                    events.push(event);
                    replies.push(None);
                }
                Job::Flush(reply) => flushes.push(reply),
            }
        }
        let result = self.commit(&events);
        // who no longer listens has dropped its future; its record stays written
        for reply in flushes {
            let _ = reply.send(result.as_ref().map(|_| ()).map_err(Clone::clone));
        }
        match result {
            Ok(positions) => {
                for (reply, position) in replies.into_iter().zip(positions) {
                    reply.map(|reply| reply.send(Ok(position)));
                }
            }
            Err(error) => {
                for (event, reply) in events.into_iter().zip(replies) {
                    match reply {
                        Some(reply) => drop(reply.send(Err(error.clone()))),
                        None => self.waiting.push_back(event),
                    }
                }
                tracing::warn!(%error, waiting = self.waiting.len(), "audit records not written");
            }
        }
    }

    fn commit(&mut self, events: &[AuditEvent]) -> Result<Vec<ChainPosition>, AuditError> {
        if events.is_empty() {
            return Ok(Vec::new());
        }
        let _held = self.lock.hold()?;
        self.appender.append(events)
    }
}
