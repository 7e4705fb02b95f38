//! Two at once: one wins, the other learns of it.

use landlord_core::{
    Concurrency, ErrorKind,
    options::{DestroyOptions, ProvisionOptions, UpdateOptions},
    result::ProvisionStatus,
};

use crate::{
    case::{Case, case},
    check::{Check, ensure, equal, refused, told},
    lab::{Lab, answered},
};

pub(super) const CASES: &[Case] = &[
    case!(
        "case_14_concurrent_updates",
        "of two updates at once the loser gets Conflict or Superseded",
        [Slow],
        concurrent_updates
    ),
    case!(
        "case_14_update_expects",
        "an update that expects another spec than runs is Conflict, and nothing is changed",
        [],
        update_expects
    ),
    case!(
        "case_18_provision_during_destroy",
        "a provision that meets a removal waits or is refused, and never mixes generations",
        [],
        provision_during_destroy
    ),
];

const LOST: [ErrorKind; 2] = [ErrorKind::Conflict, ErrorKind::Superseded];

async fn concurrent_updates(lab: &Lab) -> Check {
    let tenant = lab.tenant("a")?;
    let spec = lab.spec(&tenant);
    lab.provision(&spec).await?;
    let shape = lab.inspect(&tenant).await;
    let (one, two) = (lab.another().await, lab.another().await);
    let slow = lab.slow(&spec)?;
    let (left, right) = (lab.changed(&slow, 1), lab.changed(&slow, 2));
    let (ctx_one, ctx_two, options) = (lab.ctx(), lab.ctx(), UpdateOptions::new());
    let results = tokio::join!(
        one.update(&ctx_one, &tenant, &left, &options),
        two.update(&ctx_two, &tenant, &right, &options),
    );
    let held = || format!("{} and {}", answered(&results.0), answered(&results.1));
    let answers = [&results.0, &results.1];
    let winners: Vec<_> = answers.into_iter().flatten().collect();
    ensure(!winners.is_empty(), "one of two updates wins", held)?;
    // who compares before it writes, or holds a lock, never has a write replaced
    let guarantee = lab.capabilities().guarantees.concurrency;
    let lost: &[ErrorKind] = match guarantee {
        Concurrency::Cas | Concurrency::Lock => &[ErrorKind::Conflict],
        _ => &LOST,
    };
    for error in answers.into_iter().filter_map(|each| each.as_ref().err()) {
        ensure(
            lost.contains(error.kind()),
            format!("the loser gets one of {lost:?} where {guarantee} is declared"),
            || told(error),
        )?;
    }
    let status = lab.running(&tenant).await?;
    let won = winners
        .iter()
        .any(|winner| Some(&winner.spec_hash) == status.running_hash.as_ref());
    ensure(won, "a winner's version runs", || {
        format!("{:?}", status.running_hash)
    })?;
    equal(
        "the engine holds",
        &shape.shape(),
        &lab.inspect(&tenant).await.shape(),
    )
}

async fn update_expects(lab: &Lab) -> Check {
    let tenant = lab.tenant("a")?;
    let spec = lab.spec(&tenant);
    let first = lab.provision(&spec).await?;
    let second = lab.changed(&spec, 1);
    let options = UpdateOptions::new().expect(first.spec_hash.clone());
    let met = lab
        .provider()
        .update(&lab.ctx(), &tenant, &second, &options)
        .await;
    let met = crate::check::ok("an update that expects what runs", met)?;
    let before = lab.inspect(&tenant).await;
    let third = lab.changed(&spec, 2);
    let stale = lab
        .provider()
        .update(&lab.ctx(), &tenant, &third, &options)
        .await;
    refused("an update that expects what ran before", stale, &LOST)?;
    equal("the engine holds", &before, &lab.inspect(&tenant).await)?;
    let status = lab.running(&tenant).await?;
    equal(
        "the running hash is",
        &Some(met.spec_hash),
        &status.running_hash,
    )
}

async fn provision_during_destroy(lab: &Lab) -> Check {
    let tenant = lab.tenant("a")?;
    let spec = lab.spec(&tenant);
    for round in 0..3 {
        lab.provision(&spec).await?;
        let before = lab.inspect(&tenant).await;
        let (one, two) = (lab.another().await, lab.another().await);
        let (ctx_one, ctx_two) = (lab.ctx(), lab.ctx());
        let (destroy, provision) = (DestroyOptions::new(), ProvisionOptions::new());
        let head_start = lab.below(20 * (round + 1));
        let results = tokio::join!(one.destroy(&ctx_one, &tenant, &destroy), async {
            tokio::time::sleep(std::time::Duration::from_millis(head_start as u64)).await;
            two.provision(&ctx_two, &spec, &provision).await
        });
        if let Err(error) = &results.0 {
            ensure(
                LOST.contains(error.kind()),
                "the destroy succeeds or is refused",
                || told(error),
            )?;
        }
        let unchanged = match &results.1 {
            Ok(answer) => answer.status == ProvisionStatus::Unchanged,
            Err(error) => {
                ensure(
                    LOST.contains(error.kind()),
                    "the provision waits or is refused",
                    || told(error),
                )?;
                false
            }
        };
        let now = lab.inspect(&tenant).await;
        let mixed = !unchanged && !now.instances().is_disjoint(&before.instances());
        ensure(
            results.0.is_err() || !mixed,
            "no instance of before beside new ones",
            || format!("before: {before}; now: {now}"),
        )?;
        // whichever came last, the tenant can be had again and is whole
        lab.provision(&spec).await?;
        lab.running(&tenant).await?;
        equal(
            "the engine holds",
            &before.shape(),
            &lab.inspect(&tenant).await.shape(),
        )?;
        lab.destroy(&tenant).await?;
        lab.nothing_left(&tenant, "destroy").await?;
    }
    Ok(())
}
