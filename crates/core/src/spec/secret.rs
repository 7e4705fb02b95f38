//! References to secrets.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A secret that the engine hands to every container; only where it lies is known here.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SecretReference {
    /// Name within the tenant: 1 to 63 lower-case letters, digits and `-`.
    #[schemars(regex(pattern = super::ids::CONTAINER_NAME_PATTERN))]
    pub name: String,
    /// The engine's reference: an ARN on ECS, a Secret's name on Kubernetes, a variable's path
    /// on Nomad, a file under `local.secrets_dir` for local.
    #[schemars(length(min = 1, max = 2048))]
    pub source: String,
    /// A field within the secret; absent means the whole of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 256))]
    pub key: Option<String>,
    /// Environment variable that receives the value.
    #[schemars(regex(pattern = super::ids::ENV_NAME_PATTERN))]
    pub env_var: String,
}

impl SecretReference {
    /// The whole secret at `source`, in the variable `env_var`.
    #[must_use]
    pub fn new(
        name: impl Into<String>,
        source: impl Into<String>,
        env_var: impl Into<String>,
    ) -> Self {
        Self {
            name: name.into(),
            source: source.into(),
            key: None,
            env_var: env_var.into(),
        }
    }

    /// Takes one field of the secret.
    #[must_use]
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }
}
