//! What a provider declares that it can do, and how well.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{context::CallCategory, open_enum::open_enum, verb::Verb};

/// What a provider can do: statically its maximum, after `probe` what this
/// engine, version and account allow.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Capabilities {
    /// The optional verbs that work; the others answer `Unsupported`.
    pub verbs: BTreeSet<Verb>,
    /// Mutating verbs that may be repeated although the first answer was lost,
    /// because a token, a compare-and-set or a deterministic name guards them.
    pub repeatable: BTreeSet<Verb>,
    /// How well the promises are kept.
    pub guarantees: Guarantees,
    /// Classes of engine calls that share a limit.
    pub categories: Vec<CallCategory>,
}

impl Capabilities {
    /// Nothing but the required verbs, with the weakest guarantees.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Declares optional verbs.
    #[must_use]
    pub fn with_verbs(mut self, verbs: impl IntoIterator<Item = Verb>) -> Self {
        self.verbs.extend(verbs);
        self
    }

    /// Declares mutating verbs that may be repeated.
    #[must_use]
    pub fn with_repeatable(mut self, verbs: impl IntoIterator<Item = Verb>) -> Self {
        self.repeatable.extend(verbs);
        self
    }

    /// Declares the guarantees.
    #[must_use]
    pub fn with_guarantees(mut self, guarantees: Guarantees) -> Self {
        self.guarantees = guarantees;
        self
    }

    /// Declares the classes of engine calls.
    #[must_use]
    pub fn with_categories(mut self, categories: impl IntoIterator<Item = CallCategory>) -> Self {
        self.categories.extend(categories);
        self
    }

    /// Whether the verb works.
    #[must_use]
    pub fn supports(&self, verb: &Verb) -> bool {
        verb.is_required() || self.verbs.contains(verb)
    }
}

open_enum! {
    /// Who brings the old version back when landlord dies in a bad update.
    pub enum RollbackAfterCrash {
        /// The engine, by itself.
        Engine = "engine",
        /// The next mutating verb on the tenant.
        NextCall = "next_call",
    }
}

open_enum! {
    /// How two writers at once are told apart.
    pub enum Concurrency {
        /// The engine compares and sets: the loser's write is not made.
        Cas = "cas",
        /// A lock: the loser waits or is refused.
        Lock = "lock",
        /// The loser finds out afterwards.
        Detect = "detect",
    }
}

open_enum! {
    /// Whether an update serves throughout.
    pub enum ZeroDowntime {
        /// Always.
        Yes = "yes",
        /// Where the engine has room for one more replica.
        NeedsSpareCapacity = "needs_spare_capacity",
        /// There may be a gap.
        No = "no",
    }
}

open_enum! {
    /// What keeps tenants apart.
    pub enum Isolation {
        /// A kernel of its own for each replica.
        Vm = "vm",
        /// Containers on a shared kernel, with the network closed between tenants.
        ContainerAndNetwork = "container_and_network",
        /// Containers on a shared kernel; tenants can reach each other's ports.
        Container = "container",
        /// Processes of one host and one user.
        Process = "process",
    }
}

open_enum! {
    /// How a caller's fence is kept.
    pub enum FenceGuarantee {
        /// Atomically with the write.
        Cas = "cas",
        /// A lower fence may be noticed only after the write.
        Detect = "detect",
        /// Fences are not looked at.
        None = "none",
    }
}

/// How well a provider keeps the promises that engines keep differently.
/// The conformance suite expects exactly what is declared, both ways.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Guarantees {
    /// Who brings the old version back when landlord dies in a bad update.
    pub rollback_after_crash: RollbackAfterCrash,
    /// How two writers at once are told apart.
    pub concurrency: Concurrency,
    /// Whether an update serves throughout.
    pub zero_downtime: ZeroDowntime,
    /// What keeps tenants apart.
    pub isolation: Isolation,
    /// How a caller's fence is kept.
    pub fence: FenceGuarantee,
}

impl Default for Guarantees {
    /// The weakest of each.
    fn default() -> Self {
        Self {
            rollback_after_crash: RollbackAfterCrash::NextCall,
            concurrency: Concurrency::Detect,
            zero_downtime: ZeroDowntime::No,
            isolation: Isolation::Process,
            fence: FenceGuarantee::None,
        }
    }
}

impl Guarantees {
    /// The weakest of each; raise what is better.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets who brings the old version back.
    #[must_use]
    pub fn rollback_after_crash(mut self, value: RollbackAfterCrash) -> Self {
        self.rollback_after_crash = value;
        self
    }

    /// Sets how two writers are told apart.
    #[must_use]
    pub fn concurrency(mut self, value: Concurrency) -> Self {
        self.concurrency = value;
        self
    }

    /// Sets whether an update serves throughout.
    #[must_use]
    pub fn zero_downtime(mut self, value: ZeroDowntime) -> Self {
        self.zero_downtime = value;
        self
    }

    /// Sets what keeps tenants apart.
    #[must_use]
    pub fn isolation(mut self, value: Isolation) -> Self {
        self.isolation = value;
        self
    }

    /// Sets how a caller's fence is kept.
    #[must_use]
    pub fn fence(mut self, value: FenceGuarantee) -> Self {
        self.fence = value;
        self
    }
}
