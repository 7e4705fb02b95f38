//! Checking a tree against the structure of specs, and mending it.
//!
//! The JSON Schema of the types is the one truth about their structure. Whatever doesn't fit
//! is reported and replaced by something that does, so that the rules of validation can be
//! applied to the rest of the document in the same run.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use super::{
    lines::Lines,
    node::{Content, Entry, Node},
    report::anchor,
};
use crate::spec::{Violation, ViolationKind, path::Path, schema::cached_schema};

/// Checks `tree`: what doesn't fit, and a value that deserialises if any can be made.
pub(super) fn check(tree: &Node, lines: &Lines<'_>) -> (Vec<Violation>, Option<Value>) {
    let mut structure = Structure {
        root: cached_schema(),
        lines,
        violations: Vec::new(),
    };
    let mended = structure.fit(&Path::ROOT, structure.root, tree);
    (structure.violations, mended)
}

/// Beyond so many mistakes nobody reads suggestions, and each costs more than all else.
const SUGGESTIONS_MAX: usize = 100;

struct Structure<'s> {
    root: &'static Value,
    lines: &'s Lines<'s>,
    violations: Vec<Violation>,
}

impl Structure<'_> {
    /// The value of `node`, mended where it doesn't fit `schema`; `None` when it cannot be.
    fn fit(&mut self, path: &Path<'_>, schema: &'static Value, node: &Node) -> Option<Value> {
        if matches!(node.content, Content::Null) && is_nullable(schema) {
            return Some(Value::Null);
        }
        let schema = self.resolve(schema);
        if let Some(choices) = schema.get("oneOf").and_then(choices) {
            return self.fit_choice(path, &choices, node);
        }
        match type_of(schema) {
            Some("object") => self.fit_map(path, schema, node),
            Some("array") => self.fit_list(path, schema, node),
            Some("string") => Some(self.fit_text(path, node)),
            Some("integer") => Some(self.fit_integer(path, schema, node)),
            Some("boolean") => Some(self.fit_bool(path, node)),
            // anything, which a provider will look at
            _ => Some(node.to_value()),
        }
    }

    /// Follows references, and wrappings that make something optional or describe it.
    fn resolve(&self, mut schema: &'static Value) -> &'static Value {
        loop {
            let reference = schema.get("$ref").and_then(Value::as_str);
            let target =
                reference.and_then(|reference| self.root.pointer(reference.strip_prefix('#')?));
            let wrapped = || {
                let wrapping = schema.get("allOf").or_else(|| schema.get("anyOf"));
                wrapping.and_then(|wrapping| wrapping.get(0))
            };
            match target.or_else(wrapped) {
                Some(inner) => schema = inner,
                None => return schema,
            }
        }
    }

    fn fit_map(&mut self, path: &Path<'_>, schema: &'static Value, node: &Node) -> Option<Value> {
        let Content::Map(entries) = &node.content else {
            self.add_type(path, node, "a map");
            return None;
        };
        let mut fitted = Map::new();
        let mut seen = HashSet::with_capacity(entries.len());
        let mut is_whole = true;
        for entry in entries {
            let additional = schema.get("additionalProperties");
            let property = schema.get("properties").and_then(|all| all.get(&entry.key));
            let path = match property {
                None if additional.is_some_and(Value::is_object) => path.key(&entry.key),
                _ => path.field(&entry.key),
            };
            let Some(inner) = property.or_else(|| additional.filter(|inner| inner.is_object()))
            else {
                self.add_unknown(&path, schema, entry);
                continue;
            };
            if !seen.insert(entry.key.as_str()) {
                let violation = Violation::new("", ViolationKind::Duplicate, "each field once");
                self.add(&path, &entry.key_span, violation.given(&entry.key));
                continue;
            }
            match self.fit(&path, inner, &entry.value) {
                Some(value) => drop(fitted.insert(entry.key.clone(), value)),
                None => is_whole &= !is_required(schema, &entry.key),
            }
        }
        for name in required(schema) {
            if !seen.contains(name) {
                is_whole &= self.mend_missing(&path.field(name), schema, name, node, &mut fitted);
            }
        }
        is_whole.then_some(Value::Object(fitted))
    }

    /// Reports a required field that is missing, and puts something in its place if it can.
    fn mend_missing(
        &mut self,
        path: &Path<'_>,
        schema: &'static Value,
        name: &str,
        node: &Node,
        fitted: &mut Map<String, Value>,
    ) -> bool {
        let field = schema.get("properties").and_then(|all| all.get(name));
        let field = field.map(|field| self.resolve(field));
        let description = field.map_or_else(|| "a value".to_owned(), expectation);
        let violation = Violation::new("", ViolationKind::Missing, description);
        self.add(path, &anchor(node), violation);
        let placeholder = match field.and_then(type_of) {
            Some("string") => json!(""),
            Some("integer") => json!(1),
            Some("array") => json!([]),
            _ => return false,
        };
        fitted.insert(name.to_owned(), placeholder);
        true
    }

    fn fit_list(&mut self, path: &Path<'_>, schema: &'static Value, node: &Node) -> Option<Value> {
        let Content::List(nodes) = &node.content else {
            self.add_type(path, node, "a list");
            return None;
        };
        let items = schema.get("items")?;
        let mut fitted = Some(Vec::with_capacity(nodes.len()));
        for (index, node) in nodes.iter().enumerate() {
            let value = self.fit(&path.index(index), items, node);
            // one element less would give those behind it other places: none is kept
            fitted = fitted.zip(value).map(|(mut values, value)| {
                values.push(value);
                values
            });
        }
        fitted.map(Value::Array)
    }

    fn fit_text(&mut self, path: &Path<'_>, node: &Node) -> Value {
        match &node.content {
            Content::Text(text) => return json!(text),
            // YAML: an unquoted scalar is the text that it was written as
            Content::Number(_) | Content::Bool(_) => {
                if let Some(text) = self.lines.yaml_text(&node.span) {
                    return json!(text);
                }
                self.add_type(path, node, "a text");
            }
            _ => self.add_type(path, node, "a text"),
        }
        json!("")
    }

    fn fit_integer(&mut self, path: &Path<'_>, schema: &'static Value, node: &Node) -> Value {
        let limit = match schema.get("format").and_then(Value::as_str) {
            Some("uint16") => u64::from(u16::MAX),
            _ => u64::from(u32::MAX),
        };
        let Content::Number(number) = &node.content else {
            self.add_type(path, node, &expectation(schema));
            return json!(1);
        };
        if let Some(value) = number.as_u64().filter(|value| *value <= limit) {
            return json!(value);
        }
        let is_whole = number.is_i64() || number.is_u64();
        let kind = if is_whole {
            ViolationKind::OutOfRange
        } else {
            ViolationKind::WrongType
        };
        let violation = Violation::new("", kind, expectation(schema)).given(number);
        self.add(path, &node.span, violation);
        json!(1)
    }

    fn fit_bool(&mut self, path: &Path<'_>, node: &Node) -> Value {
        if let Content::Bool(value) = node.content {
            return json!(value);
        }
        self.add_type(path, node, "true or false");
        json!(false)
    }

    fn fit_choice(&mut self, path: &Path<'_>, choices: &[&str], node: &Node) -> Option<Value> {
        let allowed = format!("one of {}", choices.join(", "));
        match &node.content {
            Content::Text(text) if choices.contains(&text.as_str()) => Some(json!(text)),
            Content::Text(text) => {
                let violation = Violation::new("", ViolationKind::Malformed, allowed).given(text);
                self.add(path, &node.span, violation);
                None
            }
            _ => {
                self.add_type(path, node, &allowed);
                None
            }
        }
    }

    /// Another type than the field's. The value itself isn't shown, since it may be an env's.
    fn add_type(&mut self, path: &Path<'_>, node: &Node, expected: &str) {
        let violation = Violation::new("", ViolationKind::WrongType, expected);
        self.add(path, &anchor(node), violation.given(node.describe()));
    }

    fn add_unknown(&mut self, path: &Path<'_>, schema: &'static Value, entry: &Entry) {
        let names = || {
            let properties = schema.get("properties").and_then(Value::as_object);
            properties
                .into_iter()
                .flat_map(Map::keys)
                .map(String::as_str)
        };
        let near = (self.violations.len() < SUGGESTIONS_MAX)
            .then(|| super::report::nearest(&entry.key, names()));
        let allowed = match near.flatten() {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the fields are {}", names().collect::<Vec<_>>().join(", ")),
        };
        let violation = Violation::new("", ViolationKind::UnknownField, allowed);
        self.add(path, &entry.key_span, violation);
    }

    fn add(&mut self, path: &Path<'_>, span: &std::ops::Range<usize>, violation: Violation) {
        let mut violation = violation.at(Some(self.lines.position(span)));
        violation.path = path.to_string();
        self.violations.push(violation);
    }
}

