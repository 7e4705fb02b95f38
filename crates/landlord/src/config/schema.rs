//! The JSON Schema of the configuration file.

use schemars::schema_for;
use serde_json::{Map, Value, json};

use super::ComputeConfig;
use crate::kind::{KINDS, Kind};

/// The JSON Schema of the configuration file, with the kinds of this build.
#[must_use]
pub fn config_schema() -> Value {
    let mut schema = schema_for!(ComputeConfig).to_value();
    let kinds: Vec<(&Kind, Value)> = KINDS
        .iter()
        .filter_map(|kind| Some((*kind, kind.schema()?.to_value())))
        .collect();
    let mut properties = Map::new();
    let mut definitions = Map::new();
    let mut instances = Vec::new();
    for (kind, mut own) in kinds {
        hoist(&mut own, &mut definitions);
        instances.push(with_keys(&own, Some(kind.name)));
        let mut short = with_keys(&own, None);
        describe(
            &mut short,
            &format!("The one provider of kind `{0}`, named `{0}`.", kind.name),
        );
        properties.insert(kind.name.to_owned(), short);
    }
    properties.insert(
        "providers".to_owned(),
        json!({
            "description": "Providers by name, where a kind has several or another name than its own.",
            "type": "object",
            "additionalProperties": { "anyOf": instances },
        }),
    );
    merge(&mut schema, "properties", properties);
    merge(&mut schema, "$defs", definitions);
    schema
}

/// Moves a kind's definitions to where references of the whole look for them.
fn hoist(own: &mut Value, definitions: &mut Map<String, Value>) {
    if let Some(object) = own.as_object_mut() {
        object.remove("$schema");
        if let Some(Value::Object(found)) = object.remove("$defs") {
            definitions.extend(found);
        }
    }
}

/// The schema of a kind's settings with the keys that every kind has.
fn with_keys(own: &Value, kind: Option<&str>) -> Value {
    let mut schema = own.clone();
    let enabled = json!({
        "description": "Whether the provider is registered.",
        "type": "boolean",
        "default": true,
    });
    let mut keys = Map::from_iter([("enabled".to_owned(), enabled)]);
    if let Some(kind) = kind {
        keys.insert("kind".to_owned(), json!({ "const": kind }));
    }
    merge(&mut schema, "properties", keys);
    schema
}

fn describe(schema: &mut Value, text: &str) {
    merge(
        schema,
        "",
        Map::from_iter([("description".to_owned(), text.into())]),
    );
}

/// Adds `entries` to the map at `key` of `schema`, or to `schema` itself.
fn merge(schema: &mut Value, key: &str, entries: Map<String, Value>) {
    let Some(object) = schema.as_object_mut() else {
        return;
    };
    if key.is_empty() {
        object.extend(entries);
        return;
    }
    let inner = object
        .entry(key)
        .or_insert_with(|| Value::Object(Map::new()));
    if let Some(inner) = inner.as_object_mut() {
        inner.extend(entries);
    }
}
