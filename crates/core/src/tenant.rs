//! How verbs refer to a tenant.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    error::{Error, Result},
    spec::{TenantComputeSpec, TenantId, Violation, ViolationKind},
};

/// The tenant that a verb is about.
///
/// Today the tenant's id alone. Names, marks, receipts and audit derive from
/// this, so that several units of one tenant can come without a break.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TenantRef {
    /// The tenant's id.
    pub tenant_id: TenantId,
}

impl TenantRef {
    /// The tenant's id.
    #[must_use]
    pub fn id(&self) -> &TenantId {
        &self.tenant_id
    }

    /// Whether `spec` is for this tenant.
    ///
    /// # Errors
    /// `InvalidSpec`, outcome `Untouched`, where it names another.
    pub fn check(&self, spec: &TenantComputeSpec) -> Result<()> {
        if self.tenant_id == spec.tenant_id.as_str() {
            return Ok(());
        }
        let allowed = format!("the id of the tenant it is applied to, {}", self.tenant_id);
        let violation = Violation::new("tenant_id", ViolationKind::Conflict, allowed);
        Err(Error::invalid_spec(vec![violation.given(&spec.tenant_id)])
            .with_tenant(self.tenant_id.clone()))
    }
}

impl From<TenantId> for TenantRef {
    fn from(tenant_id: TenantId) -> Self {
        Self { tenant_id }
    }
}

impl fmt::Display for TenantRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.tenant_id.fmt(f)
    }
}
