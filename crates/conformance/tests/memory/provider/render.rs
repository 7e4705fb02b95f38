//! Spec to template and back: `read(render(s)) = effective(s)`.

use landlord_core::{TenantComputeSpec, change::Effect, spec::effective as common};
use serde_json::{Value, json};

use super::mutant::Mutant;
use crate::engine::Service;

/// Fields that stand beside the template, so that changing them replaces nothing.
const BESIDE: [&str; 5] = ["schema", "tenant_id", "provider_type", "replicas", "labels"];

pub(crate) fn effective(spec: &TenantComputeSpec) -> TenantComputeSpec {
    let mut spec = common(spec);
    spec.provider_type = None;
    spec
}

/// What a change of the field at `path` does to replicas.
pub(crate) fn effect(path: &str) -> Effect {
    if path == "replicas" || path.starts_with("labels") {
        Effect::InPlace
    } else {
        Effect::Replaced
    }
}

pub(crate) fn body(effective: &TenantComputeSpec, mutant: Mutant) -> Value {
    let mut body = serde_json::to_value(effective).unwrap_or_default();
    if let Value::Object(fields) = &mut body {
        fields.retain(|name, _| !BESIDE.contains(&name.as_str()));
    }
    if mutant == Mutant::RenderDropsField {
        let containers = body.get_mut("containers").and_then(Value::as_array_mut);
        for container in containers
            .into_iter()
            .flatten()
            .filter_map(Value::as_object_mut)
        {
            container.remove("stop_grace_seconds");
            container.remove("args");
        }
    }
    body
}

/// The spec that a service expresses.
pub(crate) fn read(service: &Service, tenant: &str) -> Option<TenantComputeSpec> {
    let stands = (service.replicas, &service.labels, &service.template.body);
    spec(tenant, stands.0, json!(stands.1), stands.2)
}

/// The spec that the service last ran completely, for a comparison that asks no more.
pub(crate) fn read_stable(service: &Service, tenant: &str) -> Option<TenantComputeSpec> {
    let stable = service.marks.as_ref()?.stable.as_ref()?;
    spec(
        tenant,
        stable.replicas,
        json!(stable.labels),
        &stable.template.body,
    )
}

fn spec(tenant: &str, replicas: u32, labels: Value, body: &Value) -> Option<TenantComputeSpec> {
    let mut fields = body.as_object()?.clone();
    fields.insert("tenant_id".to_owned(), json!(tenant));
    fields.insert("replicas".to_owned(), json!(replicas));
    fields.insert("labels".to_owned(), labels);
    serde_json::from_value(Value::Object(fields)).ok()
}

/// The template of an object that anyone might have made like this.
pub(crate) fn adoptable(spec: &TenantComputeSpec) -> crate::engine::Template {
    let body = body(&effective(spec), Mutant::None);
    crate::engine::Template { revision: 0, body }
}
