//! Rollouts: what changes is told, service goes on, a bad version is rolled back.

use landlord_core::{
    Capabilities, ErrorKind, Outcome, TenantRef, ZeroDowntime,
    change::{Change, Effect, changes},
    options::ValidateOptions,
    result::{ComputeState, ProvisionResult, UpdateStatus},
    spec::TenantComputeSpec,
};

use crate::{
    case::{Case, case},
    check::{Check, ensure, equal, ok, refused},
    lab::{Lab, shown},
    observer::{self, Seen},
    traffic::{self, Tally},
};

/// Requests under a change where the endpoint answers.
const REQUESTS: u32 = 2000;

pub(super) const CASES: &[Case] = &[
    case!(
        "case_10_change",
        "an update returns each change and serves throughout",
        [],
        change
    ),
    case!(
        "case_10_requests_during_change",
        "an update serves throughout: no request fails",
        [],
        requests_during_change
    ),
    case!(
        "case_11_bad_update",
        "a bad version is rolled back and reported so; the previous one serves throughout",
        [],
        bad_update
    ),
    case!(
        "there_and_back",
        "an edit and its reverse leave the tenant serving, under the first hash",
        [],
        there_and_back
    ),
];

/// The spec as this engine runs it.
pub(super) async fn effective(lab: &Lab, spec: &TenantComputeSpec) -> Check<TenantComputeSpec> {
    let options = ValidateOptions::new();
    let valid = lab.provider().validate(&lab.ctx(), spec, &options).await;
    Ok(ok("validate", valid)?.effective)
}

/// Path, before and after of each change.
fn listed(changes: &[Change]) -> Vec<String> {
    changes.iter().map(ToString::to_string).collect()
}

fn serves(capabilities: &Capabilities) -> bool {
    matches!(
        capabilities.guarantees.zero_downtime,
        ZeroDowntime::Yes | ZeroDowntime::NeedsSpareCapacity
    )
}

/// Expects that no look found fewer than `replicas` serving.
fn expect_served(lab: &Lab, seen: &Seen, replicas: u32) -> Check {
    if let Some(error) = &seen.failed {
        return ensure(false, "the status is answered throughout", || error.clone());
    }
    let enough = seen.fewest.is_none_or(|fewest| fewest >= replicas as usize);
    ensure(
        enough || !serves(&lab.capabilities()),
        format!("{replicas} replicas serve throughout"),
        || format!("{:?} in one of {} looks", seen.fewest, seen.looks),
    )
}

async fn change(lab: &Lab) -> Check {
    for replicas in [1, 2] {
        let tenant = lab.tenant(&format!("r{replicas}"))?;
        let mut spec = lab.spec(&tenant);
        spec.replicas = replicas;
        let first = lab.provision(&spec).await?;
        let next = lab.changed(&spec, 1);
        let before = lab.inspect(&tenant).await;
        let (provider, ctx) = (lab.another().await, lab.ctx());
        let work = lab.update(&tenant, &next);
        let (result, seen) = observer::watch(&*provider, &ctx, &tenant, work).await;
        let result = result?;
        equal("it answers", &UpdateStatus::Updated, &result.status)?;
        let wanted = changes(
            &effective(lab, &spec).await?,
            &effective(lab, &next).await?,
            |_| Effect::Replaced,
        );
        ensure(!wanted.is_empty(), "the fixture's change is one", || {
            "no difference".into()
        })?;
        equal(
            "the changes are",
            &listed(&wanted),
            &listed(&result.changes),
        )?;
        let replaced = result
            .changes
            .iter()
            .all(|each| each.effect == Effect::Replaced);
        ensure(replaced, "every change is declared as replacing", || {
            format!("{:?}", result.changes)
        })?;
        ensure(result.spec_hash != first.spec_hash, "another hash", || {
            "the same".into()
        })?;
        let now = lab.inspect(&tenant).await;
        ensure(
            now.instances().is_disjoint(&before.instances()),
            "new instances",
            || now.to_string(),
        )?;
        equal("the engine holds", &before.shape(), &now.shape())?;
        let status = lab.running(&tenant).await?;
        equal(
            "the running hash is",
            &Some(&result.spec_hash),
            &status.running_hash.as_ref(),
        )?;
        expect_served(lab, &seen, replicas)?;
    }
    Ok(())
}

