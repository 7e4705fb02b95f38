#![cfg(feature = "yaml")]

use insta::assert_snapshot;
use proptest::prelude::*;

use super::*;
use crate::spec::{arbitrary::valid_spec, *};

const GOOD: &str = "\
tenant_id: acme
replicas: 2
containers:
  - name: web
    image: nginx:1.27
    env:
      PORT: 8080
      VERSION: 1.10
    ports:
      - container_port: 8080
        name: http
    health_check:
      type: http
      port: 8080
";

/// What is said about a text, as a user reads it.
fn complaint(text: &str) -> String {
    complaint_of("spec.yaml", text)
}

fn complaint_of(name: &str, text: &str) -> String {
    parse(name, text).unwrap_err().to_string()
}

#[test]
fn good_yaml_is_read() {
    let parsed = parse("spec.yaml", GOOD).unwrap();
    let [one] = parsed.as_slice() else {
        panic!("{parsed:?}")
    };
    assert_eq!(one.spec.replicas, 2);
    let web = one.spec.container("web").unwrap();
    // unquoted scalars keep their spelling
    assert_eq!(web.env["PORT"], "8080");
    assert_eq!(web.env["VERSION"], "1.10");
    assert_eq!(one.source.name(), "spec.yaml");
}

#[test]
fn several_documents_are_read_and_empty_ones_skipped() {
    let text = format!(
        "---\n{GOOD}---\n# nothing\n---\n{}---\n",
        GOOD.replace("acme", "other")
    );
    let parsed = parse("spec.yaml", &text).unwrap();
    let ids: Vec<_> = parsed
        .iter()
        .map(|one| (one.document, one.spec.tenant_id.as_str()))
        .collect();
    assert_eq!(ids, [(0, "acme"), (1, "other")]);
    let position = parsed[1].position("tenant_id").unwrap();
    assert_eq!((position.line, position.column), (19, 12));
    assert_eq!(&text[position.offset..][..position.length], "other");
}

#[test]
fn json_is_read_by_its_name_or_its_looks() {
    let spec = &parse("spec.yaml", GOOD).unwrap()[0].spec;
    let json = serde_json::to_string_pretty(spec)
        .unwrap()
        .replace("  ", "\t");
    for name in ["spec.json", "spec.yaml", "-"] {
        assert_eq!(&parse(name, &json).unwrap()[0].spec, spec, "{name}");
    }
    let two = format!("{json}\n{}", json.replace("acme", "other"));
    assert_eq!(parse("specs.json", &two).unwrap().len(), 2);
    let flow = "{tenant_id: acme, containers: [{name: web, image: nginx}]}";
    assert_eq!(parse("-", flow).unwrap().len(), 1);
    assert!(parse("x.json", flow).is_err());
}

#[test]
fn a_fleet_may_stand_in_one_file() {
    // many more parts than a reader of one document would bear
    let text: String = (0..10_000)
        .map(|n| {
            format!(
                "---\ntenant_id: t{n}\ncontainers: [{{name: a, image: b, args: [{}]}}]\n",
                "x, ".repeat(30)
            )
        })
        .collect();
    assert_eq!(parse("fleet.yaml", &text).unwrap().len(), 10_000);
}

#[test]
fn positions_are_those_of_fields_or_what_holds_them() {
    let parsed = parse("spec.yaml", GOOD).unwrap().remove(0);
    let at = |path: &str| parsed.position(path).unwrap().to_string();
    assert_eq!(at("containers[0].env[PORT]"), "7:7");
    assert_eq!(at("containers[0].health_check.port"), "14:13");
    assert_eq!(at("containers[0].health_check.timeout_seconds"), "12:5");
    assert_eq!(at("containers[0].ports[0]"), "10:9");
    assert_eq!(at("networking.dns"), "1:1");
    let violation = Violation::new("containers[0].image", ViolationKind::Unsupported, "x");
    let located = parsed.locate(vec![violation]);
    assert_eq!(located[0].position.unwrap().to_string(), "5:12");
}

#[test]
fn warnings_have_positions() {
    let text = GOOD.replace("PORT:", "API_TOKEN:");
    let warnings = parse("spec.yaml", &text).unwrap()[0].warnings();
    assert_eq!(warnings.len(), 1);
    assert_eq!(warnings[0].position.unwrap().to_string(), "7:7");
}

