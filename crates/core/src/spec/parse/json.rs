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
        .map(|raw| raw.and_then(|raw| tree(raw, text)))
        .collect::<Result<_, _>>()
        .map_err(|error| Box::new(violation(&error, text)))
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

fn tree(raw: &RawValue, text: &str) -> serde_json::Result<Node> {
    let json = raw.get();
    let content = match json.as_bytes().first() {
        Some(b'{') => {
            let fields: Fields<'_> = serde_json::from_str(json)?;
            let entries = fields.0.into_iter().map(|(key, value)| {
                Ok(Entry {
                    key_span: span(key, text),
                    key: serde_json::from_str(key.get())?,
                    value: tree(value, text)?,
                })
            });
            Content::Map(entries.collect::<serde_json::Result<_>>()?)
        }
        Some(b'[') => {
            let values: Vec<&RawValue> = serde_json::from_str(json)?;
            let nodes = values.into_iter().map(|value| tree(value, text));
            Content::List(nodes.collect::<serde_json::Result<_>>()?)
        }
        Some(b'"') => Content::Text(serde_json::from_str(json)?),
        Some(b't' | b'f') => Content::Bool(serde_json::from_str(json)?),
        Some(b'n') => Content::Null,
        _ => Content::Number(serde_json::from_str(json)?),
    };
    Ok(Node {
        span: span(raw, text),
        content,
    })
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
