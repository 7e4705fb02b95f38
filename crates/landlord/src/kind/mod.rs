//! The kinds of provider that configuration knows, compiled in or not.
//!
//! Adding one is an entry in [`KINDS`], a file beside this one and a variant
//! of [`ProviderConfig`].

#[cfg(feature = "local")]
pub(crate) mod local;

use std::fmt;

use schemars::Schema;
use serde_json::Value;

use crate::config::ProviderConfig;

/// One kind of provider.
#[non_exhaustive]
pub struct Kind {
    /// Its name in `kind`, and its feature.
    pub name: &'static str,
    /// What its flags (`--k8s-…`) and variables (`COMPUTE_K8S_…`) begin with.
    pub prefix: &'static str,
    /// Whether its engine is reached over a network and may be shared with others.
    pub remote: bool,
    /// What works once it is compiled in.
    pub(crate) compiled: Option<Compiled>,
}

/// A kind of provider that is compiled in.
pub(crate) struct Compiled {
    /// The JSON Schema of its settings.
    pub(crate) schema: fn() -> Schema,
    /// Its settings, from the merged configuration.
    pub(crate) parse: fn(Value) -> ParseResult,
}

/// Typed settings, or the path of the key that is wrong.
pub(crate) type ParseResult =
    std::result::Result<ProviderConfig, serde_path_to_error::Error<serde_json::Error>>;

impl Kind {
    /// Whether this build has it.
    #[must_use]
    pub fn is_compiled(&self) -> bool {
        self.compiled.is_some()
    }

    /// The JSON Schema of its settings; `None` when it is not compiled in.
    #[must_use]
    pub fn schema(&self) -> Option<Schema> {
        self.compiled.as_ref().map(|compiled| (compiled.schema)())
    }

    /// The kind of that name.
    #[must_use]
    pub fn find(name: &str) -> Option<&'static Self> {
        KINDS.iter().find(|kind| kind.name == name).copied()
    }

    /// The names of all kinds, for messages.
    pub(crate) fn names() -> String {
        let names: Vec<&str> = KINDS.iter().map(|kind| kind.name).collect();
        names.join(", ")
    }

    const fn new(
        name: &'static str,
        prefix: &'static str,
        remote: bool,
        compiled: Option<Compiled>,
    ) -> Self {
        Self {
            name,
            prefix,
            remote,
            compiled,
        }
    }
}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kind")
            .field("name", &self.name)
            .field("compiled", &self.is_compiled())
            .finish()
    }
}

/// Every kind, whether it is compiled in or not.
pub const KINDS: &[&Kind] = &[&ECS, &KUBERNETES, &LOCAL, &NOMAD];

/// AWS Elastic Container Service.
pub static ECS: Kind = Kind::new("ecs", "ecs", true, None);
/// Kubernetes.
pub static KUBERNETES: Kind = Kind::new("kubernetes", "k8s", true, None);
/// Nomad.
pub static NOMAD: Kind = Kind::new("nomad", "nomad", true, None);
/// Host processes of this machine.
#[cfg(feature = "local")]
pub static LOCAL: Kind = Kind::new("local", "local", false, Some(local::COMPILED));
/// Host processes of this machine.
#[cfg(not(feature = "local"))]
pub static LOCAL: Kind = Kind::new("local", "local", false, None);
