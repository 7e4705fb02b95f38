//! Things that are killed, forged and started anew.

use futures_util::StreamExt as _;
use landlord_core::options::PlanOptions;
use landlord_core::result::{
    ComputeState, DestroyStatus, PlanAction, PlanResult, ProvisionStatus, SettledKind, UpdateStatus,
};
use landlord_core::{ErrorKind, Provider as _, TenantComputeSpec};
use rustix::process::Signal;

use crate::support::{
    Bench, cmdline, eventually, eventually_state, get, is_alive, kill, processes_with, web,
    web_with,
};

fn workloads(bench: &Bench) -> Vec<i32> {
    bench
        .processes()
        .into_iter()
        .filter(|pid| cmdline(*pid).contains("demo-server"))
        .collect()
}

fn guards(bench: &Bench) -> Vec<i32> {
    let is_guard = |pid: &i32| cmdline(*pid).contains("__landlord-guard");
    bench.processes().into_iter().filter(is_guard).collect()
}

async fn plan(bench: &Bench, spec: &TenantComputeSpec) -> PlanResult {
    let options = PlanOptions::new();
    let planned = bench.provider.plan(&bench.ctx(), spec, &options).await;
    planned.unwrap()
}

#[tokio::test]
async fn a_killed_supervisor_takes_its_workloads_along_and_apply_starts_it_again() {
    let bench = Bench::new();
    let port = bench.provision(&web("acme", "1")).await.unwrap().endpoints[0].port;
    kill(bench.supervisor_pid(), Signal::KILL);
    bench.no_process_left().await;
    let status = bench.status("acme").await.unwrap();
    assert_eq!(status.state, ComputeState::Failed);
    assert_eq!(status.reasons[0].message, "supervisor gone");

    let planned = plan(&bench, &web("acme", "1")).await;
    assert_eq!(planned.action, PlanAction::Replace);
    let shown: Vec<_> = planned.changes.iter().map(ToString::to_string).collect();
    assert_eq!(shown, ["replicas: 0 -> 1"]);
    let result = bench.update(&web("acme", "1")).await.unwrap();
    assert_eq!(result.status, UpdateStatus::Updated);
    assert_eq!(result.changes, planned.changes);
    assert_eq!(result.settled.unwrap().kind, SettledKind::from("restarted"));
    assert_eq!(
        bench.status("acme").await.unwrap().state,
        ComputeState::Running
    );
    assert_eq!(result.endpoints[0].port, port, "the front port is kept");
    assert!(get(port, "/").await.unwrap().starts_with("1 "));
    let planned = plan(&bench, &web("acme", "1")).await;
    assert_eq!(planned.action, PlanAction::Unchanged);
    assert_eq!(
        bench.update(&web("acme", "1")).await.unwrap().status,
        UpdateStatus::NoChanges
    );
}

#[tokio::test]
async fn after_the_supervisor_was_killed_plan_and_update_list_the_same_changes() {
    let bench = Bench::new();
    bench.provision(&web("acme", "1")).await.unwrap();
    let mut more = web("acme", "2");
    more.replicas = 2;
    let mut none = more.clone();
    none.replicas = 0;
    for (spec, action) in [
        (&more, PlanAction::Replace),
        (&none, PlanAction::Change),
        (&none, PlanAction::Unchanged),
    ] {
        kill(bench.supervisor_pid(), Signal::KILL);
        bench.no_process_left().await;
        let planned = plan(&bench, spec).await;
        assert_eq!(planned.action, action, "{planned:?}");
        let result = bench.update(spec).await.unwrap();
        assert_eq!(result.changes, planned.changes);
        let unchanged = result.status == UpdateStatus::NoChanges;
        assert_eq!(unchanged, action == PlanAction::Unchanged, "{result:?}");
        let status = bench.status("acme").await.unwrap();
        assert_eq!(status.replicas.desired, spec.replicas);
    }
}

#[tokio::test]
async fn destroy_works_after_the_supervisor_was_killed() {
    let bench = Bench::new();
    bench.provision(&web("acme", "1")).await.unwrap();
    kill(bench.supervisor_pid(), Signal::KILL);
    let receipt = bench.destroy("acme").await.unwrap();
    assert_eq!(receipt.status, DestroyStatus::Removed);
    bench.no_process_left().await;
    assert_eq!(bench.leftovers(), Vec::<String>::new());
}

#[tokio::test]
async fn a_killed_container_is_started_again() {
    let bench = Bench::new();
    let port = bench.provision(&web("acme", "1")).await.unwrap().endpoints[0].port;
    let before = workloads(&bench);
    kill(before[0], Signal::KILL);
    eventually("another workload", || {
        let now = workloads(&bench);
        !now.is_empty() && now != before
    })
    .await;
    let status = eventually_state(&bench, "acme", ComputeState::Running).await;
    assert_eq!(status.containers[0].restarts, 1);
    assert_eq!(status.containers[0].exit_code, Some(137));
    assert!(get(port, "/").await.is_ok());
}

