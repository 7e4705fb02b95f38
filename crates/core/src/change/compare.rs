//! Comparing two specs by their canonical forms.
//!
//! Walking the forms rather than the types makes the promise hold by construction: there is a
//! change exactly where the forms differ, for every field that is ever added.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::{Change, Effect, Shown};
use crate::{
    sensitive::Fingerprint,
    spec::{TenantComputeSpec, canonical, defaults, path::Path},
};

/// Every difference between two specs, in the order of paths; empty exactly when their
/// [`canonical`] forms are equal. A part that comes or goes as a whole is one change.
///
/// `effect` is the provider's policy. It is given the names of the fields alone, such as
/// `replicas`, `containers` (one that comes or goes), `containers.image` or `containers.env`,
/// and says what changing it does to running replicas.
///
/// ```
/// # use landlord_core::{change::{changes, Effect}, spec::{ContainerSpec, TenantComputeSpec}};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let before = TenantComputeSpec::builder("acme").container(ContainerSpec::new("web", "app:1")).build()?;
/// let mut after = before.clone();
/// after.containers[0].image = "app:2".to_owned();
/// let changes = changes(&before, &after, |field| match field {
///     "replicas" | "labels" => Effect::InPlace,
///     _ => Effect::Replaced,
/// });
/// assert_eq!(changes[0].to_string(), "containers[web].image: app:1 -> app:2");
/// # Ok(()) }
/// ```
#[must_use]
pub fn changes(
    before: &TenantComputeSpec,
    after: &TenantComputeSpec,
    effect: impl Fn(&str) -> Effect,
) -> Vec<Change> {
    let (mut before, mut after) = (canonical(before), canonical(after));
    if before == after {
        return Vec::new();
    }
    spell_out(&mut before);
    spell_out(&mut after);
    let mut comparison = Comparison {
        effect: &effect,
        changes: Vec::new(),
    };
    comparison.compare(&Path::ROOT, Shape::Spec, Some(&before), Some(&after));
    comparison.changes
}

/// What a value means, which decides how two of them are matched and shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Spec,
    Containers,
    Container,
    Networking,
    /// A list of which the elements are known by a key.
    Keyed,
    /// A map of names that the user chose.
    Names,
    /// A map of names that the user chose to sensitive values.
    Env,
    /// Sensitive throughout.
    Config,
    /// An object of plain fields, or a plain value.
    Plain,
}

impl Shape {
    fn of_field(self, name: &str) -> Self {
        match (self, name) {
            (Self::Spec, "containers") => Self::Containers,
            (Self::Spec, "secrets")
            | (Self::Container, "ports")
            | (Self::Networking, "security_groups" | "subnets" | "allow_from" | "allow_to") => {
                Self::Keyed
            }
            (Self::Spec, "networking") => Self::Networking,
            (Self::Spec, "labels") => Self::Names,
            (Self::Spec, "provider_config") | (Self::Config, _) => Self::Config,
            (Self::Container, "env") => Self::Env,
            _ => Self::Plain,
        }
    }

    const fn of_element(self) -> Self {
        match self {
            Self::Containers => Self::Container,
            _ => Self::Plain,
        }
    }
}

struct Comparison<'e> {
    effect: &'e dyn Fn(&str) -> Effect,
    changes: Vec<Change>,
}

impl Comparison<'_> {
    fn compare(
        &mut self,
        path: &Path<'_>,
        shape: Shape,
        before: Option<&Value>,
        after: Option<&Value>,
    ) {
        if before == after {
            return;
        }
        let opens = match shape {
            Shape::Env | Shape::Names | Shape::Containers | Shape::Keyed | Shape::Networking => {
                true
            }
            // a part that comes or goes as a whole is one change
            _ => before.is_some() && after.is_some(),
        };
        match (before, after) {
            (None | Some(Value::Object(_)), None | Some(Value::Object(_))) if opens => {
                self.compare_fields(path, shape, before, after);
            }
            (None | Some(Value::Array(_)), None | Some(Value::Array(_)))
                if matches!(shape, Shape::Containers | Shape::Keyed) =>
            {
                self.compare_elements(path, shape, before, after);
            }
            _ => self.add(path, shape, before, after),
        }
    }

    fn compare_fields(
        &mut self,
        path: &Path<'_>,
        shape: Shape,
        before: Option<&Value>,
        after: Option<&Value>,
    ) {
        let field = |object: Option<&Value>| object.and_then(Value::as_object).cloned();
        let (before, after) = (
            field(before).unwrap_or_default(),
            field(after).unwrap_or_default(),
        );
        let keys: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        for key in keys {
            let (path, shape) = match shape {
                Shape::Names => (path.key(key), Shape::Plain),
                Shape::Env => (path.key(key), Shape::Config),
                _ => (path.field(key), shape.of_field(key)),
            };
            self.compare(&path, shape, before.get(key), after.get(key));
        }
    }

    fn compare_elements(
        &mut self,
        path: &Path<'_>,
        shape: Shape,
        before: Option<&Value>,
        after: Option<&Value>,
    ) {
        let (before, after) = (by_key(before), by_key(after));
        let keys: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        for key in keys {
            let before = before.get(key).copied();
            let after = after.get(key).copied();
            self.compare(&path.key(key), shape.of_element(), before, after);
        }
    }

    fn add(
        &mut self,
        path: &Path<'_>,
        shape: Shape,
        before: Option<&Value>,
        after: Option<&Value>,
    ) {
        self.changes.push(Change {
            path: path.to_string(),
            before: before.map(|value| show(shape, value)),
            after: after.map(|value| show(shape, value)),
            effect: (self.effect)(&path.fields()),
        });
    }
}

