//! From a supervisor's report to the contract's status.

use std::collections::BTreeSet;

use jiff::Timestamp;
use landlord_core::result::{
    ComputeState, ComputeStatus, ContainerState, ContainerStatus, Endpoint, EndpointScope,
    HealthStatus, InFlight, Reason, ReasonCode, ReplicaCounts,
};
use landlord_core::spec::ContainerName;
use landlord_core::{ProviderName, SpecHash, TenantId};

use crate::folder::{Record, RolloutKind, RolloutOutcome};
use crate::protocol::{
    ContainerReport, EndpointReport, Health, InstanceState, Phase, Reason as EngineReason,
    ReasonCode as EngineCode, Report,
};

/// The address of every front port.
const HOST: &str = "127.0.0.1";

/// The status of a tenant whose supervisor answered.
pub(crate) fn of_report(
    report: &Report,
    tenant: TenantId,
    provider: &ProviderName,
) -> ComputeStatus {
    let mut status = ComputeStatus::new(tenant, provider.clone(), report.observed_at);
    status.state = state(report.phase);
    status.containers = report
        .containers
        .iter()
        .filter_map(|c| container(c, report))
        .collect();
    status.endpoints = endpoints(&report.endpoints);
    status.replicas = counts(report);
    status.health = health(report);
    status.target_hash = hash(&report.desired.spec_hash);
    status.running_hash = report
        .stable
        .as_ref()
        .and_then(|stable| hash(&stable.spec_hash));
    status.last_transition = Some(report.last_transition);
    status.in_flight = in_flight(report);
    status.reasons = reasons(report);
    metadata(report, &mut status);
    status
}

/// The status of a tenant of which nothing runs but its folder.
pub(crate) fn of_folder(
    tenant: TenantId,
    provider: &ProviderName,
    state: ComputeState,
    reason: Option<Reason>,
    record: Option<&Record>,
) -> ComputeStatus {
    let mut status = ComputeStatus::new(tenant, provider.clone(), Timestamp::now());
    status.state = state;
    status.reasons.extend(reason);
    if let Some(record) = record {
        status.target_hash = hash(&record.desired.spec_hash);
        status.replicas = ReplicaCounts::new(record.desired.manifest.replicas, 0, 0);
        status.last_transition = Some(record.changed_at);
    }
    status
}

pub(crate) fn endpoints(reports: &[EndpointReport]) -> Vec<Endpoint> {
    reports
        .iter()
        .filter_map(|report| {
            let name = report
                .name
                .clone()
                .unwrap_or_else(|| report.container_port.to_string());
            let container = ContainerName::new(&report.container).ok()?;
            Some(Endpoint::new(
                name,
                container,
                HOST,
                report.port,
                report.http,
                EndpointScope::Host,
            ))
        })
        .collect()
}

pub(crate) fn hash(text: &str) -> Option<SpecHash> {
    SpecHash::new(text).ok()
}

fn state(phase: Phase) -> ComputeState {
    match phase {
        Phase::Starting => ComputeState::Starting,
        Phase::Running => ComputeState::Running,
        Phase::Updating | Phase::RollingBack => ComputeState::Updating,
        Phase::Degraded => ComputeState::Degraded,
        Phase::Stopping => ComputeState::Stopping,
        Phase::Stopped => ComputeState::Stopped,
        Phase::Failed => ComputeState::Failed,
    }
}

fn container(report: &ContainerReport, whole: &Report) -> Option<ContainerStatus> {
    let image = whole
        .manifest
        .containers
        .iter()
        .find(|container| container.name == report.name)
        .map_or("", |container| &container.image);
    let name = ContainerName::new(&report.name).ok()?;
    let mut status = ContainerStatus::new(name, report.slot.to_string(), image);
    status.state = match report.state {
        InstanceState::Waiting => ContainerState::Waiting,
        InstanceState::Running => ContainerState::Running,
        InstanceState::Stopping => ContainerState::Stopping,
        InstanceState::Stopped => ContainerState::Terminated,
    };
    status.health = container_health(report.health);
    status.spec_hash = hash(&report.spec_hash);
    status.restarts = report.restarts;
    status.exit_code = report.exit_code;
    status.started_at = report.started_at;
    status.reason = report.reason.as_ref().filter(|_| !report.ready).map(reason);
    Some(status)
}

fn container_health(health: Health) -> HealthStatus {
    match health {
        Health::Healthy => HealthStatus::Healthy,
        Health::Unhealthy => HealthStatus::Unhealthy,
        Health::Unknown => HealthStatus::Unknown,
        Health::NoCheck => HealthStatus::NoCheck,
    }
}

