//! The engine's files: one folder per tenant below one root.
//!
//! ```text
//! <root>/id                        tells this root's processes from another root's
//! <root>/tenants/<name>/           0700; appears and disappears whole, by a rename
//!     tenant.json                  whose it is
//!     record.json                  what shall run and what ran last, with a checksum
//!     supervisor.lock              held by the living supervisor
//!     supervisor.json              who that is
//!     control.sock                 where it listens
//!     destroying                   present from the moment a destroy began
//!     work/  logs/  supervisor.log
//! <root>/tenants/.<name>.lock      held by the verb that changes the folder itself
//! <root>/tenants/.<name>.new       being made
//! <root>/tenants/.<name>.gone      being removed
//! ```

mod lock;
mod record;
mod root;
mod tenant;
mod write;

pub(crate) use lock::{LockError, TenantLock};
pub(crate) use record::{LastRollout, Record, RecordError, Rollout, RolloutKind, RolloutOutcome};
pub(crate) use root::Root;
pub(crate) use tenant::{Owner, SupervisorNote, TenantFolder};
