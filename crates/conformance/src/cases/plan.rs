//! Plan: mutates nothing and says what update then does.

use landlord_core::{
    Verb,
    options::{PlanOptions, Refresh, UpdateOptions},
    result::{PlanAction, UpdateStatus},
    spec::TenantComputeSpec,
};

use crate::{
    case::{Case, case},
    check::{Check, Stop, equal, ok},
    lab::Lab,
};

pub(super) const CASES: &[Case] = &[case!(
    "case_30_plan",
    "plan mutates nothing and equals what update with the same refresh then does",
    [],
    plan
)];

async fn plan(lab: &Lab) -> Check {
    if !lab.capabilities().supports(&Verb::Plan) {
        return Err(Stop::NotProvable("plan is not declared".to_owned()));
    }
    let tenant = lab.tenant("a")?;
    let spec = lab.spec(&tenant);
    let ctx = lab.ctx();
    let planned = lab.provider().plan(&ctx, &spec, &PlanOptions::new()).await;
    let planned = ok("a plan for an unknown tenant", planned)?;
    equal("it would", &PlanAction::Create, &planned.action)?;
    equal("its mutating calls are", &0, &ctx.calls().writes)?;
    lab.nothing_left(&tenant, "a plan").await?;
    let made = lab.provision(&spec).await?;
    equal("the planned hash is", &made.spec_hash, &planned.spec_hash)?;

    let mut more = spec.clone();
    more.replicas = spec.replicas + 1;
    let changed = lab.changed(&more, 1);
    for refresh in [Refresh::Full, Refresh::Hash] {
        for (next, action) in [
            (&spec, PlanAction::Unchanged),
            (&more, PlanAction::Change),
            (&changed, PlanAction::Replace),
        ] {
            expect_equal(lab, next, refresh, &action).await?;
        }
        lab.update(&tenant, &spec).await?;
    }
    Ok(())
}

async fn expect_equal(
    lab: &Lab,
    spec: &TenantComputeSpec,
    refresh: Refresh,
    action: &PlanAction,
) -> Check {
    let tenant = lab.named(&spec.tenant_id)?;
    let before = lab.inspect(&tenant).await;
    let (ctx, options) = (lab.ctx(), PlanOptions::new().refresh(refresh));
    let planned = ok("plan", lab.provider().plan(&ctx, spec, &options).await)?;
    equal("the plan is to", action, &planned.action)?;
    equal("its mutating calls are", &0, &ctx.calls().writes)?;
    equal("the engine holds", &before, &lab.inspect(&tenant).await)?;

    let options = UpdateOptions::new().refresh(refresh);
    let done = lab
        .provider()
        .update(&lab.ctx(), &tenant, spec, &options)
        .await;
    let done = ok("update", done)?;
    equal(
        "update does what was planned:",
        &planned.changes,
        &done.changes,
    )?;
    equal(
        "update's hash is the planned one:",
        &planned.spec_hash,
        &done.spec_hash,
    )?;
    let unchanged = *action == PlanAction::Unchanged;
    equal(
        "update answers no_changes:",
        &unchanged,
        &(done.status == UpdateStatus::NoChanges),
    )
}
