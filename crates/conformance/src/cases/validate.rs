//! Validation: every field is honoured, approximated or rejected.

use landlord_core::{
    ErrorKind, Outcome, Verb,
    change::{Effect, changes},
    options::{ShowOptions, ValidateMode, ValidateOptions},
    spec::TenantComputeSpec,
};

use crate::{
    case::{Case, case},
    check::{Check, Stop, ensure, equal, ok, refused},
    lab::Lab,
};

pub(super) const CASES: &[Case] = &[
    case!(
        "case_25_inexpressible",
        "what the engine cannot express is rejected, with the field's path, before anything is touched",
        [],
        inexpressible
    ),
    case!(
        "case_25_no_field_lost",
        "every field is honoured, approximated or rejected; never silently dropped",
        [],
        no_field_lost
    ),
];

async fn inexpressible(lab: &Lab) -> Check {
    let tenant = lab.tenant("a")?;
    let specs = lab.fixture().inexpressible(lab.spec(&tenant));
    if specs.is_empty() {
        return Err(Stop::NotProvable(
            "the fixture knows nothing inexpressible".to_owned(),
        ));
    }
    for (path, spec) in specs {
        for mode in [ValidateMode::Offline, ValidateMode::Engine] {
            let (ctx, options) = (lab.ctx(), ValidateOptions::new().mode(mode));
            let result = lab.provider().validate(&ctx, &spec, &options).await;
            let what = format!("validation of {path}");
            let error = refused(&what, result, &[ErrorKind::InvalidSpec])?;
            let paths: Vec<&str> = error
                .violations()
                .iter()
                .map(|each| each.path.as_str())
                .collect();
            ensure(
                paths.contains(&path.as_str()),
                format!("a violation at {path}"),
                || format!("{paths:?}"),
            )?;
            equal("validation's mutating calls are", &0, &ctx.calls().writes)?;
        }
        let result = lab.try_provision(&spec).await;
        let error = refused(
            &format!("provision with {path}"),
            result,
            &[ErrorKind::InvalidSpec],
        )?;
        equal("it left", &Some(&Outcome::Untouched), &error.outcome())?;
        lab.nothing_left(&tenant, "a refused provision").await?;
    }
    Ok(())
}

async fn no_field_lost(lab: &Lab) -> Check {
    let tenant = lab.tenant("a")?;
    let mut specs = vec![lab.spec(&tenant)];
    specs.extend(lab.fixture().full(lab.spec(&tenant)));
    for spec in specs {
        let options = ValidateOptions::new();
        let valid = lab.provider().validate(&lab.ctx(), &spec, &options).await;
        let valid = ok("validate", valid)?;
        let named: Vec<&str> = valid
            .approximations
            .iter()
            .map(|each| each.path.as_str())
            .collect();
        let altered = changes(&spec, &valid.effective, |_| Effect::InPlace);
        // what was absent may be filled in; what was given may only change by name
        let silent = altered.iter().filter(|each| each.before.is_some());
        let silent: Vec<&str> = silent
            .map(|each| each.path.as_str())
            .filter(|path| !named.contains(path))
            .collect();
        ensure(
            silent.is_empty(),
            "every altered field is named as approximated",
            || format!("{silent:?}"),
        )?;
        expect_kept(lab, &spec, &valid.effective).await?;
    }
    Ok(())
}

/// Expects that the engine gives back what it was given.
async fn expect_kept(lab: &Lab, spec: &TenantComputeSpec, effective: &TenantComputeSpec) -> Check {
    if !lab.capabilities().supports(&Verb::Show) {
        return Ok(());
    }
    let tenant = lab.named(&spec.tenant_id)?;
    lab.provision(spec).await?;
    let options = ShowOptions::new();
    let deployed = lab.provider().show(&lab.ctx(), &tenant, &options).await;
    let deployed = ok("show", deployed)?;
    let lost = changes(effective, &deployed.spec, |_| Effect::InPlace);
    equal(
        "what differs between the spec and the engine is",
        &Vec::new(),
        &lost,
    )?;
    lab.destroy(&tenant).await.map(drop)
}
