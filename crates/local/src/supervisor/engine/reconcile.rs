//! From what is to what shall be, one step at a time.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::Engine;
use super::replica::{Replica, Stage};
use crate::folder::RolloutKind;
use crate::manifest::Manifest;
use crate::protocol::Phase;
use crate::supervisor::forwarder::Backend;
use crate::supervisor::ports;

/// Open connections of a replaced replica get the stop grace to end, this at most.
const DRAIN: Duration = Duration::from_secs(5);

impl Engine {
    /// Takes every step that is due now.
    pub(super) fn reconcile(&mut self) {
        if self.stopping.is_some() {
            self.stop_all();
        } else {
            self.judge_rollout();
            self.fill_slots();
            self.start_due();
            self.replace();
        }
        self.route();
        self.end_drained();
        self.remove_ended();
        if self.stopping.is_none() {
            self.finish_rollout();
        } else if self.replicas.is_empty() {
            self.finished = true;
        }
        self.publish();
    }

    /// When to look again though nothing happened.
    pub(in crate::supervisor) fn next_wake(&self) -> Option<Instant> {
        let starts = self
            .replicas
            .iter()
            .filter(|replica| replica.is_live() && !replica.renew)
            .flat_map(|replica| &replica.instances)
            .filter_map(|instance| instance.next);
        let drains = self
            .replicas
            .iter()
            .filter_map(|replica| match replica.stage {
                Stage::Draining(until) => Some(until),
                Stage::Live | Stage::Stopping => None,
            });
        let deadline = self.deadline.filter(|_| self.record.rollout.is_some());
        starts
            .chain(drains)
            .chain(deadline)
            .chain(self.retry_record)
            .min()
    }

    fn stop_all(&mut self) {
        let cap = self.stopping.flatten();
        for replica in &mut self.replicas {
            if replica.stage != Stage::Stopping {
                replica.stop(cap);
            }
        }
        self.forwarder.retain(&BTreeSet::new());
    }

    /// Starts what is missing: an empty slot at once, a slot with an older replica only when no
    /// other slot is being replaced.
    fn fill_slots(&mut self) {
        let desired = self.record.desired.number;
        for slot in 0..self.record.desired.manifest.replicas {
            let live = |replica: &&Replica| replica.is_live() && replica.slot == slot;
            let mut here = self.replicas.iter().filter(live).peekable();
            let occupied = here.peek().is_some();
            let current = here.any(|replica| replica.revision.number == desired);
            if !current && (!occupied || !self.is_replacing()) {
                self.add_replica(slot);
            }
        }
    }

    /// Whether a new replica beside an old one has yet to become ready.
    fn is_replacing(&self) -> bool {
        let desired = self.record.desired.number;
        self.replicas
            .iter()
            .filter(|replica| replica.is_live())
            .any(|replica| {
                replica.revision.number == desired
                    && !replica.is_ready()
                    && self.replicas.iter().any(|other| {
                        other.is_live()
                            && other.slot == replica.slot
                            && other.revision.number != desired
                    })
            })
    }

    fn add_replica(&mut self, slot: u32) {
        let revision = Arc::new(self.record.desired.clone());
        match ports::draw(&revision.manifest) {
            Ok(drawn) => {
                let number = self.number();
                self.replicas
                    .push(Replica::new(number, slot, revision, drawn));
                self.warnings.remove("ports");
            }
            Err(error) => {
                self.warnings
                    .insert("ports".into(), format!("no free port: {error}"));
                self.retry_record = Some(Instant::now() + Duration::from_secs(1));
            }
        }
    }

