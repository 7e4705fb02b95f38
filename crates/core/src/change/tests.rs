use serde_json::json;

use super::*;
use crate::spec::{
    ContainerSpec, HealthCheckConfig, NetworkConfig, NetworkPeer, PortMapping,
    ResourceRequirements, SecretReference, TenantComputeSpec,
};

fn spec() -> TenantComputeSpec {
    TenantComputeSpec::builder("acme")
        .container(
            ContainerSpec::new("web", "app:1")
                .port(PortMapping::tcp(8080))
                .env("DB_URL", "sentinel-before")
                .env("KEPT", "sentinel-kept"),
        )
        .container(ContainerSpec::new("sidecar", "side:1").env("A", "sentinel"))
        .secret(SecretReference::new("db", "path/db", "DB"))
        .build()
        .unwrap()
}

/// Changes as lines, with fingerprints made equal; they differ from process to process.
fn lines(change: impl FnOnce(&mut TenantComputeSpec)) -> Vec<String> {
    let before = spec();
    let mut after = before.clone();
    change(&mut after);
    let policy = |field: &str| match field {
        "replicas" | "labels" => Effect::InPlace,
        _ => Effect::Replaced,
    };
    let changes = changes(&before, &after, policy);
    for change in &changes {
        let text = serde_json::to_string(change).unwrap();
        assert!(!text.contains("sentinel"), "{text}");
        assert_eq!(&serde_json::from_str::<Change>(&text).unwrap(), change);
    }
    changes
        .iter()
        .map(|change| hide(&format!("{change} ({})", change.effect)))
        .collect()
}

fn hide(text: &str) -> String {
    let mut parts = text.split('#');
    let mut hidden = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        hidden.push_str("#…");
        hidden.push_str(part.get(8..).unwrap_or_default());
    }
    hidden
}

#[test]
fn a_change_says_what_it_was_and_what_it_becomes() {
    let found = lines(|spec| {
        spec.replicas = 3;
        spec.labels.insert("team".into(), "blue".into());
        spec.networking = NetworkConfig::new().dns("acme").public_ip();
        spec.resources = Some(ResourceRequirements::new().cpu(100));
        let web = &mut spec.containers[0];
        web.image = "app:2".into();
        web.args = vec!["--x".into()];
        web.stop_grace_seconds = 5;
    });
    assert_eq!(
        found,
        [
            "containers[web].args: + [\"--x\"] (replaced)",
            "containers[web].image: app:1 -> app:2 (replaced)",
            "containers[web].stop_grace_seconds: 30 -> 5 (replaced)",
            "labels[team]: + blue (in_place)",
            "networking.dns: + acme (replaced)",
            "networking.public_ip: false -> true (replaced)",
            "replicas: 1 -> 3 (in_place)",
            "resources: + {\"cpu\":100} (replaced)",
        ]
    );
}

#[test]
fn env_is_compared_by_key_and_shown_by_fingerprint() {
    let found = lines(|spec| {
        let env = &mut spec.containers[0].env;
        env.insert("DB_URL".into(), "sentinel-after".into());
        env.insert("NEW".into(), "sentinel-new".into());
        spec.containers[1].env.clear();
    });
    assert_eq!(
        found,
        [
            "containers[sidecar].env[A]: - #… (replaced)",
            "containers[web].env[DB_URL]: #… -> #… (replaced)",
            "containers[web].env[NEW]: + #… (replaced)",
        ]
    );
}

#[test]
fn parts_of_lists_are_matched_by_key() {
    let found = lines(|spec| {
        spec.containers.reverse();
        spec.containers[1].ports.insert(0, PortMapping::udp(8080));
        spec.containers[1].ports[1].name = Some("http".into());
        spec.containers[1].health_check = Some(HealthCheckConfig::tcp(8080));
        spec.secrets
            .insert(0, SecretReference::new("api", "path/api", "API"));
        spec.secrets[1].source = "path/other".into();
        spec.networking = NetworkConfig::new()
            .allow_to(NetworkPeer::cidr("10.0.0.0/8").ports([443]))
            .allow_from(NetworkPeer::tenant("other"))
            .subnet("subnet-1");
    });
    assert_eq!(
        found,
        [
            "containers[web].health_check: + {\"healthy_threshold\":1,\"interval_seconds\":10,\"port\":8080,\"restar… (166 bytes) (replaced)",
            "containers[web].ports[8080/tcp].name: + http (replaced)",
            "containers[web].ports[8080/udp]: + {\"container_port\":8080,\"protocol\":\"udp\"} (replaced)",
            "networking.allow_from[other]: + {\"tenant\":\"other\"} (replaced)",
            "networking.allow_to[10.0.0.0/8]: + {\"cidr\":\"10.0.0.0/8\",\"ports\":[443]} (replaced)",
            "networking.subnets[subnet-1]: + subnet-1 (replaced)",
            "secrets[api]: + {\"env_var\":\"API\",\"name\":\"api\",\"source\":\"path/api\"} (replaced)",
            "secrets[db].source: path/db -> path/other (replaced)",
        ]
    );
}

#[test]
fn a_container_that_comes_or_goes_is_one_change() {
    let found = lines(|spec| {
        spec.containers.remove(1);
        spec.containers
            .push(ContainerSpec::new("new", "new:1").env("A", "sentinel"));
    });
    assert_eq!(
        found,
        [
            "containers[new]: + {\"env\":{\"A\":\"#…\"},\"image\":\"new:1\",\"name\":\"new\",\"stop_grac… (78 bytes) (replaced)",
            "containers[sidecar]: - {\"env\":{\"A\":\"#…\"},\"image\":\"side:1\",\"name\":\"sidecar\",\"stop… (83 bytes) (replaced)",
        ]
    );
}

#[test]
fn provider_config_is_compared_in_depth_and_never_shown() {
    let mut before = spec();
    before.provider_config = Some(json!({ "a": { "b": "sentinel", "c": 1 }, "d": [1] }));
    let mut after = before.clone();
    after.provider_config = Some(json!({ "a": { "b": "sentinel-2", "c": 1 }, "e": "sentinel" }));
    let changes = changes(&before, &after, |_| Effect::Replaced);
    let found: Vec<_> = changes
        .iter()
        .map(|change| hide(&change.to_string()))
        .collect();
    assert_eq!(
        found,
        [
            "provider_config.a.b: #… -> #…",
            "provider_config.d: - #…",
            "provider_config.e: + #…",
        ]
    );
}

#[test]
fn the_policy_is_asked_for_fields_without_keys() {
    let mut after = spec();
    after.containers[0].env.insert("A.B".into(), "x".into());
    after.containers.remove(1);
    after.secrets.clear();
    let asked = std::cell::RefCell::new(Vec::new());
    let _ = changes(&spec(), &after, |field| {
        asked.borrow_mut().push(field.to_owned());
        Effect::InPlace
    });
    assert_eq!(
        asked.into_inner(),
        ["containers", "containers.env", "secrets"]
    );
}

#[test]
fn nothing_is_lost_where_names_are_given_twice() {
    let before = spec();
    let mut after = before.clone();
    after.containers.push(after.containers[0].clone());
    let changes = changes(&before, &after, |_| Effect::Replaced);
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0].path, "containers[web#2]");
}
