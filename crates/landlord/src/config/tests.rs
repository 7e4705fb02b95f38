use super::*;

fn fail(text: &str) -> ConfigError {
    Loader::new().text(text, "c.yaml").load().unwrap_err()
}

#[test]
fn the_default_needs_nothing() {
    let loaded = Loader::new().load().unwrap();
    assert_eq!(loaded.config, ComputeConfig::default());
    assert_eq!(loaded.config.default_provider.as_str(), "ecs");
    assert_eq!(loaded.config.installation().unwrap().as_str(), "default");
}

#[test]
fn flags_come_before_environment_before_file() {
    let loader = Loader::new()
        .text(
            "installation: from-file\ndefault_provider: from-file\naudit:\n  path: /f\n",
            "c.yaml",
        )
        .environment([
            ("COMPUTE_INSTALLATION".into(), "from-env".into()),
            ("COMPUTE_DEFAULT_PROVIDER".into(), "from-env".into()),
            ("COMPUTE_INSTALATION".into(), "x".into()),
            ("PATH".into(), "/bin".into()),
        ])
        .flag("installation", "from-flag");
    let loaded = loader.load().unwrap();
    assert_eq!(
        loaded.config.installation.as_ref().unwrap().as_str(),
        "from-flag"
    );
    assert_eq!(loaded.config.default_provider.as_str(), "from-env");
    assert_eq!(
        loaded.origin(&["installation"]).to_string(),
        "--installation"
    );
    assert_eq!(
        loaded.origin(&["default_provider"]).to_string(),
        "COMPUTE_DEFAULT_PROVIDER"
    );
    assert_eq!(loaded.origin(&["audit", "path"]).to_string(), "c.yaml:4:9");
    assert_eq!(loaded.origin(&["audit", "enabled"]), Origin::Default);
    assert_eq!(loaded.ignored, ["COMPUTE_INSTALATION"]);
}

#[test]
fn mistakes_name_file_line_and_key() {
    for (text, message) in [
        ("instalation: x\n", "c.yaml:1:1: instalation: unknown key"),
        ("audit:\n  pth: /x\n", "c.yaml:2:3: audit.pth: unknown key"),
        (
            "audit:\n  enabled: 3\n",
            "c.yaml:2:12: audit.enabled: invalid type: integer `3`, expected a boolean",
        ),
        (
            "audit: 3\n",
            "c.yaml:1:8: audit: invalid type: integer `3`, expected struct AuditConfig",
        ),
        (
            "\necs:\n  cluster: main\n",
            "c.yaml:2:1: ecs: the provider kind ecs is not compiled into this program",
        ),
        (
            "providers:\n  eu:\n    kind: ecs\n",
            "c.yaml:3:11: providers.eu.kind: the provider kind ecs is not compiled into this program",
        ),
        (
            "providers:\n  eu:\n    cluster: x\n",
            "c.yaml:2:3: providers.eu.kind: missing: which kind of provider this is",
        ),
        (
            "providers: [1]\n",
            "c.yaml:1:12: providers: found a list where keys and values are expected",
        ),
        (
            "- 1\n",
            "c.yaml:1:1: found a list where keys and values are expected",
        ),
        (
            "a: 1\n---\nb: 2\n",
            "c.yaml:3:1: a second document in a configuration file",
        ),
        (
            "audit:\n  key: abc\n",
            "c.yaml:2:3: audit.key: a secret does not belong in a file",
        ),
    ] {
        assert_eq!(fail(text).to_string(), message, "{text}");
    }
    assert!(fail("ecs: {}\n").help().unwrap().contains("--features ecs"));
    assert!(fail("a:\n\tb: 1\n").to_string().starts_with("c.yaml:2:"));
}

#[test]
fn empty_files_are_the_default() {
    for text in ["", "# nothing\n", "---\n"] {
        let loaded = Loader::new().text(text, "c.yaml").load().unwrap();
        assert_eq!(loaded.config, ComputeConfig::default(), "{text:?}");
    }
}

#[test]
fn variables_of_a_wrong_type_are_named() {
    let loader = Loader::new().environment([("COMPUTE_AUDIT_ENABLED".into(), "maybe".into())]);
    let error = loader.load().unwrap_err();
    assert_eq!(
        error.to_string(),
        "COMPUTE_AUDIT_ENABLED: audit.enabled: expected `true` or `false`"
    );
}

