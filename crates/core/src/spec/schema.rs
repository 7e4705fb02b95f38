//! The JSON Schema of specs.

use std::sync::OnceLock;

use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::TenantComputeSpec;

/// The JSON Schema of a spec: draft 7, which every editor understands.
#[must_use]
pub fn json_schema() -> Value {
    cached_schema().clone()
}

/// The same, made once: the structure of files is checked against it.
pub(super) fn cached_schema() -> &'static Value {
    static SCHEMA: OnceLock<Value> = OnceLock::new();
    SCHEMA.get_or_init(|| {
        let mut schema = SchemaSettings::draft07()
            .into_generator()
            .into_root_schema_for::<TenantComputeSpec>()
            .to_value();
        join_lines(&mut schema);
        schema
    })
}

/// Descriptions come from doc comments, which are wrapped where editors would not.
fn join_lines(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            if let Some(Value::String(description)) = fields.get_mut("description") {
                let paragraphs: Vec<_> = description
                    .split("\n\n")
                    .map(|paragraph| paragraph.replace('\n', " "))
                    .collect();
                *description = paragraphs.join("\n\n");
            }
            fields.values_mut().for_each(join_lines);
        }
        Value::Array(values) => values.iter_mut().for_each(join_lines),
        _ => {}
    }
}
