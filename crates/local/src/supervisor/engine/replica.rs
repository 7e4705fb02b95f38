//! One replica: every container of the spec once, with private ports of its own.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::instance::Instance;
use crate::manifest::{ContainerManifest, Manifest, Revision};
use crate::protocol::Reason;
use crate::supervisor::backoff::ROLLOUT_FAILURES;
use crate::supervisor::forwarder::Connections;
use crate::supervisor::ports::PrivatePorts;

/// Where a replica is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// It shall run.
    Live,
    /// No new connection comes; the open ones may end until then.
    Draining(Instant),
    /// Its containers are being stopped.
    Stopping,
}

/// One replica.
#[derive(Debug)]
pub(super) struct Replica {
    pub(super) number: u64,
    pub(super) slot: u32,
    pub(super) revision: Arc<Revision>,
    pub(super) ports: PrivatePorts,
    pub(super) connections: Arc<Connections>,
    pub(super) stage: Stage,
    /// In the order of the manifest's containers.
    pub(super) instances: Vec<Instance>,
    /// A private port was taken by a stranger: stop all, draw new ports, start again.
    pub(super) renew: bool,
}

impl Replica {
    pub(super) fn new(
        number: u64,
        slot: u32,
        revision: Arc<Revision>,
        ports: PrivatePorts,
    ) -> Self {
        let now = Instant::now();
        let instances = revision
            .manifest
            .containers
            .iter()
            .map(|_| Instance::new(now))
            .collect();
        Self {
            number,
            slot,
            revision,
            ports,
            connections: Arc::default(),
            stage: Stage::Live,
            instances,
            renew: false,
        }
    }

    pub(super) fn manifest(&self) -> &Manifest {
        &self.revision.manifest
    }

    /// Each container with its instance.
    pub(super) fn containers(&self) -> impl Iterator<Item = (&ContainerManifest, &Instance)> {
        self.manifest().containers.iter().zip(&self.instances)
    }

    pub(super) fn is_live(&self) -> bool {
        self.stage == Stage::Live
    }

    pub(super) fn is_ready(&self) -> bool {
        self.is_live()
            && self
                .containers()
                .all(|(container, instance)| instance.is_ready(container))
    }

    /// Whether nothing of it runs any more.
    pub(super) fn has_ended(&self) -> bool {
        self.instances.iter().all(|instance| instance.run.is_none())
    }

    /// Why this replica will not become ready, as far as that is known.
    pub(super) fn failure(&self) -> Option<Reason> {
        self.containers().find_map(|(container, instance)| {
            let given_up = instance.fatal || instance.backoff.failures() >= ROLLOUT_FAILURES;
            given_up.then(|| named(container, instance)).flatten()
        })
    }

    /// What keeps it from being ready now.
    pub(super) fn obstacle(&self) -> Option<Reason> {
        self.containers()
            .filter(|(container, instance)| !instance.is_ready(container))
            .find_map(|(container, instance)| named(container, instance))
    }

    /// No new connection, and the open ones get until the grace period, `most` at most.
    pub(super) fn drain(&mut self, most: Duration) {
        if self.is_live() {
            let grace = self
                .manifest()
                .containers
                .iter()
                .map(|c| c.stop_grace_seconds)
                .max();
            let grace = Duration::from_secs(grace.unwrap_or_default().into());
            self.stage = Stage::Draining(Instant::now() + grace.min(most));
        }
    }

    /// SIGTERM to all that runs; each container has its own grace, `cap` at most.
    pub(super) fn stop(&mut self, cap: Option<Duration>) {
        self.stage = Stage::Stopping;
        self.stop_instances(cap);
    }

    pub(super) fn stop_instances(&mut self, cap: Option<Duration>) {
        for (container, instance) in self
            .revision
            .manifest
            .containers
            .iter()
            .zip(&mut self.instances)
        {
            let grace = Duration::from_secs(container.stop_grace_seconds.into());
            instance.stop(cap.map_or(grace, |cap| grace.min(cap)));
        }
    }
}

fn named(container: &ContainerManifest, instance: &Instance) -> Option<Reason> {
    let reason = instance.reason.clone()?;
    let evidence = format!("container {:?}: {}", container.name, reason.evidence);
    Some(Reason { evidence, ..reason })
}
