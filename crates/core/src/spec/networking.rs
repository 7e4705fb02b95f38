//! Networking.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::defaults::is_default;

/// How the tenant is reached and what it may reach.
///
/// Tenants are isolated by default: nothing but `allow_from` reaches them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct NetworkConfig {
    /// Whether replicas get a public address; no by default.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("default" = false))]
    pub public_ip: bool,
    /// The engine's security groups, by its ids. The order means nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 16))]
    pub security_groups: Vec<String>,
    /// The engine's subnets, by its ids. The order means nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 16))]
    pub subnets: Vec<String>,
    /// Host label under which the tenant is found: a DNS label of 1 to 63 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = super::ids::DNS_LABEL_PATTERN))]
    pub dns: Option<String>,
    /// Who may open connections to the tenant. The order means nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 100))]
    pub allow_from: Vec<NetworkPeer>,
    /// To whom the tenant may open connections. The order means nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 100))]
    pub allow_to: Vec<NetworkPeer>,
}

impl NetworkConfig {
    /// An isolated tenant.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            public_ip: false,
            security_groups: Vec::new(),
            subnets: Vec::new(),
            dns: None,
            allow_from: Vec::new(),
            allow_to: Vec::new(),
        }
    }

    /// Gives replicas a public address.
    #[must_use]
    pub const fn public_ip(mut self) -> Self {
        self.public_ip = true;
        self
    }

    /// Sets the host label.
    #[must_use]
    pub fn dns(mut self, label: impl Into<String>) -> Self {
        self.dns = Some(label.into());
        self
    }

    /// Adds a security group.
    #[must_use]
    pub fn security_group(mut self, id: impl Into<String>) -> Self {
        self.security_groups.push(id.into());
        self
    }

    /// Adds a subnet.
    #[must_use]
    pub fn subnet(mut self, id: impl Into<String>) -> Self {
        self.subnets.push(id.into());
        self
    }

    /// Lets `peer` open connections to the tenant.
    #[must_use]
    pub fn allow_from(mut self, peer: NetworkPeer) -> Self {
        self.allow_from.push(peer);
        self
    }

    /// Lets the tenant open connections to `peer`.
    #[must_use]
    pub fn allow_to(mut self, peer: NetworkPeer) -> Self {
        self.allow_to.push(peer);
        self
    }
}

/// The other side of a connection: a tenant of this installation, or a range of addresses.
///
/// Exactly one of `tenant` and `cidr` is given.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(deny_unknown_fields)]
#[schemars(extend("oneOf" = [{"required": ["tenant"]}, {"required": ["cidr"]}]))]
#[non_exhaustive]
pub struct NetworkPeer {
    /// Id of another tenant of this installation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = super::ids::TENANT_ID_PATTERN))]
    pub tenant: Option<String>,
    /// A range of addresses, such as `10.0.0.0/8` or `2001:db8::/32`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cidr: Option<String>,
    /// Ports, with `cidr` alone; empty means every port.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 50), inner(range(min = 1, max = 65535)))]
    pub ports: Vec<u16>,
}

impl NetworkPeer {
    /// Another tenant of this installation.
    #[must_use]
    pub fn tenant(id: impl Into<String>) -> Self {
        Self {
            tenant: Some(id.into()),
            ..Self::default()
        }
    }

    /// A range of addresses, on every port.
    #[must_use]
    pub fn cidr(range: impl Into<String>) -> Self {
        Self {
            cidr: Some(range.into()),
            ..Self::default()
        }
    }

    /// Limits a range of addresses to these ports.
    #[must_use]
    pub fn ports(mut self, ports: impl IntoIterator<Item = u16>) -> Self {
        self.ports = ports.into_iter().collect();
        self
    }
}
