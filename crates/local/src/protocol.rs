//! The control protocol: one JSON document per line over the tenant's socket.
//!
//! The first request of a connection is `hello`; both sides then speak the lower of their two
//! versions. Unknown fields are ignored, so a later version may add some; an unknown request is
//! answered with `unsupported`.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::folder::{LastRollout, Rollout};
use crate::manifest::{Manifest, Settings};

/// The version that this build speaks.
pub(crate) const VERSION: u32 = 1;

/// What a client asks.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "request", rename_all = "snake_case")]
pub(crate) enum Request {
    /// Opens the conversation.
    Hello { protocol: u32 },
    /// The state now.
    Status,
    /// The state now, then each change as it happens, until the connection closes.
    Watch,
    /// Brings another version, or the same anew.
    Apply(Box<Apply>),
    /// Ends the rollout in flight at once: rolled back, or undone if it is the first.
    Abort { operation: String },
    /// Stops everything and ends the supervisor. `grace_ms` caps each container's own grace.
    Stop {
        #[serde(default)]
        grace_ms: Option<u64>,
    },
}

/// The request for a rollout.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Apply {
    pub(crate) operation: String,
    /// The generation of the record that the client decided upon.
    pub(crate) generation: u64,
    pub(crate) manifest: Manifest,
    pub(crate) spec_hash: String,
    pub(crate) template_hash: String,
    /// Replace every instance even if the template is the same.
    #[serde(default)]
    pub(crate) force: bool,
    /// Supersede a rollout in flight.
    #[serde(default)]
    pub(crate) take_over: bool,
    pub(crate) deadline_ms: u64,
    pub(crate) settings: Settings,
}

/// What a supervisor answers, and says while watched.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub(crate) enum Answer {
    /// To `hello`.
    Hello { protocol: u32, pid: i32 },
    /// To `status` and `watch`.
    Status(Box<Report>),
    /// The request was taken; what follows is seen in the status.
    Accepted { generation: u64 },
    /// The request was not taken.
    Refused { code: Refusal, message: String },
}

/// Why a request was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Refusal {
    /// Another operation is in flight, or the record changed since the client read it.
    Conflict,
    /// The tenant is being stopped.
    Stopping,
    /// The record could not be written; nothing changed.
    Storage,
    /// A front port that the new version asks for is not to be had; nothing changed.
    PortTaken,
    /// A request that this version does not know.
    #[serde(other)]
    Unsupported,
}

/// The state of a tenant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Report {
    pub(crate) tenant: String,
    pub(crate) installation: String,
    pub(crate) generation: u64,
    pub(crate) phase: Phase,
    pub(crate) desired: RevisionReport,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) stable: Option<RevisionReport>,
    /// What shall run, whole.
    pub(crate) manifest: Manifest,
    pub(crate) containers: Vec<ContainerReport>,
    pub(crate) endpoints: Vec<EndpointReport>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) rollout: Option<Rollout>,
    /// Milliseconds left to the rollout in flight.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) remaining_ms: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) last_rollout: Option<LastRollout>,
    /// When the phase last changed.
    pub(crate) last_transition: Timestamp,
    pub(crate) observed_at: Timestamp,
    /// What the supervisor itself struggles with: logs that cannot be written and the like.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) warnings: BTreeMap<String, String>,
}

/// A tenant as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Phase {
    /// The first version is on its way.
    Starting,
    Running,
    /// A later version is on its way.
    Updating,
    /// The version before is on its way back.
    RollingBack,
    /// Something serves, and not all that should.
    Degraded,
    Stopping,
    /// Zero replicas are asked for.
    Stopped,
    /// Nothing serves.
    Failed,
}

/// A revision without its content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RevisionReport {
    pub(crate) number: u64,
    pub(crate) spec_hash: String,
    pub(crate) template_hash: String,
}

/// One container of one replica.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ContainerReport {
    pub(crate) name: String,
    /// The replica's place, from 0.
    pub(crate) slot: u32,
    /// The replica's number, never used again.
    pub(crate) replica: u64,
    pub(crate) revision: u64,
    pub(crate) spec_hash: String,
    pub(crate) state: InstanceState,
    pub(crate) ready: bool,
    pub(crate) health: Health,
    pub(crate) restarts: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) pid: Option<i32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) started_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) last_exit: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) exit_code: Option<i32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) reason: Option<Reason>,
}

/// What an instance does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum InstanceState {
    /// Not yet started, or between two starts.
    Waiting,
    Running,
    Stopping,
    Stopped,
}

/// What the health check says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Health {
    Healthy,
    Unhealthy,
    /// Not decided yet.
    Unknown,
    NoCheck,
}

/// Why a container, or a rollout, is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Reason {
    pub(crate) code: ReasonCode,
    /// What was seen.
    pub(crate) evidence: String,
}

impl Reason {
    pub(crate) fn new(code: ReasonCode, evidence: impl Into<String>) -> Self {
        Self {
            code,
            evidence: evidence.into(),
        }
    }
}

/// The causes that this engine can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ReasonCode {
    SecretMissing,
    ProbeFailing,
    CrashLoop,
    OutOfMemory,
    Permission,
    Configuration,
    SupervisorGone,
    #[serde(other)]
    Unknown,
}

/// One front port.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct EndpointReport {
    pub(crate) container: String,
    pub(crate) container_port: u16,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    pub(crate) port: u16,
    /// Whether an HTTP health check asks this port.
    pub(crate) http: bool,
}
