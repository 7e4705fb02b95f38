//! Crashes: at any point, the next call finishes or cleans up.

use std::collections::BTreeSet;

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use landlord_core::{
    ErrorKind, Outcome, Result, TenantRef, options::DestroyOptions, result::ComputeState,
    spec::TenantComputeSpec,
};

use crate::{
    case::{Case, case},
    check::{Check, Stop, ensure, equal, ok, refused, told},
    lab::{Lab, shown},
    part::{CrashPoint, Ended, VerbCall},
};

/// Kills under way at once: each waits for an engine most of its time.
const AT_ONCE: usize = 4;

pub(super) const CASES: &[Case] = &[
    case!(
        "case_03_crash_anywhere_then_rerun",
        "killed anywhere, the same call again leads to the same objects",
        [Crash],
        crash_then_rerun
    ),
    case!(
        "case_04_crash_in_provision_then_destroy",
        "killed anywhere in a provision, a destroy leaves nothing",
        [Crash],
        crash_in_provision_then_destroy
    ),
    case!(
        "case_12_crash_in_bad_update",
        "killed anywhere in a bad update, the next call finds the previous version or finishes the rollback",
        [Crash],
        crash_in_bad_update
    ),
    case!(
        "case_17_crash_in_destroy_then_rerun",
        "killed anywhere in a destroy, another one leaves nothing",
        [Crash],
        crash_in_destroy
    ),
];

/// Which verb is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Killed {
    Provision,
    Update,
    BadUpdate,
    Destroy,
}

impl Killed {
    /// What is there before the verb that is killed.
    async fn prepare(self, lab: &Lab, tenant: &TenantRef) -> Check<VerbCall> {
        let spec = lab.spec(tenant);
        if self != Self::Provision {
            lab.provision(&spec).await?;
        }
        Ok(self.call(lab, tenant, spec))
    }

    fn call(self, lab: &Lab, tenant: &TenantRef, spec: TenantComputeSpec) -> VerbCall {
        let tenant = tenant.clone();
        match self {
            Self::Provision => VerbCall::Provision { spec },
            Self::Update => VerbCall::Update {
                tenant,
                spec: lab.changed(&spec, 1),
            },
            Self::BadUpdate => VerbCall::Update {
                tenant,
                spec: lab.bad(&spec),
            },
            Self::Destroy => VerbCall::Destroy { tenant },
        }
    }

    /// The points to kill it at, found on a tenant that is then destroyed.
    async fn points(self, lab: &Lab) -> Check<Vec<CrashPoint>> {
        let tenant = lab.tenant("points")?;
        let call = self.prepare(lab, &tenant).await?;
        let points = lab.crash()?.points(&call).await;
        lab.destroy(&tenant).await?;
        ensure(!points.is_empty(), "at least one point", || "none".into())?;
        Ok(points)
    }
}

/// What is done after the kill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Then {
    /// The same call, by another provider.
    Again,
    /// A destroy, by another provider.
    Destroy,
}

/// Kills `killed` at each of `points`, each on a tenant of its own, and looks at what `then`
/// makes of it. Answers the points that were reached.
async fn kill_at_each(
    lab: &Lab,
    killed: Killed,
    points: Vec<CrashPoint>,
    then: Then,
) -> Check<BTreeSet<CrashPoint>> {
    let kills = points.into_iter().enumerate().map(|(n, point)| async move {
        let tenant = lab.tenant(&format!("{n}"))?;
        let call = killed.prepare(lab, &tenant).await?;
        let ended = lab.crash()?.run_until(&call, &point).await;
        if !matches!(ended, Ended::Crashed) {
            lab.destroy(&tenant).await?;
            return Ok(None);
        }
        let recovered = match then {
            Then::Again => again(lab, killed, &tenant, &call).await,
            Then::Destroy => destroyed(lab, &tenant).await,
        };
        at(&point, recovered)?;
        at(&point, destroyed(lab, &tenant).await)?;
        Ok(Some(point))
    });
    let reached: Vec<_> = stream::iter(kills)
        .buffer_unordered(AT_ONCE)
        .try_collect()
        .await?;
    Ok(reached.into_iter().flatten().collect())
}

