//! What verbs answer. Every struct can grow; every enum is open.

mod destroy;
mod engine;
mod mutation;
mod plan;
mod reported;
mod status;
mod stream;

pub use self::{
    destroy::{DestroyResult, DestroyStatus, RemovedObject},
    engine::{Ability, Orphan, ProviderHealth, SweepResult},
    mutation::{
        AdoptResult, ApplyResult, ProvisionResult, ProvisionStatus, RestartResult, Settled,
        SettledKind, UpdateResult, UpdateStatus,
    },
    plan::{Approximation, PlanAction, PlanResult, ShowResult, ValidateResult},
    reported::{Report, Reported},
    status::{
        ComputeState, ComputeStatus, ContainerState, ContainerStatus, Endpoint, EndpointScope,
        HealthStatus, InFlight, Reason, ReasonCode, ReplicaCounts,
    },
    stream::{Cursor, LogLine, LogStream, TenantSummary, WatchEvent, WatchItem},
};
