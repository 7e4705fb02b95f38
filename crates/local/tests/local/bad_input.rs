//! What is refused, before anything is made.

use landlord_core::options::ValidateOptions;
use landlord_core::{ErrorKind, Outcome, Provider as _};
use landlord_local::{LocalConfig, LocalProvider, SupervisorProgram};

use crate::support::{Bench, PROGRAM, installation, web};

#[tokio::test]
async fn a_command_that_is_not_there_is_refused_and_nothing_is_made() {
    let bench = Bench::new();
    let mut spec = web("acme", "1");
    for command in [
        "/no/such/program",
        "no-such-program",
        "/etc/passwd",
        "./here",
    ] {
        spec.containers[0].command = vec![command.into()];
        let error = bench.provision(&spec).await.unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::InvalidSpec);
        assert_eq!(error.outcome(), Some(&Outcome::Untouched));
        assert_eq!(error.violations()[0].path, "containers[0].command");
    }
    assert_eq!(bench.leftovers(), Vec::<String>::new());
    let offline = bench
        .provider
        .validate(&bench.ctx(), &spec, &ValidateOptions::new())
        .await;
    assert!(offline.is_ok(), "offline asks no host");
}

#[tokio::test]
async fn a_root_that_cannot_be_made_is_an_error_that_names_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let config = LocalConfig::new()
        .root(file.join("root"))
        .supervisor(SupervisorProgram::Path(PROGRAM.into()));
    let provider = LocalProvider::new(&config).unwrap();
    let ctx = landlord_core::Context::new(installation());
    let options = landlord_core::options::ProvisionOptions::new();
    let error = provider
        .provision(&ctx, &web("acme", "1"), &options)
        .await
        .unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Config);
    assert!(error.to_string().contains("file/root"), "{error}");
    assert!(error.help().unwrap().contains("local.root"));
}

#[tokio::test]
async fn a_supervisor_program_that_is_not_there_leaves_nothing() {
    let bench = Bench::with(|config, _| {
        config.supervisor(SupervisorProgram::Path("/no/such/supervisor".into()))
    });
    let error = bench.provision(&web("acme", "1")).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Config, "{error:?}");
    assert_eq!(bench.leftovers(), Vec::<String>::new());
}

#[test]
fn a_program_that_never_called_init_is_not_its_own_supervisor() {
    let error = LocalProvider::new(&LocalConfig::new().root("/tmp/x")).unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Config);
    assert!(error.help().unwrap().contains("init"));
}
