mod parts;

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
