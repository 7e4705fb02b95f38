//! The pure pair: a spec to what this engine runs, and back.

use landlord_core::change::{Change, Effect, changes};
use landlord_core::spec::{
    ContainerSpec, HealthCheckConfig, HealthCheckType, PortMapping, ResourceRequirements,
    SecretReference,
};
use landlord_core::{ProviderName, TenantComputeSpec};
use sha2::{Digest, Sha256};

use crate::manifest::{
    ContainerManifest, HealthManifest, Manifest, PortManifest, Probe, Resources, SecretManifest,
};

/// Goes into every template hash: raised when instances made by an older release must be replaced.
const RENDERER: u32 = 1;

/// The spec as this engine runs it, the name of the provider filled in.
pub(crate) fn effective(spec: &TenantComputeSpec, provider: &ProviderName) -> TenantComputeSpec {
    let mut spec = landlord_core::spec::effective(spec);
    spec.provider_type = Some(provider.as_str().to_owned());
    // an empty block and none say the same; anything else was refused
    spec.provider_config = None;
    spec
}

/// What the engine runs for an effective spec.
pub(crate) fn render(spec: &TenantComputeSpec) -> Manifest {
    Manifest {
        tenant: spec.tenant_id.clone(),
        replicas: spec.replicas,
        containers: spec.containers.iter().map(render_container).collect(),
        resources: spec.resources.map(render_resources),
        secrets: spec.secrets.iter().map(render_secret).collect(),
        labels: spec.labels.clone(),
    }
}

fn render_container(container: &ContainerSpec) -> ContainerManifest {
    ContainerManifest {
        name: container.name.clone(),
        image: container.image.clone(),
        command: container.command.clone(),
        args: container.args.clone(),
        env: container.env.clone(),
        ports: container.ports.iter().map(render_port).collect(),
        health: container.health_check.as_ref().map(render_check),
        resources: container.resources.map(render_resources),
        stop_grace_seconds: container.stop_grace_seconds,
    }
}

fn render_port(port: &PortMapping) -> PortManifest {
    PortManifest {
        container_port: port.container_port,
        host_port: port.host_port,
        name: port.name.clone(),
    }
}

fn render_check(check: &HealthCheckConfig) -> HealthManifest {
    let port = check.port.unwrap_or_default();
    let probe = match check.check_type {
        HealthCheckType::Http => Probe::Http {
            port,
            path: check.http_path.clone().unwrap_or_else(|| "/".into()),
        },
        HealthCheckType::Tcp => Probe::Tcp { port },
        // a kind that core adds later is refused by `validate` before it comes here
        _ => Probe::Exec {
            command: check.command.clone(),
        },
    };
    HealthManifest {
        probe,
        interval_seconds: check.interval_seconds,
        timeout_seconds: check.timeout_seconds,
        healthy_threshold: check.healthy_threshold,
        unhealthy_threshold: check.unhealthy_threshold,
        start_period_seconds: check.start_period_seconds,
        restart_on_failure: check.restart_on_failure,
    }
}

fn render_resources(resources: ResourceRequirements) -> Resources {
    Resources {
        cpu: resources.cpu.map(u64::from),
        memory: resources.memory.map(u64::from),
        storage: resources.storage.map(u64::from),
    }
}

fn render_secret(secret: &SecretReference) -> SecretManifest {
    SecretManifest {
        name: secret.name.clone(),
        source: secret.source.clone(),
        key: secret.key.clone(),
        env_var: secret.env_var.clone(),
    }
}

/// The effective spec that a manifest was rendered from.
pub(crate) fn read(manifest: &Manifest, provider: &ProviderName) -> TenantComputeSpec {
    let mut spec = TenantComputeSpec::builder(manifest.tenant.as_str()).build_unchecked();
    spec.provider_type = Some(provider.as_str().to_owned());
    spec.replicas = manifest.replicas;
    spec.containers = manifest.containers.iter().map(read_container).collect();
    spec.resources = manifest.resources.map(read_resources);
    spec.secrets = manifest.secrets.iter().map(read_secret).collect();
    spec.labels = manifest.labels.clone();
    spec
}