async fn requests_during_change(lab: &Lab) -> Check {
    if !lab.fixture().serves_http() {
        return Err(crate::Stop::NotProvable(
            "the endpoint serves no http here".to_owned(),
        ));
    }
    if !serves(&lab.capabilities()) {
        return Err(crate::Stop::NotProvable(
            "a gap during updates is declared".to_owned(),
        ));
    }
    let tenant = lab.tenant("a")?;
    let spec = lab.spec(&tenant);
    let url = http_url(&lab.provision(&spec).await?)?;
    let updates = async {
        for n in 1..=3 {
            lab.update(&tenant, &lab.changed(&spec, n)).await?;
        }
        lab.update(&tenant, &spec).await
    };
    let (result, tally) = traffic::during(&url, REQUESTS, updates).await;
    result?;
    expect_all_answered(&tally)
}

fn http_url(result: &ProvisionResult) -> Check<String> {
    let urls = result.endpoints.iter().map(|endpoint| &endpoint.url);
    let url = urls.clone().find(|url| url.starts_with("http://"));
    url.cloned().ok_or_else(|| {
        crate::Stop::failed(
            "an endpoint with an http url",
            format!("{:?}", urls.collect::<Vec<_>>()),
        )
    })
}

fn expect_all_answered(tally: &Tally) -> Check {
    ensure(
        tally.failed == 0,
        format!("all of {} requests answered", tally.sent),
        || {
            let first = tally.first_failure.as_deref().unwrap_or_default();
            format!("{} failed, the first: {first}", tally.failed)
        },
    )
}

async fn bad_update(lab: &Lab) -> Check {
    let tenant = lab.tenant("a")?;
    let mut spec = lab.spec(&tenant);
    spec.replicas = 2;
    let good = lab.provision(&spec).await?;
    let bad = lab.bad(&spec);
    let (provider, ctx) = (lab.another().await, lab.ctx());
    let work = lab.try_update(&tenant, &bad);
    let (result, seen) = observer::watch(&*provider, &ctx, &tenant, work).await;
    let kinds = [ErrorKind::UpdateFailed, ErrorKind::DeadlineExceeded];
    let error = refused("a version that never becomes ready", result, &kinds)?;
    let left = [Some(&Outcome::RolledBack), Some(&Outcome::RollbackPending)];
    ensure(
        left.contains(&error.outcome()),
        "it says that it was rolled back",
        || crate::check::told(&error),
    )?;
    let (says, said) = (lab.fixture().bad_says(), crate::check::told(&error));
    ensure(
        said.contains(says),
        format!("the error says why: {says:?}"),
        || said.clone(),
    )?;
    expect_served(lab, &seen, spec.replicas)?;
    expect_previous(lab, &tenant, &good).await?;
    // and the way on is open
    let next = lab.update(&tenant, &lab.changed(&spec, 1)).await?;
    equal(
        "the next update answers",
        &UpdateStatus::Updated,
        &next.status,
    )
}

/// Expects the tenant at full strength under its previous spec, and the rollback told.
async fn expect_previous(lab: &Lab, tenant: &TenantRef, good: &ProvisionResult) -> Check {
    let status = lab
        .eventually(
            "the tenant runs its previous version at full strength",
            || async {
                let status = lab
                    .try_status(tenant)
                    .await
                    .map_err(|error| crate::check::told(&error))?;
                if status.state == ComputeState::Running && status.is_settled() {
                    Ok(status)
                } else {
                    Err(shown(&status))
                }
            },
        )
        .await?;
    let hash = Some(&good.spec_hash);
    equal("the running hash is", &hash, &status.running_hash.as_ref())?;
    equal("the target hash is", &hash, &status.target_hash.as_ref())?;
    let rollout = status.metadata.get("last_rollout").map(String::as_str);
    equal("metadata.last_rollout is", &Some("rolled_back"), &rollout)
}

async fn there_and_back(lab: &Lab) -> Check {
    let tenant = lab.tenant("a")?;
    let spec = lab.spec(&tenant);
    let first = lab.provision(&spec).await?;
    lab.update(&tenant, &lab.changed(&spec, 1)).await?;
    let back = lab.update(&tenant, &spec).await?;
    equal("the way back answers", &UpdateStatus::Updated, &back.status)?;
    equal(
        "the hash is the first again:",
        &first.spec_hash,
        &back.spec_hash,
    )?;
    let status = lab.running(&tenant).await?;
    equal(
        "the running hash is",
        &Some(first.spec_hash),
        &status.running_hash,
    )
}
