#![doc = include_str!("../README.md")]

pub mod audit;
mod capabilities;
pub mod change;
mod clock;
mod context;
mod error;
pub mod layer;
mod manager;
#[cfg(feature = "mock")]
mod mock;
pub mod name;
mod open_enum;
pub mod options;
mod provider;
mod registry;
pub mod result;
pub mod sensitive;
pub mod spec;
mod tenant;
mod verb;

#[cfg(feature = "mock")]
pub use self::mock::MockProvider;
pub use self::{
    capabilities::{
        Capabilities, Concurrency, FenceGuarantee, Guarantees, Isolation, RollbackAfterCrash,
        ZeroDowntime,
    },
    clock::{Clock, ManualClock, SystemClock},
    context::{
        CLEAN_UP_GRACE, CallCategory, CallCounts, Context, ContextBuilder, Fence, Gate, NoProgress,
        OpMeta, OpenGate, OperationId, Permit, Progress, ProgressSink,
    },
    error::{Error, ErrorKind, Outcome, Result, Throttle},
    manager::{ApplyMany, Manager, TenantApplied, TenantOutcome},
    provider::{AnswerStream, Provider},
    registry::Registry,
    spec::{Installation, ProviderName, SpecHash, TenantComputeSpec, TenantId},
    tenant::TenantRef,
    verb::Verb,
};
