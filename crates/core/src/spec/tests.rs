use proptest::prelude::*;
use serde_json::json;

use super::{arbitrary::valid_spec, *};
use crate::change::{Effect, changes};

fn installation() -> Installation {
    Installation::new("prod").unwrap()
}

fn hash(spec: &TenantComputeSpec) -> SpecHash {
    spec_hash(&effective(spec), &installation(), &spec.tenant().unwrap())
}

fn from_json(value: serde_json::Value) -> TenantComputeSpec {
    serde_json::from_value(value).unwrap()
}

/// The example of the golden values: every field, most defaults left out.
fn rich() -> TenantComputeSpec {
    from_json(json!({
        "tenant_id": "acme/eu",
        "provider_type": "ecs-eu",
        "replicas": 2,
        "containers": [
            {
                "name": "web",
                "image": "registry.example/web:1.2",
                "args": ["--port", "8080"],
                "env": { "B": "2", "A": "1" },
                "ports": [{ "container_port": 8080, "name": "http" }],
                "health_check": { "type": "http", "port": 8080 }
            },
            { "name": "sidecar", "image": "sidecar", "resources": { "cpu": 100 } }
        ],
        "resources": { "cpu": 1000, "memory": 1001 },
        "networking": { "dns": "acme", "allow_to": [{ "cidr": "10.0.0.0/8", "ports": [5432, 443] }] },
        "secrets": [{ "name": "db", "source": "db-credentials", "key": "url", "env_var": "DB_URL" }],
        "labels": { "team": "blue" },
        "provider_config": { "b": { "y": 1, "x": 2 }, "a": [2, 1] }
    }))
}

/// The same as `rich` with everything spelled out and turned around.
fn rich_spelled_out() -> TenantComputeSpec {
    from_json(json!({
        "schema": 1,
        "labels": { "team": "blue" },
        "provider_config": { "a": [2, 1], "b": { "x": 2, "y": 1 } },
        "tenant_id": "acme/eu",
        "provider_type": "ecs-eu",
        "replicas": 2,
        "secrets": [{ "name": "db", "source": "db-credentials", "key": "url", "env_var": "DB_URL" }],
        "containers": [
            {
                "name": "sidecar", "image": "sidecar", "resources": { "cpu": 100 },
                "command": [], "args": [], "env": {}, "ports": [], "stop_grace_seconds": 30
            },
            {
                "name": "web",
                "image": "registry.example/web:1.2",
                "args": ["--port", "8080"],
                "env": { "A": "1", "B": "2" },
                "ports": [{ "container_port": 8080, "name": "http", "protocol": "tcp" }],
                "health_check": {
                    "type": "http", "port": 8080, "http_path": "/", "interval_seconds": 10,
                    "timeout_seconds": 2, "healthy_threshold": 1, "unhealthy_threshold": 3,
                    "start_period_seconds": 0, "restart_on_failure": false, "command": []
                },
                "resources": {}
            }
        ],
        "resources": { "cpu": 1000, "memory": 1001 },
        "networking": {
            "public_ip": false, "dns": "acme", "allow_from": [],
            "allow_to": [{ "cidr": "10.0.0.0/8", "ports": [443, 5432] }]
        }
    }))
}

#[test]
fn order_and_spelled_out_defaults_do_not_count() {
    assert_eq!(canonical(&rich()), canonical(&rich_spelled_out()));
    assert_eq!(hash(&rich()), hash(&rich_spelled_out()));
    assert_eq!(
        changes(&rich(), &rich_spelled_out(), |_| Effect::Replaced),
        []
    );
    assert_eq!(validate(&rich()), []);
}

#[test]
fn the_canonical_form_is_golden() {
    insta::assert_snapshot!(String::from_utf8(canonical_bytes(&rich())).unwrap());
}

