//! Rules of ports, health checks, resources, networking and secrets.

use super::{broken, broken_check, broken_web, expect};
use crate::spec::{ViolationKind::*, *};

#[test]
fn ports() {
    expect(
        &broken_web(|web| web.ports[0].container_port = 0),
        &[("containers[0].ports[0].container_port", OutOfRange)],
    );
    expect(
        &broken_web(|web| web.ports[0].host_port = Some(0)),
        &[("containers[0].ports[0].host_port", OutOfRange)],
    );
    expect(
        &broken(|s| {
            s.containers
                .push(ContainerSpec::new("b", "b").port(PortMapping::tcp(80)))
        }),
        &[("containers[1].ports[0].container_port", Duplicate)],
    );
    expect(&broken_web(|web| web.ports.push(PortMapping::udp(80))), &[]);
    expect(
        &broken_web(|web| {
            web.ports[0].host_port = Some(9000);
            web.ports
                .push(PortMapping::tcp(81).host_port(9000).name("http"));
        }),
        &[
            ("containers[0].ports[1].host_port", Duplicate),
            ("containers[0].ports[1].name", Duplicate),
        ],
    );
    for name in [
        "Http",
        "8080",
        "-a",
        "a-",
        "a--b",
        "a_b",
        "sixteen-letters-",
    ] {
        expect(
            &broken_web(|web| web.ports[0].name = Some(name.into())),
            &[("containers[0].ports[0].name", Malformed)],
        );
    }
}

#[test]
fn health_checks_have_what_their_type_needs() {
    let path = |name: &str| format!("containers[0].health_check.{name}");
    let mut portless = HealthCheckConfig::http("/", 80);
    portless.port = None;
    expect(&broken_check(portless), &[(&path("port"), Missing)]);
    expect(
        &broken_check(HealthCheckConfig::tcp(81)),
        &[(&path("port"), Unresolved)],
    );
    expect(
        &broken_check(HealthCheckConfig::tcp(0)),
        &[(&path("port"), OutOfRange)],
    );
    expect(
        &broken_check(HealthCheckConfig::exec([""; 0])),
        &[(&path("command"), Missing)],
    );
    for http_path in ["health", "/a b", "/\u{1b}", "/ü"] {
        let found = broken_check(HealthCheckConfig::http(http_path, 80));
        assert_eq!(found.len(), 1, "{http_path:?}: {found:?}");
        assert_eq!(found[0].0, path("http_path"));
    }
    let mut mixed = HealthCheckConfig::exec(["true"]);
    mixed.port = Some(80);
    mixed.http_path = Some("/".into());
    expect(
        &broken_check(mixed),
        &[
            (&path("http_path"), Unexpected),
            (&path("port"), Unexpected),
        ],
    );
    let mut mixed = HealthCheckConfig::tcp(80);
    mixed.command = vec!["true".into()];
    expect(&broken_check(mixed), &[(&path("command"), Unexpected)]);
    expect(&broken_check(HealthCheckConfig::exec(["true"])), &[]);
}

#[test]
fn health_checks_end_before_the_next_begins() {
    let path = |name: &str| format!("containers[0].health_check.{name}");
    let check = || HealthCheckConfig::tcp(80);
    expect(
        &broken_check(check().timing(5, 5)),
        &[(&path("timeout_seconds"), Conflict)],
    );
    expect(&broken_check(check().timing(2, 1)), &[]);
    expect(
        &broken_check(check().timing(0, 0)),
        &[
            (&path("interval_seconds"), OutOfRange),
            (&path("timeout_seconds"), OutOfRange),
        ],
    );
    expect(
        &broken_check(check().thresholds(0, 101).start_period_seconds(3601)),
        &[
            (&path("healthy_threshold"), OutOfRange),
            (&path("unhealthy_threshold"), OutOfRange),
            (&path("start_period_seconds"), OutOfRange),
        ],
    );
}

