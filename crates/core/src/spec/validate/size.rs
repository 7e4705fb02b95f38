//! Rules of total sizes.

use serde_json::Value;

use super::Findings;
use crate::spec::{ContainerSpec, TenantComputeSpec, ViolationKind, path::Path};

/// Most bytes of all containers' env, command and args together: an ECS task definition holds
/// 64 KiB, as does a Nomad variable.
const PROGRAM_BYTES_MAX: usize = 64 * 1024;
/// Most bytes of texts in `provider_config`.
const PROVIDER_CONFIG_BYTES_MAX: usize = 64 * 1024;
/// Deepest nesting in `provider_config`.
const PROVIDER_CONFIG_DEPTH_MAX: usize = 32;

pub(super) fn check(spec: &TenantComputeSpec, findings: &mut Findings) {
    let bytes: usize = spec.containers.iter().map(program_bytes).sum();
    if bytes > PROGRAM_BYTES_MAX {
        findings.add(
            &Path::ROOT.field("containers"),
            ViolationKind::TooLarge,
            format_args!("{bytes} bytes"),
            format!("at most {PROGRAM_BYTES_MAX} bytes of env, command and args in all containers together"),
        );
    }
    if let Some(config) = &spec.provider_config {
        check_provider_config(config, findings);
    }
}

fn program_bytes(container: &ContainerSpec) -> usize {
    let words = container.command.iter().chain(&container.args);
    let env = container.env.iter();
    words.map(|word| word.len() + 1).sum::<usize>()
        + env
            .map(|(key, value)| key.len() + value.len() + 2)
            .sum::<usize>()
}

/// Walks with a stack of its own, so that no nesting can exhaust the thread's.
fn check_provider_config(config: &Value, findings: &mut Findings) {
    let path = Path::ROOT.field("provider_config");
    let (mut bytes, mut deepest) = (0, 0);
    let mut left = vec![(config, 1)];
    while let Some((value, depth)) = left.pop() {
        deepest = deepest.max(depth);
        match value {
            Value::String(text) => bytes += text.len(),
            Value::Array(values) => left.extend(values.iter().map(|value| (value, depth + 1))),
            Value::Object(fields) => {
                bytes += fields.keys().map(String::len).sum::<usize>();
                left.extend(fields.values().map(|value| (value, depth + 1)));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => bytes += 1,
        }
    }
    if bytes > PROVIDER_CONFIG_BYTES_MAX {
        let allowed = format!("at most {PROVIDER_CONFIG_BYTES_MAX} bytes");
        findings.add(
            &path,
            ViolationKind::TooLarge,
            format_args!("{bytes} bytes"),
            allowed,
        );
    }
    if deepest > PROVIDER_CONFIG_DEPTH_MAX {
        let allowed = format!("at most {PROVIDER_CONFIG_DEPTH_MAX} levels");
        findings.add(
            &path,
            ViolationKind::TooLarge,
            format_args!("{deepest} levels"),
            allowed,
        );
    }
}
