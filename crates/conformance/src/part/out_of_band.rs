//! Changes behind the provider's back.

use async_trait::async_trait;
use landlord_core::TenantRef;

/// Whether the fixture could make a change.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Done {
    /// The engine has taken it.
    Yes,
    /// This engine has no such change.
    NotHere,
}

/// Changes a tenant's objects without the provider, as an operator might.
#[async_trait]
pub trait OutOfBand: Send + Sync {
    /// Sets the number of replicas at the engine.
    async fn scale(&self, _tenant: &TenantRef, _replicas: u32) -> Done {
        Done::NotHere
    }

    /// Kills one running replica, which the engine then starts anew or reports.
    async fn kill_one(&self, _tenant: &TenantRef) -> Done {
        Done::NotHere
    }

    /// Takes the tenant's main object away, marks and all.
    async fn delete(&self, _tenant: &TenantRef) -> Done {
        Done::NotHere
    }

    /// Takes away whatever runs the tenant, so that its record stands alone.
    async fn orphan(&self, _tenant: &TenantRef) -> Done {
        Done::NotHere
    }
}
