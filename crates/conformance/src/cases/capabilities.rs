//! Capabilities, both ways: what is declared works, what is not answers `Unsupported`.

use std::{fmt::Debug, time::Duration};

use landlord_core::{
    Context, ErrorKind, Fence, FenceGuarantee, Result, TenantRef, Verb,
    change::{Effect, changes},
    options::{
        AdoptOptions, HealthOptions, PlanOptions, ProbeOptions, RestartOptions, ShowOptions,
        SweepOptions, UpdateOptions,
    },
    result::{Ability, PlanAction, ProvisionResult},
};

use crate::{
    case::{Case, case},
    check::{Check, Stop, ensure, equal, ok, refused},
    lab::Lab,
};

/// Older than any tenant of this suite.
const LONG: Duration = Duration::from_secs(365 * 24 * 3600);

pub(super) const CASES: &[Case] = &[
    case!(
        "verb_plan",
        "plan works where it is declared, else answers Unsupported",
        [],
        plan
    ),
    case!(
        "verb_restart",
        "restart replaces every replica under the same hash, where it is declared",
        [],
        restart
    ),
    case!(
        "verb_health",
        "health tells reads from writes, where it is declared",
        [],
        health
    ),
    case!(
        "verb_sweep",
        "sweep leaves complete tenants alone, where it is declared",
        [],
        sweep
    ),
    case!(
        "verb_adopt",
        "adopt of an unknown tenant is TenantNotFound, where it is declared",
        [],
        adopt
    ),
    case!(
        "verb_show",
        "show gives the spec as deployed, where it is declared",
        [],
        show
    ),
    case!(
        "verb_probe",
        "probe narrows the declared capabilities and widens none",
        [],
        probe
    ),
    case!(
        "guarantee_fence",
        "a lower fence than the engine's mark is Superseded, where it is declared",
        [],
        fence
    ),
];

/// The answer of a declared verb; `None` where it is not declared and says so.
pub(super) fn declared<T: Debug>(lab: &Lab, verb: &Verb, result: Result<T>) -> Check<Option<T>> {
    if lab.capabilities().supports(verb) {
        return ok(&format!("{verb}, which is declared,"), result).map(Some);
    }
    match result {
        Err(error) if *error.kind() == ErrorKind::Unsupported => {
            let named = error.provider().is_some() && error.operation() == Some(verb);
            ensure(named, "the error names provider and verb", || {
                format!("{error:?}")
            })?;
            Ok(None)
        }
        Err(error) => Err(Stop::failed(
            "unsupported, since it is not declared",
            crate::check::told(&error),
        )),
        Ok(_) => Err(Stop::failed(
            format!("{verb} in capabilities().verbs, since it works"),
            "undeclared",
        )),
    }
}

pub(super) async fn provisioned(lab: &Lab) -> Check<(TenantRef, ProvisionResult)> {
    let tenant = lab.tenant("a")?;
    let made = lab.provision(&lab.spec(&tenant)).await?;
    Ok((tenant, made))
}

async fn plan(lab: &Lab) -> Check {
    let (tenant, _) = provisioned(lab).await?;
    let (spec, options) = (lab.spec(&tenant), PlanOptions::new());
    let result = lab.provider().plan(&lab.ctx(), &spec, &options).await;
    match declared(lab, &Verb::Plan, result)? {
        Some(plan) => equal("the plan is", &PlanAction::Unchanged, &plan.action),
        None => Ok(()),
    }
}

async fn restart(lab: &Lab) -> Check {
    let unknown = lab.tenant("unknown")?;
    let tenant = lab.tenant("a")?;
    let mut spec = lab.spec(&tenant);
    spec.replicas = 2;
    let made = lab.provision(&spec).await?;
    let before = lab.inspect(&tenant).await;
    let (provider, options) = (lab.provider(), RestartOptions::new());
    let result = provider.restart(&lab.ctx(), &tenant, &options).await;
    let Some(restarted) = declared(lab, &Verb::Restart, result)? else {
        return Ok(());
    };
    equal("the replaced replicas are", &2, &restarted.replaced)?;
    let now = lab.inspect(&tenant).await;
    ensure(
        now.instances().is_disjoint(&before.instances()),
        "new instances",
        || now.to_string(),
    )?;
    equal("the engine holds", &before.shape(), &now.shape())?;
    let status = lab.running(&tenant).await?;
    equal("the hash is", &Some(made.spec_hash), &status.running_hash)?;
    let result = provider.restart(&lab.ctx(), &unknown, &options).await;
    refused(
        "restart of an unknown tenant",
        result,
        &[ErrorKind::TenantNotFound],
    )
    .map(drop)
}