fn read_container(container: &ContainerManifest) -> ContainerSpec {
    let mut spec = ContainerSpec::new(container.name.as_str(), container.image.as_str());
    spec.command = container.command.clone();
    spec.args = container.args.clone();
    spec.env = container.env.clone();
    spec.ports = container.ports.iter().map(read_port).collect();
    spec.health_check = container.health.as_ref().map(read_check);
    spec.resources = container.resources.map(read_resources);
    spec.stop_grace_seconds = container.stop_grace_seconds;
    spec
}

fn read_port(port: &PortManifest) -> PortMapping {
    let mut spec = PortMapping::tcp(port.container_port);
    spec.host_port = port.host_port;
    spec.name = port.name.clone();
    spec
}

fn read_check(check: &HealthManifest) -> HealthCheckConfig {
    let mut spec = match &check.probe {
        Probe::Http { port, path } => HealthCheckConfig::http(path.as_str(), *port),
        Probe::Tcp { port } => HealthCheckConfig::tcp(*port),
        Probe::Exec { command } => HealthCheckConfig::exec(command.iter().cloned()),
    };
    spec.interval_seconds = check.interval_seconds;
    spec.timeout_seconds = check.timeout_seconds;
    spec.healthy_threshold = check.healthy_threshold;
    spec.unhealthy_threshold = check.unhealthy_threshold;
    spec.start_period_seconds = check.start_period_seconds;
    spec.restart_on_failure = check.restart_on_failure;
    spec
}

fn read_resources(resources: Resources) -> ResourceRequirements {
    let narrow = |value: Option<u64>| value.and_then(|value| u32::try_from(value).ok());
    let mut spec = ResourceRequirements::new();
    spec.cpu = narrow(resources.cpu);
    spec.memory = narrow(resources.memory);
    spec.storage = narrow(resources.storage);
    spec
}

fn read_secret(secret: &SecretManifest) -> SecretReference {
    let reference = SecretReference::new(
        secret.name.as_str(),
        secret.source.as_str(),
        secret.env_var.as_str(),
    );
    match &secret.key {
        Some(key) => reference.key(key.as_str()),
        None => reference,
    }
}

/// The hash of what replaces instances when it changes: the manifest without what is changed in
/// place, and the renderer's version.
pub(crate) fn template_hash(manifest: &Manifest) -> String {
    let mut template = manifest.clone();
    template.replicas = 0;
    template.labels.clear();
    for container in &mut template.containers {
        container.image.clear();
        container.stop_grace_seconds = 0;
        container
            .ports
            .iter_mut()
            .for_each(|port| port.host_port = None);
    }
    let mut hash = Sha256::new();
    hash.update(RENDERER.to_be_bytes());
    // all keys are texts and all values plain, so this cannot fail
    hash.update(serde_json::to_vec(&template).unwrap_or_default());
    data_encoding::HEXLOWER.encode(&hash.finalize())
}

/// What differs between two effective specs, and what each change does.
pub(crate) fn differences(before: &TenantComputeSpec, after: &TenantComputeSpec) -> Vec<Change> {
    changes(before, after, effect)
}

/// What differs where nothing runs any more: as [`differences`], and every replica is a new one.
pub(crate) fn differences_of_dead(
    before: &TenantComputeSpec,
    after: &TenantComputeSpec,
) -> Vec<Change> {
    if before.replicas == 0 || after.replicas == 0 {
        return differences(before, after);
    }
    let mut before = before.clone();
    before.replicas = 0;
    changes(&before, after, |field| match field {
        "replicas" => Effect::Replaced,
        _ => effect(field),
    })
}

/// The counterpart of [`template_hash`]: what is left out there is in place here.
fn effect(field: &str) -> Effect {
    match field {
        "replicas"
        | "labels"
        | "provider_type"
        | "containers.image"
        | "containers.stop_grace_seconds"
        | "containers.ports.host_port" => Effect::InPlace,
        _ => Effect::Replaced,
    }
}

#[cfg(test)]
mod tests;