/// A change of one of these restarts or re-plans every fleet: it needs a release note.
#[test]
fn hashes_are_golden() {
    let least = TenantComputeSpec::builder("acme")
        .container(ContainerSpec::new("web", "nginx"))
        .build()
        .unwrap();
    assert_eq!(
        hash(&least).as_str(),
        "int6hm7bu7pg4nx6i5345jzdfhtss2gpdh4epxv3tj6ijiw7esda"
    );
    assert_eq!(
        hash(&rich()).as_str(),
        "55g6o534daxaa7xwyq42jnrfupnw2m7o6cgjorpnqkforvdwqjiq"
    );
}

#[test]
fn the_hash_is_salted_and_leaves_the_provider_out() {
    let spec = rich();
    let tenant = spec.tenant().unwrap();
    let mut elsewhere = spec.clone();
    elsewhere.provider_type = None;
    assert_eq!(hash(&spec), hash(&elsewhere));
    let other_installation = spec_hash(
        &effective(&spec),
        &Installation::new("test").unwrap(),
        &tenant,
    );
    let other_tenant = spec_hash(
        &effective(&spec),
        &installation(),
        &TenantId::new("b").unwrap(),
    );
    assert_ne!(hash(&spec), other_installation);
    assert_ne!(hash(&spec), other_tenant);
    let mut changed = spec.clone();
    changed.containers[0].env.insert("A".into(), "other".into());
    assert_ne!(hash(&spec), hash(&changed));
}

#[test]
fn filling_shares_what_containers_do_not_claim() {
    let spec = effective(&rich());
    let claims: Vec<_> = spec
        .containers
        .iter()
        .map(|c| {
            (
                c.name.as_str(),
                c.resources.unwrap().cpu,
                c.resources.unwrap().memory,
            )
        })
        .collect();
    // 1001 MiB don't divide: the first by name gets the odd one
    assert_eq!(
        claims,
        [
            ("sidecar", Some(100), Some(501)),
            ("web", Some(900), Some(500))
        ]
    );
    let check = spec.container("web").unwrap().health_check.clone().unwrap();
    assert_eq!(check.http_path.as_deref(), Some("/"));
}

#[test]
fn filling_sums_up_claims_without_a_total() {
    let mut spec = rich();
    spec.resources = None;
    for container in &mut spec.containers {
        container.resources = Some(ResourceRequirements::new().cpu(250));
    }
    let total = effective(&spec).resources.unwrap();
    assert_eq!((total.cpu, total.memory), (Some(500), None));
}

#[test]
fn debug_shows_no_env_value_and_no_provider_config() {
    let mut spec = rich();
    spec.containers[0]
        .env
        .insert("DB".into(), "sentinel-env".into());
    spec.provider_config = Some(json!({ "shown_key": "sentinel-config" }));
    for text in [format!("{spec:?}"), format!("{spec:#?}")] {
        assert!(!text.contains("sentinel"), "{text}");
        assert!(
            text.contains("\"DB\": ") && text.contains("shown_key"),
            "{text}"
        );
        assert!(text.contains('#'), "{text}");
    }
    let wire = serde_json::to_string(&spec).unwrap();
    assert!(wire.contains("sentinel-env") && wire.contains("sentinel-config"));
}

#[test]
fn unknown_fields_are_refused_everywhere() {
    for text in [
        r#"{"tenant_id":"a","containers":[],"x":1}"#,
        r#"{"tenant_id":"a","containers":[{"name":"a","image":"b","x":1}]}"#,
        r#"{"tenant_id":"a","containers":[],"resources":{"x":1}}"#,
        r#"{"tenant_id":"a","containers":[],"networking":{"x":1}}"#,
        r#"{"tenant_id":"a","containers":[],"networking":{"allow_to":[{"x":1}]}}"#,
        r#"{"tenant_id":"a","containers":[],"secrets":[{"name":"a","source":"b","env_var":"C","x":1}]}"#,
        r#"{"tenant_id":"a","containers":[{"name":"a","image":"b","ports":[{"container_port":1,"x":1}]}]}"#,
        r#"{"tenant_id":"a","containers":[{"name":"a","image":"b","health_check":{"type":"tcp","x":1}}]}"#,
    ] {
        let error = serde_json::from_str::<TenantComputeSpec>(text).unwrap_err();
        assert!(
            error.to_string().contains("unknown field `x`"),
            "{text}: {error}"
        );
    }
}