    /// Takes out of service what a ready replica has replaced, what is more than wanted, and at
    /// a rollback what failed.
    fn replace(&mut self) {
        let desired = self.record.desired.number;
        let wanted = self.record.desired.manifest.replicas;
        let ready: BTreeSet<u32> = self
            .replicas
            .iter()
            .filter(|replica| replica.revision.number == desired && replica.is_ready())
            .map(|replica| replica.slot)
            .collect();
        let all_ready = (0..wanted).all(|slot| ready.contains(&slot));
        let rollback = self
            .record
            .rollout
            .as_ref()
            .is_some_and(|r| r.kind == RolloutKind::Rollback);
        let mut switched = false;
        for replica in self.replicas.iter_mut().filter(|replica| replica.is_live()) {
            let old = replica.revision.number != desired;
            let replaced = old && ready.contains(&replica.slot);
            let surplus = replica.slot >= wanted && (all_ready || !replica.is_ready());
            let failed = old && rollback && !replica.is_ready();
            if replaced || surplus || failed {
                if !switched {
                    crate::failpoint::hit("local.supervisor.before_switch");
                }
                switched = true;
                replica.drain(DRAIN);
            }
        }
        if switched {
            self.route();
            crate::failpoint::hit("local.supervisor.after_switch");
            let draining = self
                .replicas
                .iter()
                .filter(|r| matches!(r.stage, Stage::Draining(_)));
            for connections in draining
                .map(|r| Arc::clone(&r.connections))
                .collect::<Vec<_>>()
            {
                self.wake_when_idle(connections);
            }
        }
    }

    /// Points every front port at the ready replicas that have it.
    fn route(&mut self) {
        let keys: BTreeSet<(String, u16)> = [&self.record.desired]
            .into_iter()
            .chain(&self.record.stable)
            .flat_map(|revision| keys(&revision.manifest))
            .collect();
        for (container, port) in keys {
            let backends = self
                .replicas
                .iter()
                .filter(|replica| replica.is_ready())
                .filter_map(|replica| {
                    let port = *replica.ports.get(&(container.clone(), port))?;
                    Some(Backend {
                        port,
                        connections: Arc::clone(&replica.connections),
                    })
                })
                .collect();
            self.forwarder
                .route(&Manifest::port_key(&container, port), backends);
        }
    }

    fn end_drained(&mut self) {
        let now = Instant::now();
        for replica in &mut self.replicas {
            if let Stage::Draining(until) = replica.stage
                && (until <= now || replica.connections.open() == 0)
            {
                replica.stop(None);
            }
        }
    }

    fn remove_ended(&mut self) {
        let work = self.folder.work();
        self.replicas.retain(|replica| {
            let gone = replica.stage == Stage::Stopping && replica.has_ended();
            if gone {
                for container in &replica.manifest().containers {
                    let name = format!("{}.{}-{}", replica.slot, replica.number, container.name);
                    // what cannot be removed now goes with the tenant's folder
                    let _ = std::fs::remove_dir_all(work.join(name));
                }
            }
            !gone
        });
    }

    /// What the tenant is as a whole.
    pub(super) fn phase_now(&self) -> Phase {
        if self.stopping.is_some() {
            return if self.failed.is_some() {
                Phase::Failed
            } else {
                Phase::Stopping
            };
        }
        match self.record.rollout.as_ref().map(|rollout| rollout.kind) {
            Some(RolloutKind::Provision | RolloutKind::Recover) => return Phase::Starting,
            Some(RolloutKind::Update | RolloutKind::Restart) => return Phase::Updating,
            Some(RolloutKind::Rollback) => return Phase::RollingBack,
            None => {}
        }
        let wanted = self.record.desired.manifest.replicas;
        if wanted == 0 {
            return Phase::Stopped;
        }
        let ready = self
            .replicas
            .iter()
            .filter(|replica| replica.is_ready())
            .count();
        let hopeless = self
            .replicas
            .iter()
            .all(|replica| replica.failure().is_some());
        match u32::try_from(ready).unwrap_or(u32::MAX) {
            ready if ready >= wanted => Phase::Running,
            0 if hopeless => Phase::Failed,
            _ => Phase::Degraded,
        }
    }
}

/// Every container and port of a manifest.
fn keys(manifest: &Manifest) -> impl Iterator<Item = (String, u16)> {
    manifest.containers.iter().flat_map(|container| {
        container
            .ports
            .iter()
            .map(|port| (container.name.clone(), port.container_port))
    })
}
