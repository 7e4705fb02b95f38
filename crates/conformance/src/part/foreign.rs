//! Objects that are not ours.

use async_trait::async_trait;
use landlord_core::{TenantComputeSpec, TenantRef};

/// An object that a fixture planted; it means something to the fixture alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignObject(pub String);

/// Plants objects that are not landlord's, and looks after them.
#[async_trait]
pub trait Foreign: Send + Sync {
    /// Plants an object under the very name that the tenant's own would have,
    /// without landlord's mark. `None` where the engine has no such thing.
    async fn same_name(&self, tenant: &TenantRef) -> Option<ForeignObject>;

    /// Plants an unmarked object beside a tenant that exists, within reach of a careless removal.
    async fn neighbour(&self, tenant: &TenantRef) -> Option<ForeignObject>;

    /// Plants what `spec` renders to, without landlord's mark, so that it can be adopted.
    async fn adoptable(&self, _spec: &TenantComputeSpec) -> Option<ForeignObject> {
        None
    }

    /// Whether the object is there exactly as it was planted.
    async fn is_untouched(&self, object: &ForeignObject) -> bool;

    /// Takes the object away; one that is not there is no error.
    async fn remove(&self, object: &ForeignObject);
}