#[tokio::test]
async fn a_killed_guard_leaves_no_orphan() {
    let bench = Bench::new();
    bench
        .provision(&web_with("acme", "1", &["--daemonize"]))
        .await
        .unwrap();
    let before: Vec<i32> = bench.processes();
    let kept = bench.supervisor_pid();
    kill(guards(&bench)[0], Signal::KILL);
    eventually("everything below the guard gone", || {
        before.iter().all(|pid| *pid == kept || !is_alive(*pid))
    })
    .await;
    eventually_state(&bench, "acme", ComputeState::Running).await;
}

#[tokio::test]
async fn a_grandchild_in_a_session_of_its_own_is_gone_after_destroy() {
    let bench = Bench::new();
    bench
        .provision(&web_with("acme", "1", &["--daemonize"]))
        .await
        .unwrap();
    let sleepers = || -> Vec<i32> {
        bench
            .processes()
            .into_iter()
            .filter(|pid| cmdline(*pid).contains("sleep 100000"))
            .collect()
    };
    let found = sleepers();
    assert_eq!(found.len(), 1, "the demo server forks twice");
    bench.destroy("acme").await.unwrap();
    assert!(!is_alive(found[0]));
    bench.no_process_left().await;
}

#[tokio::test]
async fn supervisor_and_guards_killed_at_once_are_swept_by_mark() {
    let bench = Bench::new();
    bench
        .provision(&web_with("acme", "1", &["--daemonize"]))
        .await
        .unwrap();
    let victims = [vec![bench.supervisor_pid()], guards(&bench)].concat();
    // stopped first: otherwise a guard sees the supervisor's end before its own
    for signal in [Signal::STOP, Signal::KILL] {
        victims.iter().for_each(|pid| kill(*pid, signal));
    }
    eventually("all of them gone", || {
        victims.iter().all(|pid| !is_alive(*pid))
    })
    .await;
    assert!(!bench.processes().is_empty(), "the workload outlives them");
    bench.destroy("acme").await.unwrap();
    assert_eq!(bench.processes(), Vec::<i32>::new());
}

/// The note, with a living stranger in the place of the supervisor.
fn forge(note: &str, pid: i32) -> String {
    let mut forged: serde_json::Value = serde_json::from_str(note).unwrap();
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    let start: u64 = stat.split(' ').nth(21).unwrap().parse().unwrap();
    forged["process"]["pid"] = pid.into();
    forged["process"]["start"] = start.into();
    forged.to_string()
}

#[tokio::test]
async fn a_forged_note_never_hits_a_stranger() {
    let bench = Bench::new();
    bench.provision(&web("acme", "1")).await.unwrap();
    let mut stranger = std::process::Command::new("/bin/sleep")
        .arg("1000")
        .spawn()
        .unwrap();
    let pid = i32::try_from(stranger.id()).unwrap();
    kill(bench.supervisor_pid(), Signal::KILL);
    bench.no_process_left().await;
    let note = bench.tenant_folder().join("supervisor.json");
    let text = std::fs::read_to_string(&note).unwrap();
    let forged = forge(&text, pid);
    std::fs::write(&note, &forged).unwrap();

    bench.update(&web("acme", "1")).await.unwrap();
    assert!(is_alive(pid), "apply");
    std::fs::write(&note, &forged).unwrap();
    bench.destroy("acme").await.unwrap();
    assert!(is_alive(pid), "destroy");
    stranger.kill().unwrap();
    stranger.wait().unwrap();
}

#[tokio::test]
async fn a_hung_supervisor_is_killed_by_destroy_and_a_stranger_in_its_note_is_not() {
    let bench = Bench::new();
    bench.provision(&web("acme", "1")).await.unwrap();
    let (supervisor, note) = (
        bench.supervisor_pid(),
        bench.tenant_folder().join("supervisor.json"),
    );
    kill(supervisor, Signal::STOP);
    let mut stranger = std::process::Command::new("/bin/sleep")
        .arg("1000")
        .spawn()
        .unwrap();
    let pid = i32::try_from(stranger.id()).unwrap();
    let honest = std::fs::read_to_string(&note).unwrap();
    std::fs::write(&note, forge(&honest, pid)).unwrap();
    let error = bench.destroy("acme").await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::DestroyFailed);
    assert!(is_alive(pid), "the stranger");
    stranger.kill().unwrap();
    stranger.wait().unwrap();
    std::fs::write(&note, honest).unwrap();
    let receipt = bench.destroy("acme").await.unwrap();
    assert_eq!(receipt.status, DestroyStatus::Removed);
    bench.no_process_left().await;
}

#[tokio::test]
async fn after_a_reboot_the_status_says_so_and_apply_starts_the_tenant() {
    let bench = Bench::new();
    bench.provision(&web("acme", "1")).await.unwrap();
    kill(bench.supervisor_pid(), Signal::KILL);
    bench.no_process_left().await;
    // what the last boot's supervisor noted
    let note = bench.tenant_folder().join("supervisor.json");
    let text = std::fs::read_to_string(&note).unwrap();
    let mut old: serde_json::Value = serde_json::from_str(&text).unwrap();
    old["process"]["boot"] = "another-boot".into();
    std::fs::write(&note, old.to_string()).unwrap();
    let status = bench.status("acme").await.unwrap();
    let evidence = status.reasons[0].evidence.clone().unwrap();
    assert!(evidence.contains("started anew"), "{evidence}");
    bench.update(&web("acme", "1")).await.unwrap();
    assert_eq!(
        bench.status("acme").await.unwrap().state,
        ComputeState::Running
    );
}

