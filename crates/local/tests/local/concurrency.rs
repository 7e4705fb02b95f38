//! Two at once.

use landlord_core::options::{ProvisionOptions, UpdateOptions, Wait};
use landlord_core::result::{DestroyStatus, ProvisionStatus, UpdateStatus};
use landlord_core::{ErrorKind, Provider as _};

use crate::support::{Bench, tenant, web, web_with};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_provisions_of_one_spec_make_one_tenant() {
    let bench = Bench::new();
    let spec = web("acme", "1");
    let (first, second) = tokio::join!(bench.provision(&spec), bench.provision(&spec));
    let mut outcomes = [first.unwrap().status, second.unwrap().status];
    outcomes.sort();
    assert!(outcomes.contains(&ProvisionStatus::Created), "{outcomes:?}");
    assert_ne!(outcomes[0], outcomes[1]);
    assert_eq!(bench.entries().len(), 1);
    assert_eq!(bench.status("acme").await.unwrap().containers.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_updates_one_loses_with_conflict() {
    let bench = Bench::new();
    bench.provision(&web("acme", "1")).await.unwrap();
    let (two, three) = (web("acme", "2"), web("acme", "3"));
    let results = tokio::join!(bench.update(&two), bench.update(&three));
    let won = [results.0.is_ok(), results.1.is_ok()];
    assert_eq!(won.iter().filter(|won| **won).count(), 1, "{results:?}");
    let lost = [results.0.err(), results.1.err()]
        .into_iter()
        .flatten()
        .next()
        .unwrap();
    assert_eq!(*lost.kind(), ErrorKind::Conflict);
    assert!(lost.is_retryable());
}

#[tokio::test]
async fn an_update_in_flight_is_joined_refused_or_taken_over() {
    let bench = Bench::new();
    bench.provision(&web("acme", "1")).await.unwrap();
    let slow = web_with("acme", "2", &["--delay", "2000"]);
    let ctx = bench.ctx();
    let accepted = UpdateOptions::new().wait(Wait::Accepted);
    let result = bench
        .provider
        .update(&ctx, &tenant("acme"), &slow, &accepted)
        .await
        .unwrap();
    assert_eq!(result.status, UpdateStatus::Accepted);
    let other = bench.update(&web("acme", "3")).await.unwrap_err();
    assert_eq!(*other.kind(), ErrorKind::Conflict);
    assert_eq!(
        bench.update(&slow).await.unwrap().status,
        UpdateStatus::Joined
    );

    let slower = web_with("acme", "4", &["--delay", "60000"]);
    bench
        .provider
        .update(&bench.ctx(), &tenant("acme"), &slower, &accepted)
        .await
        .unwrap();
    let take_over = UpdateOptions::new().take_over(true);
    let five = web("acme", "5");
    let result = bench
        .provider
        .update(&bench.ctx(), &tenant("acme"), &five, &take_over)
        .await;
    assert_eq!(result.unwrap().status, UpdateStatus::Updated);
    assert_eq!(bench.status("acme").await.unwrap().containers.len(), 1);
}

#[tokio::test]
async fn an_expected_hash_guards_an_update() {
    let bench = Bench::new();
    let first = bench.provision(&web("acme", "1")).await.unwrap().spec_hash;
    let options = UpdateOptions::new().expect(first.clone());
    let ctx = bench.ctx();
    bench
        .provider
        .update(&ctx, &tenant("acme"), &web("acme", "2"), &options)
        .await
        .unwrap();
    let late = bench
        .provider
        .update(&ctx, &tenant("acme"), &web("acme", "3"), &options)
        .await;
    assert_eq!(*late.unwrap_err().kind(), ErrorKind::Conflict);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_destroys_both_succeed() {
    let bench = Bench::new();
    bench.provision(&web("acme", "1")).await.unwrap();
    let (first, second) = tokio::join!(bench.destroy("acme"), bench.destroy("acme"));
    let mut outcomes = [first.unwrap().status, second.unwrap().status];
    outcomes.sort();
    assert_eq!(
        outcomes,
        [DestroyStatus::Removed, DestroyStatus::AlreadyAbsent]
    );
    assert_eq!(bench.leftovers(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_destroy_during_a_provision_leaves_nothing() {
    let bench = Bench::new();
    let slow = web_with("acme", "1", &["--delay", "60000"]);
    let options = ProvisionOptions::new().wait(Wait::Accepted);
    bench
        .provider
        .provision(&bench.ctx(), &slow, &options)
        .await
        .unwrap();
    bench.destroy("acme").await.unwrap();
    bench.no_process_left().await;
    assert_eq!(bench.leftovers(), Vec::<String>::new());
}

#[tokio::test]
async fn a_foreign_folder_of_our_name_is_never_touched() {
    let bench = Bench::new();
    bench.provision(&web("acme", "1")).await.unwrap();
    let folder = bench.tenant_folder();
    bench.destroy("acme").await.unwrap();
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("precious"), "x").unwrap();
    let provision = bench.provision(&web("acme", "1")).await.unwrap_err();
    assert_eq!(*provision.kind(), ErrorKind::OwnershipConflict);
    let destroy = bench.destroy("acme").await.unwrap_err();
    assert_eq!(*destroy.kind(), ErrorKind::OwnershipConflict);
    assert!(folder.join("precious").exists());
}