/// Says in a failure where the verb was killed.
fn at(point: &CrashPoint, check: Check) -> Check {
    check.map_err(|stop| match stop {
        Stop::Failed { expected, held } => {
            Stop::failed(format!("after a crash at {point}: {expected}"), held)
        }
        other => other,
    })
}

/// The same call by another provider, and whether its end is that of a call never killed.
async fn again(lab: &Lab, killed: Killed, tenant: &TenantRef, call: &VerbCall) -> Check {
    let provider = lab.another().await;
    let made = call.make(&*provider, &lab.ctx()).await;
    match killed {
        Killed::Destroy => {
            ok("the same call again", made)?;
            lab.nothing_left(tenant, "the second destroy").await
        }
        Killed::BadUpdate => expect_rolled_back(lab, tenant, made).await,
        Killed::Provision | Killed::Update => {
            ok("the same call again", made)?;
            lab.running(tenant).await?;
            expect_usual_shape(lab, tenant).await
        }
    }
}

/// Expects as many objects of each kind as a provision leaves that nothing disturbed.
async fn expect_usual_shape(lab: &Lab, tenant: &TenantRef) -> Check {
    let now = lab.inspect(tenant).await;
    let usual = lab.usual().await?;
    equal("the engine holds", &usual.shape(), &now.shape())
}

async fn expect_rolled_back(lab: &Lab, tenant: &TenantRef, made: Result<()>) -> Check {
    let kinds = [ErrorKind::UpdateFailed, ErrorKind::DeadlineExceeded];
    let error = refused("the bad update again", made, &kinds)?;
    let left = [Some(&Outcome::RolledBack), Some(&Outcome::RollbackPending)];
    ensure(
        left.contains(&error.outcome()),
        "it says that it was rolled back",
        || told(&error),
    )?;
    lab.eventually("the previous version runs", || async {
        let status = lab.try_status(tenant).await.map_err(|error| told(&error))?;
        let settled = status.state == ComputeState::Running && status.is_settled();
        if settled { Ok(()) } else { Err(shown(&status)) }
    })
    .await?;
    let update = lab.update(tenant, &lab.spec(tenant)).await?;
    equal(
        "an update to the previous spec changes",
        &Vec::new(),
        &update.changes,
    )?;
    expect_usual_shape(lab, tenant).await
}

async fn destroyed(lab: &Lab, tenant: &TenantRef) -> Check {
    let provider = lab.another().await;
    let options = DestroyOptions::new();
    ok(
        "a destroy",
        provider.destroy(&lab.ctx(), tenant, &options).await,
    )?;
    lab.nothing_left(tenant, "destroy").await
}

async fn crash_then_rerun(lab: &Lab) -> Check {
    let mut reached = BTreeSet::new();
    for killed in [Killed::Provision, Killed::Update] {
        let points = killed.points(lab).await?;
        reached.extend(kill_at_each(lab, killed, points, Then::Again).await?);
    }
    let must = lab.crash()?.must_reach();
    for killed in [Killed::Destroy, Killed::BadUpdate] {
        let missed = must.iter().filter(|point| !reached.contains(*point));
        let missed = missed.cloned().collect();
        reached.extend(kill_at_each(lab, killed, missed, Then::Again).await?);
    }
    let missed: Vec<_> = must
        .iter()
        .filter(|point| !reached.contains(*point))
        .collect();
    equal("crash points that no verb reached:", &Vec::new(), &missed)
}

async fn crash_in_provision_then_destroy(lab: &Lab) -> Check {
    let points = Killed::Provision.points(lab).await?;
    kill_at_each(lab, Killed::Provision, points, Then::Destroy)
        .await
        .map(drop)
}

async fn crash_in_bad_update(lab: &Lab) -> Check {
    let points = Killed::BadUpdate.points(lab).await?;
    kill_at_each(lab, Killed::BadUpdate, points, Then::Again)
        .await
        .map(drop)
}

async fn crash_in_destroy(lab: &Lab) -> Check {
    let points = Killed::Destroy.points(lab).await?;
    kill_at_each(lab, Killed::Destroy, points, Then::Again)
        .await
        .map(drop)
}