#[test]
fn resources() {
    let total = |spec: &mut TenantComputeSpec, cpu| {
        spec.resources = Some(ResourceRequirements::new().cpu(cpu))
    };
    expect(&broken(|s| total(s, 0)), &[("resources.cpu", OutOfRange)]);
    expect(
        &broken(|s| total(s, 1_000_001)),
        &[("resources.cpu", OutOfRange)],
    );
    let claim = ResourceRequirements::new().cpu(500).memory(0);
    expect(
        &broken(|s| {
            total(s, 400);
            s.containers[0].resources = Some(claim);
        }),
        &[
            ("containers[0].resources.memory", OutOfRange),
            ("resources.cpu", Conflict),
        ],
    );
    let claim = ResourceRequirements::new().cpu(500);
    let two = |s: &mut TenantComputeSpec, cpu| {
        total(s, cpu);
        s.containers[0].resources = Some(claim);
        s.containers.push(ContainerSpec::new("b", "b"));
    };
    expect(&broken(|s| two(s, 500)), &[("resources.cpu", Conflict)]);
    expect(&broken(|s| two(s, 501)), &[]);
}

#[test]
fn networking() {
    let with = |networking| move |spec: &mut TenantComputeSpec| spec.networking = networking;
    let net = NetworkConfig::new;
    expect(
        &broken(with(net().dns("Acme"))),
        &[("networking.dns", Malformed)],
    );
    expect(
        &broken(with(net().subnet("a\u{7}"))),
        &[("networking.subnets[0]", ForbiddenCharacter)],
    );
    expect(
        &broken(with(net().security_group("sg-1").security_group("sg-1"))),
        &[("networking.security_groups[1]", Duplicate)],
    );
    expect(
        &broken(with(net().allow_to(NetworkPeer::default()))),
        &[("networking.allow_to[0]", Missing)],
    );
    let mut both = NetworkPeer::tenant("b");
    both.cidr = Some("10.0.0.0/8".into());
    expect(
        &broken(with(net().allow_from(both))),
        &[("networking.allow_from[0]", Conflict)],
    );
    expect(
        &broken(with(
            net().allow_from(NetworkPeer::tenant("../b").ports([80])),
        )),
        &[
            ("networking.allow_from[0].tenant", Malformed),
            ("networking.allow_from[0].ports", Unexpected),
        ],
    );
    expect(
        &broken(with(
            net().allow_to(NetworkPeer::cidr("10.0.0.1/8").ports([0, 443, 443])),
        )),
        &[
            ("networking.allow_to[0].cidr", Malformed),
            ("networking.allow_to[0].ports[0]", OutOfRange),
            ("networking.allow_to[0].ports[2]", Duplicate),
        ],
    );
    let twice = net()
        .allow_to(NetworkPeer::tenant("b"))
        .allow_to(NetworkPeer::tenant("b"));
    expect(
        &broken(with(twice)),
        &[("networking.allow_to[1]", Duplicate)],
    );
}

#[test]
fn secrets() {
    let with = |secrets: Vec<SecretReference>| {
        move |spec: &mut TenantComputeSpec| {
            spec.containers[0].env.insert("TAKEN".into(), "x".into());
            spec.secrets = secrets;
        }
    };
    let secret = SecretReference::new;
    expect(
        &broken(with(vec![secret("db", "path/db", "DB").key("url")])),
        &[],
    );
    expect(
        &broken(with(vec![secret("db", "x", "TAKEN")])),
        &[("secrets[0].env_var", Conflict)],
    );
    expect(
        &broken(with(vec![secret("db", "x", "DB"), secret("db", "y", "DB")])),
        &[
            ("secrets[1].name", Duplicate),
            ("secrets[1].env_var", Duplicate),
        ],
    );
    expect(
        &broken(with(vec![secret("D B", "", "1DB").key("a\n")])),
        &[
            ("secrets[0].name", Malformed),
            ("secrets[0].source", Missing),
            ("secrets[0].key", ForbiddenCharacter),
            ("secrets[0].env_var", Malformed),
        ],
    );
}
