//! Specs that are wrong: a clear error with place and next step, and nothing happens.

use crate::support::{Home, spec};

/// Applies `text` and expects code 12, the words, and that nothing exists afterwards.
#[track_caller]
fn refused(text: &str, words: &[&str]) {
    let home = Home::new();
    let file = home.write("spec.yaml", text);
    let run = home.run(&["apply", "-f", file.to_str().unwrap()]).ends(12);
    assert_eq!(run.stdout, "");
    run.says(words).says(&["invalid_spec", "help:"]);
    assert!(home.tenants().is_empty());
}

fn with(line: &str, instead: &str) -> String {
    let good = spec("acme", "1");
    assert!(good.contains(line), "{line}");
    good.replace(line, instead)
}

#[test]
fn unknown_field() {
    let text = with("    image: demo:1", "    imagee: demo:1");
    refused(&text, &["spec.yaml:4:5", "containers[0].imagee", "`image`"]);
}

#[test]
fn wrong_type() {
    let text = with(
        "provider_type: local",
        "provider_type: local\nreplicas: many",
    );
    refused(&text, &["spec.yaml:3:11", "replicas", "whole number"]);
}

#[test]
fn tab_in_yaml() {
    refused(
        "tenant_id: a\ncontainers:\n\t- name: web\n",
        &["spec.yaml:3:", "tab"],
    );
}

#[test]
fn empty_file() {
    refused("", &["spec.yaml", "at least one document"]);
    refused("# nothing\n", &["spec.yaml", "at least one document"]);
}

#[test]
fn one_tenant_in_two_documents() {
    let text = format!("{}---\n{}", spec("acme", "1"), spec("acme", "2"));
    refused(&text, &["spec.yaml:12:12", "acme", "twice", "line 1"]);
}

#[test]
fn one_tenant_in_two_files() {
    let home = Home::new();
    home.write("specs/a.yaml", spec("acme", "1"));
    home.write("specs/b.yaml", spec("acme", "2"));
    let run = home.run(&["apply", "-f", "specs"]).ends(12);
    run.says(&["specs/a.yaml:1:12", "specs/b.yaml:1:12"]);
    assert!(home.tenants().is_empty());
}

#[test]
fn missing_containers() {
    refused(
        "tenant_id: acme\nprovider_type: local\n",
        &["containers", "missing"],
    );
    refused(
        "tenant_id: acme\nprovider_type: local\ncontainers: []\n",
        &["containers", "spec.yaml:3:1"],
    );
}

#[test]
fn negative_numbers() {
    let text = with("provider_type: local", "provider_type: local\nreplicas: -1");
    refused(&text, &["replicas", "-1", "0 to 1000"]);
}

#[test]
fn ports_out_of_range() {
    for port in ["0", "70000"] {
        let text = with("container_port: 8080", &format!("container_port: {port}"));
        refused(&text, &["container_port", port, "1 to 65535"]);
    }
}

#[test]
fn a_megabyte_of_env() {
    let value = "x".repeat(1024 * 1024);
    let text = with("s3nt1nel-1", &value);
    refused(&text, &["containers", "65536 bytes"]);
}

#[test]
fn ids_that_are_none() {
    for id in [
        "../../etc/passwd".to_owned(),
        "'..'".to_owned(),
        r#""a\0b""#.to_owned(),
        r#""\e[31mred""#.to_owned(),
        "a".repeat(300),
        "''".to_owned(),
    ] {
        let text = with("tenant_id: acme", &format!("tenant_id: {id}"));
        let home = Home::new();
        let file = home.write("spec.yaml", text);
        let run = home.run(&["apply", "-f", file.to_str().unwrap()]).ends(12);
        assert!(!run.stderr.contains('\x1b') && !run.stderr.contains('\0'));
        run.says(&["tenant_id", "1 to 128 characters"]);
        assert!(home.tenants().is_empty());
    }
}

#[test]
fn ids_that_are_none_on_the_command_line() {
    let long = "a".repeat(300);
    for id in ["../acme", "\x1b[31mred", long.as_str(), ""] {
        for verb in [&["status"][..], &["destroy", "--yes"], &["logs"]] {
            let home = Home::new();
            let args: Vec<&str> = verb.iter().copied().chain([id]).collect();
            let run = home.run(&args).ends(64);
            assert!(!run.stderr.contains('\x1b'), "{:?}", run.stderr);
            run.says(&["1 to 128 characters"]);
        }
    }
}