#[test]
fn the_schema_is_published() {
    insta::assert_json_snapshot!(json_schema());
}

#[test]
fn violations_and_warnings_round_trip() {
    let violation = Violation::new("a.b", ViolationKind::OutOfRange, "1 to 2")
        .given(3)
        .at(Some(Position::new(1, 2, 3, 4)));
    let text = serde_json::to_string(&violation).unwrap();
    assert_eq!(serde_json::from_str::<Violation>(&text).unwrap(), violation);
    let newer = text.replace("out_of_range", "of_a_later_release");
    let read: Violation = serde_json::from_str(&newer).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), newer);
    let warning = Warning::new("a", WarningKind::LooksSecret, "b");
    let text = serde_json::to_string(&warning).unwrap();
    assert_eq!(serde_json::from_str::<Warning>(&text).unwrap(), warning);
}

#[test]
fn public_types_go_between_threads() {
    fn check<T: Send + Sync + 'static>() {}
    check::<TenantComputeSpec>();
    check::<SpecBuilder>();
    check::<Violation>();
    check::<Warning>();
    check::<ParsedSpec>();
    check::<ParseError>();
    check::<SpecHash>();
    check::<TenantId>();
    check::<Installation>();
    check::<ProviderName>();
    check::<ContainerName>();
    check::<EnvName>();
    check::<InvalidId>();
    check::<crate::change::Change>();
    check::<crate::name::EngineName>();
    check::<crate::sensitive::Fingerprint>();
}

proptest! {
    #[test]
    fn generated_specs_are_valid(spec in valid_spec()) {
        prop_assert_eq!(validate(&spec), []);
    }

    #[test]
    fn specs_round_trip(spec in valid_spec()) {
        let text = serde_json::to_string(&spec).unwrap();
        prop_assert_eq!(&serde_json::from_str::<TenantComputeSpec>(&text).unwrap(), &spec);
        let back: TenantComputeSpec = serde_json::from_value(canonical(&spec)).unwrap();
        prop_assert_eq!(canonical(&back), canonical(&spec));
    }

    #[test]
    fn the_order_of_parts_does_not_count(spec in valid_spec()) {
        let mut turned = spec.clone();
        turned.containers.reverse();
        turned.containers.iter_mut().for_each(|container| container.ports.reverse());
        turned.secrets.reverse();
        let networking = &mut turned.networking;
        networking.security_groups.reverse();
        networking.subnets.reverse();
        for peers in [&mut networking.allow_from, &mut networking.allow_to] {
            peers.reverse();
            peers.iter_mut().for_each(|peer| peer.ports.reverse());
        }
        prop_assert_eq!(canonical(&turned), canonical(&spec));
        prop_assert_eq!(effective(&turned), effective(&spec));
    }

    #[test]
    fn filling_is_idempotent_and_stays_valid(spec in valid_spec()) {
        let once = effective(&spec);
        prop_assert_eq!(validate(&once), []);
        prop_assert_eq!(effective(&once), once);
    }

    #[test]
    fn changes_are_empty_exactly_when_canonical_forms_are_equal(a in valid_spec(), b in valid_spec()) {
        let is_same = canonical(&a) == canonical(&b);
        prop_assert_eq!(changes(&a, &b, |_| Effect::InPlace).is_empty(), is_same);
        prop_assert!(changes(&a, &effective(&a), |_| Effect::InPlace).is_empty()
            == (canonical(&a) == canonical(&effective(&a))));
        prop_assert!(changes(&a, &a.clone(), |_| Effect::InPlace).is_empty());
    }

    #[test]
    fn shares_add_up(total in 0_u32..10_000, claims in proptest::collection::vec(proptest::option::of(0_u32..100), 1..9)) {
        let shares = ResourceRequirements::share(total, &claims);
        let claimed: u32 = claims.iter().flatten().sum();
        if claims.iter().any(Option::is_none) && claimed <= total {
            prop_assert_eq!(shares.iter().sum::<u32>(), total);
        }
        for (share, claim) in shares.iter().zip(&claims) {
            prop_assert!(claim.is_none_or(|claim| claim == *share));
        }
    }
}

