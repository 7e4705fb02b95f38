//! Rollouts: judged, committed, given up.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::Engine;
use crate::folder::{LastRollout, Record, Rollout, RolloutKind, RolloutOutcome};
use crate::manifest::{Manifest, Revision};
use crate::protocol::{Reason, ReasonCode};
use crate::supervisor::forwarder::FrontKey;

/// How long the version before may take to be at full strength again.
const ROLLBACK: Duration = Duration::from_secs(60);
/// How long after a failed write the record is written again.
const RETRY: Duration = Duration::from_secs(1);

impl Engine {
    /// Gives up the rollout in flight when it cannot succeed or its time is over.
    pub(super) fn judge_rollout(&mut self) {
        let Some(rollout) = self.record.rollout.clone() else {
            return;
        };
        let late = self
            .deadline
            .is_some_and(|deadline| deadline <= Instant::now());
        if self.all_ready() {
            return;
        }
        match rollout.kind {
            RolloutKind::Provision | RolloutKind::Update | RolloutKind::Restart => {
                let reason = self
                    .failed
                    .clone()
                    .or_else(|| self.failure())
                    .or_else(|| late.then(|| self.late_reason(&rollout)));
                match reason {
                    Some(reason) if self.record.stable.is_some() => {
                        self.roll_back(&rollout, reason)
                    }
                    Some(reason) => self.undo(&rollout, reason),
                    None => {}
                }
            }
            // there is nothing to go back to: the rollout ends, the trying goes on
            RolloutKind::Rollback | RolloutKind::Recover if late => self.settle(&rollout),
            RolloutKind::Rollback | RolloutKind::Recover => {}
        }
    }

    fn all_ready(&self) -> bool {
        let desired = &self.record.desired;
        (0..desired.manifest.replicas).all(|slot| {
            self.replicas.iter().any(|replica| {
                replica.slot == slot
                    && replica.revision.number == desired.number
                    && replica.is_ready()
            })
        })
    }

    /// Why a replica of the new version will not become ready.
    fn failure(&self) -> Option<Reason> {
        self.new_replicas()
            .find_map(super::replica::Replica::failure)
    }

    fn new_replicas(&self) -> impl Iterator<Item = &super::replica::Replica> {
        let desired = self.record.desired.number;
        self.replicas
            .iter()
            .filter(move |replica| replica.is_live() && replica.revision.number == desired)
    }

    fn late_reason(&self, rollout: &Rollout) -> Reason {
        let seconds = rollout.deadline_ms.div_ceil(1000);
        match self
            .new_replicas()
            .find_map(super::replica::Replica::obstacle)
        {
            Some(reason) => {
                let evidence = format!("{}; not ready after {seconds} s", reason.evidence);
                Reason { evidence, ..reason }
            }
            None => Reason::new(ReasonCode::Unknown, format!("not ready after {seconds} s")),
        }
    }

    /// Back to the stable version, which still runs in every slot not yet replaced.
    fn roll_back(&mut self, rollout: &Rollout, reason: Reason) {
        let Some(stable) = self.record.stable.clone() else {
            return;
        };
        crate::failpoint::hit("local.supervisor.before_rollback");
        self.failed = None;
        let spec_hash = self.record.desired.spec_hash.clone();
        self.record.desired = stable;
        self.record.rollout = Some(Rollout {
            kind: RolloutKind::Rollback,
            started_at: Timestamp::now(),
            deadline_ms: u64::try_from(ROLLBACK.as_millis()).unwrap_or(u64::MAX),
            ..rollout.clone()
        });
        self.record.last_rollout = Some(LastRollout {
            operation: rollout.operation.clone(),
            kind: rollout.kind,
            outcome: RolloutOutcome::RolledBack,
            spec_hash,
            reason: Some(reason),
            at: Timestamp::now(),
        });
        self.deadline = Some(Instant::now() + ROLLBACK);
        self.adopt_template();
        self.save();
    }

    /// A first version failed: everything stops, the supervisor ends, the reason stays until the
    /// next verb removes the folder.
    fn undo(&mut self, rollout: &Rollout, reason: Reason) {
        crate::failpoint::hit("local.supervisor.before_rollback");
        self.failed = Some(reason.clone());
        self.record.rollout = None;
        self.record.last_rollout = Some(LastRollout {
            operation: rollout.operation.clone(),
            kind: rollout.kind,
            outcome: RolloutOutcome::Undone,
            spec_hash: self.record.desired.spec_hash.clone(),
            reason: Some(reason),
            at: Timestamp::now(),
        });
        self.save();
        self.stopping = Some(None);
        for replica in &mut self.replicas {
            replica.stop(None);
        }
        self.forwarder.retain(&BTreeSet::new());
    }

    /// Commits the rollout once everything wanted is ready and nothing else is left.
    pub(super) fn finish_rollout(&mut self) {
        if self.retry_record.is_some_and(|at| at <= Instant::now()) {
            self.save();
        }
        let Some(rollout) = self.record.rollout.clone() else {
            return;
        };
        let desired = self.record.desired.number;
        let others = self
            .replicas
            .iter()
            .any(|r| !r.is_live() || r.revision.number != desired);
        if others || !self.all_ready() || self.retry_record.is_some() {
            return;
        }
        self.settle(&rollout);
    }

