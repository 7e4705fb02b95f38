//! A process aborts at each named point, and the next verb converges.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use landlord_core::options::{ApplyOptions, DestroyOptions};
use landlord_core::result::ComputeState;
use landlord_core::{Context, Error, ErrorKind, Provider as _};
use landlord_local::{LocalProvider, failpoint};
use rustix::process::Signal;

use crate::support::{Bench, eventually, installation, kill, tenant, web, web_with};

const VERB: &str = "LANDLORD_TEST_VERB";
const ROOT: &str = "LANDLORD_TEST_ROOT";

/// Not a test of its own: what the others start as a process that may be aborted.
#[tokio::test]
async fn child() {
    let (Ok(verb), Some(root)) = (std::env::var(VERB), std::env::var_os(ROOT)) else {
        return;
    };
    let provider = LocalProvider::new(&Bench::config(Path::new(&root))).unwrap();
    let ctx = Context::builder(installation())
        .timeout(Duration::from_secs(20))
        .build();
    if verb == "destroy" {
        let (tenant, options) = (tenant("acme"), DestroyOptions::new());
        provider.destroy(&ctx, &tenant, &options).await.unwrap();
    } else {
        let (spec, options) = (web("acme", &verb), ApplyOptions::new());
        provider.apply(&ctx, &spec, &options).await.unwrap();
    }
}

/// Runs a verb in a process in which `point` is armed.
fn run(bench: &Bench, verb: &str, point: &str, trace: &Path) {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["failpoints::child", "--exact", "--quiet"])
        .env(VERB, verb)
        .env(ROOT, bench.provider.root())
        .env(failpoint::VARIABLE, point)
        .env(failpoint::TRACE_VARIABLE, trace)
        .output()
        .unwrap();
    // whether it failed is not the question: a supervisor may have been aborted instead
    drop(output);
}

async fn apply(bench: &Bench, version: &str) -> Result<(), Error> {
    let spec = web("acme", version);
    let options = ApplyOptions::new();
    bench
        .provider
        .apply(&bench.ctx(), &spec, &options)
        .await
        .map(drop)
}

/// Brings a tenant to where `point` is, and lets a process abort there.
async fn reach(bench: &Bench, point: &str, trace: &Path) {
    match point {
        _ if point.starts_with("local.provision.") || point.starts_with("local.launch.") => {
            run(bench, "1", point, trace);
        }
        _ if point.starts_with("local.update.") => {
            apply(bench, "1").await.unwrap();
            run(bench, "2", point, trace);
        }
        _ if point.starts_with("local.settle.") => {
            apply(bench, "1").await.unwrap();
            kill(bench.supervisor_pid(), Signal::KILL);
            bench.no_process_left().await;
            run(bench, "2", point, trace);
        }
        _ if point.starts_with("local.destroy.") => {
            apply(bench, "1").await.unwrap();
            run(bench, "destroy", point, trace);
        }
        "local.supervisor.before_exit" => {
            run(bench, "1", point, trace);
            bench.destroy("acme").await.unwrap();
        }
        "local.supervisor.before_rollback" => {
            run(bench, "1", point, trace);
            let bad = web_with("acme", "2", &["--fail-after", "10"]);
            bench.update(&bad).await.unwrap_err();
        }
        "local.supervisor.after_accept"
        | "local.supervisor.before_switch"
        | "local.supervisor.after_switch" => {
            run(bench, "1", point, trace);
            apply(bench, "2").await.unwrap_err();
        }
        _ if point.starts_with("local.supervisor.") => run(bench, "1", point, trace),
        other => panic!("no case reaches {other}"),
    }
}

async fn converges(point: &str) {
    let bench = Bench::new();
    let trace: PathBuf = bench.folder.path().join("trace");
    reach(&bench, point, &trace).await;
    let reached = std::fs::read_to_string(&trace).unwrap_or_default();
    assert_eq!(reached, point, "the point was not reached");

    // what the aborted verb began may still be in flight, in the hands of its supervisor
    let end = Instant::now() + Duration::from_secs(20);
    while let Err(error) = apply(&bench, "3").await {
        assert_eq!(*error.kind(), ErrorKind::Conflict, "{point}: {error:?}");
        assert!(Instant::now() < end, "{point}: {error:?}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let status = bench.status("acme").await.unwrap();
    assert_eq!(status.state, ComputeState::Running, "{point}");
    assert_eq!(status.containers.len(), 1, "{point}");
    bench
        .destroy("acme")
        .await
        .unwrap_or_else(|error| panic!("{point}: {error:?}"));
    eventually(point, || bench.processes().is_empty()).await;
    assert_eq!(bench.leftovers(), Vec::<String>::new(), "{point}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_an_abort_at_any_point_the_next_verb_converges() {
    for names in failpoint::NAMES.chunks(6) {
        let cases: Vec<_> = names
            .iter()
            .map(|name| tokio::spawn(converges(name)))
            .collect();
        for case in cases {
            case.await.unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_an_abort_at_any_point_one_destroy_leaves_nothing() {
    for names in failpoint::NAMES.chunks(6) {
        let cases: Vec<_> = names
            .iter()
            .map(|name| {
                tokio::spawn(async move {
                    let bench = Bench::new();
                    reach(&bench, name, &bench.folder.path().join("trace")).await;
                    bench
                        .destroy("acme")
                        .await
                        .unwrap_or_else(|e| panic!("{name}: {e:?}"));
                    assert_eq!(bench.processes(), Vec::<i32>::new(), "{name}");
                    assert_eq!(bench.leftovers(), Vec::<String>::new(), "{name}");
                })
            })
            .collect();
        for case in cases {
            case.await.unwrap();
        }
    }
}