#[test]
fn ids_are_checked_when_made_and_when_read() {
    assert_eq!(TenantId::new("Acme/EU").unwrap(), "Acme/EU");
    assert_eq!(serde_json::from_str::<TenantId>("\"a\"").unwrap(), "a");
    let error = serde_json::from_str::<TenantId>("\"../a\"").unwrap_err();
    assert!(
        error
            .to_string()
            .contains("tenant id \"../a\" is not allowed"),
        "{error}"
    );
    for bad in ["", "-a", "a-", "a_b", "A", "a.b", &"a".repeat(64)] {
        assert!(
            ProviderName::new(bad).is_err() && ContainerName::new(bad).is_err(),
            "{bad}"
        );
    }
    assert!(ContainerName::new("alloc").is_err() && ProviderName::new("alloc").is_ok());
    for bad in ["", ".a", "a.", "a b", "ä", &"a".repeat(64)] {
        assert!(Installation::new(bad).is_err(), "{bad}");
    }
    assert!(Installation::new("Prod_1.eu-west").is_ok());
    assert!(EnvName::new("_A1").is_ok() && EnvName::new("1A").is_err());
    let error = TenantId::new("\u{1b}[2J").unwrap_err().to_string();
    assert!(
        !error.contains('\u{1b}') && error.contains("1 to 128"),
        "{error}"
    );
}

/// What the schema says about ids is what the types accept.
#[test]
fn patterns_of_the_schema_are_the_rules_of_the_types() {
    use proptest::{strategy::ValueTree as _, string::string_regex, test_runner::TestRunner};
    let mut runner = TestRunner::deterministic();
    for (pattern, allows) in [
        (
            super::ids::TENANT_ID_PATTERN,
            TenantId::allows as fn(&str) -> bool,
        ),
        (super::ids::INSTALLATION_PATTERN, Installation::allows),
        (super::ids::PROVIDER_NAME_PATTERN, ProviderName::allows),
        (super::ids::ENV_NAME_PATTERN, EnvName::allows),
    ] {
        let strategy = string_regex(pattern.trim_start_matches('^').trim_end_matches('$')).unwrap();
        for _ in 0..200 {
            let text = strategy.new_tree(&mut runner).unwrap().current();
            assert!(allows(&text), "{pattern} {text}");
        }
    }
}

#[test]
fn a_name_given_twice_is_refused_in_json_too() {
    let text =
        r#"{"tenant_id":"a","containers":[{"name":"a","image":"b","env":{"A":"1","A":"2"}}]}"#;
    assert!(serde_json::from_str::<TenantComputeSpec>(text).is_err());
    let said = parse("x.json", text).unwrap_err().to_string();
    assert_eq!(
        said,
        "x.json:1:71: containers[0].env[A]: `A` is given twice, expected each field once"
    );
}

#[test]
fn claims_that_nobody_validated_do_not_overflow() {
    let claim = ResourceRequirements::new().cpu(u32::MAX);
    let spec = TenantComputeSpec::builder("acme")
        .container(ContainerSpec::new("a", "app:1").resources(claim))
        .container(ContainerSpec::new("b", "app:1").resources(claim))
        .build_unchecked();
    assert_eq!(effective(&spec).resources, Some(claim));
}
