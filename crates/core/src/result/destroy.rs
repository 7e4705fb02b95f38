//! The receipt of a destroy.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::mutation::Settled;
use crate::{
    open_enum::open_enum,
    spec::{Installation, ProviderName, TenantId},
};

open_enum! {
    /// How a destroy ended.
    pub enum DestroyStatus {
        /// Everything was removed and read back as gone.
        Removed = "removed",
        /// The engine held nothing of the tenant.
        AlreadyAbsent = "already_absent",
    }
}

/// One object that a destroy removed, read back as gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RemovedObject {
    /// The engine's word for it, such as `process` or `namespace`.
    pub kind: String,
    /// The engine's id.
    pub id: String,
    /// Whether it went because what contains it went.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub contained: bool,
}

impl RemovedObject {
    /// An object that was removed by itself.
    #[must_use]
    pub fn new(kind: impl Into<String>, id: impl Into<String>) -> Self {
        Self {
            kind: kind.into(),
            id: id.into(),
            contained: false,
        }
    }
}

/// Answer of `destroy`: what is gone, and what was searched to know so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DestroyResult {
    /// The tenant.
    pub tenant_id: TenantId,
    /// Name of the provider.
    pub provider_type: ProviderName,
    /// How it ended.
    pub status: DestroyStatus,
    /// The installation that was searched.
    pub installation: Installation,
    /// Everything that was removed.
    pub removed: Vec<RemovedObject>,
    /// When the last object was read back as gone.
    pub destroyed_at: Timestamp,
    /// What was finished of an earlier operation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settled: Option<Settled>,
}

impl DestroyResult {
    /// A receipt; without a removed object it says `AlreadyAbsent`.
    #[must_use]
    pub fn new(
        tenant_id: TenantId,
        provider: ProviderName,
        installation: Installation,
        removed: Vec<RemovedObject>,
        at: Timestamp,
    ) -> Self {
        let status = if removed.is_empty() {
            DestroyStatus::AlreadyAbsent
        } else {
            DestroyStatus::Removed
        };
        Self {
            tenant_id,
            provider_type: provider,
            status,
            installation,
            removed,
            destroyed_at: at,
            settled: None,
        }
    }
}
