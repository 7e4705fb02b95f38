//! The rules that every spec keeps, whatever the engine.
//!
//! Each rule looks at one idea and adds what it finds, so that all violations come out at once.
//! Limits are what the strictest engine bears, where it cannot be worked around.

mod container;
mod findings;
mod health_check;
mod networking;
mod port;
mod resources;
mod secret;
mod size;
mod warning;

use self::findings::Findings;
use super::{
    ProviderName, SCHEMA_VERSION, TenantComputeSpec, TenantId, Violation, ViolationKind, path::Path,
};

pub use self::warning::warnings;

/// Most replicas; a guard against typing errors rather than a limit of an engine.
const REPLICAS_MAX: u32 = 1000;
/// Most labels: ECS takes 50 tags, of which landlord's marks and the operator want some.
const LABELS_MAX: usize = 32;
const LABEL_KEY_MAX: usize = 63;
/// Longest label value: that of an ECS tag.
const LABEL_VALUE_MAX: usize = 256;
/// Prefix of landlord's own marks.
const RESERVED_LABEL_PREFIX: &str = "landlord";

/// Every rule that `spec` breaks; empty when it is valid on principle. What one engine cannot
/// do is for its provider to say.
#[must_use]
pub fn validate(spec: &TenantComputeSpec) -> Vec<Violation> {
    let mut findings = Findings::default();
    check_identity(spec, &mut findings);
    container::check(spec, &mut findings);
    port::check(spec, &mut findings);
    resources::check(spec, &mut findings);
    networking::check(&spec.networking, &mut findings);
    secret::check(spec, &mut findings);
    check_labels(spec, &mut findings);
    size::check(spec, &mut findings);
    findings.0
}

fn check_identity(spec: &TenantComputeSpec, findings: &mut Findings) {
    let root = Path::ROOT;
    if spec.schema != SCHEMA_VERSION {
        findings.add(
            &root.field("schema"),
            ViolationKind::OutOfRange,
            spec.schema,
            format!("{SCHEMA_VERSION}, the only version that this release knows"),
        );
    }
    findings.text(
        &root.field("tenant_id"),
        &spec.tenant_id,
        TenantId::allows,
        TenantId::ALLOWED,
    );
    if let Some(name) = &spec.provider_type {
        findings.text(
            &root.field("provider_type"),
            name,
            ProviderName::allows,
            ProviderName::ALLOWED,
        );
    }
    findings.range(&root.field("replicas"), spec.replicas, 0, REPLICAS_MAX);
}

fn check_labels(spec: &TenantComputeSpec, findings: &mut Findings) {
    let labels = Path::ROOT.field("labels");
    findings.count(&labels, spec.labels.len(), LABELS_MAX);
    for (key, value) in &spec.labels {
        let path = labels.key(key);
        findings.text(
            &path,
            key,
            is_label_key,
            "a key of 1 to 63 letters, digits and . _ / -, a letter or digit first and last",
        );
        if key.starts_with(RESERVED_LABEL_PREFIX) {
            findings.add(
                &path,
                ViolationKind::Conflict,
                key,
                "a key that does not begin with landlord, which marks landlord's own objects",
            );
        }
        if !value.is_empty() {
            findings.line(&path, value, LABEL_VALUE_MAX);
        }
    }
}

fn is_label_key(key: &str) -> bool {
    let bytes = key.as_bytes();
    bytes.len() <= LABEL_KEY_MAX
        && bytes.first().is_some_and(u8::is_ascii_alphanumeric)
        && bytes.last().is_some_and(u8::is_ascii_alphanumeric)
        && bytes
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || b"._/-".contains(byte))
}

#[cfg(test)]
mod tests;
