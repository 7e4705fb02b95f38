//! Names: hostile ones are refused or literal, and no two tenants share one.

use landlord_core::{
    ErrorKind, Outcome, Verb,
    options::{ShowOptions, ValidateOptions},
};

use crate::{
    case::{Case, case},
    check::{Check, ensure, equal, ok, refused},
    lab::Lab,
};

pub(super) const CASES: &[Case] = &[
    case!(
        "case_26_hostile_ids",
        "a hostile id is refused before anything is touched, or works literally",
        [],
        hostile_ids
    ),
    case!(
        "case_26_hostile_values",
        "templates and variables in values reach the engine as they are",
        [],
        hostile_values
    ),
    case!(
        "case_27_similar_ids",
        "ids that differ only late, or only in case, are different tenants",
        [],
        similar_ids
    ),
];

async fn hostile_ids(lab: &Lab) -> Check {
    let long = "x".repeat(300);
    let hostile = [
        "",
        "/plan",
        "../up",
        "a b",
        "a\0b",
        "a\u{1b}[31m",
        "ümlaut",
        "${x}",
        "{{x}}",
        "$(x)",
        "a\n",
        "a?b",
        "a#b",
        &long,
    ];
    for id in hostile {
        let mut spec = lab.sample();
        spec.tenant_id = id.to_owned();
        let what = format!(
            "a tenant named {:?}",
            id.chars().take(20).collect::<String>()
        );
        let options = ValidateOptions::new();
        let result = lab.provider().validate(&lab.ctx(), &spec, &options).await;
        let error = refused(&what, result, &[ErrorKind::InvalidSpec])?;
        let shown = format!("{error} {error:?}");
        ensure(
            !shown.contains(['\0', '\u{1b}']),
            "errors are printable",
            || "control characters".into(),
        )?;
        let ctx = lab.ctx();
        let result = lab
            .provider()
            .provision(&ctx, &spec, &Default::default())
            .await;
        let error = refused(&what, result, &[ErrorKind::InvalidSpec])?;
        equal("it left", &Some(&Outcome::Untouched), &error.outcome())?;
        equal("its mutating calls are", &0, &ctx.calls().writes)?;
    }
    for id in ["a/../b", "x/plan", "A.b:c@d+e=f-", "0"] {
        let tenant = lab.named(&format!("{id}{}", lab.suffix()))?;
        lab.provision(&lab.spec(&tenant)).await?;
        let status = lab.running(&tenant).await?;
        equal("the tenant is", tenant.id(), &status.tenant_id)?;
        lab.destroy(&tenant).await?;
        lab.nothing_left(&tenant, "destroy").await?;
    }
    Ok(())
}

async fn hostile_values(lab: &Lab) -> Check {
    let tenant = lab.tenant("a")?;
    let mut spec = lab.spec(&tenant);
    let values = [
        "${HOME}",
        "{{ env \"HOME\" }}",
        "$(HOME)",
        "$$",
        "%h",
        "ümlaut \u{1F980}",
        " \" ' \\ ",
        "a\nb",
    ];
    if let Some(container) = spec.containers.first_mut() {
        for (index, value) in values.iter().enumerate() {
            container
                .env
                .insert(format!("HOSTILE_{index}"), (*value).to_owned());
        }
    }
    let wanted = super::rollout::effective(lab, &spec).await?;
    lab.provision(&spec).await?;
    lab.running(&tenant).await?;
    if lab.capabilities().supports(&Verb::Show) {
        let shown = lab
            .provider()
            .show(&lab.ctx(), &tenant, &ShowOptions::new())
            .await;
        let shown = ok("show", shown)?;
        let env = |spec: &landlord_core::TenantComputeSpec| {
            spec.containers.first().map(|each| each.env.clone())
        };
        ensure(
            env(&wanted) == env(&shown.spec),
            "every value comes back as it was given",
            || format!("{:?}", shown.spec),
        )?;
    }
    let again = lab.update(&tenant, &spec).await?;
    equal("an equal update changes", &Vec::new(), &again.changes)
}

async fn similar_ids(lab: &Lab) -> Check {
    let stem = format!("{}-{}", lab.suffix(), "x".repeat(60));
    let ids = [
        format!("{stem}a"),
        format!("{stem}b"),
        stem.clone(),
        stem.to_uppercase(),
    ];
    let mut tenants = Vec::new();
    for id in &ids {
        let tenant = lab.named(id)?;
        lab.provision(&lab.spec(&tenant)).await?;
        tenants.push(tenant);
    }
    let mut ids = Vec::new();
    for tenant in &tenants {
        lab.running(tenant).await?;
        ids.extend(
            lab.inspect(tenant)
                .await
                .objects
                .into_iter()
                .map(|object| (object.kind, object.id)),
        );
    }
    let all = ids.len();
    ids.sort();
    ids.dedup();
    equal("objects that belong to one tenant alone:", &all, &ids.len())?;
    while let Some(tenant) = tenants.pop() {
        lab.destroy(&tenant).await?;
        lab.nothing_left(&tenant, "destroy").await?;
        for other in &tenants {
            lab.running(other).await?;
        }
    }
    Ok(())
}
