//! `apply_many`: all validated first, then each tenant for itself.

use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use futures_util::StreamExt as _;
use landlord_core::{
    ApplyMany, Capabilities, Error, ErrorKind, Manager, MockProvider, TenantApplied, Verb,
    options::Refresh,
    result::{
        ApplyResult, ComputeState, ComputeStatus, Cursor, TenantSummary, UpdateResult,
        UpdateStatus, ValidateResult,
    },
    spec::{TenantComputeSpec, spec_hash, validate},
};

use crate::answers::{ctx, manager, name, spec};

/// A mock that validates and lists, and fails the apply of tenants whose id begins with `bad`.
fn mock(list: bool) -> MockProvider {
    let mut mock = MockProvider::new();
    mock.expect_name().return_const(name("a"));
    mock.expect_kind().return_const("mock".to_owned());
    let verbs: Vec<Verb> = list.then_some(Verb::List).into_iter().collect();
    mock.expect_capabilities()
        .returning(move || Capabilities::new().with_verbs(verbs.clone()));
    mock.expect_validate()
        .returning(|_, spec, _| match validate(spec) {
            violations if violations.is_empty() => Ok(ValidateResult::new(spec.clone())),
            violations => Err(Error::invalid_spec(violations)),
        });
    mock
}

fn applied(
    spec: &TenantComputeSpec,
    ctx: &landlord_core::Context,
) -> landlord_core::Result<ApplyResult> {
    let tenant = spec.tenant()?;
    if spec.tenant_id.starts_with("bad") {
        return Err(Error::new(ErrorKind::UpdateFailed, "never became ready"));
    }
    let hash = spec_hash(spec, ctx.installation(), &tenant);
    let result = UpdateResult::new(
        tenant,
        name("a"),
        UpdateStatus::Updated,
        hash,
        ctx.clock().now(),
    );
    Ok(ApplyResult::Update(result))
}

fn over(mock: MockProvider) -> Manager {
    manager([mock]).with_default_provider(name("a"))
}

async fn outcomes(
    manager: &Manager,
    ids: &[&str],
    options: &ApplyMany,
) -> Vec<(String, Result<TenantApplied, ErrorKind>)> {
    let specs = ids.iter().map(|id| spec(id)).collect();
    let ctx = ctx();
    let outcomes = manager.apply_many(&ctx, specs, options).await.unwrap();
    outcomes
        .map(|each| {
            (
                each.tenant_id.to_string(),
                each.result.map_err(|error| error.kind().clone()),
            )
        })
        .collect()
        .await
}

#[tokio::test]
async fn one_bad_spec_of_many_and_nothing_is_applied() {
    // no expectation for apply: it would panic
    let manager = over(mock(false));
    let mut worse = spec("b");
    worse.containers.clear();
    let mut bad = spec("c");
    bad.containers[0].name = "NOT LEGAL".to_owned();
    let error = manager
        .apply_many(&ctx(), vec![spec("a"), worse, bad], &ApplyMany::default())
        .await
        .err()
        .unwrap();
    assert_eq!(*error.kind(), ErrorKind::InvalidSpec);
    assert!(error.violations().len() >= 2, "all of all specs: {error:?}");
}

#[tokio::test]
async fn two_specs_for_one_tenant_are_refused() {
    let manager = over(mock(false));
    let error = manager
        .apply_many(&ctx(), vec![spec("a"), spec("a")], &ApplyMany::default())
        .await
        .err()
        .unwrap();
    assert_eq!(*error.kind(), ErrorKind::InvalidSpec);
}

#[tokio::test]
async fn outcomes_are_independent_when_going_on() {
    let mut mock = mock(false);
    mock.expect_apply()
        .times(4)
        .returning(|ctx, spec, _| applied(spec, ctx));
    let mut options = ApplyMany::default();
    options.keep_going = true;
    options.concurrency = 2;
    let outcomes = outcomes(&over(mock), &["bad-1", "ok-1", "bad-2", "ok-2"], &options).await;
    let failed: BTreeSet<_> = outcomes
        .iter()
        .filter(|(_, result)| result.is_err())
        .map(|(id, _)| id.as_str())
        .collect();
    assert_eq!(failed, BTreeSet::from(["bad-1", "bad-2"]));
    assert_eq!(outcomes.len(), 4);
}