async fn health(lab: &Lab) -> Check {
    let result = lab
        .provider()
        .health(&lab.ctx(), &HealthOptions::new())
        .await;
    match declared(lab, &Verb::Health, result)? {
        Some(health) => equal("reads are", &Ability::Ok, &health.read),
        None => Ok(()),
    }
}

async fn sweep(lab: &Lab) -> Check {
    let (tenant, _) = provisioned(lab).await?;
    let before = lab.inspect(&tenant).await;
    // long, since other cases' unfinished tenants live on the same engine
    let options = SweepOptions::new().older_than(LONG);
    let result = lab.provider().sweep(&lab.ctx(), &options).await;
    if declared(lab, &Verb::Sweep, result)?.is_some() {
        equal(
            "of a complete tenant the engine holds",
            &before,
            &lab.inspect(&tenant).await,
        )?;
    }
    lab.running(&tenant).await.map(drop)
}

async fn adopt(lab: &Lab) -> Check {
    let tenant = lab.tenant("a")?;
    let (spec, options) = (lab.spec(&tenant), AdoptOptions::new());
    let result = lab
        .provider()
        .adopt(&lab.ctx(), &tenant, &spec, &options)
        .await;
    if lab.capabilities().supports(&Verb::Adopt) {
        refused(
            "adopt of an unknown tenant",
            result,
            &[ErrorKind::TenantNotFound],
        )
        .map(drop)
    } else {
        declared(lab, &Verb::Adopt, result).map(drop)
    }
}

async fn show(lab: &Lab) -> Check {
    let unknown = lab.tenant("unknown")?;
    let (tenant, made) = provisioned(lab).await?;
    let (provider, options) = (lab.provider(), ShowOptions::new());
    let result = provider.show(&lab.ctx(), &tenant, &options).await;
    let Some(shown) = declared(lab, &Verb::Show, result)? else {
        return Ok(());
    };
    equal("its hash is", &made.spec_hash, &shown.spec_hash)?;
    let wanted = super::rollout::effective(lab, &lab.spec(&tenant)).await?;
    let differences = changes(&wanted, &shown.spec, |_| Effect::InPlace);
    equal(
        "what differs from the deployed spec is",
        &Vec::new(),
        &differences,
    )?;
    let update = lab.update(&tenant, &shown.spec).await?;
    equal(
        "an update to the shown spec changes",
        &Vec::new(),
        &update.changes,
    )?;
    let result = provider.show(&lab.ctx(), &unknown, &options).await;
    refused(
        "show of an unknown tenant",
        result,
        &[ErrorKind::TenantNotFound],
    )
    .map(drop)
}

async fn probe(lab: &Lab) -> Check {
    let (most, options) = (lab.capabilities(), ProbeOptions::new());
    let now = ok("probe", lab.provider().probe(&lab.ctx(), &options).await)?;
    let wider: Vec<_> = now.verbs.difference(&most.verbs).collect();
    equal("verbs beyond the declared ones are", &Vec::new(), &wider)?;
    let wider: Vec<_> = now.repeatable.difference(&most.repeatable).collect();
    equal(
        "repeatable verbs beyond the declared ones are",
        &Vec::new(),
        &wider,
    )
}

async fn fence(lab: &Lab) -> Check {
    let guarantee = lab.capabilities().guarantees.fence;
    if guarantee == FenceGuarantee::None {
        return Err(Stop::NotProvable("no fence is declared".to_owned()));
    }
    let (tenant, _) = provisioned(lab).await?;
    let spec = lab.spec(&tenant);
    let fenced = |epoch, generation| {
        Context::builder(lab.fixture().installation())
            .timeout(lab.fixture().patience())
            .fence(Fence { epoch, generation })
            .build()
    };
    let (provider, options) = (lab.provider(), UpdateOptions::new());
    let high = provider
        .update(&fenced(2, 1), &tenant, &lab.changed(&spec, 1), &options)
        .await;
    ok("an update with the first fence", high)?;
    let before = lab.inspect(&tenant).await;
    let low = provider
        .update(&fenced(1, 9), &tenant, &lab.changed(&spec, 2), &options)
        .await;
    refused(
        "an update with a lower fence",
        low,
        &[ErrorKind::Superseded],
    )?;
    if guarantee == FenceGuarantee::Cas {
        equal("the engine holds", &before, &lab.inspect(&tenant).await)?;
    }
    Ok(())
}
