//! A sentinel value through every public type and every verb, all layers on, at TRACE: it is in
//! no output but the wire form of specs.

use std::{fmt::Debug, sync::Arc, time::Duration};

use futures_util::StreamExt as _;
use landlord_conformance::{Capture, Fixture as _};
use landlord_core::{
    Context, Error, Manager, Provider, Registry, Result, TenantComputeSpec, TenantRef,
    audit::MemorySink,
    change::{Change, Effect, Shown, changes},
    layer::{AuditLayer, RetryLayer, Stack, TimeoutLayer, TraceLayer},
    options::{
        AdoptOptions, ApplyOptions, DestroyOptions, HealthOptions, ListOptions, LogsOptions,
        OrphansOptions, PlanOptions, ProbeOptions, ProvisionOptions, RestartOptions, ShowOptions,
        StatusOptions, SweepOptions, UpdateOptions, ValidateOptions,
    },
    sensitive::Fingerprint,
    spec::{Violation, ViolationKind, canonical, spec_hash, validate, warnings},
};
use tracing::instrument::WithSubscriber as _;

use crate::{
    fixture::{Memory, unwrapped},
    provider::Mutant,
};

const SENTINEL: &str = "s3nt1nel-value-of-an-env";
const OTHER: &str = "s3nt1nel-value-after";

/// Texts that must not hold the sentinel, each with what it is an output of.
#[derive(Default)]
struct Outputs(Vec<(String, String)>);

impl Outputs {
    fn debug(&mut self, what: &str, value: &impl Debug) {
        self.0
            .push((what.to_owned(), format!("{value:?} {value:#?}")));
    }

    fn text(&mut self, what: &str, text: impl ToString) {
        self.0.push((what.to_owned(), text.to_string()));
    }

    fn answer<T: Debug>(&mut self, what: &str, answer: &Result<T>) {
        self.debug(what, answer);
        if let Err(error) = answer {
            self.error(what, error);
        }
    }

    fn error(&mut self, what: &str, error: &Error) {
        self.text(what, error);
        self.text(what, serde_json::to_string(error).unwrap());
        let mut source = std::error::Error::source(error);
        while let Some(cause) = source {
            self.text(what, cause);
            source = cause.source();
        }
    }

    fn expect_clean(&self) {
        assert!(
            self.0.len() > 40,
            "too few outputs to prove anything: {}",
            self.0.len()
        );
        for (what, text) in &self.0 {
            for sentinel in [SENTINEL, OTHER] {
                assert!(
                    !text.contains(sentinel),
                    "{what} shows an env value: {text}"
                );
            }
        }
    }
}

fn with_value(mut spec: TenantComputeSpec, value: &str) -> TenantComputeSpec {
    for container in &mut spec.containers {
        container
            .env
            .insert("API_TOKEN".to_owned(), value.to_owned());
    }
    spec.provider_config = Some(serde_json::json!({ "inner": { "token": value } }));
    spec
}

#[tokio::test]
async fn no_output_of_any_verb_shows_an_env_value() {
    let memory = Memory::new(Mutant::None, unwrapped);
    let (capture, sink) = (Capture::new(), Arc::new(MemorySink::new()));
    let mut outputs = Outputs::default();
    let all = every_verb(&memory, Arc::clone(&sink), &mut outputs);
    all.with_subscriber(capture.dispatch()).await;
    let logs = capture.text();
    assert!(
        logs.contains("landlord") && logs.contains("provision"),
        "the layers log: {logs}"
    );
    outputs.text("logs", logs);
    let records = sink.records();
    assert!(!records.is_empty());
    outputs.debug("audit records", &records);
    outputs.text("audit records", serde_json::to_string(&records).unwrap());
    outputs.expect_clean();
}

async fn every_verb(memory: &Memory, sink: Arc<MemorySink>, outputs: &mut Outputs) {
    let stack = Stack::new()
        .with(AuditLayer::new(sink))
        .with(TraceLayer::new())
        .with(TimeoutLayer::new())
        .with(RetryLayer::new(
            1,
            Duration::from_millis(1),
            Duration::from_millis(2),
        ));
    let registry = Arc::new(Registry::new());
    registry.register(memory.provider().await).unwrap();
    let manager = Manager::new(registry).with_layers(stack);
    outputs.debug("a manager", &manager);
    let provider = manager.providers().unwrap().remove(0);
    let ctx = &Context::new(memory.installation());
    outputs.debug("a context", ctx);
    let tenant = &TenantRef::from(landlord_core::TenantId::new("acme").unwrap());
    let spec = &with_value(memory.spec(tenant.id()), SENTINEL);
    let next = &with_value(spec.clone(), OTHER);
    failing(&*provider, memory, ctx, tenant, spec, outputs).await;
    working(&*provider, ctx, tenant, [spec, next], outputs).await;
}

async fn failing(
    provider: &dyn Provider,
    memory: &Memory,
    ctx: &Context,
    tenant: &TenantRef,
    spec: &TenantComputeSpec,
    outputs: &mut Outputs,
) {
    let bad = memory.bad(spec.clone());
    let mut illegal = spec.clone();
    for container in &mut illegal.containers {
        container.env.insert("0bad".to_owned(), SENTINEL.to_owned());
    }
    illegal.replicas = 100_000;
    outputs.answer(
        "validate illegal",
        &provider
            .validate(ctx, &illegal, &ValidateOptions::new())
            .await,
    );
    outputs.answer(
        "provision bad",
        &provider
            .provision(ctx, &bad, &ProvisionOptions::new())
            .await,
    );
    outputs.answer(
        "provision illegal",
        &provider
            .provision(ctx, &illegal, &ProvisionOptions::new())
            .await,
    );
    outputs.answer(
        "update unknown",
        &provider
            .update(ctx, tenant, spec, &UpdateOptions::new())
            .await,
    );
    outputs.answer(
        "adopt unknown",
        &provider
            .adopt(ctx, tenant, spec, &AdoptOptions::new())
            .await,
    );
    outputs.answer(
        "show unknown",
        &provider.show(ctx, tenant, &ShowOptions::new()).await,
    );
}

