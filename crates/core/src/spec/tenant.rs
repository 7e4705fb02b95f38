//! The spec of one tenant.

use std::{collections::BTreeMap, fmt};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    ContainerSpec, InvalidId, NetworkConfig, ProviderName, ResourceRequirements, SecretReference,
    SpecBuilder, TenantId,
    defaults::{self, is_default},
};
use crate::sensitive::ShownJson;

/// Version of the spec format that this release reads and writes.
pub const SCHEMA_VERSION: u32 = 1;

const fn schema_version() -> u32 {
    SCHEMA_VERSION
}

const fn is_schema_version(value: &u32) -> bool {
    *value == SCHEMA_VERSION
}

/// What one tenant's compute should be, on whatever engine.
///
/// Ids are plain strings here, so that a file with several mistakes reports
/// all of them: [`validate`](super::validate) checks them, [`tenant`](Self::tenant) and
/// [`provider`](Self::provider) give the checked types.
///
/// `Debug` shows env values and `provider_config` as fingerprints; `Serialize`
/// is the wire form and carries them.
#[derive(Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(description = "What one tenant's compute should be, on whatever engine.")]
#[non_exhaustive]
pub struct TenantComputeSpec {
    /// Version of this format; 1 is the only one.
    #[serde(default = "schema_version", skip_serializing_if = "is_schema_version")]
    #[schemars(range(min = 1, max = 1), extend("default" = SCHEMA_VERSION))]
    pub schema: u32,
    /// The tenant's id, never changed or normalised: 1 to 128 characters, a letter or digit
    /// first, then letters, digits and `. _ : @ / + = -`.
    #[schemars(regex(pattern = super::ids::TENANT_ID_PATTERN))]
    pub tenant_id: String,
    /// Name of the provider instance that runs the tenant, such as `ecs` or `ecs-eu`; absent
    /// means the configured default provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = super::ids::PROVIDER_NAME_PATTERN))]
    pub provider_type: Option<String>,
    /// How many copies of all containers run at once; 0 stops the tenant and keeps it.
    #[serde(
        default = "defaults::replicas::value",
        skip_serializing_if = "defaults::replicas::is"
    )]
    #[schemars(range(min = 0, max = 1000), extend("default" = defaults::REPLICAS))]
    pub replicas: u32,
    /// The containers of one replica; they share a network namespace.
    #[schemars(length(min = 1, max = 10))]
    pub containers: Vec<ContainerSpec>,
    /// Resources of one replica in total; absent means the engine's minimum. What the
    /// containers don't claim for themselves is shared evenly among those that claim nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resources: Option<ResourceRequirements>,
    /// How the tenant is reached and what it may reach.
    #[serde(default, skip_serializing_if = "is_default")]
    pub networking: NetworkConfig,
    /// Secrets that every container receives, by reference; a value never stands in a spec.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 100))]
    pub secrets: Vec<SecretReference>,
    /// Labels on the tenant's objects, for people and bills; nothing is decided by them.
    #[serde(
        default,
        deserialize_with = "super::names::unique",
        skip_serializing_if = "BTreeMap::is_empty"
    )]
    #[schemars(extend("maxProperties" = 32))]
    pub labels: BTreeMap<String, String>,
    /// Settings that only one kind of provider knows; described and checked by that provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider_config: Option<Value>,
}

impl TenantComputeSpec {
    /// Starts a spec for `tenant_id`; [`SpecBuilder::build`] checks it.
    pub fn builder(tenant_id: impl Into<String>) -> SpecBuilder {
        SpecBuilder::new(Self::empty(tenant_id.into()))
    }

    /// The tenant's id, checked.
    ///
    /// # Errors
    /// When `tenant_id` breaks the rules for ids; a validated spec never does.
    pub fn tenant(&self) -> Result<TenantId, InvalidId> {
        TenantId::new(self.tenant_id.as_str())
    }

    /// The provider's name, checked; `None` means the default provider.
    ///
    /// # Errors
    /// When `provider_type` breaks the rules for names; a validated spec never does.
    pub fn provider(&self) -> Result<Option<ProviderName>, InvalidId> {
        self.provider_type
            .as_deref()
            .map(ProviderName::new)
            .transpose()
    }

    /// The container of that name.
    #[must_use]
    pub fn container(&self, name: &str) -> Option<&ContainerSpec> {
        self.containers
            .iter()
            .find(|container| container.name == name)
    }

    const fn empty(tenant_id: String) -> Self {
        Self {
            schema: SCHEMA_VERSION,
            tenant_id,
            provider_type: None,
            replicas: defaults::REPLICAS,
            containers: Vec::new(),
            resources: None,
            networking: NetworkConfig::new(),
            secrets: Vec::new(),
            labels: BTreeMap::new(),
            provider_config: None,
        }
    }
}

impl fmt::Debug for TenantComputeSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TenantComputeSpec")
            .field("schema", &self.schema)
            .field("tenant_id", &self.tenant_id)
            .field("provider_type", &self.provider_type)
            .field("replicas", &self.replicas)
            .field("containers", &self.containers)
            .field("resources", &self.resources)
            .field("networking", &self.networking)
            .field("secrets", &self.secrets)
            .field("labels", &self.labels)
            .field(
                "provider_config",
                &self.provider_config.as_ref().map(ShownJson),
            )
            .finish()
    }
}
