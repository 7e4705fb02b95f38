//! Answers about the engine rather than one tenant.

use std::{collections::BTreeMap, time::Duration};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::destroy::RemovedObject;
use crate::{
    open_enum::open_enum,
    spec::{ProviderName, TenantId},
};

open_enum! {
    /// Whether the engine does one kind of thing at present.
    pub enum Ability {
        /// It does.
        Ok = "ok",
        /// It does not.
        Failing = "failing",
        /// It was not tried.
        Unknown = "unknown",
    }
}

/// Answer of `health`. Answering reads is not health: writes are told apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ProviderHealth {
    /// Name of the provider.
    pub provider_type: ProviderName,
    /// Whether the engine answers reads.
    pub read: Ability,
    /// Whether the engine takes writes.
    pub write: Ability,
    /// How old this knowledge is.
    pub age: Duration,
    /// When the engine takes calls again, where it throttles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub throttled_until: Option<Timestamp>,
    /// Why something fails.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

impl ProviderHealth {
    /// Health as just seen.
    #[must_use]
    pub fn new(provider: ProviderName, read: Ability, write: Ability) -> Self {
        Self {
            provider_type: provider,
            read,
            write,
            age: Duration::ZERO,
            throttled_until: None,
            message: None,
        }
    }
}

/// What bears our mark without a complete tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Orphan {
    /// The engine name that it stands under.
    pub name: String,
    /// The tenant, where the mark can be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant_id: Option<TenantId>,
    /// Name of the provider.
    pub provider_type: ProviderName,
    /// The engine's ids of what is there, by kind.
    pub objects: BTreeMap<String, String>,
    /// Age by the engine's clock, where it can be told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age: Option<Duration>,
    /// Why it is no complete tenant.
    pub reason: String,
}

impl Orphan {
    /// An orphan without ids or age.
    #[must_use]
    pub fn new(name: impl Into<String>, provider: ProviderName, reason: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            tenant_id: None,
            provider_type: provider,
            objects: BTreeMap::new(),
            age: None,
            reason: reason.into(),
        }
    }
}

/// Answer of `sweep`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SweepResult {
    /// Name of the provider.
    pub provider_type: ProviderName,
    /// What was removed, or would be in a dry run.
    pub removed: Vec<RemovedObject>,
    /// Tenants that had become healthy and were completed instead.
    pub promoted: Vec<TenantId>,
}

impl SweepResult {
    /// A sweep that removed `removed`.
    #[must_use]
    pub fn new(provider: ProviderName, removed: Vec<RemovedObject>) -> Self {
        Self {
            provider_type: provider,
            removed,
            promoted: Vec::new(),
        }
    }
}