/// The containers of the wanted version decide; those of another never count.
fn health(report: &Report) -> HealthStatus {
    let current: Vec<Health> = report
        .containers
        .iter()
        .filter(|container| container.spec_hash == report.desired.spec_hash)
        .map(|container| container.health)
        .collect();
    let checked = report
        .manifest
        .containers
        .iter()
        .any(|container| container.health.is_some());
    if !checked {
        HealthStatus::NoCheck
    } else if current.contains(&Health::Unhealthy) {
        HealthStatus::Unhealthy
    } else if current.is_empty() || current.contains(&Health::Unknown) {
        HealthStatus::Unknown
    } else {
        HealthStatus::Healthy
    }
}

fn counts(report: &Report) -> ReplicaCounts {
    let with = |test: &dyn Fn(&ContainerReport) -> bool| {
        let all: BTreeSet<u64> = report.containers.iter().map(|c| c.replica).collect();
        let whole = all.into_iter().filter(|replica| {
            report
                .containers
                .iter()
                .filter(|c| c.replica == *replica)
                .all(test)
        });
        u32::try_from(whole.count()).unwrap_or(u32::MAX)
    };
    let running = with(&|c| c.state == InstanceState::Running);
    let ready = with(&|c| c.ready && c.spec_hash == report.desired.spec_hash);
    ReplicaCounts::new(report.manifest.replicas, running, ready)
}

fn in_flight(report: &Report) -> Option<InFlight> {
    let rollout = report.rollout.as_ref()?;
    let left = std::time::Duration::from_millis(report.remaining_ms.unwrap_or(rollout.deadline_ms));
    let deadline = report.observed_at.checked_add(left).ok();
    Some(InFlight::new(hash(&report.desired.spec_hash)?, deadline))
}

fn reasons(report: &Report) -> Vec<Reason> {
    let mut all = Vec::new();
    for container in report
        .containers
        .iter()
        .filter(|container| !container.ready)
    {
        if let Some(reason) = &container.reason {
            let named = EngineReason {
                evidence: format!("container {:?}: {}", container.name, reason.evidence),
                ..reason.clone()
            };
            all.push(self::reason(&named));
        }
    }
    if all.is_empty() && report.phase == Phase::Failed {
        let last = report
            .last_rollout
            .as_ref()
            .and_then(|last| last.reason.as_ref());
        all.extend(last.map(reason));
    }
    all.dedup();
    all
}

/// The contract's word for the engine's, with what to do next.
pub(crate) fn reason(reason: &EngineReason) -> Reason {
    let (code, message, next) = match reason.code {
        EngineCode::SecretMissing => (
            ReasonCode::SecretMissing,
            "a secret cannot be read",
            "put the file into `local.secrets_dir`, then restart the tenant",
        ),
        EngineCode::ProbeFailing => (
            ReasonCode::ProbeFailing,
            "its health check does not pass",
            "see its logs; a program must listen on the port in its variable PORT",
        ),
        EngineCode::CrashLoop => (
            ReasonCode::CrashLoop,
            "it ends again and again",
            "see its logs",
        ),
        EngineCode::OutOfMemory => (
            ReasonCode::OutOfMemory,
            "it used more memory than it may",
            "raise `resources.memory`",
        ),
        EngineCode::Permission => (
            ReasonCode::Permission,
            "its command may not be executed",
            "give the file the right to be executed",
        ),
        EngineCode::Configuration => (
            ReasonCode::Configuration,
            "it cannot be started as configured",
            "correct its `command`",
        ),
        EngineCode::SupervisorGone => (
            ReasonCode::EngineUnreachable,
            "supervisor gone",
            "apply the tenant again, which starts it",
        ),
        EngineCode::Unknown => (ReasonCode::Unknown, "it is not ready", "see its logs"),
    };
    Reason::new(code, message)
        .with_evidence(&reason.evidence)
        .with_next_step(next)
}

fn metadata(report: &Report, status: &mut ComputeStatus) {
    let mut add = |key: &str, value: String| status.metadata.insert(key.to_owned(), value);
    add("generation", report.generation.to_string());
    add("revision", report.desired.number.to_string());
    if let Some(rollout) = &report.rollout {
        add("rollout", word(rollout.kind).to_owned());
        add("operation", rollout.operation.clone());
    }
    if let Some(last) = &report.last_rollout {
        let outcome = match last.outcome {
            RolloutOutcome::Completed => "completed",
            RolloutOutcome::RolledBack => "rolled_back",
            RolloutOutcome::Undone => "undone",
        };
        add("last_rollout", outcome.to_owned());
        if let Some(reason) = &last.reason {
            add("last_rollout_reason", reason.evidence.clone());
        }
    }
    for (what, text) in &report.warnings {
        add(&format!("warning {what}"), text.clone());
    }
}

fn word(kind: RolloutKind) -> &'static str {
    match kind {
        RolloutKind::Provision => "provision",
        RolloutKind::Update => "update",
        RolloutKind::Restart => "restart",
        RolloutKind::Rollback => "rollback",
        RolloutKind::Recover => "recover",
    }
}
