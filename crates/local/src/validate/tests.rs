use landlord_core::TenantComputeSpec;
use landlord_core::spec::{NetworkPeer, PortMapping, SecretReference};
use serde_json::json;

use super::*;

fn paths(spec: &TenantComputeSpec) -> Vec<String> {
    violations(spec, true)
        .into_iter()
        .map(|violation| violation.path)
        .collect()
}

fn good() -> TenantComputeSpec {
    TenantComputeSpec::builder("acme")
        .container(ContainerSpec::new("web", "app:1").command(["/bin/sh"]))
        .build_unchecked()
}

#[test]
fn a_good_spec_has_none() {
    assert_eq!(paths(&good()), [""; 0]);
}

#[test]
fn what_this_engine_cannot_do_is_named_by_its_path_and_all_at_once() {
    let mut spec = good();
    spec.containers[0].command.clear();
    spec.containers[0].ports.push(PortMapping::udp(53));
    spec.networking = NetworkConfig::new()
        .public_ip()
        .dns("acme")
        .security_group("sg-1")
        .subnet("subnet-1")
        .allow_from(NetworkPeer::tenant("other"))
        .allow_to(NetworkPeer::cidr("10.0.0.0/8"));
    spec.secrets
        .push(SecretReference::new("s", "../etc/passwd", "S"));
    spec.provider_config = Some(json!({"cluster": "x"}));
    let paths = paths(&spec);
    for path in [
        "containers[0].command",
        "containers[0].ports[0].protocol",
        "networking.public_ip",
        "networking.security_groups",
        "networking.subnets",
        "networking.dns",
        "networking.allow_from",
        "networking.allow_to",
        "secrets[0].source",
        "provider_config",
    ] {
        assert!(
            paths.iter().any(|found| found == path),
            "{path} is not in {paths:?}"
        );
    }
}

#[test]
fn secrets_need_a_folder() {
    let mut spec = good();
    spec.secrets.push(SecretReference::new("s", "token", "S"));
    assert!(violations(&spec, true).is_empty());
    let without = violations(&spec, false);
    assert_eq!(without[0].path, "secrets[0].source");
    assert!(without[0].to_string().contains("local.secrets_dir"));
}

#[test]
fn commands_are_looked_for_on_the_host() {
    let mut spec = good();
    spec.containers[0].command = vec!["no-such-program".into()];
    let found = host_violations(&spec, Path::new("/opt/landlord"), None);
    assert_eq!(found[0].path, "containers[0].command");
    spec.containers[0].command = vec!["/etc/passwd".into()];
    let found = host_violations(&spec, Path::new("/opt/landlord"), None);
    assert!(
        found[0].to_string().contains("not an executable"),
        "{}",
        found[0]
    );
}

#[test]
fn every_image_and_resource_is_said_to_be_approximated() {
    let mut spec = good();
    spec.resources = Some(ResourceRequirements::new().cpu(1).memory(2).storage(3));
    let paths: Vec<_> = approximations(&spec)
        .into_iter()
        .map(|found| found.path)
        .collect();
    assert_eq!(
        paths,
        [
            "containers[0].image",
            "resources.cpu",
            "resources.memory",
            "resources.storage"
        ]
    );
}
