//! Rolling updates: none fails, none is half done.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use landlord_core::options::{RestartOptions, UpdateOptions};
use landlord_core::result::{ComputeState, ContainerState, UpdateStatus};
use landlord_core::{Context, ErrorKind, Outcome, Provider as _};

use crate::support::{Bench, get, installation, server, tenant, web, web_with};

/// Requests in a loop, one connection each, until it is dropped or asked.
struct Load {
    stop: Arc<AtomicBool>,
    done: Arc<AtomicU64>,
    tasks: Vec<tokio::task::JoinHandle<Vec<String>>>,
}

impl Load {
    fn start(port: u16) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let done = Arc::new(AtomicU64::new(0));
        let tasks = (0..4)
            .map(|_| {
                let (stop, done) = (Arc::clone(&stop), Arc::clone(&done));
                tokio::spawn(async move {
                    let mut failures = Vec::new();
                    while !stop.load(Ordering::Relaxed) {
                        if let Err(error) = get(port, "/").await {
                            failures.push(error.to_string());
                        }
                        done.fetch_add(1, Ordering::Relaxed);
                    }
                    failures
                })
            })
            .collect();
        Self { stop, done, tasks }
    }

    async fn end(self) -> (u64, Vec<String>) {
        self.stop.store(true, Ordering::Relaxed);
        let mut failures = Vec::new();
        for task in self.tasks {
            failures.extend(task.await.unwrap());
        }
        (self.done.load(Ordering::Relaxed), failures)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_request_fails_through_rolling_updates() {
    let bench = Bench::new();
    let spec = |version: &str| {
        let mut spec = web_with("acme", version, &["--latency", "20", "--abrupt"]);
        spec.replicas = 2;
        spec
    };
    let port = bench.provision(&spec("1")).await.unwrap().endpoints[0].port;
    let load = Load::start(port);
    for version in ["2", "3", "4"] {
        let result = bench.update(&spec(version)).await.unwrap();
        assert_eq!(result.status, UpdateStatus::Updated);
        assert!(get(port, "/").await.unwrap().starts_with(version));
    }
    let (done, failures) = load.end().await;
    assert_eq!(failures, Vec::<String>::new(), "of {done}");
    assert!(done > 50, "only {done} requests");
    let status = bench.status("acme").await.unwrap();
    assert_eq!(status.containers.len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bad_version_is_rolled_back_without_a_failed_request() {
    let bench = Bench::new();
    let port = bench.provision(&web("acme", "1")).await.unwrap().endpoints[0].port;
    let before = bench.status("acme").await.unwrap();
    let load = Load::start(port);
    let bad = web_with("acme", "2", &["--fail-after", "50", "--exit-code", "3"]);
    let error = bench.update(&bad).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::UpdateFailed);
    assert_eq!(error.outcome(), Some(&Outcome::RolledBack));
    assert!(error.to_string().contains("exited with code 3"), "{error}");
    let (_, failures) = load.end().await;
    assert_eq!(failures, Vec::<String>::new());
    let status = bench.status("acme").await.unwrap();
    assert_eq!(status.state, ComputeState::Running);
    assert_eq!(status.target_hash, before.target_hash);
    assert_eq!(status.metadata["last_rollout"], "rolled_back");
    assert_eq!(status.containers.len(), 1);
}

#[tokio::test]
async fn a_version_that_is_never_healthy_is_rolled_back_at_the_deadline() {
    let bench = Bench::new();
    bench.provision(&web("acme", "1")).await.unwrap();
    let ctx = Context::builder(installation())
        .timeout(Duration::from_secs(4))
        .build();
    let bad = web_with("acme", "2", &["--unhealthy"]);
    let options = UpdateOptions::new();
    let error = bench
        .provider
        .update(&ctx, &tenant("acme"), &bad, &options)
        .await
        .unwrap_err();
    assert_eq!(error.outcome(), Some(&Outcome::RolledBack), "{error:?}");
    assert!(error.to_string().contains("503"), "{error}");
    assert_eq!(
        bench.status("acme").await.unwrap().state,
        ComputeState::Running
    );
}

#[tokio::test]
async fn a_first_version_that_fails_is_undone_with_its_reason() {
    let bench = Bench::new();
    let bad = web_with("acme", "1", &["--fail-after", "10", "--exit-code", "7"]);
    let error = bench.provision(&bad).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::ProvisionFailed);
    assert_eq!(error.outcome(), Some(&Outcome::RolledBack));
    assert!(error.to_string().contains("exited with code 7"), "{error}");
    assert_eq!(bench.leftovers(), Vec::<String>::new());
    bench.no_process_left().await;
    assert_eq!(
        *bench.status("acme").await.unwrap_err().kind(),
        ErrorKind::TenantNotFound
    );
}

#[tokio::test]
async fn a_change_of_replicas_replaces_nothing() {
    let bench = Bench::new();
    let spec = |replicas| {
        let mut spec = web("acme", "1");
        spec.replicas = replicas;
        spec
    };
    bench.provision(&spec(2)).await.unwrap();
    let started = |status: &landlord_core::result::ComputeStatus| {
        status
            .containers
            .iter()
            .map(|c| (c.replica.clone(), c.started_at))
            .collect::<Vec<_>>()
    };
    let before = started(&bench.status("acme").await.unwrap());
    bench.update(&spec(3)).await.unwrap();
    let after = started(&bench.status("acme").await.unwrap());
    assert_eq!(after[..2], before[..]);
    assert_eq!(after.len(), 3);
    bench.update(&spec(1)).await.unwrap();
    assert_eq!(started(&bench.status("acme").await.unwrap()), before[..1]);
    bench.update(&spec(0)).await.unwrap();
    let stopped = bench.status("acme").await.unwrap();
    assert_eq!(stopped.state, ComputeState::Stopped);
    bench.update(&spec(1)).await.unwrap();
    assert_eq!(
        bench.status("acme").await.unwrap().state,
        ComputeState::Running
    );
}

#[tokio::test]
async fn an_equal_spec_is_no_change_and_an_image_changes_in_place() {
    let bench = Bench::new();
    bench.provision(&web("acme", "1")).await.unwrap();
    let before = bench.status("acme").await.unwrap();
    let ctx = bench.ctx();
    let options = UpdateOptions::new();
    let same = bench
        .provider
        .update(&ctx, &tenant("acme"), &web("acme", "1"), &options)
        .await;
    assert_eq!(same.unwrap().status, UpdateStatus::NoChanges);
    assert_eq!(ctx.calls().writes, 0);

    let mut image = web("acme", "1");
    image.containers[0].image = "demo:9".into();
    let result = bench.update(&image).await.unwrap();
    assert_eq!(result.changes[0].path, "containers[web].image");
    let after = bench.status("acme").await.unwrap();
    assert_eq!(
        after.containers[0].started_at,
        before.containers[0].started_at
    );
    assert_eq!(after.containers[0].image, "demo:9");
}

#[tokio::test]
async fn restart_replaces_every_replica_under_the_same_hash() {
    let bench = Bench::new();
    let port = bench.provision(&web("acme", "1")).await.unwrap().endpoints[0].port;
    let before = bench.status("acme").await.unwrap();
    let options = RestartOptions::new();
    bench
        .provider
        .restart(&bench.ctx(), &tenant("acme"), &options)
        .await
        .unwrap();
    let after = bench.status("acme").await.unwrap();
    assert_ne!(
        after.containers[0].started_at,
        before.containers[0].started_at
    );
    assert_eq!(after.target_hash, before.target_hash);
    assert!(get(port, "/").await.is_ok());
}

#[tokio::test]
async fn a_program_deaf_to_sigterm_is_killed_after_its_grace() {
    let bench = Bench::new();
    let mut spec = web_with("acme", "1", &["--ignore-term"]);
    spec.containers[0].stop_grace_seconds = 1;
    bench.provision(&spec).await.unwrap();
    let start = Instant::now();
    bench.destroy("acme").await.unwrap();
    let took = start.elapsed();
    assert!(
        took >= Duration::from_secs(1) && took < Duration::from_secs(4),
        "{took:?}"
    );
    bench.no_process_left().await;
}

#[tokio::test]
async fn siblings_find_each_other() {
    let bench = Bench::new();
    let mut second = server("api", "1", &[]);
    second.ports[0].container_port = 9090;
    second.health_check = None;
    let spec = landlord_core::TenantComputeSpec::builder("acme")
        .container(server("web", "1", &[]))
        .container(second)
        .build()
        .unwrap();
    let result = bench.provision(&spec).await.unwrap();
    let port = |name: &str| {
        result
            .endpoints
            .iter()
            .find(|e| e.container.as_str() == name)
            .unwrap()
            .port
    };
    let named = get(port("web"), "/env/PORT_API_HTTP").await.unwrap();
    let private: u16 = named.trim().parse().unwrap();
    assert!(get(private, "/").await.unwrap().starts_with('1'));
    assert_eq!(get(port("api"), "/env/PORT_API_HTTP").await.unwrap(), named);
    assert_eq!(get(port("api"), "/env/PORT").await.unwrap(), named);
    assert_eq!(
        get(port("web"), "/env/USER").await.unwrap(),
        "\n",
        "nothing is inherited"
    );
    let states = bench.status("acme").await.unwrap().containers;
    assert!(
        states
            .iter()
            .all(|container| container.state == ContainerState::Running)
    );
}
