//! What clients ask for.

use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::Engine;
use crate::folder::{Rollout, RolloutKind};
use crate::manifest::Revision;
use crate::protocol::{Answer, Apply, Reason, ReasonCode, Refusal, Request, VERSION};

impl Engine {
    pub(super) fn answer(&mut self, request: Request) -> Answer {
        match request {
            Request::Hello { protocol } => Answer::Hello {
                protocol: protocol.min(VERSION),
                pid: rustix::process::getpid().as_raw_nonzero().get(),
            },
            Request::Status | Request::Watch => Answer::Status(Box::new(self.report())),
            Request::Apply(apply) => self.apply(*apply),
            Request::Abort { operation } => self.abort(&operation),
            Request::Stop { grace_ms } => {
                let cap = grace_ms.map(Duration::from_millis);
                self.stopping = Some(cap);
                for replica in &mut self.replicas {
                    replica.stop(cap);
                }
                self.accepted()
            }
        }
    }

    fn accepted(&self) -> Answer {
        Answer::Accepted {
            generation: self.record.generation,
        }
    }

    fn apply(&mut self, apply: Apply) -> Answer {
        if self.stopping.is_some() {
            return refused(Refusal::Stopping, "the tenant is being stopped");
        }
        if let Some(rollout) = self.blocking_rollout(apply.take_over) {
            let text = format!("operation {} is in flight", rollout.operation);
            return refused(Refusal::Conflict, &text);
        }
        if apply.generation != self.record.generation {
            return refused(Refusal::Conflict, "the tenant was changed meanwhile");
        }
        let before = self.record.clone();
        self.take(&apply);
        if let Err(message) = self.open_fronts(false) {
            self.record = before;
            self.forwarder.retain(&self.wanted_fronts());
            return refused(Refusal::PortTaken, &message);
        }
        if let Err(error) = self.try_save() {
            self.record = before;
            self.retry_record = None;
            self.forwarder.retain(&self.wanted_fronts());
            return refused(
                Refusal::Storage,
                &format!("cannot write the record: {error}"),
            );
        }
        crate::failpoint::hit("local.supervisor.after_accept");
        self.deadline = Some(Instant::now() + Duration::from_millis(apply.deadline_ms));
        self.failed = None;
        self.adopt_template();
        self.accepted()
    }

    /// A rollout in flight keeps others out until its time is over; the recovery of a version that
    /// shall be replaced anyway does not.
    fn blocking_rollout(&self, take_over: bool) -> Option<Rollout> {
        let rollout = self.record.rollout.clone()?;
        let late = self
            .deadline
            .is_some_and(|deadline| deadline <= Instant::now());
        let free = take_over || late || rollout.kind == RolloutKind::Recover;
        (!free).then_some(rollout)
    }

    fn take(&mut self, apply: &Apply) {
        let kind = match (&self.record.stable, apply.force) {
            (None, _) => RolloutKind::Provision,
            (Some(_), true) => RolloutKind::Restart,
            (Some(_), false) => RolloutKind::Update,
        };
        self.record.revisions += 1;
        self.record.desired = Revision {
            number: self.record.revisions,
            spec_hash: apply.spec_hash.clone(),
            template_hash: apply.template_hash.clone(),
            manifest: apply.manifest.clone(),
        };
        self.record.rollout = Some(Rollout {
            operation: apply.operation.clone(),
            kind,
            started_at: Timestamp::now(),
            deadline_ms: apply.deadline_ms,
        });
        self.record.settings = apply.settings.clone();
    }

    /// Gives up the rollout in flight, if it is the one named.
    fn abort(&mut self, operation: &str) -> Answer {
        match &self.record.rollout {
            Some(rollout) if rollout.operation == operation => {
                let text = "the operation that asked for it ran out of time or was cancelled";
                self.failed = Some(Reason::new(ReasonCode::Unknown, text));
                self.accepted()
            }
            _ => refused(Refusal::Conflict, "that operation is not in flight"),
        }
    }
}

fn refused(code: Refusal, message: &str) -> Answer {
    Answer::Refused {
        code,
        message: message.to_owned(),
    }
}
