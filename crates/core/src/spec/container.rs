//! One container of a replica.

use std::{collections::BTreeMap, fmt};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{HealthCheckConfig, PortMapping, ResourceRequirements, defaults};
use crate::sensitive::ShownMap;

/// One container of a replica.
///
/// `Debug` shows env values as fingerprints.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(description = "One container of a replica.")]
#[non_exhaustive]
pub struct ContainerSpec {
    /// Name, unique within the tenant: 1 to 63 lower-case letters, digits and `-`, a letter or
    /// digit first and last.
    #[schemars(regex(pattern = super::ids::CONTAINER_NAME_PATTERN))]
    pub name: String,
    /// Image reference, such as `registry.example/app:1.2` or one with an `@sha256:` digest.
    #[schemars(length(min = 1, max = 512))]
    pub image: String,
    /// Replaces the image's entry point; empty keeps it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub command: Vec<String>,
    /// Replaces the image's arguments; empty keeps them unless `command` is given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub args: Vec<String>,
    /// Environment. Values are readable by whoever may read the engine's objects: use
    /// `secrets` for passwords and tokens.
    #[serde(
        default,
        deserialize_with = "super::names::unique",
        skip_serializing_if = "BTreeMap::is_empty"
    )]
    pub env: BTreeMap<String, String>,
    /// Ports that the container listens on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 50))]
    pub ports: Vec<PortMapping>,
    /// How readiness is checked; absent means the container counts as ready while it runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub health_check: Option<HealthCheckConfig>,
    /// What this container claims of the replica's resources; absent means an even share of
    /// what the others leave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resources: Option<ResourceRequirements>,
    /// Seconds between the request to stop and the kill; 30 by default.
    #[serde(
        default = "defaults::stop_grace_seconds::value",
        skip_serializing_if = "defaults::stop_grace_seconds::is"
    )]
    #[schemars(range(min = 0, max = 3600), extend("default" = defaults::STOP_GRACE_SECONDS))]
    pub stop_grace_seconds: u32,
}

impl ContainerSpec {
    /// A container with nothing but a name and an image.
    #[must_use]
    pub fn new(name: impl Into<String>, image: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            image: image.into(),
            command: Vec::new(),
            args: Vec::new(),
            env: BTreeMap::new(),
            ports: Vec::new(),
            health_check: None,
            resources: None,
            stop_grace_seconds: defaults::STOP_GRACE_SECONDS,
        }
    }

    /// Replaces the image's entry point.
    #[must_use]
    pub fn command<S: Into<String>>(mut self, command: impl IntoIterator<Item = S>) -> Self {
        self.command = command.into_iter().map(Into::into).collect();
        self
    }

    /// Replaces the image's arguments.
    #[must_use]
    pub fn args<S: Into<String>>(mut self, args: impl IntoIterator<Item = S>) -> Self {
        self.args = args.into_iter().map(Into::into).collect();
        self
    }

    /// Sets one environment variable.
    #[must_use]
    pub fn env(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.env.insert(key.into(), value.into());
        self
    }

    /// Adds a port.
    #[must_use]
    pub fn port(mut self, port: PortMapping) -> Self {
        self.ports.push(port);
        self
    }

    /// Sets the health check.
    #[must_use]
    pub fn health_check(mut self, check: HealthCheckConfig) -> Self {
        self.health_check = Some(check);
        self
    }

    /// Sets what the container claims of the replica's resources.
    #[must_use]
    pub const fn resources(mut self, resources: ResourceRequirements) -> Self {
        self.resources = Some(resources);
        self
    }

    /// Sets the seconds between the request to stop and the kill.
    #[must_use]
    pub const fn stop_grace_seconds(mut self, seconds: u32) -> Self {
        self.stop_grace_seconds = seconds;
        self
    }
}

impl fmt::Debug for ContainerSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ContainerSpec")
            .field("name", &self.name)
            .field("image", &self.image)
            .field("command", &self.command)
            .field("args", &self.args)
            .field("env", &ShownMap(&self.env))
            .field("ports", &self.ports)
            .field("health_check", &self.health_check)
            .field("resources", &self.resources)
            .field("stop_grace_seconds", &self.stop_grace_seconds)
            .finish()
    }
}
