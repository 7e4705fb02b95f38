//! Reading JSON.

use std::{fmt, ops::Range};

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use serde_json::value::RawValue;

use super::{
    lines::Lines,
    node::{Content, Entry, Node},
};
use crate::spec::{TenantComputeSpec, Violation, ViolationKind};

/// Deepest nesting, as for YAML.
pub(super) const DEPTH_MAX: usize = 48;

/// The specs, if the text is nothing but specs.
pub(super) fn read(text: &str) -> Option<Vec<TenantComputeSpec>> {
    serde_json::Deserializer::from_str(text)
        .into_iter()
        .collect::<Result<_, _>>()
        .ok()
}

/// The documents as trees.
///
/// Raw values are slices of the text, so that their places in it are those in memory.
pub(super) fn trees(text: &str) -> Result<Vec<Node>, Box<Violation>> {
    serde_json::Deserializer::from_str(text)
        .into_iter::<&RawValue>()
        .map(|raw| {
            tree(
                raw.map_err(|error| Box::new(violation(&error, text)))?,
                text,
                0,
            )
        })
        .collect()
}

/// Why the text is not specs, as the types see it.
pub(super) fn refusal(text: &str) -> Violation {
    let specs = serde_json::Deserializer::from_str(text).into_iter::<TenantComputeSpec>();
    match specs.collect::<Result<Vec<_>, _>>() {
        Ok(_) => Violation::new("", ViolationKind::Syntax, "not valid JSON"),
        Err(error) => violation(&error, text),
    }
}

fn violation(error: &serde_json::Error, text: &str) -> Violation {
    let message = error.to_string();
    // the position is shown beside the message
    let message = message.split(" at line ").next().unwrap_or_default();
    Violation::new(
        "",
        ViolationKind::Syntax,
        format!("not valid JSON: {message}"),
    )
    .at(Some(Lines::new(text).at(error.line(), error.column())))
}

fn tree(raw: &RawValue, text: &str, depth: usize) -> Result<Node, Box<Violation>> {
    let json = raw.get();
    let span = span(raw, text);
    // raw values are skipped without a limit on their depth: it is kept here
    if depth > DEPTH_MAX {
        let message = format!("not valid JSON: more than {DEPTH_MAX} levels");
        let violation = Violation::new("", ViolationKind::Syntax, message);
        return Err(Box::new(
            violation.at(Some(Lines::new(text).position(&(span.start..span.start)))),
        ));
    }
    let refuse = |error: serde_json::Error| {
        let violation = violation(&error, text);
        Box::new(violation.at(Some(Lines::new(text).position(&span))))
    };
    let content = match json.as_bytes().first() {
        Some(b'{') => {
            let fields: Fields<'_> = serde_json::from_str(json).map_err(refuse)?;
            let entries = fields.0.into_iter().map(|(key, value)| {
                Ok(Entry {
                    key_span: self::span(key, text),
                    key: serde_json::from_str(key.get()).map_err(refuse)?,
                    value: tree(value, text, depth + 1)?,
                })
            });
            Content::Map(entries.collect::<Result<_, Box<Violation>>>()?)
        }
        Some(b'[') => {
            let values: Vec<&RawValue> = serde_json::from_str(json).map_err(refuse)?;
            let nodes = values.into_iter().map(|value| tree(value, text, depth + 1));
            Content::List(nodes.collect::<Result<_, _>>()?)
        }
        Some(b'"') => Content::Text(serde_json::from_str(json).map_err(refuse)?),
        Some(b't' | b'f') => Content::Bool(serde_json::from_str(json).map_err(refuse)?),
        Some(b'n') => Content::Null,
        _ => Content::Number(serde_json::from_str(json).map_err(refuse)?),
    };
    Ok(Node { span, content })
}

fn span(raw: &RawValue, text: &str) -> Range<usize> {
    let start = raw
        .get()
        .as_ptr()
        .addr()
        .saturating_sub(text.as_ptr().addr());
    start..start + raw.get().len()
}

/// An object's fields in their order, duplicates among them.
struct Fields<'t>(Vec<(&'t RawValue, &'t RawValue)>);

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;

        impl<'de> Visitor<'de> for Collect {
            type Value = Fields<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Fields(fields))
            }
        }

        deserializer.deserialize_map(Collect)
    }
}
