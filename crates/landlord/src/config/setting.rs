//! The flags and variables that the schemas of configuration give rise to.

use schemars::schema_for;
use serde_json::{Map, Number, Value};

use super::{ComputeConfig, ConfigError, Origin};
use crate::kind::KINDS;

/// What a flag's or variable's text is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Scalar {
    /// Any text.
    Text,
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Integer,
    /// A number.
    Number,
}

/// One value that a flag or a variable can set: every scalar of the top level
/// of each config, of `audit`, and of the instance that is named as its kind.
/// Lists and maps are for the file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Setting {
    /// Its keys in the file, such as `["local", "root"]`.
    pub path: Vec<String>,
    /// Its flag without the dashes; secrets have none.
    pub flag: Option<String>,
    /// Its variable.
    pub variable: String,
    /// What its text is read as.
    pub scalar: Scalar,
    /// What it is, from the schema.
    pub description: String,
    /// The kind of provider it is of; `None` for landlord's own.
    pub kind: Option<&'static str>,
}

impl Setting {
    /// The key as the file has it, such as `local.root`.
    #[must_use]
    pub fn key(&self) -> String {
        self.path.join(".")
    }

    /// The typed value of a flag's or variable's text.
    pub(super) fn read(&self, text: &str, origin: &Origin) -> Result<Value, ConfigError> {
        let value = match self.scalar {
            Scalar::Text => Some(Value::from(text)),
            Scalar::Bool => text.parse::<bool>().ok().map(Value::from),
            Scalar::Integer => text.parse::<i64>().ok().map(Value::from),
            Scalar::Number => text
                .parse::<f64>()
                .ok()
                .and_then(Number::from_f64)
                .map(Value::Number),
        };
        value.ok_or_else(|| {
            let wanted = match self.scalar {
                Scalar::Bool => "`true` or `false`",
                Scalar::Integer => "a whole number",
                _ => "a number",
            };
            ConfigError::new(self.key(), format!("expected {wanted}")).at(origin.clone())
        })
    }
}

/// Every setting of this build, landlord's own first, then each kind's.
#[must_use]
pub fn settings() -> Vec<Setting> {
    let own = schema_for!(ComputeConfig).to_value();
    let mut settings = scalars(&own, &own, &[], "", None);
    if let Some(audit) = own.pointer("/properties/audit") {
        let audit = resolve(audit, &own);
        settings.extend(scalars(audit, &own, &["audit"], "audit", None));
    }
    for kind in KINDS {
        if let Some(schema) = kind.schema() {
            let schema = schema.to_value();
            let path = [kind.name];
            settings.push(enabled(kind.name, kind.prefix));
            settings.extend(scalars(
                &schema,
                &schema,
                &path,
                kind.prefix,
                Some(kind.name),
            ));
        }
    }
    settings
}

/// The one setting that every kind has.
fn enabled(kind: &'static str, prefix: &str) -> Setting {
    Setting {
        path: vec![kind.to_owned(), "enabled".to_owned()],
        flag: Some(format!("{prefix}-enabled")),
        variable: variable(prefix, "enabled"),
        scalar: Scalar::Bool,
        description: format!("Whether the provider {kind} is registered"),
        kind: Some(kind),
    }
}

fn scalars(
    schema: &Value,
    root: &Value,
    path: &[&str],
    prefix: &str,
    kind: Option<&'static str>,
) -> Vec<Setting> {
    let none = Map::new();
    let properties = schema
        .get("properties")
        .and_then(Value::as_object)
        .unwrap_or(&none);
    let settings = properties.iter().filter_map(|(name, property)| {
        let (scalar, secret) = scalar_of(property, root)?;
        let dashed = name.replace('_', "-");
        let flag = if prefix.is_empty() {
            dashed
        } else {
            format!("{prefix}-{dashed}")
        };
        Some(Setting {
            path: path
                .iter()
                .copied()
                .chain([name.as_str()])
                .map(str::to_owned)
                .collect(),
            flag: (!secret).then_some(flag),
            variable: variable(prefix, name),
            scalar,
            description: description(property, root),
            kind,
        })
    });
    settings.collect()
}

fn variable(prefix: &str, name: &str) -> String {
    let prefix = if prefix.is_empty() {
        String::new()
    } else {
        format!("{prefix}_")
    };
    format!("COMPUTE_{prefix}{name}")
        .replace('-', "_")
        .to_uppercase()
}

/// What kind of scalar a property is, and whether it is secret; `None` for lists and maps.
fn scalar_of(property: &Value, root: &Value) -> Option<(Scalar, bool)> {
    let property = resolve(property, root);
    let secret = property.get("writeOnly") == Some(&Value::Bool(true));
    for union in ["anyOf", "oneOf"] {
        if let Some(options) = property.get(union).and_then(Value::as_array) {
            let mut scalars = options.iter().filter_map(|option| scalar_of(option, root));
            let (scalar, inner) = scalars.next()?;
            return Some((scalar, secret || inner));
        }
    }
    let scalar = match type_of(property)? {
        "string" => Scalar::Text,
        "boolean" => Scalar::Bool,
        "integer" => Scalar::Integer,
        "number" => Scalar::Number,
        _ => return None,
    };
    Some((scalar, secret))
}

/// The type that is not null.
fn type_of(property: &Value) -> Option<&str> {
    match property.get("type") {
        Some(Value::String(name)) => Some(name),
        Some(Value::Array(names)) => names
            .iter()
            .filter_map(Value::as_str)
            .find(|name| *name != "null"),
        _ => property.get("const")?.is_string().then_some("string"),
    }
}

fn resolve<'a>(property: &'a Value, root: &'a Value) -> &'a Value {
    let target = property
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(|reference| root.pointer(reference.strip_prefix('#')?));
    target.unwrap_or(property)
}

/// The first paragraph of the property's own description, on one line.
fn description(property: &Value, root: &Value) -> String {
    let text = property
        .get("description")
        .or_else(|| resolve(property, root).get("description"))
        .and_then(Value::as_str)
        .unwrap_or_default();
    let first = text.split("\n\n").next().unwrap_or_default();
    first
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .trim_end_matches('.')
        .to_owned()
}
