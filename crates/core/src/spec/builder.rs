//! Building specs in code.

use serde_json::Value;

use super::{
    ContainerSpec, NetworkConfig, ResourceRequirements, SecretReference, TenantComputeSpec,
    Violations, validate,
};

/// Builds a [`TenantComputeSpec`]; made by [`TenantComputeSpec::builder`].
#[derive(Debug, Clone)]
#[must_use = "nothing is made before `build`"]
pub struct SpecBuilder {
    spec: TenantComputeSpec,
}

impl SpecBuilder {
    pub(super) const fn new(spec: TenantComputeSpec) -> Self {
        Self { spec }
    }

    /// Names the provider instance; without it the default provider is meant.
    pub fn provider_type(mut self, name: impl Into<String>) -> Self {
        self.spec.provider_type = Some(name.into());
        self
    }

    /// Sets the number of replicas.
    pub const fn replicas(mut self, replicas: u32) -> Self {
        self.spec.replicas = replicas;
        self
    }

    /// Adds a container.
    pub fn container(mut self, container: ContainerSpec) -> Self {
        self.spec.containers.push(container);
        self
    }

    /// Sets the resources of one replica.
    pub const fn resources(mut self, resources: ResourceRequirements) -> Self {
        self.spec.resources = Some(resources);
        self
    }

    /// Sets the networking.
    pub fn networking(mut self, networking: NetworkConfig) -> Self {
        self.spec.networking = networking;
        self
    }

    /// Adds a secret.
    pub fn secret(mut self, secret: SecretReference) -> Self {
        self.spec.secrets.push(secret);
        self
    }

    /// Sets one label.
    pub fn label(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.spec.labels.insert(key.into(), value.into());
        self
    }

    /// Sets what only one kind of provider knows.
    pub fn provider_config(mut self, config: Value) -> Self {
        self.spec.provider_config = Some(config);
        self
    }

    /// The spec, checked by [`validate`].
    ///
    /// # Errors
    /// Every rule that the spec breaks, each with its path.
    pub fn build(self) -> Result<TenantComputeSpec, Violations> {
        let violations = validate(&self.spec);
        if violations.is_empty() {
            Ok(self.spec)
        } else {
            Err(Violations(violations))
        }
    }

    /// The spec as it is, for tests of what refuses bad ones.
    #[must_use]
    pub fn build_unchecked(self) -> TenantComputeSpec {
        self.spec
    }
}
