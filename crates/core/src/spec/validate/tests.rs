use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::spec::{ViolationKind::*, *};

fn spec() -> TenantComputeSpec {
    TenantComputeSpec::builder("acme")
        .container(ContainerSpec::new("web", "nginx:1.27").port(PortMapping::tcp(80).name("http")))
        .build_unchecked()
}

/// Paths and kinds of what `change` breaks in a valid spec.
fn broken(change: impl FnOnce(&mut TenantComputeSpec)) -> Vec<(String, ViolationKind)> {
    let mut spec = spec();
    change(&mut spec);
    validate(&spec)
        .into_iter()
        .map(|violation| (violation.path, violation.kind))
        .collect()
}

/// As [`broken`], for its first container.
fn broken_web(change: impl FnOnce(&mut ContainerSpec)) -> Vec<(String, ViolationKind)> {
    broken(|spec| change(&mut spec.containers[0]))
}

fn broken_check(check: HealthCheckConfig) -> Vec<(String, ViolationKind)> {
    broken_web(|web| web.health_check = Some(check))
}

#[track_caller]
fn expect(found: &[(String, ViolationKind)], expected: &[(&str, ViolationKind)]) {
    let found: Vec<_> = found
        .iter()
        .map(|(path, kind)| (path.as_str(), kind.clone()))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn a_valid_spec_breaks_nothing() {
    expect(&broken(|_| ()), &[]);
    expect(&broken(|spec| spec.replicas = 0), &[]);
}

#[test]
fn identity() {
    expect(&broken(|s| s.schema = 2), &[("schema", OutOfRange)]);
    expect(&broken(|s| s.replicas = 1001), &[("replicas", OutOfRange)]);
    expect(
        &broken(|s| s.provider_type = Some("ECS".into())),
        &[("provider_type", Malformed)],
    );
    let long = "x".repeat(300);
    for (id, kind) in [
        ("", Missing),
        ("../etc", Malformed),
        ("/plan", Malformed),
        ("a b", Malformed),
        ("${x}", Malformed),
        ("{{x}}", Malformed),
        ("ünicode", Malformed),
        (&long, Malformed),
        ("a\0b", ForbiddenCharacter),
        ("a\u{1b}[31mred", ForbiddenCharacter),
        ("a\u{202e}b", ForbiddenCharacter),
        ("a\n", ForbiddenCharacter),
    ] {
        expect(&broken(|s| s.tenant_id = id.into()), &[("tenant_id", kind)]);
    }
    for id in ["a", "a/../b", "Org:1@eu/x=y+z_-.", &long[..128]] {
        expect(&broken(|s| s.tenant_id = id.into()), &[]);
    }
}

#[test]
fn containers() {
    expect(
        &broken(|s| s.containers.clear()),
        &[("containers", Missing)],
    );
    expect(
        &broken(|s| {
            for index in 0..10 {
                s.containers
                    .push(ContainerSpec::new(format!("c{index}"), "a"));
            }
        }),
        &[("containers", TooLarge)],
    );
    expect(
        &broken(|s| s.containers.push(ContainerSpec::new("web", "a"))),
        &[("containers[1].name", Duplicate)],
    );
    for name in [
        "Web",
        "-a",
        "a-",
        "a_b",
        "a/b",
        "alloc",
        "a.b",
        &"a".repeat(64),
    ] {
        expect(
            &broken_web(|web| web.name = name.into()),
            &[("containers[0].name", Malformed)],
        );
    }
    expect(
        &broken_web(|web| web.image.clear()),
        &[("containers[0].image", Missing)],
    );
    expect(
        &broken_web(|web| web.image = "A b".into()),
        &[("containers[0].image", Malformed)],
    );
    expect(
        &broken_web(|web| web.stop_grace_seconds = 3601),
        &[("containers[0].stop_grace_seconds", OutOfRange)],
    );
    expect(
        &broken_web(|web| web.command = vec![String::new()]),
        &[("containers[0].command[0]", Missing)],
    );
    expect(
        &broken_web(|web| web.args = vec!["a\0".into()]),
        &[("containers[0].args[0]", ForbiddenCharacter)],
    );
    expect(
        &broken_web(|web| web.args = vec!["#!/bin/sh\n\techo ok\r\n".into()]),
        &[],
    );
}

#[test]
fn env() {
    for key in ["1A", "A-B", "A.B", "A=B", "Ä", &"A".repeat(256)] {
        let path = format!("containers[0].env[{}]", crate::sensitive::Printable(key));
        expect(
            &broken_web(|web| {
                web.env.insert(key.into(), "x".into());
            }),
            &[(&path, Malformed)],
        );
    }
    expect(
        &broken_web(|web| {
            web.env.insert(String::new(), "x".into());
        }),
        &[("containers[0].env[]", Missing)],
    );
    for value in ["a\0", "\u{1b}[31m", "\u{9b}31m", "\u{7f}"] {
        expect(
            &broken_web(|web| {
                web.env.insert("A".into(), value.into());
            }),
            &[("containers[0].env[A]", ForbiddenCharacter)],
        );
    }
    expect(
        &broken_web(|web| {
            web.env.insert("A".into(), "-----BEGIN-----\nÂä\t…".into());
        }),
        &[],
    );
    expect(
        &broken_web(|web| {
            web.env.insert("A".into(), "x".repeat(1 << 20));
        }),
        &[("containers", TooLarge)],
    );
}

#[test]
fn violations_never_show_env_values() {
    let mut spec = spec();
    spec.containers[0]
        .env
        .insert("A".into(), "sentinel\0".into());
    for violation in validate(&spec) {
        assert!(!format!("{violation} {violation:?}").contains("sentinel"));
    }
}

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

#[test]
fn labels_and_sizes() {
    let label = |key: &'static str, value: &'static str| {
        broken(|s| {
            s.labels.insert(key.into(), value.into());
        })
    };
    expect(&label("team", ""), &[]);
    expect(&label("a b", "x"), &[("labels[a b]", Malformed)]);
    expect(
        &label("landlord/x", "x"),
        &[("labels[landlord/x]", Conflict)],
    );
    expect(
        &label("team", "a\u{1b}[2J"),
        &[("labels[team]", ForbiddenCharacter)],
    );
    expect(
        &broken(|s| {
            s.labels = (0..33)
                .map(|i| (format!("k{i}"), "v".into()))
                .collect::<BTreeMap<_, _>>()
        }),
        &[("labels", TooLarge)],
    );
    expect(
        &broken(|s| s.provider_config = Some(json!("x".repeat(70_000)))),
        &[("provider_config", TooLarge)],
    );
    let deep = (0..40).fold(json!(1), |inner, _| json!([inner]));
    expect(
        &broken(|s| s.provider_config = Some(deep)),
        &[("provider_config", TooLarge)],
    );
}

#[test]
fn all_violations_come_at_once_and_read_well() {
    let mut spec = spec();
    spec.tenant_id = "\u{1b}[31m../x".repeat(20);
    spec.containers[0].image = "Nginx".into();
    spec.containers[0].ports[0].container_port = 0;
    let lines: Vec<_> = validate(&spec).iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn warnings_name_what_looks_like_a_secret() {
    let mut spec = spec();
    for (key, value) in [
        ("DB_PASSWORD", "x"),
        ("github_token", "x"),
        ("AWS_SECRET_ACCESS_KEY", "x"),
        ("DATABASE", "postgres://u:p@host/db"),
        ("TOKEN_URL", "https://host/token"),
        ("PASSWORD_FILE", "/run/pw"),
        ("EMPTY_TOKEN", ""),
        ("PLAIN", "https://host:80/a@b:c"),
    ] {
        spec.containers[0].env.insert(key.into(), value.into());
    }
    let warnings = warnings(&spec);
    let paths: Vec<_> = warnings
        .iter()
        .map(|warning| warning.path.as_str())
        .collect();
    assert_eq!(
        paths,
        [
            "containers[0].env[AWS_SECRET_ACCESS_KEY]",
            "containers[0].env[DATABASE]",
            "containers[0].env[DB_PASSWORD]",
            "containers[0].env[github_token]",
        ]
    );
    assert!(
        warnings
            .iter()
            .all(|warning| warning.message.contains("`secrets`"))
    );
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in any::<String>(), other in any::<String>(), number in any::<u32>()) {
        let found = broken(|spec| {
            spec.tenant_id = text.clone();
            spec.replicas = number;
            let web = &mut spec.containers[0];
            web.name = other.clone();
            web.image = text.clone();
            web.env.insert(text.clone(), other.clone());
            web.health_check = Some(HealthCheckConfig::http(text.clone(), number as u16).timing(number, number));
            web.resources = Some(ResourceRequirements::new().cpu(number).memory(u32::MAX));
            web.command = vec![text.clone()];
            spec.resources = web.resources;
            spec.labels.insert(other.clone(), text.clone());
            spec.networking = NetworkConfig::new().dns(text.clone()).allow_to(NetworkPeer::cidr(other.clone()));
            spec.secrets.push(SecretReference::new(text.clone(), other.clone(), text.clone()));
        });
        for (path, _) in found {
            prop_assert!(!path.chars().any(char::is_control));
        }
    }

    #[test]
    fn no_image_makes_it_panic(image in "[a-zA-Z0-9./:@\\[\\]_-]{0,40}") {
        let _ = crate::spec::image::check_image(&image);
    }
}
