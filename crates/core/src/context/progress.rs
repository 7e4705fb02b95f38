//! How far an operation is, told while it runs.

use std::fmt::Debug;

use serde::{Deserialize, Serialize};

use crate::{tenant::TenantRef, verb::Verb};

/// One step of an operation, for people to follow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Progress {
    /// The tenant it is about.
    pub tenant: TenantRef,
    /// The verb that runs.
    pub verb: Verb,
    /// What is happening, a lower-case fragment such as `waiting for web to become healthy`.
    pub message: String,
    /// Replicas that serve the new spec, where the engine counts them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ready: Option<u32>,
    /// Replicas wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub desired: Option<u32>,
}

impl Progress {
    /// A step without counts.
    #[must_use]
    pub fn new(tenant: TenantRef, verb: Verb, message: impl Into<String>) -> Self {
        Self {
            tenant,
            verb,
            message: message.into(),
            ready: None,
            desired: None,
        }
    }

    /// Adds how many of the wanted replicas serve.
    #[must_use]
    pub fn counts(mut self, ready: u32, desired: u32) -> Self {
        self.ready = Some(ready);
        self.desired = Some(desired);
        self
    }
}

/// Where progress goes. Called from within verbs: return at once.
pub trait ProgressSink: Debug + Send + Sync + 'static {
    /// Takes one step.
    fn report(&self, progress: Progress);
}

/// Drops all progress.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoProgress;

impl ProgressSink for NoProgress {
    fn report(&self, _: Progress) {}
}
