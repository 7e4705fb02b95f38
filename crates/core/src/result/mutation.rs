//! Answers of the verbs that change a tenant.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{plan::Approximation, status::Endpoint};
use crate::{
    change::Change,
    open_enum::open_enum,
    spec::{ProviderName, SpecHash, TenantId},
};

open_enum! {
    /// How a provision ended.
    pub enum ProvisionStatus {
        /// The tenant was created and serves.
        Created = "created",
        /// It was there already, under the same spec; nothing was changed.
        Unchanged = "unchanged",
        /// An unfinished provision of the same spec was joined and finished.
        Joined = "joined",
        /// The engine goes on by itself; not waited for.
        Accepted = "accepted",
    }
}

open_enum! {
    /// How an update ended.
    pub enum UpdateStatus {
        /// The new version serves.
        Updated = "updated",
        /// The tenant was as wanted already; no mutating call was made.
        NoChanges = "no_changes",
        /// An unfinished update to the same spec was joined and finished.
        Joined = "joined",
        /// The engine goes on by itself; not waited for.
        Accepted = "accepted",
    }
}

open_enum! {
    /// What was finished of an earlier operation.
    pub enum SettledKind {
        /// A version that had become healthy was made the current one.
        Promoted = "promoted",
        /// A bad version was replaced by the one before.
        RolledBack = "rolled_back",
        /// What a failed provision had made was removed.
        Undone = "undone",
        /// A removal was finished.
        Destroyed = "destroyed",
    }
}

/// What a verb finished of an earlier operation before its own work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Settled {
    /// What was done.
    pub kind: SettledKind,
    /// The spec that the earlier operation wanted, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spec_hash: Option<SpecHash>,
    /// What happened, for people.
    pub message: String,
}

impl Settled {
    /// Something settled.
    #[must_use]
    pub fn new(kind: SettledKind, spec_hash: Option<SpecHash>, message: impl Into<String>) -> Self {
        Self {
            kind,
            spec_hash,
            message: message.into(),
        }
    }
}

/// Answer of `provision`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ProvisionResult {
    /// The tenant.
    pub tenant_id: TenantId,
    /// Name of the provider.
    pub provider_type: ProviderName,
    /// How it ended.
    pub status: ProvisionStatus,
    /// The engine's ids of what was made, by kind.
    pub resource_ids: BTreeMap<String, String>,
    /// Where the tenant can be reached.
    pub endpoints: Vec<Endpoint>,
    /// What happened, for people.
    pub message: String,
    /// When the answer was given.
    pub provisioned_at: Timestamp,
    /// Hash of the spec that runs.
    pub spec_hash: SpecHash,
    /// Fields that run otherwise than asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub approximations: Vec<Approximation>,
    /// What was finished of an earlier operation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settled: Option<Settled>,
}

impl ProvisionResult {
    /// An answer without ids, endpoints or notes.
    #[must_use]
    pub fn new(
        tenant_id: TenantId,
        provider: ProviderName,
        status: ProvisionStatus,
        spec_hash: SpecHash,
        at: Timestamp,
    ) -> Self {
        Self {
            tenant_id,
            provider_type: provider,
            status,
            resource_ids: BTreeMap::new(),
            endpoints: Vec::new(),
            message: String::new(),
            provisioned_at: at,
            spec_hash,
            approximations: Vec::new(),
            settled: None,
        }
    }
}

/// Answer of `update`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UpdateResult {
    /// The tenant.
    pub tenant_id: TenantId,
    /// Name of the provider.
    pub provider_type: ProviderName,
    /// How it ended.
    pub status: UpdateStatus,
    /// Every field that changed.
    pub changes: Vec<Change>,
    /// The engine's ids of what the tenant consists of now, by kind.
    pub resource_ids: BTreeMap<String, String>,
    /// Where the tenant can be reached.
    pub endpoints: Vec<Endpoint>,
    /// What happened, for people.
    pub message: String,
    /// When the answer was given.
    pub updated_at: Timestamp,
    /// Hash of the spec that runs.
    pub spec_hash: SpecHash,
    /// Fields that run otherwise than asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub approximations: Vec<Approximation>,
    /// What was finished of an earlier operation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settled: Option<Settled>,
}

impl UpdateResult {
    /// An answer without changes, ids, endpoints or notes.
    #[must_use]
    pub fn new(
        tenant_id: TenantId,
        provider: ProviderName,
        status: UpdateStatus,
        spec_hash: SpecHash,
        at: Timestamp,
    ) -> Self {
        Self {
            tenant_id,
            provider_type: provider,
            status,
            changes: Vec::new(),
            resource_ids: BTreeMap::new(),
            endpoints: Vec::new(),
            message: String::new(),
            updated_at: at,
            spec_hash,
            approximations: Vec::new(),
            settled: None,
        }
    }
}

/// Answer of `apply`: that of the verb which it turned out to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verb", rename_all = "snake_case")]
#[non_exhaustive]
pub enum ApplyResult {
    /// The tenant was unknown.
    Provision(ProvisionResult),
    /// The tenant was there.
    Update(UpdateResult),
}

impl ApplyResult {
    /// The tenant.
    #[must_use]
    pub fn tenant_id(&self) -> &TenantId {
        match self {
            Self::Provision(result) => &result.tenant_id,
            Self::Update(result) => &result.tenant_id,
        }
    }

    /// Name of the provider.
    #[must_use]
    pub fn provider_type(&self) -> &ProviderName {
        match self {
            Self::Provision(result) => &result.provider_type,
            Self::Update(result) => &result.provider_type,
        }
    }

    /// Where the tenant can be reached.
    #[must_use]
    pub fn endpoints(&self) -> &[Endpoint] {
        match self {
            Self::Provision(result) => &result.endpoints,
            Self::Update(result) => &result.endpoints,
        }
    }

    /// What was finished of an earlier operation.
    #[must_use]
    pub fn settled(&self) -> Option<&Settled> {
        match self {
            Self::Provision(result) => result.settled.as_ref(),
            Self::Update(result) => result.settled.as_ref(),
        }
    }
}

/// Answer of `restart`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RestartResult {
    /// The tenant.
    pub tenant_id: TenantId,
    /// Name of the provider.
    pub provider_type: ProviderName,
    /// Replicas that were replaced, or will be where not waited for.
    pub replaced: u32,
    /// When the answer was given.
    pub restarted_at: Timestamp,
    /// What was finished of an earlier operation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settled: Option<Settled>,
}

impl RestartResult {
    /// An answer with nothing settled.
    #[must_use]
    pub fn new(tenant_id: TenantId, provider: ProviderName, replaced: u32, at: Timestamp) -> Self {
        Self {
            tenant_id,
            provider_type: provider,
            replaced,
            restarted_at: at,
            settled: None,
        }
    }
}

/// Answer of `adopt`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AdoptResult {
    /// The tenant.
    pub tenant_id: TenantId,
    /// Name of the provider.
    pub provider_type: ProviderName,
    /// The engine's ids of what was marked, by kind.
    pub resource_ids: BTreeMap<String, String>,
    /// Where spec and objects differ; objects are marked only when this is empty.
    pub differences: Vec<Change>,
}

impl AdoptResult {
    /// An answer of what was marked, or of why nothing was.
    #[must_use]
    pub fn new(tenant_id: TenantId, provider: ProviderName, differences: Vec<Change>) -> Self {
        Self {
            tenant_id,
            provider_type: provider,
            resource_ids: BTreeMap::new(),
            differences,
        }
    }
}
