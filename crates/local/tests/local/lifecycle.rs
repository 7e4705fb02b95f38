//! A tenant's life, on real processes.

use crate::support::{Bench, get, web};
use landlord_core::ErrorKind;
use landlord_core::result::{ComputeState, DestroyStatus, HealthStatus, ProvisionStatus};

#[tokio::test]
async fn provision_serves_and_destroy_leaves_nothing() {
    let bench = Bench::new();
    let result = bench.provision(&web("acme", "1")).await.unwrap();
    assert_eq!(result.status, ProvisionStatus::Created);
    let port = result.endpoints[0].port;
    assert_eq!(result.endpoints[0].url, format!("http://127.0.0.1:{port}"));
    assert_eq!(get(port, "/").await.unwrap(), "1 tenant acme replica 0\n");

    let status = bench.status("acme").await.unwrap();
    assert_eq!(
        (status.state, status.health),
        (ComputeState::Running, HealthStatus::Healthy)
    );
    assert_eq!(status.target_hash, status.running_hash);

    let again = bench.provision(&web("acme", "1")).await.unwrap();
    assert_eq!(again.status, ProvisionStatus::Unchanged);
    let other = bench.provision(&web("acme", "2")).await.unwrap_err();
    assert_eq!(*other.kind(), ErrorKind::AlreadyProvisioned);

    let receipt = bench.destroy("acme").await.unwrap();
    assert_eq!(receipt.status, DestroyStatus::Removed);
    assert_eq!(bench.processes(), Vec::<i32>::new());
    assert_eq!(bench.leftovers(), Vec::<String>::new());
    assert!(get(port, "/").await.is_err());
    assert_eq!(
        bench.destroy("acme").await.unwrap().status,
        DestroyStatus::AlreadyAbsent
    );
    assert_eq!(
        *bench.status("acme").await.unwrap_err().kind(),
        ErrorKind::TenantNotFound
    );
}
