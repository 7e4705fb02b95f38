//! Health checks.

use landlord_core::TenantComputeSpec;
use landlord_core::result::{ComputeState, HealthStatus};
use landlord_core::spec::{ContainerSpec, HealthCheckConfig};

use crate::support::{Bench, eventually_state, server, web_with};

fn with_check(check: HealthCheckConfig) -> TenantComputeSpec {
    let mut container = server("web", "1", &[]);
    container.health_check = Some(check.timing(2, 1));
    TenantComputeSpec::builder("acme")
        .container(container)
        .build()
        .unwrap()
}

#[tokio::test]
async fn tcp_and_exec_checks_pass() {
    for check in [
        HealthCheckConfig::tcp(8080),
        HealthCheckConfig::exec(["sh", "-c", "echo checking; test -n \"$PORT\""]),
    ] {
        let bench = Bench::new();
        bench.provision(&with_check(check)).await.unwrap();
        assert_eq!(
            bench.status("acme").await.unwrap().health,
            HealthStatus::Healthy
        );
    }
}

#[tokio::test]
async fn a_check_that_starts_to_fail_takes_the_replica_out_of_service() {
    let bench = Bench::new();
    let flag = bench.folder.path().join("flag");
    std::fs::write(&flag, "").unwrap();
    let test = format!("test -e {}", flag.display());
    let check = HealthCheckConfig::exec(["sh", "-c", &test]).thresholds(1, 1);
    bench.provision(&with_check(check)).await.unwrap();
    std::fs::remove_file(&flag).unwrap();
    let status = eventually_state(&bench, "acme", ComputeState::Degraded).await;
    assert_eq!(status.health, HealthStatus::Unhealthy);
    assert_eq!(status.reasons[0].code.as_str(), "probe_failing");
    assert_eq!(
        status.containers[0].restarts, 0,
        "readiness restarts nothing"
    );
    std::fs::write(&flag, "").unwrap();
    eventually_state(&bench, "acme", ComputeState::Running).await;
}

#[tokio::test]
async fn with_restart_on_failure_it_is_restarted() {
    let bench = Bench::new();
    let flag = bench.folder.path().join("flag");
    std::fs::write(&flag, "").unwrap();
    let test = format!("test -e {}", flag.display());
    let check = HealthCheckConfig::exec(["sh", "-c", &test])
        .thresholds(1, 1)
        .restart_on_failure();
    bench.provision(&with_check(check)).await.unwrap();
    std::fs::remove_file(&flag).unwrap();
    eventually_state(&bench, "acme", ComputeState::Degraded).await;
    std::fs::write(&flag, "").unwrap();
    let status = eventually_state(&bench, "acme", ComputeState::Running).await;
    assert!(status.containers[0].restarts >= 1);
}

#[tokio::test]
async fn a_crash_loop_is_named() {
    let bench = Bench::new();
    bench
        .provision(&web_with("acme", "1", &["--fail-after", "1500"]))
        .await
        .unwrap();
    let status = eventually_state(&bench, "acme", ComputeState::Failed).await;
    assert_eq!(status.reasons[0].code.as_str(), "crash_loop");
    assert_eq!(status.reasons[0].next_step.as_deref(), Some("see its logs"));
}

#[tokio::test]
async fn without_check_and_port_a_program_that_stays_is_ready() {
    let bench = Bench::new();
    let container = ContainerSpec::new("job", "job")
        .command(["sleep", "1000"])
        .stop_grace_seconds(1);
    let spec = TenantComputeSpec::builder("acme")
        .container(container)
        .build()
        .unwrap();
    bench.provision(&spec).await.unwrap();
    let status = bench.status("acme").await.unwrap();
    assert_eq!(
        (status.state, status.health),
        (ComputeState::Running, HealthStatus::NoCheck)
    );
}