async fn working(
    provider: &dyn Provider,
    ctx: &Context,
    tenant: &TenantRef,
    [spec, next]: [&TenantComputeSpec; 2],
    outputs: &mut Outputs,
) {
    outputs.answer(
        "plan create",
        &provider.plan(ctx, spec, &PlanOptions::new()).await,
    );
    outputs.answer(
        "provision",
        &provider
            .provision(ctx, spec, &ProvisionOptions::new())
            .await,
    );
    outputs.answer(
        "validate",
        &provider.validate(ctx, spec, &ValidateOptions::new()).await,
    );
    outputs.answer(
        "provision another",
        &provider
            .provision(ctx, next, &ProvisionOptions::new())
            .await,
    );
    let planned = provider.plan(ctx, next, &PlanOptions::new()).await;
    outputs.answer("plan", &planned);
    outputs.text("plan", serde_json::to_string(&planned.unwrap()).unwrap());
    let updated = provider
        .update(ctx, tenant, next, &UpdateOptions::new())
        .await;
    outputs.answer("update", &updated);
    let updated = updated.unwrap();
    assert!(!updated.changes.is_empty());
    outputs.text("update", serde_json::to_string(&updated).unwrap());
    outputs.text(
        "changes",
        updated
            .changes
            .iter()
            .map(ToString::to_string)
            .collect::<String>(),
    );
    outputs.answer(
        "apply",
        &provider.apply(ctx, spec, &ApplyOptions::new()).await,
    );
    let status = provider.status(ctx, tenant, &StatusOptions::new()).await;
    outputs.answer("status", &status);
    outputs.text("status", serde_json::to_string(&status.unwrap()).unwrap());
    outputs.answer(
        "show",
        &provider.show(ctx, tenant, &ShowOptions::new()).await,
    );
    outputs.answer(
        "restart",
        &provider.restart(ctx, tenant, &RestartOptions::new()).await,
    );
    outputs.answer("health", &provider.health(ctx, &HealthOptions::new()).await);
    outputs.answer("probe", &provider.probe(ctx, &ProbeOptions::new()).await);
    outputs.answer("sweep", &provider.sweep(ctx, &SweepOptions::new()).await);
    outputs.debug(
        "list",
        &provider
            .list(ctx, &ListOptions::new())
            .collect::<Vec<_>>()
            .await,
    );
    outputs.debug(
        "logs",
        &provider
            .logs(ctx, tenant, &LogsOptions::new())
            .collect::<Vec<_>>()
            .await,
    );
    outputs.debug(
        "orphans",
        &provider
            .orphans(ctx, &OrphansOptions::new())
            .collect::<Vec<_>>()
            .await,
    );
    outputs.answer(
        "destroy",
        &provider.destroy(ctx, tenant, &DestroyOptions::new()).await,
    );
}

#[test]
fn no_public_type_shows_an_env_value() {
    let memory = Memory::new(Mutant::None, unwrapped);
    let tenant = landlord_core::TenantId::new("acme").unwrap();
    let (spec, next) = (
        with_value(memory.spec(&tenant), SENTINEL),
        with_value(memory.spec(&tenant), OTHER),
    );
    let mut outputs = Outputs::default();
    // the wire form carries values, else nothing could be deployed
    assert!(serde_json::to_string(&spec).unwrap().contains(SENTINEL));
    assert!(canonical(&spec).to_string().contains(SENTINEL));
    outputs.debug("a spec", &spec);
    outputs.debug("a container", &spec.containers);
    outputs.debug("warnings", &warnings(&spec));
    outputs.debug("violations", &validate(&spec));
    outputs.text("a hash", spec_hash(&spec, &memory.installation(), &tenant));
    outputs.debug("a fingerprint", &Fingerprint::of(SENTINEL));
    let listed = changes(&spec, &next, |_| Effect::Replaced);
    assert!(listed.len() >= 2, "{listed:?}");
    shown(&listed, &mut outputs);
    outputs.debug("a shown value", &Shown::sensitive(SENTINEL));
    let violation = Violation::new(
        "containers[0].env",
        ViolationKind::TooLarge,
        "at most 1 MiB",
    );
    outputs.debug("a violation", &violation);
    for error in [
        Error::invalid_spec(vec![violation]),
        Error::tenant_not_found(&tenant),
    ] {
        outputs.error("an error", &error);
    }
    // what the file of a spec says wrongly may be next to a value
    let text = serde_json::to_string(&spec).unwrap();
    for cut in [text.len() / 2, text.len() - 1] {
        if let Err(error) = serde_json::from_str::<TenantComputeSpec>(&text[..cut]) {
            outputs.text("a parse error", error);
        }
    }
    for (what, text) in &outputs.0 {
        assert!(
            !text.contains(SENTINEL) && !text.contains(OTHER),
            "{what}: {text}"
        );
    }
}

fn shown(listed: &[Change], outputs: &mut Outputs) {
    outputs.debug("changes", &listed);
    outputs.text("changes", serde_json::to_string(listed).unwrap());
    for change in listed {
        outputs.text("a change", change);
    }
}