#[test]
fn secrets_come_from_the_environment_alone_and_are_never_shown() {
    let settings = settings();
    let key = settings
        .iter()
        .find(|each| each.key() == "audit.key")
        .unwrap();
    assert_eq!(
        (key.flag.as_ref(), key.variable.as_str()),
        (None, "COMPUTE_AUDIT_KEY")
    );
    let loader = Loader::new().environment([("COMPUTE_AUDIT_KEY".into(), "sentinel".into())]);
    let loaded = loader.load().unwrap();
    assert_eq!(
        loaded.config.audit.key.as_ref().unwrap().reveal(),
        "sentinel"
    );
    assert!(
        !serde_json::to_string(&loaded.config)
            .unwrap()
            .contains("sentinel")
    );
    assert!(!format!("{:?}", loaded.config).contains("sentinel"));
}

#[cfg(feature = "local")]
mod local {
    use std::path::Path;

    use super::*;

    fn root(loaded: &Loaded) -> Option<&Path> {
        let entry = loaded.config.providers.get("local").unwrap();
        let ProviderConfig::Local(config) = &entry.config;
        config.root.as_deref()
    }

    #[test]
    fn the_short_form_the_variable_and_the_flag_set_the_same_value() {
        let file = || Loader::new().text("local:\n  root: /file\n", "c.yaml");
        let loaded = file().load().unwrap();
        assert_eq!(root(&loaded), Some(Path::new("/file")));
        let origin = |loaded: &Loaded| loaded.origin(&["providers", "local", "root"]).to_string();
        assert_eq!(origin(&loaded), "c.yaml:2:9");
        let variable = file().environment([("COMPUTE_LOCAL_ROOT".into(), "/env".into())]);
        let loaded = variable.clone().load().unwrap();
        assert_eq!(
            (root(&loaded), origin(&loaded).as_str()),
            (Some(Path::new("/env")), "COMPUTE_LOCAL_ROOT")
        );
        let loaded = variable.flag("local-root", "/flag").load().unwrap();
        assert_eq!(
            (root(&loaded), origin(&loaded).as_str()),
            (Some(Path::new("/flag")), "--local-root")
        );
    }

    #[test]
    fn it_is_registered_unless_disabled() {
        let registered = |text: &str| {
            let loaded = Loader::new().text(text, "c.yaml").load().unwrap();
            let names = loaded.config.providers.iter();
            let enabled = names.filter(|(_, entry)| entry.enabled);
            enabled
                .map(|(name, _)| name.to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(registered(""), ["local"]);
        assert_eq!(registered("local:\n"), ["local"]);
        assert_eq!(registered("local: {enabled: false}"), [""; 0]);
        assert_eq!(
            registered("providers: {dev: {kind: local, root: /x}}"),
            ["dev", "local"]
        );
    }

    #[test]
    fn mistakes_name_file_line_and_key() {
        for (text, message) in [
            (
                "local:\n  rot: /x\n",
                "c.yaml:2:3: providers.local.rot: unknown key",
            ),
            (
                "local:\n  log_files: many\n",
                "c.yaml:2:14: providers.local.log_files: invalid type: string \"many\", expected u32",
            ),
            (
                "local: 3\n",
                "c.yaml:1:8: providers.local: found a number where keys and values are expected",
            ),
            (
                "local: {}\nproviders: {local: {}}\n",
                "c.yaml:1:1: local: configured twice: also at c.yaml:2:13",
            ),
            (
                "providers: {nomad: {kind: local}}\n",
                "c.yaml:1:27: providers.nomad.kind: an instance of local is named as another kind",
            ),
            (
                "providers: {Dev!: {kind: local}}\n",
                "c.yaml:1:13: providers.Dev!: provider name \"Dev!\" is not allowed",
            ),
        ] {
            let said = fail(text).to_string();
            assert!(said.starts_with(message), "{text}: {said}");
        }
    }

    #[test]
    fn every_scalar_has_a_flag_and_a_variable() {
        let settings = settings();
        let mut flags: Vec<&str> = settings
            .iter()
            .filter_map(|each| each.flag.as_deref())
            .collect();
        flags.retain(|flag| flag.starts_with("local-"));
        assert_eq!(
            flags,
            [
                "local-enabled",
                "local-log-files",
                "local-log-max-bytes",
                "local-root",
                "local-secrets-dir",
                "local-supervisor"
            ]
        );
    }

    #[test]
    fn the_schema_describes_short_and_long_form() {
        let schema = config_schema();
        assert!(
            schema
                .pointer("/properties/local/properties/root")
                .is_some()
        );
        assert_eq!(
            schema.pointer(
                "/properties/providers/additionalProperties/anyOf/0/properties/kind/const"
            ),
            Some(&"local".into())
        );
    }
}
