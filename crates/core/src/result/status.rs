//! A tenant's state, in one vocabulary for all engines.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    open_enum::open_enum,
    spec::{ContainerName, ProviderName, SpecHash, TenantId},
};

open_enum! {
    /// What a tenant's compute is doing.
    pub enum ComputeState {
        /// Accepted; nothing runs yet.
        Pending = "pending",
        /// The first version is coming up.
        Starting = "starting",
        /// Every replica serves the wanted version.
        Running = "running",
        /// Another version is coming up while the old one serves.
        Updating = "updating",
        /// It serves, but not at full strength.
        Degraded = "degraded",
        /// It does not serve.
        Failed = "failed",
        /// It is being removed.
        Stopping = "stopping",
        /// Zero replicas wanted, none runs.
        Stopped = "stopped",
        /// The engine cannot tell.
        Unknown = "unknown",
    }
}

open_enum! {
    /// What health checks say.
    pub enum HealthStatus {
        /// The checks pass.
        Healthy = "healthy",
        /// A check fails.
        Unhealthy = "unhealthy",
        /// No check has answered yet, or the engine cannot tell.
        Unknown = "unknown",
        /// No check is configured.
        NoCheck = "no_check",
    }
}

open_enum! {
    /// What one container is doing.
    pub enum ContainerState {
        /// It has not started yet, or waits for its next start.
        Waiting = "waiting",
        /// It runs.
        Running = "running",
        /// It was asked to stop.
        Stopping = "stopping",
        /// It has ended and is not started again.
        Terminated = "terminated",
        /// The engine cannot tell.
        Unknown = "unknown",
    }
}

open_enum! {
    /// Why a container or a tenant is not as wanted.
    pub enum ReasonCode {
        /// The image could not be pulled.
        ImagePull = "image_pull",
        /// A referenced secret or a field of it does not exist.
        SecretMissing = "secret_missing",
        /// A quota of the engine or the account is used up.
        Quota = "quota",
        /// No node has room or fits the constraints.
        Unplaceable = "unplaceable",
        /// A health check does not pass.
        ProbeFailing = "probe_failing",
        /// It ends again and again soon after its start.
        CrashLoop = "crash_loop",
        /// It was killed for using more memory than allowed.
        OutOfMemory = "out_of_memory",
        /// The engine refused for lack of a right.
        Permission = "permission",
        /// The engine cannot run it as configured: a missing command, a taken port.
        Configuration = "configuration",
        /// What runs the tenant could not be reached or is gone.
        EngineUnreachable = "engine_unreachable",
        /// The engine gave no reason that fits another code.
        Unknown = "unknown",
    }
}

open_enum! {
    /// Who can reach an endpoint.
    pub enum EndpointScope {
        /// This machine.
        Host = "host",
        /// The engine's own network.
        Cluster = "cluster",
        /// Everybody.
        Public = "public",
    }
}

/// How much of the engine's own words is kept.
const EVIDENCE_BYTES: usize = 1024;

/// Why something is not as wanted, with the engine's evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Reason {
    /// The class of the reason.
    pub code: ReasonCode,
    /// What happened, a lower-case fragment.
    pub message: String,
    /// The engine's own words, at most 1 KiB, scrubbed of env values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
    /// What to do next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_step: Option<String>,
}

impl Reason {
    /// A reason without evidence.
    #[must_use]
    pub fn new(code: ReasonCode, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            evidence: None,
            next_step: None,
        }
    }

    /// Adds the engine's own words, cut after 1 KiB. Never pass an env value.
    #[must_use]
    pub fn with_evidence(mut self, evidence: impl Into<String>) -> Self {
        let mut evidence = evidence.into();
        let mut end = EVIDENCE_BYTES.min(evidence.len());
        while !evidence.is_char_boundary(end) {
            end -= 1;
        }
        evidence.truncate(end);
        self.evidence = Some(evidence);
        self
    }

    /// Adds what to do next.
    #[must_use]
    pub fn with_next_step(mut self, next_step: impl Into<String>) -> Self {
        self.next_step = Some(next_step.into());
        self
    }
}

/// Where a tenant can be reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Endpoint {
    /// The port's name, or its number where it has none.
    pub name: String,
    /// The container that serves it.
    pub container: ContainerName,
    /// `tcp` or `udp`.
    pub protocol: String,
    /// Host name or address.
    pub host: String,
    /// Port, 1 to 65535.
    pub port: u16,
    /// `http://…` where the port has an http check, else `tcp://…`.
    pub url: String,
    /// Who can reach it.
    pub scope: EndpointScope,
}

impl Endpoint {
    /// An endpoint whose url is http where `http` is set.
    #[must_use]
    pub fn new(
        name: impl Into<String>,
        container: ContainerName,
        host: impl Into<String>,
        port: u16,
        http: bool,
        scope: EndpointScope,
    ) -> Self {
        let host = host.into();
        Self {
            name: name.into(),
            container,
            protocol: "tcp".to_owned(),
            url: url(if http { "http" } else { "tcp" }, &host, port),
            host,
            port,
            scope,
        }
    }
}

