//! Destroy: everything of ours, nothing else, as often as one likes.

use landlord_core::{ErrorKind, TenantRef, result::DestroyStatus};

use crate::{
    case::{Case, case},
    check::{Check, Stop, ensure, equal, refused},
    lab::Lab,
    part::{Foreign, ForeignObject},
};

pub(super) const CASES: &[Case] = &[
    case!(
        "case_16_destroy_twice",
        "destroy removes everything that provision made; twice or unknown is success",
        [],
        destroy_twice
    ),
    case!(
        "case_19_destroy_leaves_neighbours",
        "destroy removes nothing that provision did not make",
        [Foreign],
        leaves_neighbours
    ),
];

async fn expect_absent(lab: &Lab, tenant: &TenantRef) -> Check {
    let receipt = lab.destroy(tenant).await?;
    equal(
        "the receipt says",
        &DestroyStatus::AlreadyAbsent,
        &receipt.status,
    )?;
    equal("it lists", &Vec::new(), &receipt.removed)?;
    equal(
        "it searched",
        &lab.fixture().installation(),
        &receipt.installation,
    )
}

async fn destroy_twice(lab: &Lab) -> Check {
    let unknown = lab.tenant("unknown")?;
    expect_absent(lab, &unknown).await?;

    let (tenant, other) = (lab.tenant("a")?, lab.tenant("b")?);
    lab.provision(&lab.spec(&tenant)).await?;
    lab.provision(&lab.spec(&other)).await?;
    let beside = lab.inspect(&other).await;
    let receipt = lab.destroy(&tenant).await?;
    equal("the receipt says", &DestroyStatus::Removed, &receipt.status)?;
    ensure(
        !receipt.removed.is_empty(),
        "it lists what was removed",
        || "nothing".into(),
    )?;
    equal(
        "it searched",
        &lab.fixture().installation(),
        &receipt.installation,
    )?;
    lab.nothing_left(&tenant, "destroy").await?;
    refused(
        "its status",
        lab.try_status(&tenant).await,
        &[ErrorKind::TenantNotFound],
    )?;
    expect_absent(lab, &tenant).await?;
    equal(
        "of the other tenant the engine holds",
        &beside,
        &lab.inspect(&other).await,
    )?;
    lab.running(&other).await.map(drop)
}

async fn leaves_neighbours(lab: &Lab) -> Check {
    let foreign = lab.foreign()?;
    let tenant = lab.tenant("a")?;
    let stranger = lab.tenant("b")?;
    lab.provision(&lab.spec(&tenant)).await?;
    let neighbour = foreign.neighbour(&tenant).await;
    let namesake = foreign.same_name(&stranger).await;
    if neighbour.is_none() && namesake.is_none() {
        return Err(Stop::NotProvable(
            "the fixture could plant nothing".to_owned(),
        ));
    }
    neighbour
        .iter()
        .chain(&namesake)
        .for_each(|object| lab.planted(object));

    lab.destroy(&tenant).await?;
    lab.nothing_left(&tenant, "destroy").await?;
    // refused or nothing to do, either way it stays
    if let Err(error) = lab.try_destroy(&stranger).await {
        let told = crate::check::told(&error);
        ensure(
            *error.kind() == ErrorKind::OwnershipConflict,
            "ownership_conflict",
            || told,
        )?;
    }
    for object in neighbour.iter().chain(&namesake) {
        expect_untouched(foreign, object, "destroy").await?;
    }
    // an undo is as careful as a destroy
    let undone = lab.try_provision(&lab.bad(&lab.spec(&tenant))).await;
    ensure(undone.is_err(), "a bad version fails", || "success".into())?;
    if let Some(object) = &neighbour {
        expect_untouched(foreign, object, "an undo").await?;
        foreign.remove(object).await;
    }
    if let Some(object) = &namesake {
        foreign.remove(object).await;
    }
    Ok(())
}

async fn expect_untouched(foreign: &dyn Foreign, object: &ForeignObject, after: &str) -> Check {
    let stands = foreign.is_untouched(object).await;
    ensure(
        stands,
        format!("what is not ours stays as it was after {after}"),
        || format!("{} was changed or removed", object.0),
    )
}
