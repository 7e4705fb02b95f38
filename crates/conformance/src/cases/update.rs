//! Update: no change is no change, and nothing appears from nowhere.

use landlord_core::{
    ErrorKind, Outcome,
    change::Effect,
    options::{ProvisionOptions, Refresh, UpdateOptions},
    result::UpdateStatus,
    spec::TenantComputeSpec,
};
use serde_json::{Map, Value, json};

use crate::{
    case::{Case, case},
    check::{Check, Stop, ensure, equal, ok, refused},
    lab::Lab,
};

pub(super) const CASES: &[Case] = &[
    case!(
        "case_07_update_equal",
        "an equal spec answers NoChanges and makes no mutating call",
        [],
        update_equal
    ),
    case!(
        "case_08_update_equal_otherwise_written",
        "another order of keys, and defaults spelled out, are no change",
        [],
        otherwise_written
    ),
    case!(
        "case_09_replicas_only",
        "a change of replicas alone replaces no instance",
        [],
        replicas_only
    ),
    case!(
        "case_13_update_missing",
        "an update of an unknown tenant is TenantNotFound, and nothing is created",
        [],
        update_missing
    ),
];

/// Updates to a spec that is no change, by each kind of refresh.
async fn expect_no_changes(lab: &Lab, spec: &TenantComputeSpec) -> Check {
    let tenant = lab.named(&spec.tenant_id)?;
    let before = lab.inspect(&tenant).await;
    for refresh in [Refresh::Full, Refresh::Hash] {
        let (ctx, options) = (lab.ctx(), UpdateOptions::new().refresh(refresh));
        let result = lab.provider().update(&ctx, &tenant, spec, &options).await;
        let result = ok("the update", result)?;
        equal("it answers", &UpdateStatus::NoChanges, &result.status)?;
        equal("its changes are", &Vec::new(), &result.changes)?;
        equal("its mutating calls are", &0, &ctx.calls().writes)?;
    }
    equal("the engine holds", &before, &lab.inspect(&tenant).await)
}

async fn update_equal(lab: &Lab) -> Check {
    let tenant = lab.tenant("a")?;
    let spec = lab.spec(&tenant);
    let (ctx, options) = (lab.ctx(), ProvisionOptions::new());
    let provisioned = lab.provider().provision(&ctx, &spec, &options).await;
    ok("provision", provisioned)?;
    // else zero would prove nothing below
    ensure(
        ctx.calls().writes > 0,
        "mutating calls take a permit, so that they are counted",
        || "a provision without one".to_owned(),
    )?;
    expect_no_changes(lab, &spec).await
}

async fn otherwise_written(lab: &Lab) -> Check {
    let tenant = lab.tenant("a")?;
    let mut spec = lab.spec(&tenant);
    spec.labels.insert("b".to_owned(), "2".to_owned());
    spec.labels.insert("a".to_owned(), "1".to_owned());
    lab.provision(&spec).await?;
    let unreadable =
        |error: serde_json::Error| Stop::failed("a spec round-trips", error.to_string());
    let mut value = serde_json::to_value(&spec).map_err(unreadable)?;
    spell_out_defaults(&mut value);
    let other = reversed(&value);
    let other = serde_json::from_str(&other).map_err(unreadable)?;
    expect_no_changes(lab, &other).await
}

/// Writes what an absent field means.
fn spell_out_defaults(spec: &mut Value) {
    let networking = json!({ "public_ip": false, "allow_from": [], "allow_to": [] });
    fill(
        spec,
        &json!({ "schema": 1, "replicas": 1, "secrets": [], "networking": networking }),
    );
    let containers = spec.get_mut("containers").and_then(Value::as_array_mut);
    for container in containers.into_iter().flatten() {
        fill(
            container,
            &json!({ "args": [], "env": {}, "stop_grace_seconds": 30 }),
        );
        let ports = container.get_mut("ports").and_then(Value::as_array_mut);
        for port in ports.into_iter().flatten() {
            fill(port, &json!({ "protocol": "tcp" }));
        }
        if let Some(check) = container.get_mut("health_check") {
            fill(
                check,
                &json!({ "interval_seconds": 10, "timeout_seconds": 5 }),
            );
            fill(
                check,
                &json!({ "healthy_threshold": 1, "unhealthy_threshold": 3 }),
            );
            fill(
                check,
                &json!({ "start_period_seconds": 0, "restart_on_failure": false }),
            );
            if check.get("type") == Some(&json!("http")) {
                fill(check, &json!({ "http_path": "/" }));
            }
        }
    }
}

/// Adds the fields of `defaults` that `value` lacks.
fn fill(value: &mut Value, defaults: &Value) {
    if let (Some(value), Some(defaults)) = (value.as_object_mut(), defaults.as_object()) {
        for (key, default) in defaults {
            value.entry(key.clone()).or_insert_with(|| default.clone());
        }
    }
}

/// JSON text with the keys of every object in the reverse of their usual order.
fn reversed(value: &Value) -> String {
    let object = |fields: &Map<String, Value>| {
        let fields = fields.iter().rev();
        let fields: Vec<String> = fields
            .map(|(key, value)| format!("{}:{}", json!(key), reversed(value)))
            .collect();
        format!("{{{}}}", fields.join(","))
    };
    match value {
        Value::Object(fields) => object(fields),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(reversed).collect();
            format!("[{}]", items.join(","))
        }
        other => other.to_string(),
    }
}

async fn replicas_only(lab: &Lab) -> Check {
    let tenant = lab.tenant("a")?;
    let mut spec = lab.spec(&tenant);
    spec.replicas = 1;
    lab.provision(&spec).await?;
    let one = lab.inspect(&tenant).await;
    for replicas in [3, 1] {
        spec.replicas = replicas;
        let result = lab.update(&tenant, &spec).await?;
        let changed: Vec<_> = result
            .changes
            .iter()
            .map(|each| (each.path.as_str(), &each.effect))
            .collect();
        equal(
            "the changes are",
            &vec![("replicas", &Effect::InPlace)],
            &changed,
        )?;
        let now = lab.inspect(&tenant).await;
        let kept = match replicas {
            1 => now.instances().is_subset(&one.instances()) || replicas_kept(&one, &now),
            _ => one.instances().is_subset(&now.instances()),
        };
        ensure(kept, format!("instances are kept: {one}"), || {
            now.to_string()
        })?;
        let status = lab.running(&tenant).await?;
        equal("ready replicas are", &replicas, &status.replicas.ready)?;
    }
    Ok(())
}

/// Which replica goes when fewer are wanted is the engine's choice.
fn replicas_kept(one: &crate::Inventory, now: &crate::Inventory) -> bool {
    one.instances().len() == now.instances().len()
}

async fn update_missing(lab: &Lab) -> Check {
    let tenant = lab.tenant("a")?;
    let spec = lab.spec(&tenant);
    let ctx = lab.ctx();
    let options = UpdateOptions::new();
    let result = lab.provider().update(&ctx, &tenant, &spec, &options).await;
    let error = refused(
        "an update of an unknown tenant",
        result,
        &[ErrorKind::TenantNotFound],
    )?;
    equal("it left", &Some(&Outcome::Untouched), &error.outcome())?;
    equal("its mutating calls are", &0, &ctx.calls().writes)?;
    lab.nothing_left(&tenant, "the refused update").await?;

    let other = lab.tenant("b")?;
    let result = lab.try_update(&other, &spec).await;
    refused(
        "an update to another tenant's spec",
        result,
        &[ErrorKind::InvalidSpec],
    )?;
    lab.nothing_left(&other, "the refused update").await
}
