//! Full disks, long paths, taken ports.

use landlord_core::options::UpdateOptions;
use landlord_core::result::ComputeState;
use landlord_core::{ErrorKind, Outcome, Provider as _};
use rustix::process::{Pid, Resource, Rlimit};

use crate::support::{Bench, get, tenant, web};

fn limit_files(pid: i32, bytes: Option<u64>) {
    let limit = Rlimit {
        current: bytes,
        maximum: None,
    };
    rustix::process::prlimit(Pid::from_raw(pid), Resource::Fsize, limit).unwrap();
}

#[tokio::test]
async fn a_full_disk_refuses_an_update_and_the_old_version_stays() {
    let bench = Bench::new();
    let port = bench.provision(&web("acme", "1")).await.unwrap().endpoints[0].port;
    limit_files(bench.supervisor_pid(), Some(0));
    let error = bench.update(&web("acme", "2")).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Unavailable, "{error:?}");
    assert_eq!(error.outcome(), Some(&Outcome::Untouched));
    assert!(get(port, "/").await.unwrap().starts_with('1'));
    assert_eq!(
        bench.status("acme").await.unwrap().state,
        ComputeState::Running
    );
    limit_files(bench.supervisor_pid(), None);
    bench.update(&web("acme", "2")).await.unwrap();
    assert!(get(port, "/").await.unwrap().starts_with('2'));
}

#[tokio::test]
async fn logs_that_cannot_be_written_never_hurt_the_workload_and_are_reported() {
    let bench = Bench::new();
    bench.provision(&web("acme", "1")).await.unwrap();
    limit_files(bench.supervisor_pid(), Some(0));
    let workload = bench
        .processes()
        .into_iter()
        .find(|pid| crate::support::cmdline(*pid).contains("demo-server"))
        .unwrap();
    // it says something at SIGTERM, and its successor at its start
    crate::support::kill(workload, rustix::process::Signal::TERM);
    let end = std::time::Instant::now() + std::time::Duration::from_secs(10);
    loop {
        let status = bench.status("acme").await.unwrap();
        let warned = status
            .metadata
            .keys()
            .any(|key| key.starts_with("warning log"));
        if warned && status.state == ComputeState::Running {
            break;
        }
        assert!(std::time::Instant::now() < end, "{status:#?}");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    bench.destroy("acme").await.unwrap();
    assert_eq!(bench.leftovers(), Vec::<String>::new());
}

#[tokio::test]
async fn a_long_root_does_not_break_the_socket() {
    let bench = Bench::with(|config, folder| {
        let mut root = folder.to_owned();
        (0..4).for_each(|_| root.push("x".repeat(60)));
        config.root(root)
    });
    bench.provision(&web("acme", "1")).await.unwrap();
    assert_eq!(
        bench.status("acme").await.unwrap().state,
        ComputeState::Running
    );
    bench.destroy("acme").await.unwrap();
}

#[tokio::test]
async fn a_host_port_that_is_taken_is_named_and_nothing_is_left() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let bench = Bench::new();
    let mut spec = web("acme", "1");
    spec.containers[0].ports[0].host_port = Some(port);
    let error = bench.provision(&spec).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::ProvisionFailed);
    assert!(error.to_string().contains(&port.to_string()), "{error}");
    assert_eq!(error.outcome(), Some(&Outcome::RolledBack));
    assert_eq!(bench.leftovers(), Vec::<String>::new());

    bench.provision(&web("acme", "1")).await.unwrap();
    let error = bench.update(&spec).await.unwrap_err();
    assert_eq!(error.outcome(), Some(&Outcome::Untouched));
    assert_eq!(
        bench.status("acme").await.unwrap().state,
        ComputeState::Running
    );
    drop(taken);
    let result = bench.update(&spec).await.unwrap();
    assert_eq!(result.endpoints[0].port, port);
    assert!(get(port, "/").await.is_ok());
}

#[tokio::test]
async fn a_front_port_taken_while_the_supervisor_was_gone_is_allotted_anew() {
    let bench = Bench::new();
    let port = bench.provision(&web("acme", "1")).await.unwrap().endpoints[0].port;
    crate::support::kill(bench.supervisor_pid(), rustix::process::Signal::KILL);
    bench.no_process_left().await;
    let _stranger = std::net::TcpListener::bind(("127.0.0.1", port)).unwrap();
    let options = UpdateOptions::new();
    let ctx = bench.ctx();
    let result = bench
        .provider
        .update(&ctx, &tenant("acme"), &web("acme", "1"), &options)
        .await
        .unwrap();
    assert_ne!(result.endpoints[0].port, port);
    assert!(get(result.endpoints[0].port, "/").await.is_ok());
}

#[tokio::test]
async fn a_private_port_that_a_stranger_took_is_drawn_anew() {
    let bench = Bench::new();
    let front = bench.provision(&web("acme", "1")).await.unwrap().endpoints[0].port;
    let private: u16 = get(front, "/env/PORT")
        .await
        .unwrap()
        .trim()
        .parse()
        .unwrap();
    let workload = bench
        .processes()
        .into_iter()
        .find(|pid| crate::support::cmdline(*pid).contains("demo-server"))
        .unwrap();
    crate::support::kill(workload, rustix::process::Signal::KILL);
    let end = std::time::Instant::now() + std::time::Duration::from_secs(5);
    let _stranger = loop {
        if let Ok(listener) = std::net::TcpListener::bind(("127.0.0.1", private)) {
            break listener;
        }
        assert!(std::time::Instant::now() < end);
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    };
    // until the supervisor has seen the end, the status is the old one
    let end = std::time::Instant::now() + std::time::Duration::from_secs(10);
    loop {
        let status = bench.status("acme").await.unwrap();
        if status.containers[0].restarts > 0 && status.state == ComputeState::Running {
            break;
        }
        assert!(std::time::Instant::now() < end, "{status:#?}");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    let now: u16 = get(front, "/env/PORT")
        .await
        .unwrap()
        .trim()
        .parse()
        .unwrap();
    assert_ne!(now, private);
}