/// An address of IPv6 stands in brackets (RFC 3986, 3.2.2).
fn url(scheme: &str, host: &str, port: u16) -> String {
    if host.contains(':') {
        format!("{scheme}://[{host}]:{port}")
    } else {
        format!("{scheme}://{host}:{port}")
    }
}

/// One container of one replica.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ContainerStatus {
    /// The container's name in the spec.
    pub name: ContainerName,
    /// The replica it belongs to, by the engine's name.
    pub replica: String,
    /// What it is doing.
    pub state: ContainerState,
    /// What its check says.
    pub health: HealthStatus,
    /// The image as the spec names it.
    pub image: String,
    /// Hash of the spec it runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spec_hash: Option<SpecHash>,
    /// Starts after the first.
    pub restarts: u32,
    /// Exit code of the last end; 128 + n where signal n ended it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exit_code: Option<i32>,
    /// When it was last started.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at: Option<Timestamp>,
    /// Why it is not as wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
}

impl ContainerStatus {
    /// A container with unknown state and health.
    #[must_use]
    pub fn new(name: ContainerName, replica: impl Into<String>, image: impl Into<String>) -> Self {
        Self {
            name,
            replica: replica.into(),
            state: ContainerState::Unknown,
            health: HealthStatus::Unknown,
            image: image.into(),
            spec_hash: None,
            restarts: 0,
            exit_code: None,
            started_at: None,
            reason: None,
        }
    }
}

/// How many replicas there are, by stage.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReplicaCounts {
    /// Wanted.
    pub desired: u32,
    /// Running, of any version.
    pub running: u32,
    /// Running the wanted version and serving.
    pub ready: u32,
}

impl ReplicaCounts {
    /// All three counts.
    #[must_use]
    pub fn new(desired: u32, running: u32, ready: u32) -> Self {
        Self {
            desired,
            running,
            ready,
        }
    }
}

/// An operation that the engine has not finished.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct InFlight {
    /// The spec it brings.
    pub spec_hash: SpecHash,
    /// When its deadline passes, by the engine's clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Timestamp>,
}

impl InFlight {
    /// An operation that brings `spec_hash`.
    #[must_use]
    pub fn new(spec_hash: SpecHash, deadline: Option<Timestamp>) -> Self {
        Self {
            spec_hash,
            deadline,
        }
    }
}

/// A tenant as the engine holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ComputeStatus {
    /// The tenant.
    pub tenant_id: TenantId,
    /// Name of the provider that was asked.
    pub provider_type: ProviderName,
    /// What the tenant is doing.
    pub state: ComputeState,
    /// What the checks of the target version say; old health never counts for a new version.
    pub health: HealthStatus,
    /// Every container of every replica.
    pub containers: Vec<ContainerStatus>,
    /// Where the tenant can be reached.
    pub endpoints: Vec<Endpoint>,
    /// Replicas by stage.
    pub replicas: ReplicaCounts,
    /// Hash of the spec that is wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_hash: Option<SpecHash>,
    /// Hash of the spec that serves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub running_hash: Option<SpecHash>,
    /// When the state last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_transition: Option<Timestamp>,
    /// When the engine was asked: what this status says was true then.
    pub last_updated: Timestamp,
    /// An operation that is not finished.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_flight: Option<InFlight>,
    /// Why the tenant is not as wanted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
    /// Facts of this engine, such as `last_rollout`.
    pub metadata: BTreeMap<String, String>,
}

impl ComputeStatus {
    /// A status with unknown state and health, asked at `observed_at`.
    #[must_use]
    pub fn new(tenant_id: TenantId, provider: ProviderName, observed_at: Timestamp) -> Self {
        Self {
            tenant_id,
            provider_type: provider,
            state: ComputeState::Unknown,
            health: HealthStatus::Unknown,
            containers: Vec::new(),
            endpoints: Vec::new(),
            replicas: ReplicaCounts::default(),
            target_hash: None,
            running_hash: None,
            last_transition: None,
            last_updated: observed_at,
            in_flight: None,
            reasons: Vec::new(),
            metadata: BTreeMap::new(),
        }
    }

    /// Whether every replica runs the wanted version and nothing is under way.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.in_flight.is_none()
            && matches!(self.state, ComputeState::Running | ComputeState::Stopped)
            && self.target_hash == self.running_hash
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_is_cut_between_characters() {
        let reason = Reason::new(ReasonCode::Unknown, "it failed");
        let evidence = |text: &str| reason.clone().with_evidence(text).evidence.unwrap();
        assert_eq!(evidence("as it was"), "as it was");
        assert_eq!(
            evidence(&format!("x{}", "ü".repeat(600))),
            format!("x{}", "ü".repeat(511))
        );
    }

    #[test]
    fn urls_bracket_addresses_of_ipv6() {
        let url = |host: &str, http| {
            let web = ContainerName::new("web").unwrap();
            Endpoint::new("80", web, host, 80, http, EndpointScope::Host).url
        };
        assert_eq!(url("127.0.0.1", true), "http://127.0.0.1:80");
        assert_eq!(url("db.example", false), "tcp://db.example:80");
        assert_eq!(url("2001:db8::1", true), "http://[2001:db8::1]:80");
    }
}
