//! The verbs of the contract.

use crate::open_enum::open_enum;

open_enum! {
    /// One operation of the contract, as errors, audit and layers name it.
    pub enum Verb {
        /// Create a tenant's compute.
        Provision = "provision",
        /// Bring an existing tenant to another spec.
        Update = "update",
        /// Update, or provision where the tenant is unknown.
        Apply = "apply",
        /// Remove everything that provision made.
        Destroy = "destroy",
        /// What the engine holds now.
        Status = "status",
        /// Check a spec without a side effect.
        Validate = "validate",
        /// The changes that an update would make.
        Plan = "plan",
        /// Every tenant of the installation.
        List = "list",
        /// Changes as they happen.
        Watch = "watch",
        /// Output of a tenant's containers.
        Logs = "logs",
        /// Replace every replica, same spec.
        Restart = "restart",
        /// Whether the engine answers reads and takes writes.
        Health = "health",
        /// Marked objects without a complete tenant.
        Orphans = "orphans",
        /// Remove orphans of a given age.
        Sweep = "sweep",
        /// Mark existing objects as a tenant's.
        Adopt = "adopt",
        /// The spec as deployed.
        Show = "show",
        /// Narrow the capabilities to this engine, version and account.
        Probe = "probe",
    }
}

impl Verb {
    /// Whether the verb may change what the engine holds.
    #[must_use]
    pub fn is_mutating(&self) -> bool {
        matches!(
            self,
            Self::Provision
                | Self::Update
                | Self::Apply
                | Self::Destroy
                | Self::Restart
                | Self::Sweep
                | Self::Adopt
                | Self::Other(_)
        )
    }

    /// Whether every provider has the verb; the others answer `Unsupported`
    /// unless declared in the capabilities.
    #[must_use]
    pub fn is_required(&self) -> bool {
        matches!(
            self,
            Self::Provision
                | Self::Update
                | Self::Apply
                | Self::Destroy
                | Self::Status
                | Self::Validate
                | Self::Probe
        )
    }
}
