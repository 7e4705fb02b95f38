//! The rules that every spec keeps, whatever the engine.

use super::{TenantComputeSpec, Violation, Warning};

/// Every rule that `spec` breaks; empty when it is valid.
#[must_use]
pub fn validate(_spec: &TenantComputeSpec) -> Vec<Violation> {
    Vec::new()
}

/// What is legal in `spec` and deserves a second look.
#[must_use]
pub fn warnings(_spec: &TenantComputeSpec) -> Vec<Warning> {
    Vec::new()
}
