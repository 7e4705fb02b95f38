//! Provision: idempotent, and complete or undone.

use landlord_core::{ErrorKind, Outcome, result::ProvisionStatus};

use crate::{
    case::{Case, case},
    check::{Check, ensure, equal, ok, refused, told},
    lab::{Lab, answered},
};

pub(super) const CASES: &[Case] = &[
    case!(
        "case_01_provision_twice",
        "the same spec again changes nothing",
        [],
        provision_twice
    ),
    case!(
        "case_02_concurrent_provisions",
        "of two provisions at once one wins, and nothing is there twice",
        [],
        concurrent_provisions
    ),
    case!(
        "case_06_bad_first_version",
        "a provision completes, or undoes what it created and says why",
        [],
        bad_first_version
    ),
];

async fn provision_twice(lab: &Lab) -> Check {
    let tenant = lab.tenant("a")?;
    let spec = lab.spec(&tenant);
    let first = lab.provision(&spec).await?;
    equal(
        "the first answers",
        &ProvisionStatus::Created,
        &first.status,
    )?;
    equal("its tenant is", tenant.id(), &first.tenant_id)?;
    ensure(!first.endpoints.is_empty(), "an endpoint", || "none".into())?;
    lab.running(&tenant).await?;

    let before = lab.inspect(&tenant).await;
    ensure(!before.is_empty(), "marked objects on the engine", || {
        "none: the fixture's inspection sees nothing".to_owned()
    })?;
    let again = lab.another().await;
    let second = again
        .provision(&lab.ctx(), &spec, &Default::default())
        .await;
    let second = ok("the second provision", second)?;
    equal(
        "the second answers",
        &ProvisionStatus::Unchanged,
        &second.status,
    )?;
    equal("the second's hash is", &first.spec_hash, &second.spec_hash)?;
    equal("the engine holds", &before, &lab.inspect(&tenant).await)?;

    let other = lab.changed(&spec, 1);
    let error = refused(
        "another spec for a complete tenant",
        lab.try_provision(&other).await,
        &[ErrorKind::AlreadyProvisioned],
    )?;
    equal("it left", &Some(&Outcome::Untouched), &error.outcome())?;
    equal("the engine holds", &before, &lab.inspect(&tenant).await)
}

async fn concurrent_provisions(lab: &Lab) -> Check {
    let alone = lab.tenant("alone")?;
    lab.provision(&lab.spec(&alone)).await?;
    let (same, different) = (lab.tenant("same")?, lab.tenant("other")?);
    let (one, two) = (lab.another().await, lab.another().await);
    for (tenant, change) in [(&same, 0), (&different, 1)] {
        let spec = lab.spec(tenant);
        let rival = match change {
            0 => spec.clone(),
            n => lab.changed(&spec, n),
        };
        let (ctx_one, ctx_two, options) = (lab.ctx(), lab.ctx(), Default::default());
        let results = tokio::join!(
            one.provision(&ctx_one, &spec, &options),
            two.provision(&ctx_two, &rival, &options),
        );
        let held = || format!("{} and {}", answered(&results.0), answered(&results.1));
        let created = [&results.0, &results.1].into_iter().flatten();
        let created = created.filter(|answer| answer.status == ProvisionStatus::Created);
        equal("provisions that answer created", &1, &created.count())
            .or_else(|_| ensure(false, "exactly one provision answers created", held))?;
        for error in [&results.0, &results.1]
            .into_iter()
            .filter_map(|each| each.as_ref().err())
        {
            let lost = [ErrorKind::Conflict, ErrorKind::AlreadyProvisioned];
            ensure(
                lost.contains(error.kind()),
                "the loser learns of the winner",
                || told(error),
            )?;
        }
        lab.running(tenant).await?;
        let (wanted, held) = (lab.inspect(&alone).await, lab.inspect(tenant).await);
        equal(
            "the engine holds as many objects as after one provision:",
            &wanted.shape(),
            &held.shape(),
        )?;
    }
    Ok(())
}

async fn bad_first_version(lab: &Lab) -> Check {
    let tenant = lab.tenant("a")?;
    let spec = lab.bad(&lab.spec(&tenant));
    let error = refused(
        "a version that never becomes ready",
        lab.try_provision(&spec).await,
        &[ErrorKind::ProvisionFailed, ErrorKind::DeadlineExceeded],
    )?;
    equal("it left", &Some(&Outcome::RolledBack), &error.outcome())?;
    let (says, said) = (lab.fixture().bad_says(), told(&error));
    ensure(
        said.contains(says),
        format!("the error says why: {says:?}"),
        || said.clone(),
    )?;
    lab.nothing_left(&tenant, "the undone provision").await?;
    refused(
        "its status",
        lab.try_status(&tenant).await,
        &[ErrorKind::TenantNotFound],
    )?;
    // what was undone is no obstacle
    let good = lab.provision(&lab.spec(&tenant)).await?;
    equal(
        "a good version then answers",
        &ProvisionStatus::Created,
        &good.status,
    )
}
