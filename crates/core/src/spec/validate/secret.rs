//! Rules of secrets.

use std::collections::{HashMap, HashSet};

use super::Findings;
use crate::spec::{EnvName, TenantComputeSpec, ViolationKind, ids::is_dns_1123_label, path::Path};

const SECRETS_MAX: usize = 100;
/// Longest source: that of an ARN.
const SOURCE_MAX: usize = 2048;
/// Longest key: a Kubernetes Secret's is 253.
const KEY_MAX: usize = 256;

pub(super) fn check(spec: &TenantComputeSpec, findings: &mut Findings) {
    let secrets = Path::ROOT.field("secrets");
    findings.count(&secrets, spec.secrets.len(), SECRETS_MAX);
    let mut names = HashSet::with_capacity(spec.secrets.len());
    let mut variables = HashSet::with_capacity(spec.secrets.len());
    let owners = owners(spec);
    for (index, secret) in spec.secrets.iter().enumerate() {
        let path = secrets.index(index);
        let name = path.field("name");
        findings.text(
            &name,
            &secret.name,
            |name| is_dns_1123_label(name.as_bytes()),
            "1 to 63 lower-case letters, digits and -, a letter or digit first and last",
        );
        findings.line(&path.field("source"), &secret.source, SOURCE_MAX);
        if let Some(key) = &secret.key {
            findings.line(&path.field("key"), key, KEY_MAX);
        }
        let variable = path.field("env_var");
        findings.text(
            &variable,
            &secret.env_var,
            EnvName::allows,
            EnvName::ALLOWED,
        );
        if !names.insert(secret.name.as_str()) {
            let allowed = "each secret name once";
            findings.add(&name, ViolationKind::Duplicate, &secret.name, allowed);
        }
        if !variables.insert(secret.env_var.as_str()) {
            let allowed = "each variable once among the secrets";
            findings.add(
                &variable,
                ViolationKind::Duplicate,
                &secret.env_var,
                allowed,
            );
        }
        if let Some(container) = owners.get(secret.env_var.as_str()) {
            findings.add(
                &variable,
                ViolationKind::Conflict,
                &secret.env_var,
                format!(
                    "a variable that the env of container {:?} does not set",
                    crate::sensitive::Printable(container).to_string(),
                ),
            );
        }
    }
}

/// The container that sets each variable, the first where several do. Made once: nothing
/// bounds how many containers and secrets a spec has before it is refused.
fn owners(spec: &TenantComputeSpec) -> HashMap<&str, &str> {
    let mut owners = HashMap::new();
    if spec.secrets.is_empty() {
        return owners;
    }
    for container in &spec.containers {
        for key in container.env.keys() {
            owners.entry(key.as_str()).or_insert(&*container.name);
        }
    }
    owners
}