/// Elements by what identifies them. In a spec that breaks the rule of unique keys, later ones
/// are numbered, so that nothing gets lost.
fn by_key(list: Option<&Value>) -> BTreeMap<String, &Value> {
    let mut elements = BTreeMap::new();
    for element in list.and_then(Value::as_array).into_iter().flatten() {
        let key = key_of(element);
        let mut unique = key.clone();
        let mut count = 1;
        while elements.contains_key(&unique) {
            count += 1;
            unique = format!("{key}#{count}");
        }
        elements.insert(unique, element);
    }
    elements
}

fn key_of(element: &Value) -> String {
    let text = |name: &str| element.get(name).and_then(Value::as_str);
    if let Some(port) = element.get("container_port") {
        return format!("{port}/{}", text("protocol").unwrap_or_default());
    }
    let named = text("name")
        .or_else(|| text("tenant"))
        .or_else(|| text("cidr"));
    let key = named.or_else(|| element.as_str());
    key.map_or_else(|| element.to_string(), str::to_owned)
}

fn show(shape: Shape, value: &Value) -> Shown {
    match (shape, value) {
        (Shape::Config, Value::String(text)) => Shown::sensitive(text),
        (Shape::Config, other) => Shown::sensitive(other.to_string()),
        (Shape::Container, container) => show_container(container),
        (_, other) => Shown::plain(other.clone()),
    }
}

fn show_container(container: &Value) -> Shown {
    let mut shown = Shown::plain(container.clone());
    if let Some(env) = shown.value.get_mut("env").and_then(Value::as_object_mut) {
        for (_, value) in env.iter_mut() {
            let fingerprint = Fingerprint::of(value.as_str().unwrap_or_default());
            *value = Value::String(fingerprint.to_string());
        }
        shown.redacted = true;
    }
    shown
}

/// Writes out the defaults that the canonical form omits, so that a change shows both values.
fn spell_out(form: &mut Value) {
    let Value::Object(spec) = form else { return };
    set_default(spec, "replicas", json!(defaults::REPLICAS));
    let networking = spec.entry("networking").or_insert_with(|| json!({}));
    if let Value::Object(networking) = networking {
        set_default(networking, "public_ip", json!(false));
    }
    let containers = spec.get_mut("containers").and_then(Value::as_array_mut);
    for container in containers.into_iter().flatten() {
        let Value::Object(container) = container else {
            continue;
        };
        set_default(
            container,
            "stop_grace_seconds",
            json!(defaults::STOP_GRACE_SECONDS),
        );
        let ports = container.get_mut("ports").and_then(Value::as_array_mut);
        for port in ports.into_iter().flatten() {
            if let Value::Object(port) = port {
                set_default(port, "protocol", json!("tcp"));
            }
        }
        if let Some(Value::Object(check)) = container.get_mut("health_check") {
            spell_out_check(check);
        }
    }
}

fn spell_out_check(check: &mut Map<String, Value>) {
    if check.get("type").and_then(Value::as_str) == Some("http") {
        set_default(check, "http_path", json!(defaults::HTTP_PATH));
    }
    for (name, value) in [
        ("interval_seconds", json!(defaults::INTERVAL_SECONDS)),
        ("timeout_seconds", json!(defaults::TIMEOUT_SECONDS)),
        ("healthy_threshold", json!(defaults::HEALTHY_THRESHOLD)),
        ("unhealthy_threshold", json!(defaults::UNHEALTHY_THRESHOLD)),
        ("start_period_seconds", json!(0)),
        ("restart_on_failure", json!(false)),
    ] {
        set_default(check, name, value);
    }
}

fn set_default(object: &mut Map<String, Value>, name: &str, value: Value) {
    object.entry(name).or_insert(value);
}