#[test]
fn everything_is_said_at_once() {
    assert_snapshot!(complaint(
        "\
tenant_id: ../acme
replicas: -1
contaners: []
containers:
  - name: web
    imagee: nginx
    ports:
      - container_port: 70000
      - container_port: 0
      - container_port: http
      - container_port: 80.5
    env: [A, B]
    health_check:
      type: htp
      port: 8080
  - name: Side Car
    image: 'no such image'
    stop_grace_seconds: 99999
    resources: null
resources:
  cpu: 1e3
  memory: '512'
networking:
  public_ip: yes
  allow_from:
    - tenant: [x]
    - cidr: 10.0.0.1/8
labels:
  a: {b: c}
provider_config:
  anything: [1, {x: null}]
---
tenant_id: ../acme
containers: {}
---
- a list
---
just text
"
    ));
}

#[test]
fn everything_is_said_about_json_too() {
    assert_snapshot!(complaint_of(
        "spec.json",
        "{
\t\"tenant_id\": \"ünï\", \"replicas\": -1,
\t\"containers\": [
\t\t{ \"name\": \"a\", \"name\": \"b\", \"image\": \"x\", \"env\": { \"A\": 1 }, \"bogus\": true }
\t],
\t\"labels\": { \"\\u001b[31m\": \"x\", \"\": null }
}"
    ));
}

#[test]
fn what_is_no_document_is_said_so() {
    let mut said = String::new();
    for (what, name, text) in [
        ("empty", "e.yaml", ""),
        ("comment", "c.yaml", "# nothing here\n"),
        ("null documents", "n.yaml", "---\n---\n"),
        ("empty json", "e.json", " \n"),
        (
            "tab",
            "t.yaml",
            "tenant_id: acme\ncontainers:\n\t- name: web\n",
        ),
        ("unclosed", "u.yaml", "tenant_id: [acme\ncontainers: []\n"),
        ("bad json", "b.json", "{\n  \"tenant_id\": \"acme\",\n}"),
        ("yaml in json", "y.json", GOOD),
        (
            "duplicate key",
            "d.yaml",
            "tenant_id: a\ntenant_id: b\ncontainers: []\n",
        ),
        ("unknown alias", "a.yaml", "tenant_id: *nobody\n"),
        ("binary", "x.yaml", "\u{0}\u{1}\u{2}"),
        (
            "nul in text",
            "z.yaml",
            "tenant_id: \"a\\0b\"\ncontainers:\n- {name: a, image: b}\n",
        ),
    ] {
        said.push_str(&format!("{what}: {}\n", complaint_of(name, text)));
    }
    assert_snapshot!(said);
}

#[test]
fn one_tenant_in_two_documents_is_refused() {
    assert_snapshot!(complaint(&format!("{GOOD}---\n{GOOD}")));
}

