//! Ports.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::defaults::is_default;

/// A port that a container listens on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PortMapping {
    /// The port inside the replica, 1 to 65535. Containers of a replica share one network
    /// namespace: each port and protocol may appear once per tenant.
    #[schemars(range(min = 1, max = 65535))]
    pub container_port: u16,
    /// A fixed port on the host, 1 to 65535, where the engine has such; absent lets it choose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 65535))]
    pub host_port: Option<u16>,
    /// Transport protocol; tcp by default.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("default" = "tcp"))]
    pub protocol: Protocol,
    /// Name of the port, unique within the container: 1 to 15 lower-case letters, digits and
    /// single `-`, a letter first, no `-` last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = super::ids::PORT_NAME_PATTERN))]
    pub name: Option<String>,
}

impl PortMapping {
    /// A TCP port.
    #[must_use]
    pub const fn tcp(container_port: u16) -> Self {
        Self {
            container_port,
            host_port: None,
            protocol: Protocol::Tcp,
            name: None,
        }
    }

    /// A UDP port.
    #[must_use]
    pub const fn udp(container_port: u16) -> Self {
        let mut port = Self::tcp(container_port);
        port.protocol = Protocol::Udp;
        port
    }

    /// Fixes the port on the host.
    #[must_use]
    pub const fn host_port(mut self, port: u16) -> Self {
        self.host_port = Some(port);
        self
    }

    /// Names the port.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// What identifies the port within its container.
    #[must_use]
    pub const fn key(&self) -> (u16, Protocol) {
        (self.container_port, self.protocol)
    }
}

/// Transport protocol of a port.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Protocol {
    /// TCP.
    #[default]
    Tcp,
    /// UDP.
    Udp,
}

impl Protocol {
    /// The wire text.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tcp => "tcp",
            Self::Udp => "udp",
        }
    }
}

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
