//! Items of the verbs that answer with a stream.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::status::{ComputeState, ComputeStatus, HealthStatus};
use crate::{
    open_enum::open_enum,
    spec::{ContainerName, ProviderName, SpecHash, TenantId},
};

/// Where to resume a stream; opaque, made and read by one provider.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cursor(String);

impl Cursor {
    /// The text that its provider made.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for Cursor {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// One tenant, as `list` shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TenantSummary {
    /// The tenant.
    pub tenant_id: TenantId,
    /// Name of the provider.
    pub provider_type: ProviderName,
    /// What it is doing.
    pub state: ComputeState,
    /// What the checks of the target version say.
    pub health: HealthStatus,
    /// Hash of what runs, only where the engine proves it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spec_hash: Option<SpecHash>,
    /// When the state last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_transition: Option<Timestamp>,
    /// When the engine was asked.
    pub observed_at: Timestamp,
    /// Resumes the list behind this item.
    pub cursor: Cursor,
}

impl TenantSummary {
    /// A summary of a status; proves no hash.
    #[must_use]
    pub fn of(status: &ComputeStatus, cursor: Cursor) -> Self {
        Self {
            tenant_id: status.tenant_id.clone(),
            provider_type: status.provider_type.clone(),
            state: status.state.clone(),
            health: status.health.clone(),
            spec_hash: None,
            last_transition: status.last_transition,
            observed_at: status.last_updated,
            cursor,
        }
    }
}

/// What happened, as `watch` tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
#[non_exhaustive]
pub enum WatchEvent {
    /// How a tenant is as the watch begins, and again after a `Resync`.
    Snapshot {
        /// The tenant's status.
        status: Box<ComputeStatus>,
    },
    /// A tenant's status changed.
    Delta {
        /// The status now.
        status: Box<ComputeStatus>,
    },
    /// A tenant is gone.
    Gone {
        /// The tenant.
        tenant_id: TenantId,
    },
    /// Events may have been lost; snapshots of everything follow.
    Resync,
}

/// One event and where to resume behind it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct WatchItem {
    /// What happened.
    #[serde(flatten)]
    pub event: WatchEvent,
    /// When it was seen.
    pub observed_at: Timestamp,
    /// Resumes the watch behind this event.
    pub cursor: Cursor,
}

impl WatchItem {
    /// An event seen at `observed_at`.
    #[must_use]
    pub fn new(event: WatchEvent, observed_at: Timestamp, cursor: Cursor) -> Self {
        Self {
            event,
            observed_at,
            cursor,
        }
    }
}

open_enum! {
    /// Which stream of a container a line came from.
    pub enum LogStream {
        /// Standard output.
        Stdout = "stdout",
        /// Standard error.
        Stderr = "stderr",
    }
}

/// One line of a container's output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LogLine {
    /// The replica, by the name that `status` shows.
    pub replica: String,
    /// The container.
    pub container: ContainerName,
    /// Standard output or standard error.
    pub stream: LogStream,
    /// When the line was written, as the engine stamped it.
    pub time: Timestamp,
    /// The line without its end, as it was written; not always UTF-8.
    pub bytes: Vec<u8>,
    /// Resumes the log behind this line.
    pub cursor: Cursor,
}

impl LogLine {
    /// A line of a container.
    #[must_use]
    pub fn new(
        replica: impl Into<String>,
        container: ContainerName,
        stream: LogStream,
        time: Timestamp,
        bytes: Vec<u8>,
        cursor: Cursor,
    ) -> Self {
        Self {
            replica: replica.into(),
            container,
            stream,
            time,
            bytes,
            cursor,
        }
    }

    /// The line as text, with what is not UTF-8 replaced.
    #[must_use]
    pub fn text(&self) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(&self.bytes)
    }
}
