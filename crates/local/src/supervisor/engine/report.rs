//! What an engine says about itself.

use jiff::Timestamp;

use super::Engine;
use super::replica::Replica;
use crate::folder::Record;
use crate::manifest::{Manifest, Probe, Revision};
use crate::protocol::{ContainerReport, EndpointReport, Phase, Report, RevisionReport};

impl Engine {
    /// The state now.
    pub(super) fn report(&self) -> Report {
        let mut report = initial(&self.record);
        report.phase = self.phase;
        report.last_transition = self.transition;
        report.containers = self.replicas.iter().flat_map(containers).collect();
        report
            .containers
            .sort_by(|a, b| (a.slot, a.replica, &a.name).cmp(&(b.slot, b.replica, &b.name)));
        report.remaining_ms = self
            .deadline
            .filter(|_| self.record.rollout.is_some())
            .map(|at| {
                let left = at.saturating_duration_since(std::time::Instant::now());
                u64::try_from(left.as_millis()).unwrap_or(u64::MAX)
            });
        report.warnings = self.warnings.clone();
        report.warnings.extend(self.logs.failures());
        report
    }

    /// Tells those who watch, if anything changed.
    pub(super) fn publish(&mut self) {
        let phase = self.phase_now();
        if phase != self.phase {
            self.phase = phase;
            self.transition = Timestamp::now();
        }
        if self.reports.receiver_count() == 0 {
            return;
        }
        let report = self.report();
        self.reports.send_if_modified(|last| {
            // times pass without anything having changed
            let same = Report {
                observed_at: last.observed_at,
                remaining_ms: last.remaining_ms,
                ..report.clone()
            };
            let changed = same != *last;
            if changed {
                *last = report;
            }
            changed
        });
    }
}

/// What a record says before anything runs.
pub(super) fn initial(record: &Record) -> Report {
    Report {
        tenant: record.tenant.clone(),
        installation: record.installation.clone(),
        generation: record.generation,
        phase: Phase::Starting,
        desired: revision(&record.desired),
        stable: record.stable.as_ref().map(revision),
        manifest: record.desired.manifest.clone(),
        containers: Vec::new(),
        endpoints: endpoints(record),
        rollout: record.rollout.clone(),
        remaining_ms: None,
        last_rollout: record.last_rollout.clone(),
        last_transition: record.changed_at,
        observed_at: Timestamp::now(),
        warnings: Default::default(),
    }
}

fn revision(revision: &Revision) -> RevisionReport {
    RevisionReport {
        number: revision.number,
        spec_hash: revision.spec_hash.clone(),
        template_hash: revision.template_hash.clone(),
    }
}

fn endpoints(record: &Record) -> Vec<EndpointReport> {
    let containers = &record.desired.manifest.containers;
    containers
        .iter()
        .flat_map(|container| container.ports.iter().map(move |port| (container, port)))
        .filter_map(|(container, port)| {
            let key = Manifest::port_key(&container.name, port.container_port);
            let front = port.host_port.or_else(|| record.ports.get(&key).copied())?;
            let http = container.health.as_ref().is_some_and(|check| {
                matches!(&check.probe, Probe::Http { port: asked, .. } if *asked == port.container_port)
            });
            Some(EndpointReport {
                container: container.name.clone(),
                container_port: port.container_port,
                name: port.name.clone(),
                port: front,
                http,
            })
        })
        .collect()
}

fn containers(replica: &Replica) -> impl Iterator<Item = ContainerReport> {
    replica
        .containers()
        .map(|(container, instance)| ContainerReport {
            name: container.name.clone(),
            slot: replica.slot,
            replica: replica.number,
            revision: replica.revision.number,
            spec_hash: replica.revision.spec_hash.clone(),
            state: instance.state(),
            ready: replica.is_live() && instance.is_ready(container),
            health: instance.health(container),
            restarts: instance.restarts,
            pid: instance.run.as_ref().and_then(|run| run.pid),
            started_at: instance.run.as_ref().map(|run| run.started_at),
            last_exit: instance.last_exit.as_ref().map(ToString::to_string),
            exit_code: instance
                .last_exit
                .as_ref()
                .and_then(|exit| exit.code.or(exit.signal.map(|signal| 128 + signal))),
            reason: instance.reason.clone(),
        })
}