#[tokio::test]
async fn after_a_failure_nothing_else_is_started() {
    let mut mock = mock(false);
    mock.expect_apply()
        .times(1)
        .returning(|ctx, spec, _| applied(spec, ctx));
    let mut options = ApplyMany::default();
    options.concurrency = 1;
    let outcomes = outcomes(&over(mock), &["bad", "ok-1", "ok-2"], &options).await;
    let kinds: Vec<_> = outcomes
        .into_iter()
        .map(|(_, result)| result.unwrap_err())
        .collect();
    assert_eq!(
        kinds,
        [
            ErrorKind::UpdateFailed,
            ErrorKind::Cancelled,
            ErrorKind::Cancelled
        ]
    );
}

#[tokio::test]
async fn no_more_tenants_are_in_work_than_asked() {
    let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let mut mock = mock(false);
    let (inside, peak) = (Arc::clone(&now), Arc::clone(&most));
    mock.expect_apply()
        .times(20)
        .returning(move |ctx, spec, _| {
            let under_way = inside.fetch_add(1, Ordering::SeqCst) + 1;
            peak.fetch_max(under_way, Ordering::SeqCst);
            inside.fetch_sub(1, Ordering::SeqCst);
            applied(spec, ctx)
        });
    let ids: Vec<String> = (0..20).map(|n| format!("t{n}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let mut options = ApplyMany::default();
    options.concurrency = 3;
    assert_eq!(outcomes(&over(mock), &ids, &options).await.len(), 20);
    assert!(most.load(Ordering::SeqCst) <= 3);
}

/// A list that proves `hash_of(id)` for each id.
fn listing(mock: &mut MockProvider, entries: Vec<(&'static str, ComputeState, u32)>) {
    mock.expect_list().returning(move |ctx, _| {
        let summaries = entries.iter().map(|(id, state, replicas)| {
            let mut deployed = spec(id);
            deployed.replicas = *replicas;
            let tenant = deployed.tenant().unwrap();
            let mut status = ComputeStatus::new(tenant.clone(), name("a"), ctx.clock().now());
            status.state = state.clone();
            let mut summary = TenantSummary::of(&status, Cursor::from((*id).to_owned()));
            summary.spec_hash = Some(spec_hash(&deployed, ctx.installation(), &tenant));
            Ok(summary)
        });
        futures_util::stream::iter(summaries.collect::<Vec<_>>()).boxed()
    });
}

#[tokio::test]
async fn only_what_the_list_proves_equal_and_running_is_skipped() {
    let mut mock = mock(true);
    listing(
        &mut mock,
        vec![
            ("same", ComputeState::Running, 1),
            ("other", ComputeState::Running, 2),
            ("down", ComputeState::Degraded, 1),
        ],
    );
    mock.expect_apply()
        .times(3)
        .returning(|ctx, spec, _| applied(spec, ctx));
    let mut options = ApplyMany::default();
    options.apply = options.apply.refresh(Refresh::Hash);
    let outcomes = outcomes(&over(mock), &["same", "other", "down", "new"], &options).await;
    let skipped: Vec<_> = outcomes
        .iter()
        .filter(|(_, result)| matches!(result, Ok(TenantApplied::Skipped { .. })))
        .map(|(id, _)| id.as_str())
        .collect();
    assert_eq!(skipped, ["same"]);
}

#[tokio::test]
async fn a_full_refresh_skips_nothing() {
    let mut mock = mock(true);
    listing(&mut mock, vec![("same", ComputeState::Running, 1)]);
    mock.expect_apply()
        .times(1)
        .returning(|ctx, spec, _| applied(spec, ctx));
    let outcomes = outcomes(&over(mock), &["same"], &ApplyMany::default()).await;
    assert!(matches!(outcomes[0].1, Ok(TenantApplied::Applied(_))));
}
