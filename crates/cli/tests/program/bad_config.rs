//! Configuration that is wrong: file, line and key, and nothing happens.

use crate::support::{Home, spec};

#[track_caller]
fn refused(text: &str, words: &[&str]) {
    let home = Home::new();
    home.write(".config/landlord/config.yaml", text);
    let file = home.write("spec.yaml", spec("acme", "1"));
    for args in [
        &["apply", "-f", file.to_str().unwrap()][..],
        &["config", "show"],
    ] {
        let run = home.run(args).ends(26).says(words).says(&["config.yaml"]);
        assert_eq!(run.stdout, "");
    }
    assert!(home.tenants().is_empty());
}

#[test]
fn unknown_key() {
    refused(
        "instalation: x\n",
        &["config.yaml:1:1", "instalation", "expected one of"],
    );
    refused(
        "local:\n  rot: /x\n",
        &["config.yaml:2:3", "local.rot", "`root`"],
    );
}

#[test]
fn wrong_type() {
    refused(
        "local:\n  log_files: many\n",
        &["config.yaml:2:14", "log_files", "u32"],
    );
    refused("audit: [1]\n", &["config.yaml:1:", "audit"]);
}

#[test]
fn a_provider_that_is_not_compiled_in() {
    refused(
        "ecs:\n  cluster: main\n",
        &["config.yaml:1:1", "ecs", "not compiled", "--features ecs"],
    );
}

#[test]
fn syntax() {
    refused("local:\n\troot: x\n", &["config.yaml:2:", "YAML"]);
}

#[test]
fn a_named_file_must_exist() {
    let home = Home::new();
    home.run(&["list", "--config", "nowhere.yaml"])
        .ends(26)
        .says(&["nowhere.yaml", "--config"]);
    let mut command = home.command(&["list"]);
    let output = command.env("COMPUTE_CONFIG", "nowhere.yaml").output();
    assert_eq!(output.unwrap().status.code(), Some(26));
}

#[test]
fn variables_are_checked_and_misspelt_ones_are_told() {
    let home = Home::new();
    let run = |name: &str, value: &str| {
        let mut command = home.command(&["config", "show"]);
        crate::support::Run::of(&command.env(name, value).output().unwrap())
    };
    run("COMPUTE_LOCAL_LOG_FILES", "many")
        .ends(26)
        .says(&["COMPUTE_LOCAL_LOG_FILES", "whole number"]);
    run("COMPUTE_LOCAL_ROOTT", "/x")
        .ends(0)
        .says(&["COMPUTE_LOCAL_ROOTT", "ignored"]);
}

#[test]
fn every_value_has_an_origin() {
    let home = Home::new();
    home.write(
        ".config/landlord/config.yaml",
        "installation: acme\nlocal: {log_files: 5}\n",
    );
    let mut command = home.command(&["config", "show", "-o", "json", "--local-root", "/r"]);
    command.env("COMPUTE_AUDIT_PATH", "/a");
    let run = crate::support::Run::of(&command.output().unwrap()).ends(0);
    let origin = |key: &str| {
        let settings = run.json();
        let found = settings
            .as_array()
            .unwrap()
            .iter()
            .find(|each| each["key"] == key);
        found.unwrap()["origin"]["from"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert_eq!(origin("installation"), "file");
    assert_eq!(origin("providers.local.log_files"), "file");
    assert_eq!(origin("providers.local.root"), "flag");
    assert_eq!(origin("audit.path"), "environment");
    assert_eq!(origin("default_provider"), "default");
}
