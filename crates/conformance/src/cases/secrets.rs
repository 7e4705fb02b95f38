//! Secrets: env values and secrets are seen nowhere but where they must be.

use std::fmt::Debug;

use futures_util::StreamExt as _;
use landlord_core::{
    Context, Error, Provider, TenantRef, Verb,
    options::{ListOptions, PlanOptions, ValidateOptions},
    spec::TenantComputeSpec,
};
use tracing::instrument::WithSubscriber as _;

use crate::{
    capture::Capture,
    case::{Case, case},
    check::{Check, ensure, told},
    lab::Lab,
};

pub(super) const CASES: &[Case] = &[case!(
    "case_28_secrets_stay_secret",
    "env values and secrets are absent from logs, errors, Debug, marks, plans and change lists",
    [],
    secrets_stay_secret
)];

/// What verbs answered and logged, to be searched.
struct Outputs<'a> {
    sentinels: [&'a str; 2],
    texts: Vec<(&'static str, String)>,
}

impl Outputs<'_> {
    fn answer<T: Debug>(&mut self, verb: &'static str, answer: Result<T, Error>) -> Option<T> {
        match answer {
            Ok(answer) => {
                self.texts.push((verb, format!("{answer:?}")));
                Some(answer)
            }
            Err(error) => {
                let wire = serde_json::to_string(&error).unwrap_or_default();
                let text = format!("{error} {error:?} {} {wire}", told(&error));
                self.texts.push((verb, text));
                None
            }
        }
    }

    fn text(&mut self, what: &'static str, text: String) {
        self.texts.push((what, text));
    }

    fn expect_clean(&self) -> Check {
        for (what, text) in &self.texts {
            let found = self
                .sentinels
                .iter()
                .any(|sentinel| text.contains(sentinel));
            ensure(!found, "no secret value anywhere", || {
                format!("one in the output of {what}")
            })?;
        }
        Ok(())
    }
}

async fn secrets_stay_secret(lab: &Lab) -> Check {
    let env = format!("sentinel-env-{}", lab.suffix());
    let value = format!("sentinel-secret-{}", lab.suffix());
    let mut outputs = Outputs {
        sentinels: [&env, &value],
        texts: Vec::new(),
    };
    let capture = Capture::new();
    let verbs = every_verb(lab, &env, &value, &mut outputs);
    let checked = verbs.with_subscriber(capture.dispatch()).await;
    outputs.text("logs", capture.text());
    outputs.expect_clean()?;
    checked
}

async fn every_verb(lab: &Lab, env: &str, value: &str, outputs: &mut Outputs<'_>) -> Check {
    let tenant = lab.tenant("a")?;
    let mut spec = lab.spec(&tenant);
    set_env(&mut spec, env);
    spec.secrets
        .extend(lab.fixture().secret(&tenant, value).await);
    let provider = lab.provider();
    let ctx = lab.ctx();

    let bad = lab.bad(&spec);
    outputs.answer("a bad provision", lab.try_provision(&bad).await);
    let mut illegal = spec.clone();
    illegal.tenant_id = format!("\0{}", tenant.id());
    outputs.answer("an illegal provision", lab.try_provision(&illegal).await);
    outputs.answer(
        "update of an unknown tenant",
        lab.try_update(&tenant, &spec).await,
    );
    let made = outputs.answer("provision", lab.try_provision(&spec).await);
    ensure(made.is_some(), "provision succeeds", || {
        "an error, seen in the outputs".into()
    })?;
    outputs.answer("status", lab.try_status(&tenant).await);
    let again = lab.changed(&spec, 1);
    outputs.answer("another provision", lab.try_provision(&again).await);
    reads(provider, &ctx, &again, outputs).await;
    let mut changed = again;
    set_env(&mut changed, &format!("{env}-changed"));
    let options = PlanOptions::new();
    outputs.answer(
        "plan of another value",
        provider.plan(&ctx, &changed, &options).await,
    );
    outputs.answer("update", lab.try_update(&tenant, &changed).await);
    outputs.answer(
        "a bad update",
        lab.try_update(&tenant, &lab.bad(&changed)).await,
    );
    for object in lab.inspect(&tenant).await.objects {
        outputs.text(
            "marks",
            format!("{} {} {:?}", object.kind, object.id, object.marks),
        );
    }
    listed(lab, provider, &tenant, outputs).await;
    outputs.answer("destroy", lab.try_destroy(&tenant).await);
    Ok(())
}

fn set_env(spec: &mut TenantComputeSpec, value: &str) {
    if let Some(container) = spec.containers.first_mut() {
        container
            .env
            .insert("API_TOKEN".to_owned(), value.to_owned());
    }
}

async fn reads(
    provider: &dyn Provider,
    ctx: &Context,
    spec: &TenantComputeSpec,
    outputs: &mut Outputs<'_>,
) {
    let options = ValidateOptions::new();
    let valid = provider.validate(ctx, spec, &options).await;
    if let Some(valid) = outputs.answer("validate", valid) {
        let warnings = serde_json::to_string(&(valid.warnings, valid.approximations));
        outputs.text("warnings", warnings.unwrap_or_default());
    }
    let planned = provider.plan(ctx, spec, &PlanOptions::new()).await;
    if let Some(planned) = outputs.answer("plan", planned) {
        outputs.text(
            "a plan's wire form",
            serde_json::to_string(&planned).unwrap_or_default(),
        );
    }
}

async fn listed(lab: &Lab, provider: &dyn Provider, tenant: &TenantRef, outputs: &mut Outputs<'_>) {
    if !lab.capabilities().supports(&Verb::List) {
        return;
    }
    let mut list = provider.list(&lab.ctx(), &ListOptions::new());
    while let Some(item) = list.next().await {
        outputs.answer("list", item);
    }
    let shown = provider.show(&lab.ctx(), tenant, &Default::default()).await;
    outputs.answer("show", shown);
}