fn type_of(schema: &'static Value) -> Option<&'static str> {
    match schema.get("type")? {
        Value::Array(types) => types.first()?.as_str(),
        one => one.as_str(),
    }
}

/// Optional fields take an explicit null for absence.
fn is_nullable(schema: &Value) -> bool {
    let types = schema.get("type").and_then(Value::as_array);
    let variants = schema.get("anyOf").and_then(Value::as_array);
    types.is_some_and(|types| types.iter().any(|name| name == "null"))
        || variants.is_some_and(|variants| {
            variants
                .iter()
                .any(|variant| variant.get("type").is_some_and(|name| name == "null"))
        })
}

fn choices(one_of: &'static Value) -> Option<Vec<&'static str>> {
    let choices = one_of.as_array()?.iter();
    choices
        .map(|choice| choice.get("const")?.as_str())
        .collect()
}

fn required(schema: &'static Value) -> impl Iterator<Item = &'static str> {
    let required = schema.get("required").and_then(Value::as_array);
    required.into_iter().flatten().filter_map(Value::as_str)
}

fn is_required(schema: &'static Value, name: &str) -> bool {
    required(schema).any(|required| required == name)
}

/// What a field expects, in words.
fn expectation(schema: &'static Value) -> String {
    let bound = |name: &str| schema.get(name).and_then(Value::as_u64);
    match (type_of(schema), bound("minimum"), bound("maximum")) {
        (Some("integer"), Some(min), Some(max)) if min == max => min.to_string(),
        (Some("integer"), Some(min), Some(max)) => format!("a whole number from {min} to {max}"),
        (Some("integer"), ..) => "a whole number".to_owned(),
        (Some("string"), ..) => "a text".to_owned(),
        (Some("array"), ..) => "a list".to_owned(),
        (Some("object"), ..) => "a map".to_owned(),
        (Some("boolean"), ..) => "true or false".to_owned(),
        _ => match schema.get("oneOf").and_then(choices) {
            Some(choices) => format!("one of {}", choices.join(", ")),
            None => "a value".to_owned(),
        },
    }
}
