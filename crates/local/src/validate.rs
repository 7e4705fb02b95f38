//! What this engine honours, approximates and rejects.

use std::path::Path;

use landlord_core::TenantComputeSpec;
use landlord_core::result::Approximation;
use landlord_core::spec::{
    ContainerSpec, HealthCheckType, NetworkConfig, Protocol, ResourceRequirements, Violation,
    ViolationKind,
};

use crate::config::LocalSpecConfig;
use crate::process::resolve;
use crate::supervisor::{check_source, search_path};

/// Every rule that `spec` breaks, core's and this engine's.
pub(crate) fn violations(spec: &TenantComputeSpec, has_secrets_dir: bool) -> Vec<Violation> {
    let mut found = landlord_core::spec::validate(spec);
    for (index, container) in spec.containers.iter().enumerate() {
        check_container(container, index, &mut found);
    }
    check_networking(&spec.networking, &mut found);
    check_secrets(spec, has_secrets_dir, &mut found);
    if let Some(config) = &spec.provider_config
        && let Err(error) = serde_json::from_value::<LocalSpecConfig>(config.clone())
    {
        let allowed = format!("the local provider has no settings of its own: {error}");
        found.push(Violation::new(
            "provider_config",
            ViolationKind::UnknownField,
            allowed,
        ));
    }
    found
}

fn check_container(container: &ContainerSpec, index: usize, found: &mut Vec<Violation>) {
    let path = format!("containers[{index}]");
    if container.command.is_empty() {
        found.push(Violation::new(
            format!("{path}.command"),
            ViolationKind::Missing,
            "the local provider runs a host program and pulls no image, so it needs `command`",
        ));
    }
    for (at, port) in container.ports.iter().enumerate() {
        if port.protocol != Protocol::Tcp {
            found.push(
                unsupported(
                    format!("{path}.ports[{at}].protocol"),
                    "tcp: only it is forwarded",
                )
                .given(port.protocol),
            );
        }
    }
    let known = [
        HealthCheckType::Http,
        HealthCheckType::Tcp,
        HealthCheckType::Exec,
    ];
    if let Some(check) = &container.health_check
        && !known.contains(&check.check_type)
    {
        let at = format!("{path}.health_check.type");
        found.push(unsupported(at, "http, tcp or exec").given(check.check_type));
    }
}

fn check_networking(networking: &NetworkConfig, found: &mut Vec<Violation>) {
    let why = "local processes share the host's network, which this provider cannot divide";
    for (field, given) in [
        ("public_ip", networking.public_ip),
        ("security_groups", !networking.security_groups.is_empty()),
        ("subnets", !networking.subnets.is_empty()),
        ("dns", networking.dns.is_some()),
        ("allow_from", !networking.allow_from.is_empty()),
        ("allow_to", !networking.allow_to.is_empty()),
    ] {
        if given {
            found.push(unsupported(
                format!("networking.{field}"),
                &format!("absent: {why}"),
            ));
        }
    }
}

fn check_secrets(spec: &TenantComputeSpec, has_folder: bool, found: &mut Vec<Violation>) {
    for (index, secret) in spec.secrets.iter().enumerate() {
        let path = format!("secrets[{index}].source");
        if let Err(why) = check_source(&secret.source) {
            found.push(Violation::new(path, ViolationKind::Malformed, why).given(&secret.source));
        } else if !has_folder {
            let allowed = "a file in the secrets folder, which is not configured: set \
                           `local.secrets_dir`";
            found.push(Violation::new(path, ViolationKind::Unresolved, allowed));
        }
    }
}

fn unsupported(path: String, allowed: &str) -> Violation {
    Violation::new(path, ViolationKind::Unsupported, allowed)
}

/// What the host has to answer for: commands that are not there, secrets that are not there.
pub(crate) fn host_violations(
    spec: &TenantComputeSpec,
    supervisor: &Path,
    secrets_dir: Option<&Path>,
) -> Vec<Violation> {
    let mut found = Vec::new();
    for (index, container) in spec.containers.iter().enumerate() {
        let path = container
            .env
            .get("PATH")
            .cloned()
            .unwrap_or_else(|| search_path(supervisor));
        let checked = container
            .health_check
            .iter()
            .map(|check| ("health_check.command", &check.command));
        for (field, command) in std::iter::once(("command", &container.command)).chain(checked) {
            let Some(program) = command.first() else {
                continue;
            };
            if let Err(error) = resolve(program, &path) {
                let at = format!("containers[{index}].{field}");
                let allowed = format!("an executable program of this host: {error}");
                found.push(Violation::new(at, ViolationKind::Unresolved, allowed).given(program));
            }
        }
    }
    for (index, secret) in spec.secrets.iter().enumerate() {
        let there = secrets_dir.is_some_and(|folder| folder.join(&secret.source).is_file());
        if !there && check_source(&secret.source).is_ok() {
            let at = format!("secrets[{index}].source");
            let allowed = "a file that exists in `local.secrets_dir`";
            found
                .push(Violation::new(at, ViolationKind::Unresolved, allowed).given(&secret.source));
        }
    }
    found
}

/// What runs otherwise than a container engine would run it.
pub(crate) fn approximations(effective: &TenantComputeSpec) -> Vec<Approximation> {
    let mut found = Vec::new();
    for (index, container) in effective.containers.iter().enumerate() {
        let path = format!("containers[{index}]");
        found.push(Approximation::new(
            format!("{path}.image"),
            &container.image,
            "kept, not pulled",
            "the local provider runs `command` as a process of this host",
        ));
        approximate(
            &format!("{path}.resources"),
            container.resources,
            &mut found,
        );
    }
    approximate("resources", effective.resources, &mut found);
    found
}

fn approximate(path: &str, given: Option<ResourceRequirements>, found: &mut Vec<Approximation>) {
    let Some(given) = given else { return };
    for (field, value, unit, effective, reason) in [
        (
            "cpu",
            given.cpu,
            "m",
            "a control group's quota where the CPU controller is delegated, else not limited",
            "there is no resource limit for a share of a processor",
        ),
        (
            "memory",
            given.memory,
            " MiB",
            "a control group's limit where the memory controller is delegated, else twice that as \
             data segment of each process",
            "a resource limit counts what a process reserves, not what it uses",
        ),
        (
            "storage",
            given.storage,
            " MiB",
            "the largest file that a process may write",
            "folders have no quota",
        ),
    ] {
        if let Some(value) = value {
            let (path, value) = (format!("{path}.{field}"), format!("{value}{unit}"));
            found.push(Approximation::new(path, value, effective, reason));
        }
    }
}

#[cfg(test)]
mod tests;
