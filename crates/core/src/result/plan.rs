//! Answers of the verbs that compare: validate, plan, show.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::mutation::Settled;
use crate::{
    change::{Change, Effect},
    open_enum::open_enum,
    spec::{ProviderName, SpecHash, TenantComputeSpec, TenantId, Warning},
};

/// A field that the engine runs otherwise than asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Approximation {
    /// Path of the field, such as `resources.memory`.
    pub path: String,
    /// What was asked.
    pub given: String,
    /// What the engine does instead.
    pub effective: String,
    /// Why.
    pub reason: String,
}

impl Approximation {
    /// An approximation of the field at `path`.
    #[must_use]
    pub fn new(
        path: impl Into<String>,
        given: impl Into<String>,
        effective: impl Into<String>,
        reason: impl Into<String>,
    ) -> Self {
        Self {
            path: path.into(),
            given: given.into(),
            effective: effective.into(),
            reason: reason.into(),
        }
    }
}

/// Answer of `validate` for a spec that breaks no rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ValidateResult {
    /// The spec as the engine will run it.
    pub effective: TenantComputeSpec,
    /// Fields that run otherwise than asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub approximations: Vec<Approximation>,
    /// What is legal and unwise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
}

impl ValidateResult {
    /// A spec that runs as `effective`.
    #[must_use]
    pub fn new(effective: TenantComputeSpec) -> Self {
        Self {
            effective,
            approximations: Vec::new(),
            warnings: Vec::new(),
        }
    }
}

open_enum! {
    /// What an apply of the planned spec would do.
    pub enum PlanAction {
        /// Create the tenant.
        Create = "create",
        /// Change it in place.
        Change = "change",
        /// Replace its replicas.
        Replace = "replace",
        /// Nothing.
        Unchanged = "unchanged",
    }
}

/// Answer of `plan`: exactly what an update with the same `refresh` would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PlanResult {
    /// The tenant.
    pub tenant_id: TenantId,
    /// Name of the provider.
    pub provider_type: ProviderName,
    /// What an apply would do.
    pub action: PlanAction,
    /// Every field that would change, drift included under `refresh: Full`.
    pub changes: Vec<Change>,
    /// Hash of the planned spec.
    pub spec_hash: SpecHash,
    /// When the engine was asked.
    pub observed_at: Timestamp,
    /// Fields that would run otherwise than asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub approximations: Vec<Approximation>,
    /// What would first be finished of an earlier operation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub would_settle: Option<Settled>,
}

impl PlanResult {
    /// The plan for a tenant that is there: replaces where any change does.
    #[must_use]
    pub fn update(
        tenant_id: TenantId,
        provider: ProviderName,
        changes: Vec<Change>,
        spec_hash: SpecHash,
        observed_at: Timestamp,
    ) -> Self {
        let action = if changes.is_empty() {
            PlanAction::Unchanged
        } else if changes
            .iter()
            .any(|change| change.effect == Effect::Replaced)
        {
            PlanAction::Replace
        } else {
            PlanAction::Change
        };
        Self {
            tenant_id,
            provider_type: provider,
            action,
            changes,
            spec_hash,
            observed_at,
            approximations: Vec::new(),
            would_settle: None,
        }
    }

    /// The plan for a tenant that is not there.
    #[must_use]
    pub fn create(
        tenant_id: TenantId,
        provider: ProviderName,
        spec_hash: SpecHash,
        observed_at: Timestamp,
    ) -> Self {
        Self {
            action: PlanAction::Create,
            ..Self::update(tenant_id, provider, Vec::new(), spec_hash, observed_at)
        }
    }
}

/// Answer of `show`: the spec as deployed, read from the engine's objects.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ShowResult {
    /// The tenant.
    pub tenant_id: TenantId,
    /// Name of the provider.
    pub provider_type: ProviderName,
    /// The spec; its env values are the deployed ones.
    pub spec: TenantComputeSpec,
    /// Its hash, to be expected by a following update.
    pub spec_hash: SpecHash,
    /// When the engine was asked.
    pub observed_at: Timestamp,
}

impl ShowResult {
    /// A deployed spec.
    #[must_use]
    pub fn new(
        tenant_id: TenantId,
        provider: ProviderName,
        spec: TenantComputeSpec,
        spec_hash: SpecHash,
        observed_at: Timestamp,
    ) -> Self {
        Self {
            tenant_id,
            provider_type: provider,
            spec,
            spec_hash,
            observed_at,
        }
    }
}
