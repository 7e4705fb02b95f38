//! The typed configuration.

use std::{collections::BTreeMap, path::PathBuf, sync::Arc};

use landlord_core::{Error, ErrorKind, Installation, Provider, ProviderName};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Secret;
use crate::kind::Kind;

/// Everything that a program which uses landlord configures.
///
/// Made by a [`Loader`](super::Loader), or by hand from [`ComputeConfig::default`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ComputeConfig {
    /// Provider of specs that name none. It need not be registered until such a spec comes.
    #[schemars(with = "String")]
    pub default_provider: ProviderName,
    /// Name of this deployment of landlord: two installations on one engine never touch each
    /// other's tenants. Must be set for remote engines; `default` where there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub installation: Option<Installation>,
    /// The audit trail.
    pub audit: AuditConfig,
    /// Configured providers, by name.
    #[schemars(skip)]
    pub providers: BTreeMap<ProviderName, ProviderEntry>,
}

/// Where the audit trail is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct AuditConfig {
    /// Whether every change is recorded before and after it is made.
    pub enabled: bool,
    /// File of the trail; default `landlord/audit/audit.jsonl` below the XDG state directory.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<PathBuf>,
    /// Key of the trail's HMACs, at least 32 bytes: only who holds it can write a trail that
    /// verifies. Without one the trail is a chain of plain hashes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<Secret>,
}

impl Default for AuditConfig {
    fn default() -> Self {
        Self {
            enabled: true,
            path: None,
            key: None,
        }
    }
}

/// One configured provider.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ProviderEntry {
    /// Whether it is registered.
    #[serde(default = "yes")]
    pub enabled: bool,
    /// Its kind and the kind's own settings.
    #[serde(flatten)]
    pub config: ProviderConfig,
}

const fn yes() -> bool {
    true
}

impl ProviderEntry {
    /// A provider that is registered.
    #[must_use]
    pub fn new(config: ProviderConfig) -> Self {
        Self {
            enabled: true,
            config,
        }
    }
}

/// The settings of one kind of provider; a variant per feature.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum ProviderConfig {
    /// Host processes of this machine.
    #[cfg(feature = "local")]
    Local(landlord_local::LocalConfig),
}

impl ProviderConfig {
    /// The kind it configures.
    #[must_use]
    pub fn kind(&self) -> &'static Kind {
        match *self {
            #[cfg(feature = "local")]
            Self::Local(_) => &crate::kind::LOCAL,
        }
    }
}

impl ProviderConfig {
    /// A provider of that name with these settings.
    #[cfg_attr(
        not(feature = "local"),
        expect(unused_variables, reason = "there is no kind to build")
    )]
    pub(crate) fn build(&self, name: ProviderName) -> Result<Arc<dyn Provider>, Error> {
        match *self {
            #[cfg(feature = "local")]
            Self::Local(ref config) => crate::kind::local::build(name, config),
        }
    }
}

impl Default for ComputeConfig {
    /// Default provider `ecs`, no installation, an audit trail at its default
    /// place, and the local provider where that is compiled in.
    fn default() -> Self {
        let local = local_default();
        Self {
            default_provider: known_name("ecs"),
            installation: None,
            audit: AuditConfig::default(),
            providers: local.into_iter().collect(),
        }
    }
}

#[cfg(feature = "local")]
fn local_default() -> Option<(ProviderName, ProviderEntry)> {
    let config = ProviderConfig::Local(landlord_local::LocalConfig::default());
    Some((known_name("local"), ProviderEntry::new(config)))
}

#[cfg(not(feature = "local"))]
fn local_default() -> Option<(ProviderName, ProviderEntry)> {
    None
}

#[expect(
    clippy::expect_used,
    reason = "literals of this file, all of them tested"
)]
fn known_name(name: &str) -> ProviderName {
    ProviderName::new(name).expect("a literal follows the rule for names")
}

#[expect(
    clippy::expect_used,
    reason = "a literal of this file, which is tested"
)]
fn default_installation() -> Installation {
    Installation::new("default").expect("a literal follows the rule for installations")
}

impl ComputeConfig {
    /// The installation to work in: the configured one, or `default` where no
    /// remote engine is enabled.
    ///
    /// # Errors
    /// `Config` when a remote engine is enabled and no installation is set; it is never made up.
    pub fn installation(&self) -> Result<Installation, Error> {
        if let Some(installation) = &self.installation {
            return Ok(installation.clone());
        }
        let remote = self
            .providers
            .iter()
            .find(|(_, entry)| entry.enabled && entry.config.kind().remote);
        match remote {
            None => Ok(default_installation()),
            Some((name, _)) => Err(Error::new(
                ErrorKind::Config,
                format!("no installation is set, and provider {name} is an engine that others may share"),
            )
            .with_help(
                "set `installation` in the configuration file or COMPUTE_INSTALLATION, and never change it: \
                 tenants are found by it",
            )),
        }
    }
}