#[test]
fn a_megabyte_is_read_or_refused_in_good_time() {
    let start = std::time::Instant::now();
    let mut text = GOOD.replace(
        "      PORT: 8080\n",
        &format!("      BIG: {}\n", "x".repeat(1 << 20)),
    );
    assert!(complaint(&text).contains("bytes of env"));
    // as many mistakes as fit: a position each, without a walk of the text for each
    let keys: String = (0..5_000)
        .map(|n| format!("      {n}-bad-name: x\n"))
        .collect();
    text = GOOD.replace("      PORT: 8080\n", &keys);
    assert!(parse("spec.yaml", &text).unwrap_err().violations.len() >= 5_000);
    assert!(complaint(&"x".repeat(17 << 20)).contains("16 MiB"));
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

#[test]
fn bombs_are_refused_in_good_time() {
    let start = std::time::Instant::now();
    let mut aliases = String::from("a: &a [x,x,x,x,x,x,x,x,x]\n");
    for (from, to) in "abcdefgh".chars().zip("bcdefghi".chars()) {
        aliases.push_str(&format!(
            "{to}: &{to} [*{from},*{from},*{from},*{from},*{from},*{from},*{from}]\n"
        ));
    }
    let config = aliases
        .lines()
        .map(|line| format!("  {line}\n"))
        .collect::<String>();
    let bomb = format!("{GOOD}provider_config:\n{config}");
    assert!(parse("bomb.yaml", &bomb).is_err());
    for deep in [
        "[".repeat(100_000),
        "{a: ".repeat(100_000),
        "- ".repeat(100_000),
    ] {
        assert!(parse("deep.yaml", &deep).is_err());
        assert!(parse("deep.json", &deep).is_err());
    }
    let nested = format!(
        "{GOOD}provider_config: {}1{}\n",
        "[".repeat(60),
        "]".repeat(60)
    );
    assert!(parse("deep.yaml", &nested).is_err());
    let nested = format!("{{\"tenant_id\": {}1{}}}", "[".repeat(120), "]".repeat(120));
    assert!(parse("deep.json", &nested).is_err());
    for depth in [60, 100_000] {
        let nested = format!(
            "{{\"tenant_id\": {}1{}}}",
            "[".repeat(depth),
            "]".repeat(depth)
        );
        let said = complaint_of("deep.json", &nested);
        assert!(
            said.contains("deep.json:1:63: not valid JSON: more than 48 levels"),
            "{said}"
        );
    }
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

#[test]
fn anchors_and_merges_may_be_used() {
    let text = GOOD.replace("env:", "env: &env").replace(
        "    ports:",
        "  - name: worker\n    image: nginx\n    env:\n      <<: *env\n      PORT: 9090\n    ports:",
    );
    let spec = parse("spec.yaml", &text).unwrap().remove(0).spec;
    assert_eq!(spec.containers[1].env["VERSION"], "1.10");
    assert_eq!(spec.containers[1].env["PORT"], "9090");
}

#[test]
fn no_env_value_is_ever_said() {
    for text in [
        GOOD.replace(
            "8080\n      VERSION: 1.10",
            "\"sentinel\\0\"\n      VERSION: {sentinel: sentinel}",
        ),
        GOOD.replace("VERSION: 1.10", "VERSION: [sentinel]"),
        GOOD.replace("VERSION: 1.10", "VERSION: !!binary sentinel"),
        GOOD.replace("VERSION: 1.10", "VERSION: !!int sentinel"),
        GOOD.replace("VERSION: 1.10", "VERSION: \"sentinel"),
        GOOD.replace("VERSION: 1.10", "VERSION: *sentinel-as-alias-is-a-name")
            .replace("sentinel-as", "as"),
        GOOD.replace("VERSION: 1.10", "VERSION: 'sentinel' x"),
    ] {
        let said = parse("spec.yaml", &text).unwrap_err();
        assert!(
            !format!("{said} {said:?}").contains("sentinel"),
            "{said}\n{said:?}"
        );
    }
}

proptest! {
    #[test]
    fn valid_specs_are_read_back(spec in valid_spec()) {
        let json = serde_json::to_string(&spec).unwrap();
        prop_assert_eq!(&parse("spec.json", &json).unwrap()[0].spec, &spec);
    }

    #[test]
    fn written_yaml_is_read_back(spec in valid_spec()) {
        let yaml = serde_saphyr::to_string(&spec).unwrap();
        let parsed = parse("spec.yaml", &yaml);
        prop_assert!(parsed.is_ok(), "{}\n{yaml}", parsed.unwrap_err());
        prop_assert_eq!(&parsed.unwrap()[0].spec, &spec);
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,200}") {
        let _ = parse("spec.yaml", &text);
        let _ = parse("spec.json", &text);
    }

    #[test]
    fn no_mutilation_makes_it_panic(at in 0..GOOD.len(), cut in 0..40_usize, put in "\\PC{0,3}|[\t\n:{}\\[\\]&*-]{0,3}") {
        let end = (at + cut).min(GOOD.len());
        let text = format!("{}{put}{}", &GOOD[..at], &GOOD[end..]);
        if let Err(error) = parse("spec.yaml", &text) {
            prop_assert!(!error.violations.is_empty());
        }
    }
}

#[cfg(feature = "yaml")]
#[test]
fn an_error_of_the_reader_quotes_no_value() {
    let text = "tenant_id: a\nbogus: 1\ncontainers:\n  - name: w\n    image: app:1\n    env:\n      A: 1e999999\n";
    let error = parse("x.yaml", text).unwrap_err().to_string();
    assert!(!error.contains("1e999999"), "{error}");
}
