//! The one form that equal specs share.

use serde_json::{Map, Value};

use super::{HealthCheckConfig, HealthCheckType, NetworkPeer, TenantComputeSpec, defaults};

/// The canonical form of `spec`: defaults omitted, keys sorted, and lists of which the order
/// means nothing (containers, ports, secrets, peers, groups, subnets) sorted too.
///
/// Two specs that ask for the same have equal forms. Env values are in it: don't print it.
#[must_use]
pub fn canonical(spec: &TenantComputeSpec) -> Value {
    let mut spec = spec.clone();
    sort_lists(&mut spec);
    for check in health_checks(&mut spec) {
        if check.check_type == HealthCheckType::Http
            && check.http_path.as_deref() == Some(defaults::HTTP_PATH)
        {
            check.http_path = None;
        }
    }
    drop_empty(&mut spec);
    // cannot fail: all keys are strings
    sort_keys(serde_json::to_value(&spec).unwrap_or_default())
}

/// [`canonical`] as bytes: JSON without spaces.
#[must_use]
pub fn canonical_bytes(spec: &TenantComputeSpec) -> Vec<u8> {
    canonical(spec).to_string().into_bytes()
}

/// Sorts the lists of which the order means nothing.
pub(super) fn sort_lists(spec: &mut TenantComputeSpec) {
    spec.containers.sort_by(|a, b| a.name.cmp(&b.name));
    for container in &mut spec.containers {
        container.ports.sort_by_key(super::PortMapping::key);
    }
    spec.secrets.sort();
    let networking = &mut spec.networking;
    networking.security_groups.sort();
    networking.subnets.sort();
    for peers in [&mut networking.allow_from, &mut networking.allow_to] {
        peers
            .iter_mut()
            .for_each(|peer: &mut NetworkPeer| peer.ports.sort_unstable());
        peers.sort();
    }
}

/// The health checks of all containers.
pub(super) fn health_checks(
    spec: &mut TenantComputeSpec,
) -> impl Iterator<Item = &mut HealthCheckConfig> {
    spec.containers
        .iter_mut()
        .filter_map(|container| container.health_check.as_mut())
}

/// Drops blocks that say nothing.
fn drop_empty(spec: &mut TenantComputeSpec) {
    spec.resources.take_if(|resources| resources.is_empty());
    for container in &mut spec.containers {
        container
            .resources
            .take_if(|resources| resources.is_empty());
    }
    spec.provider_config.take_if(|config| config.is_null());
}

/// Sorts on its own: whether `serde_json` does depends on a feature that anyone may turn on.
fn sort_keys(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.into_iter().collect();
            fields.sort_by(|(a, _), (b, _)| a.cmp(b));
            let sorted = fields
                .into_iter()
                .map(|(key, value)| (key, sort_keys(value)));
            Value::Object(sorted.collect::<Map<_, _>>())
        }
        Value::Array(values) => values.into_iter().map(sort_keys).collect(),
        other => other,
    }
}
