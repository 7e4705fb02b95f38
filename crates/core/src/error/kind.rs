//! The two words of an error that callers match: what went wrong, and what it left.

use crate::open_enum::open_enum;

open_enum! {
    /// What went wrong. Callers match this; people read the message.
    pub enum ErrorKind {
        /// No provider of that name is registered.
        ProviderNotFound = "provider_not_found",
        /// A provider of that name is registered already.
        ProviderConflict = "provider_conflict",
        /// The spec breaks a rule; every violation is listed.
        InvalidSpec = "invalid_spec",
        /// The tenant could not be created.
        ProvisionFailed = "provision_failed",
        /// The tenant could not be brought to the new spec.
        UpdateFailed = "update_failed",
        /// Something of the tenant could not be removed.
        DestroyFailed = "destroy_failed",
        /// The engine said that it holds no such tenant.
        TenantNotFound = "tenant_not_found",
        /// The tenant is complete under another spec.
        AlreadyProvisioned = "already_provisioned",
        /// An object has our name but not our mark.
        OwnershipConflict = "ownership_conflict",
        /// A race was lost or a lock is held; our write was not made.
        Conflict = "conflict",
        /// Our write was made, then replaced by someone's later one.
        Superseded = "superseded",
        /// The engine asked to slow down.
        Throttled = "throttled",
        /// The engine could not be reached or could not answer.
        Unavailable = "unavailable",
        /// The engine refused our credentials.
        PermissionDenied = "permission_denied",
        /// The operation's time ran out.
        DeadlineExceeded = "deadline_exceeded",
        /// The caller cancelled.
        Cancelled = "cancelled",
        /// The provider does not have this verb or option.
        Unsupported = "unsupported",
        /// The configuration is wrong.
        Config = "config",
        /// A defect, or an answer nobody foresaw.
        Internal = "internal",
    }
}

open_enum! {
    /// What a mutating verb that failed left behind.
    pub enum Outcome {
        /// Nothing was changed.
        Untouched = "untouched",
        /// Everything that was changed was taken back.
        RolledBack = "rolled_back",
        /// Taking back has started; the next mutating verb finishes it.
        RollbackPending = "rollback_pending",
        /// Some of it stands; the message says what.
        Partial = "partial",
        /// The engine's last word did not arrive.
        Unknown = "unknown",
    }
}
