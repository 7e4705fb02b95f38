//! A tenant as this engine runs it: what a spec is rendered to and read back from.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// The whole of one tenant's desired state.
///
/// Environment values are sensitive, so `Debug` shows no values at all.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    pub(crate) tenant: String,
    pub(crate) replicas: u32,
    pub(crate) containers: Vec<ContainerManifest>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) resources: Option<Resources>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) secrets: Vec<SecretManifest>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) labels: BTreeMap<String, String>,
}

impl std::fmt::Debug for Manifest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Manifest")
            .field("tenant", &self.tenant)
            .field("replicas", &self.replicas)
            .finish_non_exhaustive()
    }
}

/// One container: a process with what belongs to it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ContainerManifest {
    pub(crate) name: String,
    /// Kept, never pulled: the one field that this engine only remembers.
    pub(crate) image: String,
    pub(crate) command: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) args: Vec<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) env: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) ports: Vec<PortManifest>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) health: Option<HealthManifest>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) resources: Option<Resources>,
    pub(crate) stop_grace_seconds: u32,
}

impl std::fmt::Debug for ContainerManifest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ContainerManifest")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// One TCP port.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PortManifest {
    pub(crate) container_port: u16,
    /// The front port that the operator chose; none: allotted once and kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) host_port: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
}

/// How a container's health is asked, and how often. Times in seconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct HealthManifest {
    pub(crate) probe: Probe,
    pub(crate) interval_seconds: u32,
    pub(crate) timeout_seconds: u32,
    pub(crate) healthy_threshold: u32,
    pub(crate) unhealthy_threshold: u32,
    pub(crate) start_period_seconds: u32,
    pub(crate) restart_on_failure: bool,
}

/// What a health check does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum Probe {
    /// A GET that answers 2xx or 3xx.
    Http { port: u16, path: String },
    /// A connection that is accepted.
    Tcp { port: u16 },
    /// A command that exits with 0.
    Exec { command: Vec<String> },
}

/// Limits, each absent or positive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Resources {
    /// Thousandths of a core.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) cpu: Option<u64>,
    /// MiB.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) memory: Option<u64>,
    /// MiB.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) storage: Option<u64>,
}

/// A reference to a secret; its value is read at each start and kept nowhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SecretManifest {
    pub(crate) name: String,
    /// A file below the operator's secrets folder.
    pub(crate) source: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) key: Option<String>,
    pub(crate) env_var: String,
}

/// One version of a tenant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Revision {
    /// Grows by one with each rollout of the tenant.
    pub(crate) number: u64,
    /// The hash of the effective spec.
    pub(crate) spec_hash: String,
    /// The hash of what replaces instances when it changes.
    pub(crate) template_hash: String,
    pub(crate) manifest: Manifest,
}

/// What the operator configured, as of the last verb.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Settings {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) secrets_dir: Option<PathBuf>,
    /// Bytes after which a log file is rotated.
    pub(crate) log_max_bytes: u64,
    /// How many files of one log are kept, the current one included.
    pub(crate) log_files: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            secrets_dir: None,
            log_max_bytes: 10 * 1024 * 1024,
            log_files: 3,
        }
    }
}

impl Manifest {
    /// The key of one front port in the record: `container/port`.
    pub(crate) fn port_key(container: &str, port: u16) -> String {
        format!("{container}/{port}")
    }
}
