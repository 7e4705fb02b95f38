//! Specs without the values that may be secrets.

use landlord_compute::{TenantComputeSpec, core::sensitive::Fingerprint};
use serde_json::Value;

/// The spec with fingerprints for env values and for the values of `provider_config`.
pub(crate) fn redacted(spec: &TenantComputeSpec) -> TenantComputeSpec {
    let mut spec = spec.clone();
    for container in &mut spec.containers {
        for value in container.env.values_mut() {
            *value = Fingerprint::of(value.as_bytes()).to_string();
        }
    }
    if let Some(config) = &mut spec.provider_config {
        redact(config);
    }
    spec
}

fn redact(value: &mut Value) {
    match value {
        Value::Object(map) => map.values_mut().for_each(redact),
        Value::Array(list) => list.iter_mut().for_each(redact),
        scalar => *scalar = Value::String(Fingerprint::of(scalar.to_string()).to_string()),
    }
}
