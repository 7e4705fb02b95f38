//! Ownership: our name without our mark is not ours.

use landlord_core::{ErrorKind, Outcome, Verb, options::AdoptOptions};

use crate::{
    case::{Case, case},
    check::{Check, Stop, ensure, equal, ok, refused, told},
    lab::Lab,
    part::ForeignObject,
};

pub(super) const CASES: &[Case] = &[
    case!(
        "case_20_foreign_object",
        "an object with our name but not our mark is OwnershipConflict, never overwritten",
        [Foreign],
        foreign_object
    ),
    case!(
        "case_20_adopt",
        "adopt marks what reads back as the spec, and else lists the differences",
        [Foreign],
        adopt
    ),
];

async fn untouched(lab: &Lab, object: &ForeignObject, after: &str) -> Check {
    let stands = lab.foreign()?.is_untouched(object).await;
    ensure(
        stands,
        format!("the foreign object stands after {after}"),
        || format!("{} was changed or removed", object.0),
    )
}

async fn foreign_object(lab: &Lab) -> Check {
    let tenant = lab.tenant("a")?;
    let spec = lab.spec(&tenant);
    let object = lab.foreign()?.same_name(&tenant).await;
    let object = object.ok_or_else(|| Stop::NotProvable("no such object here".to_owned()))?;
    lab.planted(&object);

    let owned = [ErrorKind::OwnershipConflict];
    let error = refused("provision", lab.try_provision(&spec).await, &owned)?;
    equal("it left", &Some(&Outcome::Untouched), &error.outcome())?;
    untouched(lab, &object, "provision").await?;
    let owned = [ErrorKind::OwnershipConflict, ErrorKind::TenantNotFound];
    refused("update", lab.try_update(&tenant, &spec).await, &owned)?;
    untouched(lab, &object, "update").await?;
    refused("status", lab.try_status(&tenant).await, &owned)?;
    if let Err(error) = lab.try_destroy(&tenant).await {
        let conflict = *error.kind() == ErrorKind::OwnershipConflict;
        ensure(conflict, "destroy answers ownership_conflict", || {
            told(&error)
        })?;
    }
    untouched(lab, &object, "destroy").await?;
    lab.foreign()?.remove(&object).await;
    Ok(())
}

async fn adopt(lab: &Lab) -> Check {
    if !lab.capabilities().supports(&Verb::Adopt) {
        return Err(Stop::NotProvable("adopt is not declared".to_owned()));
    }
    let tenant = lab.tenant("a")?;
    let spec = lab.spec(&tenant);
    let object = lab.foreign()?.adoptable(&spec).await;
    let object = object.ok_or_else(|| Stop::NotProvable("nothing to adopt here".to_owned()))?;
    lab.planted(&object);
    let (provider, options) = (lab.provider(), AdoptOptions::new());
    let other = lab.changed(&spec, 1);
    let differs = provider.adopt(&lab.ctx(), &tenant, &other, &options).await;
    let differs = ok("adopt with another spec", differs)?;
    ensure(!differs.differences.is_empty(), "the differences", || {
        "none".into()
    })?;
    untouched(lab, &object, "an adopt that listed differences").await?;

    let adopted = provider.adopt(&lab.ctx(), &tenant, &spec, &options).await;
    let adopted = ok("adopt", adopted)?;
    equal("the differences are", &Vec::new(), &adopted.differences)?;
    lab.running(&tenant).await?;
    let update = lab.update(&tenant, &spec).await?;
    equal("an equal update changes", &Vec::new(), &update.changes)?;
    lab.destroy(&tenant).await?;
    lab.nothing_left(&tenant, "destroy").await
}