    fn settle(&mut self, rollout: &Rollout) {
        crate::failpoint::hit("local.supervisor.before_commit");
        let before = self.record.clone();
        let complete = self.all_ready();
        self.record.rollout = None;
        if complete {
            self.record.stable = Some(self.record.desired.clone());
        }
        match rollout.kind {
            RolloutKind::Provision | RolloutKind::Update | RolloutKind::Restart => {
                self.record.last_rollout = Some(LastRollout {
                    operation: rollout.operation.clone(),
                    kind: rollout.kind,
                    outcome: RolloutOutcome::Completed,
                    spec_hash: self.record.desired.spec_hash.clone(),
                    reason: None,
                    at: Timestamp::now(),
                });
            }
            // the note of what failed was made when it failed
            RolloutKind::Rollback | RolloutKind::Recover => {}
        }
        self.keep_host_ports();
        if self.try_save().is_err() {
            // not committed: it stays in flight, and is tried again
            self.record = before;
            return;
        }
        self.deadline = None;
        self.forwarder.retain(&self.wanted_fronts());
        crate::failpoint::hit("local.supervisor.after_commit");
    }

    /// Replicas whose template is the one wanted are of the wanted version: nothing of theirs
    /// changes.
    pub(super) fn adopt_template(&mut self) {
        let desired = std::sync::Arc::new(self.record.desired.clone());
        for replica in self.replicas.iter_mut().filter(|replica| replica.is_live()) {
            let same = replica.revision.template_hash == desired.template_hash;
            if same && replica.revision.number <= desired.number && !self.record.is_restart() {
                replica.revision = std::sync::Arc::clone(&desired);
            }
        }
    }

    /// Writes the record, or plans to write it again.
    pub(super) fn save(&mut self) {
        // the warning tells; what is in memory goes on
        let _ = self.try_save();
    }

    pub(super) fn try_save(&mut self) -> std::io::Result<()> {
        self.record.generation += 1;
        self.record.changed_at = Timestamp::now();
        let written = self.folder.write_record(&self.record);
        match &written {
            Ok(()) => {
                self.retry_record = None;
                self.warnings.remove("record");
            }
            Err(error) => {
                self.retry_record = Some(Instant::now() + RETRY);
                let text = format!("the record cannot be written: {error}");
                self.warnings.insert("record".into(), text);
            }
        }
        written
    }

    /// Opens every front port of the wanted version. An allotted one that a stranger took
    /// meanwhile is allotted anew where `renew`.
    ///
    /// # Errors
    /// When one is not to be had; names it.
    pub(super) fn open_fronts(&mut self, renew: bool) -> Result<(), String> {
        let mut allotted = false;
        for (container, port, chosen) in fronts(&self.record.desired) {
            let key = Manifest::port_key(&container, port);
            let kept = self.record.ports.get(&key).copied();
            let number = chosen.or(kept).unwrap_or(0);
            let bound = match self.forwarder.listen(&key, number) {
                Err(_) if renew && chosen.is_none() && number != 0 => {
                    self.forwarder.listen(&key, 0)
                }
                other => other,
            };
            let bound = bound.map_err(|error| {
                format!(
                    "port {number} on 127.0.0.1 for port {port} of container {container:?} is not \
                     to be had: {error}; free it, or choose another `host_port`"
                )
            })?;
            if chosen.is_none() && kept != Some(bound) {
                self.record.ports.insert(key, bound);
                allotted = true;
            }
        }
        if allotted {
            self.try_save()
                .map_err(|error| format!("cannot write the record: {error}"))?;
        }
        Ok(())
    }

    /// Where a front port listens now, and what stays open.
    pub(super) fn wanted_fronts(&self) -> BTreeSet<FrontKey> {
        let stable = self
            .record
            .stable
            .iter()
            .filter(|_| self.record.rollout.is_some());
        [&self.record.desired]
            .into_iter()
            .chain(stable)
            .flat_map(fronts)
            .filter_map(|(container, port, chosen)| {
                let key = Manifest::port_key(&container, port);
                let number = chosen.or_else(|| self.record.ports.get(&key).copied())?;
                Some((key, number))
            })
            .collect()
    }

    /// A port once chosen stays when the choice is taken back; ports no longer served are free.
    fn keep_host_ports(&mut self) {
        let mut ports = std::collections::BTreeMap::new();
        for (container, port, chosen) in fronts(&self.record.desired) {
            let key = Manifest::port_key(&container, port);
            if let Some(number) = chosen.or_else(|| self.record.ports.get(&key).copied()) {
                ports.insert(key, number);
            }
        }
        self.record.ports = ports;
    }
}

impl Record {
    fn is_restart(&self) -> bool {
        self.rollout
            .as_ref()
            .is_some_and(|rollout| rollout.kind == RolloutKind::Restart)
    }
}

/// Container, container port and chosen front port of everything that a revision serves.
fn fronts(revision: &Revision) -> impl Iterator<Item = (String, u16, Option<u16>)> {
    revision.manifest.containers.iter().flat_map(|container| {
        container
            .ports
            .iter()
            .map(|port| (container.name.clone(), port.container_port, port.host_port))
    })
}
