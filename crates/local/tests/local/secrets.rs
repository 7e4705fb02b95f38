//! Secrets from the operator's files.

use landlord_core::options::RestartOptions;
use landlord_core::spec::SecretReference;
use landlord_core::{Outcome, Provider as _, TenantComputeSpec};

use crate::support::{Bench, get, server, tenant};

fn bench() -> Bench {
    Bench::with(|config, folder| {
        let secrets = folder.join("secrets");
        std::fs::create_dir(&secrets).unwrap();
        std::fs::write(secrets.join("token"), "first-value\n").unwrap();
        config.secrets_dir(secrets)
    })
}

fn spec(source: &str) -> TenantComputeSpec {
    TenantComputeSpec::builder("acme")
        .container(server("web", "1", &[]))
        .secret(SecretReference::new("token", source, "TOKEN"))
        .build()
        .unwrap()
}

#[tokio::test]
async fn a_secret_reaches_its_process_and_no_file() {
    let bench = bench();
    let port = bench.provision(&spec("token")).await.unwrap().endpoints[0].port;
    assert_eq!(get(port, "/env/TOKEN").await.unwrap(), "first-value\n");
    let found = std::process::Command::new("grep")
        .args(["-rl", "first-value"])
        .arg(bench.provider.root())
        .output()
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&found.stdout), "");
    std::fs::write(bench.folder.path().join("secrets/token"), "second-value").unwrap();
    let options = RestartOptions::new();
    bench
        .provider
        .restart(&bench.ctx(), &tenant("acme"), &options)
        .await
        .unwrap();
    assert_eq!(get(port, "/env/TOKEN").await.unwrap(), "second-value\n");
}

#[tokio::test]
async fn a_missing_secret_is_named_and_a_restart_without_it_rolls_back() {
    let bench = bench();
    let error = bench.provision(&spec("nothing")).await.unwrap_err();
    assert_eq!(error.violations()[0].path, "secrets[0].source");

    let port = bench.provision(&spec("token")).await.unwrap().endpoints[0].port;
    std::fs::remove_file(bench.folder.path().join("secrets/token")).unwrap();
    let options = RestartOptions::new();
    let restart = bench
        .provider
        .restart(&bench.ctx(), &tenant("acme"), &options)
        .await;
    let error = restart.unwrap_err();
    assert_eq!(error.outcome(), Some(&Outcome::RolledBack));
    assert!(error.to_string().contains("token"), "{error}");
    assert_eq!(error.context()[0].1, "secret_missing");
    assert_eq!(get(port, "/env/TOKEN").await.unwrap(), "first-value\n");
}
