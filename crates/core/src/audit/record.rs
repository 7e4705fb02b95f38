//! What one line of the trail says.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::chain::ChainHash;

/// The version of the written form, in the field `v` of every record.
pub(super) const FORMAT: u32 = 1;

/// When in the life of an operation a record was written.
///
/// Open: a phase of a later version keeps its text and round-trips.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
#[non_exhaustive]
pub enum AuditPhase {
    /// Before the first call to an engine.
    Intent,
    /// After the last call: the operation ended, well or badly.
    Outcome,
    /// The operation's future was dropped; what it left is unknown.
    Cancelled,
    /// A write that a crash cut short was found and fenced off.
    Torn,
    /// A phase that this version does not know.
    Other(String),
}

impl AuditPhase {
    /// The phase as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Intent => "intent",
            Self::Outcome => "outcome",
            Self::Cancelled => "cancelled",
            Self::Torn => "torn",
            Self::Other(text) => text,
        }
    }
}

impl From<String> for AuditPhase {
    fn from(text: String) -> Self {
        match text.as_str() {
            "intent" => Self::Intent,
            "outcome" => Self::Outcome,
            "cancelled" => Self::Cancelled,
            "torn" => Self::Torn,
            _ => Self::Other(text),
        }
    }
}

impl From<AuditPhase> for String {
    fn from(phase: AuditPhase) -> Self {
        phase.as_str().to_owned()
    }
}

impl std::fmt::Display for AuditPhase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What happened, as the caller states it; the sink adds its place in the chain.
///
/// Every field is an id, a name or a kind. None may carry an env value, a
/// secret, or free text of an engine, which can quote either.
///
/// ```
/// use landlord_core::audit::{AuditEvent, AuditPhase};
///
/// let event = AuditEvent::new(jiff::Timestamp::UNIX_EPOCH, AuditPhase::Outcome, "op-1", "provision")
///     .tenant("acme")
///     .provider("ecs-eu")
///     .outcome("succeeded")
///     .object_id("service", "ll-acme-1f3a");
/// assert_eq!(event.object_ids["service"], "ll-acme-1f3a");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AuditEvent {
    /// When it happened, by the caller's clock; RFC 3339 when written.
    pub time: Timestamp,
    /// When in the life of the operation.
    pub phase: AuditPhase,
    /// The operation that intent and outcome share; empty in a torn record.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub operation_id: String,
    /// The verb of the contract: `provision`, `update`, `destroy`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub verb: String,
    /// On whose behalf.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<String>,
    /// The installation that acted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub installation: Option<String>,
    /// The provider's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// The tenant; absent where a verb concerns several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant: Option<String>,
    /// What came of it, as a kind: what the verb answers (`created`,
    /// `no_changes`, `removed`), or what an error left (`untouched`,
    /// `rolled_back`, `unknown`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// The kind of the error, where there was one; never its message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_kind: Option<String>,
    /// The engine's ids of the objects concerned, by role.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub object_ids: BTreeMap<String, String>,
    /// The bytes that a torn record fences off; absent in all others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub torn: Option<TornBytes>,
}

/// The bytes a crash left behind, which stay in the file before the torn record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TornBytes {
    /// How many bytes lie between the record before and the torn record.
    pub bytes: u64,
    /// Their SHA-256.
    pub sha256: ChainHash,
}

impl TornBytes {
    pub(super) fn new(bytes: u64, sha256: ChainHash) -> Self {
        Self { bytes, sha256 }
    }
}

impl AuditEvent {
    /// An event with what every record needs; the rest is added by the setters.
    #[must_use]
    pub fn new(
        time: Timestamp,
        phase: AuditPhase,
        operation_id: impl Into<String>,
        verb: impl Into<String>,
    ) -> Self {
        Self {
            time,
            phase,
            operation_id: operation_id.into(),
            verb: verb.into(),
            actor: None,
            installation: None,
            provider: None,
            tenant: None,
            outcome: None,
            error_kind: None,
            object_ids: BTreeMap::new(),
            torn: None,
        }
    }

    /// The event that fences off `torn`, at the time of what is written after it.
    pub(super) fn torn(next: &[Self], torn: TornBytes) -> Self {
        let time = next.first().map_or(Timestamp::UNIX_EPOCH, |next| next.time);
        let mut event = Self::new(time, AuditPhase::Torn, "", "");
        event.torn = Some(torn);
        event
    }

    /// On whose behalf.
    #[must_use]
    pub fn actor(mut self, actor: impl Into<String>) -> Self {
        self.actor = Some(actor.into());
        self
    }

    /// The installation that acts.
    #[must_use]
    pub fn installation(mut self, installation: impl Into<String>) -> Self {
        self.installation = Some(installation.into());
        self
    }

    /// The provider's name.
    #[must_use]
    pub fn provider(mut self, provider: impl Into<String>) -> Self {
        self.provider = Some(provider.into());
        self
    }

    /// The tenant.
    #[must_use]
    pub fn tenant(mut self, tenant: impl Into<String>) -> Self {
        self.tenant = Some(tenant.into());
        self
    }

    /// What came of it, as a kind.
    #[must_use]
    pub fn outcome(mut self, outcome: impl Into<String>) -> Self {
        self.outcome = Some(outcome.into());
        self
    }

    /// The kind of the error.
    #[must_use]
    pub fn error_kind(mut self, kind: impl Into<String>) -> Self {
        self.error_kind = Some(kind.into());
        self
    }

    /// One object concerned: its role (`service`, `namespace`) and the engine's id.
    #[must_use]
    pub fn object_id(mut self, role: impl Into<String>, id: impl Into<String>) -> Self {
        self.object_ids.insert(role.into(), id.into());
        self
    }
}

/// An event with its place in the chain: one line of the file.
///
/// The written form ends in `hash`, which covers every byte of the line before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AuditRecord {
    /// The version of the written form.
    pub v: u32,
    /// The place in the chain, from 1, without gaps.
    pub seq: u64,
    /// What happened.
    #[serde(flatten)]
    pub event: AuditEvent,
    /// Which key made `hash`, as [`AuditKey::id`](super::AuditKey::id) says;
    /// absent where none did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The hash of the record before; all zeros in the first.
    pub prev: ChainHash,
    /// The SHA-256 of this record, an HMAC where `key` is present.
    pub hash: ChainHash,
}