#[test]
fn a_provider_that_is_not_registered() {
    let home = Home::new();
    let text = with("provider_type: local", "provider_type: mars");
    let file = home.write("spec.yaml", text);
    home.run(&["apply", "-f", file.to_str().unwrap()])
        .ends(10)
        .says(&["mars", "registered: local", "spec.yaml:2:16", "help:"]);
    let text = with("provider_type: local\n", "");
    let file = home.write("spec.yaml", text);
    home.run(&["plan", "-f", file.to_str().unwrap()])
        .ends(10)
        .says(&["ecs", "help:"]);
    home.run(&["status", "acme", "--provider", "mars"])
        .ends(10)
        .says(&["mars"]);
}

#[test]
fn one_bad_file_of_twenty() {
    let home = Home::new();
    for number in 0..20 {
        let good = spec(&format!("t{number}"), "1");
        let text = if number == 13 {
            good.replace("8080, name", "0, name")
        } else {
            good
        };
        home.write(&format!("specs/{number:02}.yaml"), text);
    }
    home.run(&["apply", "-f", "specs", "--keep-going"])
        .ends(12)
        .says(&["specs/13.yaml:8:30", "container_port"]);
    assert!(home.tenants().is_empty());
    let listed = home.run(&["list", "-o", "json"]).ends(0);
    assert_eq!(listed.json(), serde_json::json!([]));
}

#[test]
fn one_spec_of_twenty_that_its_provider_refuses() {
    let home = Home::new();
    for number in 0..20 {
        let good = spec(&format!("t{number}"), "1");
        let text = if number == 13 {
            good + "networking: {public_ip: true}\n"
        } else {
            good
        };
        home.write(&format!("specs/{number:02}.yaml"), text);
    }
    home.run(&["apply", "-f", "specs"])
        .ends(12)
        .says(&["specs/13.yaml:11:", "public_ip"]);
    assert!(home.tenants().is_empty());
}

/// Twenty specs of which the last is `bad`: everything is refused at `place`, nothing is applied.
#[track_caller]
fn twentieth_refused(bad: impl Fn(String) -> String, place: &str, words: &[&str]) {
    let home = Home::new();
    for number in 0..20 {
        let good = spec(&format!("t{number}"), "1");
        let text = if number == 19 { bad(good) } else { good };
        home.write(&format!("specs/{number:02}.yaml"), text);
    }
    home.write("secrets/there", "s3cret");
    let secrets = home.path().join("secrets");
    let secrets = ["--local-secrets-dir", secrets.to_str().unwrap()];
    for verb in [&["plan"][..], &["apply"], &["apply", "--keep-going"]] {
        let args = [verb, &["-f", "specs"], &secrets].concat();
        let run = home.run(&args).ends(12).says(&[place]).says(words);
        assert_eq!(run.stdout, "");
        assert!(home.tenants().is_empty());
    }
}

#[test]
fn one_spec_of_twenty_whose_command_does_not_exist_or_cannot_run() {
    for command in ["/nowhere/program", "/etc/passwd"] {
        twentieth_refused(
            |good| good.replace("[landlord, demo-server]", &format!("[{command}]")),
            "specs/19.yaml:6:5",
            &[command, "executable"],
        );
    }
}

#[test]
fn one_spec_of_twenty_whose_secret_is_missing() {
    twentieth_refused(
        |good| good + "secrets: [{name: token, source: absent, env_var: TOKEN}]\n",
        "specs/19.yaml:11:",
        &["absent"],
    );
}

#[test]
fn errors_quote_no_env_value() {
    let home = Home::new();
    let text = spec("acme", "1").replace("env: {", "env: {BAD-KEY: hunter2, ");
    let file = home.write("spec.yaml", text);
    for format in ["text", "json"] {
        let path = file.to_str().unwrap();
        let run = home.run(&["apply", "-f", path, "--log-format", format]);
        let run = run.ends(12).says(&["BAD-KEY"]);
        assert!(!run.stderr.contains("s3nt1nel") && !run.stderr.contains("hunter2"));
    }
}
