//! What programs rely on: help, completions, formats.

use crate::support::Home;

#[test]
fn every_command_has_help_with_examples() {
    let home = Home::new();
    let help = home.run(&["--help"]).ends(0).stdout;
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let mut count = 0;
    for line in commands.take_while(|line| !line.is_empty()) {
        let name = line.split_whitespace().next().unwrap();
        let help = home.run(&[name, "--help"]).ends(0);
        let (help, said) = (help.stdout, help.stderr);
        let group = help.contains("Commands:");
        assert!(group || help.contains("Examples:"), "{name}");
        assert_eq!(said, "");
        count += 1;
    }
    assert_eq!(count, 19);
}

#[test]
fn completions_are_made_for_every_shell() {
    let home = Home::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = home.run(&["completions", shell]).ends(0).stdout;
        assert!(
            script.contains("landlord") && script.contains("destroy"),
            "{shell}"
        );
    }
    home.run(&["completions", "tcsh"]).ends(64);
}

#[test]
fn schemas_are_json() {
    let home = Home::new();
    let spec = home.run(&["schema"]).ends(0).json();
    assert!(spec.pointer("/properties/tenant_id").is_some());
    let config = home.run(&["config", "schema"]).ends(0).json();
    assert!(
        config
            .pointer("/properties/local/properties/root")
            .is_some()
    );
    let yaml = home.run(&["schema", "-o", "yaml"]).ends(0).stdout;
    assert!(yaml.contains("\nproperties:\n"), "{yaml}");
}

#[test]
fn providers_tell_capabilities_health_and_schema() {
    let home = Home::new();
    let table = home.run(&["providers", "local"]).ends(0).stdout;
    assert!(
        table.contains("process") && table.contains("verbs:"),
        "{table}"
    );
    let providers = home.run(&["providers", "-o", "json"]).ends(0).json();
    assert_eq!(providers[0]["name"], "local");
    assert_eq!(
        providers[0]["capabilities"]["guarantees"]["isolation"],
        "process"
    );
    assert!(providers[0]["config_schema"]["properties"]["root"].is_object());
}

#[test]
fn generated_files_are_all_there() {
    let home = Home::new();
    home.run(&["generate", "--out", "out"]).ends(0);
    for name in [
        "docs/cli.md",
        "schemas/spec.json",
        "schemas/config.json",
        "completions/landlord.bash",
        "completions/_landlord",
        "man/landlord.1",
        "man/landlord-apply.1",
    ] {
        assert!(home.path().join("out").join(name).exists(), "{name}");
    }
}
