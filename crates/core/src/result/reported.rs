//! What layers may know of an answer: enough for audit, traces and metrics.

use std::{borrow::Cow, collections::BTreeMap};

use super::{
    AdoptResult, ApplyResult, ComputeStatus, DestroyResult, PlanResult, ProviderHealth,
    ProvisionResult, RemovedObject, RestartResult, ShowResult, SweepResult, UpdateResult,
    ValidateResult,
};
use crate::capabilities::Capabilities;

/// The gist of an answer; never holds env values.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report<'a> {
    /// How it ended in one word, such as `created` or `no_changes`.
    pub outcome: Cow<'a, str>,
    /// The engine's ids of what it was about, by kind.
    pub objects: BTreeMap<String, String>,
}

impl<'a> Report<'a> {
    fn of(outcome: impl Into<Cow<'a, str>>) -> Self {
        Self {
            outcome: outcome.into(),
            objects: BTreeMap::new(),
        }
    }

    fn with(outcome: &'a str, objects: &BTreeMap<String, String>) -> Self {
        Self {
            outcome: outcome.into(),
            objects: objects.clone(),
        }
    }
}

/// Several objects of one kind, told apart by a number.
fn numbered(objects: &[RemovedObject]) -> impl Iterator<Item = (String, String)> {
    let objects = objects.iter().enumerate();
    objects.map(|(index, object)| (format!("{}.{index}", object.kind), object.id.clone()))
}

/// An answer that layers can report on.
pub trait Reported: Send {
    /// How it ended, in one word; costs no allocation.
    fn outcome(&self) -> &str {
        "ok"
    }

    /// The gist of this answer.
    fn report(&self) -> Report<'_> {
        Report::of(self.outcome())
    }
}

impl Reported for ProvisionResult {
    fn outcome(&self) -> &str {
        self.status.as_str()
    }

    fn report(&self) -> Report<'_> {
        Report::with(self.outcome(), &self.resource_ids)
    }
}

impl Reported for UpdateResult {
    fn outcome(&self) -> &str {
        self.status.as_str()
    }

    fn report(&self) -> Report<'_> {
        Report::with(self.outcome(), &self.resource_ids)
    }
}

impl Reported for ApplyResult {
    fn outcome(&self) -> &str {
        match self {
            Self::Provision(result) => result.outcome(),
            Self::Update(result) => result.outcome(),
        }
    }

    fn report(&self) -> Report<'_> {
        match self {
            Self::Provision(result) => result.report(),
            Self::Update(result) => result.report(),
        }
    }
}

impl Reported for DestroyResult {
    fn outcome(&self) -> &str {
        self.status.as_str()
    }

    fn report(&self) -> Report<'_> {
        Report {
            outcome: self.outcome().into(),
            objects: numbered(&self.removed).collect(),
        }
    }
}

impl Reported for AdoptResult {
    fn outcome(&self) -> &str {
        if self.differences.is_empty() {
            "adopted"
        } else {
            "differs"
        }
    }

    fn report(&self) -> Report<'_> {
        Report::with(self.outcome(), &self.resource_ids)
    }
}

impl Reported for ComputeStatus {
    fn outcome(&self) -> &str {
        self.state.as_str()
    }
}

impl Reported for PlanResult {
    fn outcome(&self) -> &str {
        self.action.as_str()
    }
}

impl Reported for ProviderHealth {
    fn outcome(&self) -> &str {
        self.write.as_str()
    }
}

impl Reported for SweepResult {
    fn outcome(&self) -> &str {
        "swept"
    }

    fn report(&self) -> Report<'_> {
        let promoted = self.promoted.iter().enumerate();
        let promoted = promoted.map(|(index, id)| (format!("promoted.{index}"), id.to_string()));
        Report {
            outcome: self.outcome().into(),
            objects: numbered(&self.removed).chain(promoted).collect(),
        }
    }
}

impl Reported for RestartResult {
    fn outcome(&self) -> &str {
        "restarted"
    }
}

impl Reported for ShowResult {}
impl Reported for ValidateResult {}
impl Reported for Capabilities {}
