//! What differs between two specs.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    open_enum::open_enum,
    sensitive::{Fingerprint, Printable},
};

mod compare;

pub use compare::changes;

open_enum! {
    /// What making a change does to running replicas.
    pub enum Effect {
        /// Replicas keep running.
        InPlace = "in_place",
        /// Replicas are replaced by new ones.
        Replaced = "replaced",
    }
}

/// One difference between two specs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Change {
    /// Path of the field, such as `containers[web].env[DB_URL]`: parts of lists are named by
    /// their key, never by their place.
    pub path: String,
    /// What it was; absent when added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Shown>,
    /// What it becomes; absent when removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Shown>,
    /// What making the change does to running replicas.
    pub effect: Effect,
}

/// A value as a change may show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Shown {
    /// The value, or its fingerprint.
    pub value: Value,
    /// Whether `value` is a fingerprint, since the real one is sensitive.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub redacted: bool,
}

impl Shown {
    /// A value that may be shown.
    #[must_use]
    pub fn plain(value: impl Into<Value>) -> Self {
        Self {
            value: value.into(),
            redacted: false,
        }
    }

    /// A sensitive value, shown by its fingerprint.
    #[must_use]
    pub fn sensitive(value: impl AsRef<[u8]>) -> Self {
        Self {
            value: Value::String(Fingerprint::of(value).to_string()),
            redacted: true,
        }
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.value {
            Value::String(text) => Printable(text).fmt(f),
            other => Printable(&other.to_string()).fmt(f),
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.before, &self.after) {
            (Some(before), Some(after)) => write!(f, "{}: {before} -> {after}", self.path),
            (None, Some(after)) => write!(f, "{}: + {after}", self.path),
            (Some(before), None) => write!(f, "{}: - {before}", self.path),
            (None, None) => f.write_str(&self.path),
        }
    }
}

#[cfg(test)]
mod tests;
