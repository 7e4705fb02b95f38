//! Crashes in the middle of a verb.

use std::fmt;

use async_trait::async_trait;
use landlord_core::{
    Context, Provider, Result, TenantComputeSpec, TenantRef,
    options::{DestroyOptions, ProvisionOptions, UpdateOptions},
};
use serde::{Deserialize, Serialize};

/// A mutating call, so that another process or runtime can make it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "verb", rename_all = "snake_case")]
#[non_exhaustive]
pub enum VerbCall {
    /// Provision this spec.
    Provision {
        /// The spec.
        spec: TenantComputeSpec,
    },
    /// Update the tenant to this spec.
    Update {
        /// The tenant.
        tenant: TenantRef,
        /// The spec.
        spec: TenantComputeSpec,
    },
    /// Destroy the tenant.
    Destroy {
        /// The tenant.
        tenant: TenantRef,
    },
}

impl VerbCall {
    /// Makes the call.
    ///
    /// # Errors
    /// Those of the verb.
    pub async fn make(&self, provider: &dyn Provider, ctx: &Context) -> Result<()> {
        match self {
            Self::Provision { spec } => {
                let options = ProvisionOptions::new();
                provider.provision(ctx, spec, &options).await.map(drop)
            }
            Self::Update { tenant, spec } => {
                let options = UpdateOptions::new();
                provider.update(ctx, tenant, spec, &options).await.map(drop)
            }
            Self::Destroy { tenant } => {
                let options = DestroyOptions::new();
                provider.destroy(ctx, tenant, &options).await.map(drop)
            }
        }
    }
}

/// A place at which a verb can be killed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CrashPoint(pub String);

impl fmt::Display for CrashPoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// How a call with an armed crash point ended.
#[derive(Debug)]
#[non_exhaustive]
pub enum Ended {
    /// The point was reached; whoever made the call is gone, and nothing of it runs on.
    Crashed,
    /// The call ended without reaching the point.
    NotReached(Result<()>),
}

/// Kills whoever makes a call at a chosen point.
#[async_trait]
pub trait Crash: Send + Sync {
    /// The points that `call` may reach. A fixture that learns them from a run
    /// makes the call to its end here; the suite cleans up after it.
    async fn points(&self, call: &VerbCall) -> Vec<CrashPoint>;

    /// Makes the call with a provider and a client of their own, and kills both at `point`.
    async fn run_until(&self, call: &VerbCall, point: &CrashPoint) -> Ended;

    /// Points that some call must reach, for a fixture whose list is fixed; a
    /// case fails on one that none did. By default none.
    fn must_reach(&self) -> Vec<CrashPoint> {
        Vec::new()
    }
}
