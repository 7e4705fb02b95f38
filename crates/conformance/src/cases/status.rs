//! Status: asked of the engine now.

use landlord_core::{
    ErrorKind, TenantRef,
    result::{ComputeState, UpdateStatus},
};

use crate::{
    case::{Case, case},
    check::{Check, Stop, ensure, equal, refused, told},
    lab::{Lab, shown},
    part::{Done, OutOfBand},
};

pub(super) const CASES: &[Case] = &[case!(
    "case_21_out_of_band",
    "status is asked of the engine now: what changed behind our back shows at once",
    [OutOfBand],
    out_of_band
)];

async fn out_of_band(lab: &Lab) -> Check {
    let changes = lab.out_of_band()?;
    let shown = [
        scaled(lab, changes).await?,
        killed(lab, changes).await?,
        orphaned(lab, changes).await?,
        deleted(lab, changes).await?,
    ];
    if shown.contains(&Done::Yes) {
        Ok(())
    } else {
        Err(Stop::NotProvable(
            "no such change can be made here".to_owned(),
        ))
    }
}

async fn started(lab: &Lab, hint: &str, replicas: u32) -> Check<TenantRef> {
    let tenant = lab.tenant(hint)?;
    let mut spec = lab.spec(&tenant);
    spec.replicas = replicas;
    lab.provision(&spec).await?;
    // an answer that is kept must not be given again
    lab.running(&tenant).await?;
    Ok(tenant)
}

async fn scaled(lab: &Lab, changes: &dyn OutOfBand) -> Check<Done> {
    let tenant = started(lab, "scaled", 1).await?;
    if changes.scale(&tenant, 2).await == Done::NotHere {
        return Ok(Done::NotHere);
    }
    let status = lab.status(&tenant).await?;
    equal("the wanted replicas are", &2, &status.replicas.desired)?;
    let mut spec = lab.spec(&tenant);
    spec.replicas = 1;
    let result = lab.update(&tenant, &spec).await?;
    equal(
        "a full refresh sees the drift:",
        &UpdateStatus::Updated,
        &result.status,
    )?;
    Ok(Done::Yes)
}

async fn killed(lab: &Lab, changes: &dyn OutOfBand) -> Check<Done> {
    let tenant = started(lab, "killed", 2).await?;
    let before = lab.inspect(&tenant).await;
    if changes.kill_one(&tenant).await == Done::NotHere {
        return Ok(Done::NotHere);
    }
    lab.eventually("the killed instance is started anew", || async {
        let now = lab.inspect(&tenant).await;
        let status = lab
            .try_status(&tenant)
            .await
            .map_err(|error| told(&error))?;
        let renewed = now.instances() != before.instances();
        if renewed && status.state == ComputeState::Running && status.replicas.ready == 2 {
            Ok(())
        } else {
            Err(format!("{}; {now}", shown(&status)))
        }
    })
    .await?;
    Ok(Done::Yes)
}

async fn orphaned(lab: &Lab, changes: &dyn OutOfBand) -> Check<Done> {
    let tenant = started(lab, "orphaned", 1).await?;
    if changes.orphan(&tenant).await == Done::NotHere {
        return Ok(Done::NotHere);
    }
    let status = lab.status(&tenant).await?;
    let failed = status.state == ComputeState::Failed && !status.reasons.is_empty();
    ensure(
        failed,
        "a tenant that nothing runs any more has failed, with a reason",
        || shown(&status),
    )?;
    let again = lab.provider();
    let spec = lab.spec(&tenant);
    let applied = again.apply(&lab.ctx(), &spec, &Default::default()).await;
    crate::check::ok("an apply that starts it again", applied)?;
    lab.running(&tenant).await?;
    Ok(Done::Yes)
}

async fn deleted(lab: &Lab, changes: &dyn OutOfBand) -> Check<Done> {
    let tenant = started(lab, "deleted", 1).await?;
    if changes.delete(&tenant).await == Done::NotHere {
        return Ok(Done::NotHere);
    }
    refused(
        "its status",
        lab.try_status(&tenant).await,
        &[ErrorKind::TenantNotFound],
    )?;
    let update = lab.try_update(&tenant, &lab.spec(&tenant)).await;
    refused("an update", update, &[ErrorKind::TenantNotFound])?;
    lab.destroy(&tenant).await?;
    lab.nothing_left(&tenant, "destroy").await?;
    Ok(Done::Yes)
}