#[tokio::test]
async fn a_damaged_record_is_failed_never_unknown_and_destroy_works() {
    let bench = Bench::new();
    bench.provision(&web("acme", "1")).await.unwrap();
    kill(bench.supervisor_pid(), Signal::KILL);
    bench.no_process_left().await;
    let record = bench.tenant_folder().join("record.json");
    let whole = std::fs::read(&record).unwrap();
    for content in [&whole[..whole.len() / 2], &b""[..], &b"{}\n{}\n"[..]] {
        std::fs::write(&record, content).unwrap();
        let status = bench.status("acme").await.unwrap();
        assert_eq!(status.state, ComputeState::Failed);
        assert!(
            status.reasons[0]
                .evidence
                .as_ref()
                .unwrap()
                .contains("damaged")
        );
        let refused = bench.update(&web("acme", "2")).await.unwrap_err();
        assert!(refused.help().unwrap().contains("destroy"), "{refused:?}");
    }
    std::fs::remove_file(&record).unwrap();
    assert_eq!(
        bench.status("acme").await.unwrap().state,
        ComputeState::Failed
    );
    bench.destroy("acme").await.unwrap();
    assert_eq!(bench.leftovers(), Vec::<String>::new());
}

#[tokio::test]
async fn a_supervisor_killed_in_a_rollout_is_settled_as_rolled_back() {
    let bench = Bench::new();
    bench.provision(&web("acme", "1")).await.unwrap();
    let slow = web_with("acme", "2", &["--delay", "60000"]);
    let options =
        landlord_core::options::UpdateOptions::new().wait(landlord_core::options::Wait::Accepted);
    let tenant = crate::support::tenant("acme");
    bench
        .provider
        .update(&bench.ctx(), &tenant, &slow, &options)
        .await
        .unwrap();
    assert_eq!(
        bench.status("acme").await.unwrap().state,
        ComputeState::Updating
    );
    kill(bench.supervisor_pid(), Signal::KILL);
    bench.no_process_left().await;
    assert_eq!(
        bench.status("acme").await.unwrap().state,
        ComputeState::Failed
    );
    let result = bench.update(&web("acme", "1")).await.unwrap();
    assert_eq!(result.settled.unwrap().kind, SettledKind::RolledBack);
    let status = bench.status("acme").await.unwrap();
    assert_eq!(status.metadata["last_rollout"], "rolled_back");
    assert_eq!(status.state, ComputeState::Running);
}

#[tokio::test]
async fn a_provision_killed_before_it_was_complete_is_undone_by_the_next() {
    let bench = Bench::new();
    let slow = web_with("acme", "1", &["--delay", "60000"]);
    let options = landlord_core::options::ProvisionOptions::new()
        .wait(landlord_core::options::Wait::Accepted);
    let result = bench
        .provider
        .provision(&bench.ctx(), &slow, &options)
        .await
        .unwrap();
    assert_eq!(result.status, ProvisionStatus::Accepted);
    kill(bench.supervisor_pid(), Signal::KILL);
    bench.no_process_left().await;
    let options = landlord_core::options::OrphansOptions::new();
    let orphan = bench
        .provider
        .orphans(&bench.ctx(), &options)
        .next()
        .await
        .unwrap()
        .unwrap();
    assert_eq!(orphan.tenant_id.as_ref().unwrap().as_str(), "acme");
    let error = bench.update(&web("acme", "1")).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::TenantNotFound);
    assert_eq!(error.settled().unwrap().kind, SettledKind::Undone);
    assert_eq!(
        bench.provision(&web("acme", "1")).await.unwrap().status,
        ProvisionStatus::Created
    );
}

#[tokio::test]
async fn a_neighbour_with_the_same_root_survives() {
    let bench = Bench::new();
    bench.provision(&web("acme", "1")).await.unwrap();
    let port = bench.provision(&web("beta", "1")).await.unwrap().endpoints[0].port;
    bench.destroy("acme").await.unwrap();
    assert!(get(port, "/").await.is_ok());
    let mark = bench.entries()[0]
        .file_name()
        .unwrap()
        .to_str()
        .unwrap()
        .to_owned();
    let id = std::fs::read_to_string(bench.provider.root().join("id")).unwrap();
    assert!(!processes_with(&format!("{mark}@{id}")).is_empty());
}

/// Where no control group is writable, process trees alone must do: the same tests without.
#[test]
fn all_of_it_holds_without_control_groups() {
    if std::env::var_os("LANDLORD_TEST_NO_CGROUP").is_some() {
        return;
    }
    let output = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["crash::a_", "crash::destroy_", "crash::supervisor_"])
        .env("LANDLORD_TEST_NO_CGROUP", "1")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}");
    assert!(
        said.contains("a_killed_guard_leaves_no_orphan ... ok"),
        "{said}"
    );
}
