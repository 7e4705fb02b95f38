//! What the engine holds.

use std::{collections::BTreeMap, time::Duration};

use jiff::Timestamp;
use landlord_core::{Fence, Installation, SpecHash, TenantId};
use serde_json::Value;

/// What replicas are made of, in the engine's own form.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Template {
    /// Rises whenever replicas are to be replaced.
    pub(crate) revision: u64,
    pub(crate) body: Value,
}

/// What was last known to be complete: what a rollback returns to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stable {
    pub(crate) hash: SpecHash,
    pub(crate) replicas: u32,
    pub(crate) labels: BTreeMap<String, String>,
    pub(crate) template: Template,
}

/// Landlord's marks on a service.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Marks {
    pub(crate) installation: Installation,
    pub(crate) tenant: TenantId,
    pub(crate) target: SpecHash,
    pub(crate) stable: Option<Stable>,
    /// How long the operation under way may take, from `Service::changed_at`.
    pub(crate) deadline: Duration,
    pub(crate) fence: Option<Fence>,
    pub(crate) last_rollout: Option<&'static str>,
    pub(crate) deleting: bool,
}

impl Marks {
    pub(crate) fn is_complete(&self) -> bool {
        !self.deleting
            && self
                .stable
                .as_ref()
                .is_some_and(|stable| stable.hash == self.target)
    }
}

/// A group of instances of one template.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Service {
    /// Tells this one from a later one of the same name.
    pub(crate) uid: u64,
    /// For compare-and-set.
    pub(crate) version: u64,
    pub(crate) marks: Option<Marks>,
    pub(crate) replicas: u32,
    pub(crate) labels: BTreeMap<String, String>,
    pub(crate) template: Template,
    /// By the engine's clock.
    pub(crate) changed_at: Duration,
    pub(crate) transition: Timestamp,
    pub(crate) instances: Vec<Instance>,
}

impl Service {
    pub(crate) fn new(marks: Option<Marks>, replicas: u32, template: Template) -> Self {
        Self {
            uid: 0,
            version: 0,
            marks,
            replicas,
            labels: BTreeMap::new(),
            template,
            changed_at: Duration::ZERO,
            transition: Timestamp::UNIX_EPOCH,
            instances: Vec::new(),
        }
    }

    pub(crate) fn of_current(&self) -> impl Iterator<Item = &Instance> {
        let revision = self.template.revision;
        self.instances
            .iter()
            .filter(move |each| each.revision == revision)
    }

    pub(crate) fn ready(&self, now: Duration) -> u32 {
        let ready = self.of_current().filter(|each| each.is_ready(now)).count();
        u32::try_from(ready).unwrap_or(u32::MAX)
    }

    /// Why an instance of the current version can never become ready.
    pub(crate) fn failure(&self) -> Option<&str> {
        self.of_current().find_map(|each| each.failure.as_deref())
    }
}

/// One running copy.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Instance {
    pub(crate) id: u64,
    pub(crate) revision: u64,
    pub(crate) ready_at: Duration,
    pub(crate) failure: Option<String>,
}

impl Instance {
    pub(crate) fn is_ready(&self, now: Duration) -> bool {
        self.failure.is_none() && self.ready_at <= now
    }
}

/// A port that a service is reached at.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Address {
    pub(crate) id: u64,
    /// The service that it was made for.
    pub(crate) owner: u64,
    pub(crate) port: u16,
}

/// A line that an instance wrote.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Line {
    pub(crate) number: u64,
    pub(crate) service: u64,
    pub(crate) instance: u64,
    pub(crate) container: String,
    pub(crate) time: Timestamp,
    pub(crate) text: String,
}
