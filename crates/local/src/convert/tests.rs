use landlord_core::TenantComputeSpec;
use landlord_core::spec::{ContainerSpec, HealthCheckConfig, PortMapping, SecretReference};

use super::*;

fn provider() -> ProviderName {
    ProviderName::new("local").unwrap()
}

fn spec() -> TenantComputeSpec {
    let web = ContainerSpec::new("web", "app:1")
        .command(["/bin/web", "-v"])
        .args(["x"])
        .env("A", "1")
        .port(PortMapping::tcp(8080).host_port(9000).name("http"))
        .port(PortMapping::tcp(8081))
        .health_check(
            HealthCheckConfig::http("/healthz", 8080)
                .timing(5, 1)
                .thresholds(2, 4),
        )
        .resources(ResourceRequirements::new().cpu(100).memory(64))
        .stop_grace_seconds(7);
    let db = ContainerSpec::new("db", "db:1")
        .command(["/bin/db"])
        .health_check(HealthCheckConfig::exec(["/bin/true"]).restart_on_failure());
    let mut spec = TenantComputeSpec::builder("acme")
        .container(web)
        .container(db)
        .secret(SecretReference::new("token", "files/token", "TOKEN").key("k"))
        .label("team", "x")
        .build_unchecked();
    spec.replicas = 3;
    spec.resources = Some(ResourceRequirements::new().cpu(400).memory(128).storage(10));
    spec
}

#[test]
fn reading_what_was_rendered_gives_the_effective_spec() {
    let effective = effective(&spec(), &provider());
    assert_eq!(read(&render(&effective), &provider()), effective);
}

#[test]
fn effective_is_a_fixed_point() {
    let once = effective(&spec(), &provider());
    assert_eq!(effective(&once, &provider()), once);
}

#[test]
fn the_template_hash_and_the_effects_agree() {
    let before = effective(&spec(), &provider());
    let hash = |spec: &TenantComputeSpec| template_hash(&render(spec));
    type Edit = fn(&mut TenantComputeSpec);
    let edits: [(&str, Edit); 12] = [
        ("replicas", |s| s.replicas = 9),
        ("labels", |s| drop(s.labels.insert("a".into(), "b".into()))),
        ("image", |s| s.containers[0].image = "other".into()),
        ("grace", |s| s.containers[0].stop_grace_seconds = 1),
        ("host port", |s| s.containers[1].ports[0].host_port = None),
        ("command", |s| s.containers[0].command.push("y".into())),
        ("args", |s| s.containers[0].args.push("y".into())),
        ("env", |s| {
            drop(s.containers[0].env.insert("B".into(), "2".into()))
        }),
        ("port", |s| s.containers[0].ports.push(PortMapping::tcp(99))),
        ("check", |s| s.containers[0].health_check = None),
        ("secret", |s| s.secrets.clear()),
        ("storage", |s| s.resources = None),
    ];
    for (name, edit) in edits {
        let mut after = before.clone();
        edit(&mut after);
        let changes = differences(&before, &after);
        assert!(!changes.is_empty(), "{name} is no change");
        let replaced = changes
            .iter()
            .any(|change| change.effect == Effect::Replaced);
        assert_eq!(
            replaced,
            hash(&before) != hash(&after),
            "{name}: {changes:?}"
        );
    }
}
