//! How a case ended.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How a case ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
#[non_exhaustive]
pub enum CaseOutcome {
    /// The promise was kept.
    Passed,
    /// The promise was broken.
    Failed {
        /// The promise, in the contract's words.
        promise: String,
        /// What should have been.
        expected: String,
        /// What the provider answered or the engine held.
        held: String,
    },
    /// The engine is not here.
    Skipped {
        /// Why.
        why: String,
    },
    /// This engine or this fixture cannot show whether the promise is kept.
    NotProvable {
        /// Why.
        why: String,
    },
}

impl CaseOutcome {
    /// Whether the promise was broken.
    #[must_use]
    pub fn is_failed(&self) -> bool {
        matches!(self, Self::Failed { .. })
    }

    /// Why the case did not check anything, where it did not.
    #[must_use]
    pub fn unchecked(&self) -> Option<&str> {
        match self {
            Self::Skipped { why } | Self::NotProvable { why } => Some(why),
            Self::Passed | Self::Failed { .. } => None,
        }
    }
}

impl fmt::Display for CaseOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Passed => f.write_str("passed"),
            Self::Failed {
                promise,
                expected,
                held,
            } => write!(
                f,
                "failed\n  promise:  {promise}\n  expected: {expected}\n  held:     {held}"
            ),
            Self::Skipped { why } => write!(f, "skipped: {why}"),
            Self::NotProvable { why } => write!(f, "not provable: {why}"),
        }
    }
}
