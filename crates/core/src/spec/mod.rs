//! The desired state of one tenant's compute, independent of any engine.
//!
//! [`TenantComputeSpec`] is plain data: it deserialises whatever has the right
//! shape, so that [`validate`] can report *every* broken rule at once instead
//! of the first. The newtypes ([`TenantId`], [`ProviderName`], …) are checked
//! when made and appear from there on.
//!
//! Env values count as sensitive: `Serialize` is the wire form and carries
//! them, `Debug`, violations and change lists show fingerprints.

#[cfg(any(test, feature = "arbitrary"))]
pub mod arbitrary;
mod builder;
mod canonical;
mod container;
pub(crate) mod defaults;
mod effective;
mod hash;
mod health_check;
pub(crate) mod ids;
mod image;
mod names;
mod networking;
mod parse;
pub(crate) mod path;
mod port;
mod resources;
mod schema;
mod secret;
mod tenant;
mod validate;
mod violation;

pub use builder::SpecBuilder;
pub use canonical::{canonical, canonical_bytes};
pub use container::ContainerSpec;
pub use effective::effective;
pub use hash::{InvalidSpecHash, SpecHash, spec_hash};
pub use health_check::{HealthCheckConfig, HealthCheckType};
pub use ids::{ContainerName, EnvName, Installation, InvalidId, ProviderName, TenantId};
pub use networking::{NetworkConfig, NetworkPeer};
pub use parse::{ParseError, ParsedSpec, SpecSource, parse};
pub use port::{PortMapping, Protocol};
pub use resources::ResourceRequirements;
pub use schema::json_schema;
pub use secret::SecretReference;
pub use tenant::{SCHEMA_VERSION, TenantComputeSpec};
pub use validate::{validate, warnings};
pub use violation::{Position, Violation, ViolationKind, Violations, Warning, WarningKind};

#[cfg(test)]
mod tests;
