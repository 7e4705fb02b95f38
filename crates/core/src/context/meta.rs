//! The half of the context that travels with the operation.

use std::{fmt, time::Duration};

use serde::{Deserialize, Serialize};

use crate::spec::Installation;

/// Names one operation in logs, audit and traces.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OperationId(String);

impl OperationId {
    /// A new id that sorts by time (UUID version 7, RFC 9562).
    #[must_use]
    pub fn generate() -> Self {
        Self(uuid::Uuid::now_v7().to_string())
    }

    /// The id's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for OperationId {
    fn from(id: String) -> Self {
        Self(id)
    }
}

impl fmt::Display for OperationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Orders writers: a lower fence than the engine's mark is `Superseded`,
/// without effect. Compared by epoch, then by generation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Fence {
    /// Rises when another writer takes over, such as a new leader.
    pub epoch: u64,
    /// Rises with each write of one writer.
    pub generation: u64,
}

/// What an operation carries wherever it goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct OpMeta {
    /// The operation's id, the caller's or made here.
    pub operation_id: OperationId,
    /// On whose behalf, as audit shows it.
    pub actor: String,
    /// The installation whose tenants this operation may see and touch.
    pub installation: Installation,
    /// Time left when this was sent; `None` without a deadline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remaining: Option<Duration>,
    /// W3C `traceparent` of the caller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace_parent: Option<String>,
    /// The caller's place among writers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fence: Option<Fence>,
}

impl OpMeta {
    /// A new operation of an unknown actor.
    #[must_use]
    pub fn new(installation: Installation) -> Self {
        Self {
            operation_id: OperationId::generate(),
            actor: "unknown".to_owned(),
            installation,
            remaining: None,
            trace_parent: None,
            fence: None,
        }
    }
}
