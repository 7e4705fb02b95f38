//! What a caller may ask of a verb beyond its arguments.
//!
//! Every struct is non-exhaustive: start from `new()` (or `default()`) and set
//! what differs.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    result::Cursor,
    spec::{ContainerName, SpecHash},
    tenant::TenantRef,
};

/// When a mutating verb returns.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wait {
    /// As soon as the engine holds the new state; it goes on by itself.
    Accepted,
    /// Once every replica serves the new spec, or failed to.
    #[default]
    Ready,
}

/// How a verb finds out what the engine holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refresh {
    /// Compare hashes: one read, blind to changes made behind our back.
    Hash,
    /// Read every object and compare field by field: sees drift.
    #[default]
    Full,
}

/// How far `validate` goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ValidateMode {
    /// Rules only; nothing is asked.
    #[default]
    Offline,
    /// Asks the engine too, without a side effect.
    Engine,
}

macro_rules! options {
    ($($(#[$meta:meta])* $name:ident { $($(#[$fmeta:meta])* $field:ident: $ty:ty),* $(,)? })+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
        #[serde(default)]
        #[non_exhaustive]
        pub struct $name { $($(#[$fmeta])* pub $field: $ty,)* }

        impl $name {
            /// The defaults.
            #[must_use]
            pub fn new() -> Self {
                Self::default()
            }

            $($(#[$fmeta])*
            #[must_use]
            pub fn $field(mut self, $field: impl Into<$ty>) -> Self {
                self.$field = $field.into();
                self
            })*
        }
    )+};
}

options! {
    /// Options of `provision`.
    ProvisionOptions {
        /// When to return.
        wait: Wait,
        /// Settle an unfinished operation of another spec before its deadline.
        take_over: bool,
    }
    /// Options of `update`.
    UpdateOptions {
        /// When to return.
        wait: Wait,
        /// How to find what changed.
        refresh: Refresh,
        /// Replace every replica even where nothing changed; secrets are read anew.
        force: bool,
        /// Settle an unfinished operation of another spec before its deadline.
        take_over: bool,
        /// Only if the tenant still runs this spec, else `Conflict`.
        expect: Option<SpecHash>,
    }
    /// Options of `apply`: those of `update`, where they make sense for both.
    ApplyOptions {
        /// When to return.
        wait: Wait,
        /// How to find what changed.
        refresh: Refresh,
        /// Replace every replica even where nothing changed; secrets are read anew.
        force: bool,
        /// Settle an unfinished operation of another spec before its deadline.
        take_over: bool,
    }
    /// Options of `destroy`.
    DestroyOptions {
        /// Time between the stop signal and the kill, instead of the spec's.
        grace: Option<Duration>,
    }
    /// Options of `status`.
    StatusOptions {}
    /// Options of `validate`.
    ValidateOptions {
        /// How far to go.
        mode: ValidateMode,
    }
    /// Options of `plan`.
    PlanOptions {
        /// How to find what changed.
        refresh: Refresh,
        /// Plan the update that `force` would make.
        force: bool,
    }
    /// Options of `list`.
    ListOptions {
        /// Resume behind this item.
        after: Option<Cursor>,
    }
    /// Options of `watch`.
    WatchOptions {
        /// One tenant alone; without it all of the installation.
        tenant: Option<TenantRef>,
        /// Resume behind this event.
        after: Option<Cursor>,
    }
    /// Options of `logs`.
    LogsOptions {
        /// One container alone.
        container: Option<ContainerName>,
        /// One replica alone, by the name that `status` shows.
        replica: Option<String>,
        /// Only the last lines of each container, up to this many.
        tail: Option<usize>,
        /// Only lines at or after this time.
        since: Option<Timestamp>,
        /// Go on with lines as they are written.
        follow: bool,
        /// Resume behind this line.
        after: Option<Cursor>,
    }
    /// Options of `restart`.
    RestartOptions {
        /// When to return.
        wait: Wait,
    }
    /// Options of `health`.
    HealthOptions {}
    /// Options of `probe`.
    ProbeOptions {}
    /// Options of `orphans`.
    OrphansOptions {}
    /// Options of `sweep`.
    SweepOptions {
        /// Only what is older than this by the engine's clock.
        older_than: Duration,
        /// Say what would go, and remove nothing.
        dry_run: bool,
    }
    /// Options of `adopt`.
    AdoptOptions {}
    /// Options of `show`.
    ShowOptions {}
}

impl ApplyOptions {
    /// The same wishes for an update.
    #[must_use]
    pub fn to_update(&self) -> UpdateOptions {
        UpdateOptions::new()
            .wait(self.wait)
            .refresh(self.refresh)
            .force(self.force)
            .take_over(self.take_over)
    }

    /// The same wishes for a provision.
    #[must_use]
    pub fn to_provision(&self) -> ProvisionOptions {
        ProvisionOptions::new()
            .wait(self.wait)
            .take_over(self.take_over)
    }
}
