//! A tree of values in which each knows where it came from.

use std::{collections::BTreeMap, fmt, path::Path};

use landlord_core::spec::Position;
use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, SeqAccess, Visitor},
};
use serde_json::{Number, Value};
use serde_saphyr::{Location, Spanned};

use super::{ConfigError, Origin};

/// A value and where it came from.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Located {
    pub(super) content: Content,
    pub(super) origin: Origin,
    /// Where its key stands, for values of a map.
    pub(super) key: Origin,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Content {
    Scalar(Value),
    List(Vec<Located>),
    Map(BTreeMap<String, Located>),
}

impl Located {
    pub(super) fn scalar(value: impl Into<Value>, origin: Origin) -> Self {
        Self::new(Content::Scalar(value.into()), origin)
    }

    pub(super) fn empty(origin: Origin) -> Self {
        Self::new(Content::Map(BTreeMap::new()), origin)
    }

    fn new(content: Content, origin: Origin) -> Self {
        let key = origin.clone();
        Self {
            content,
            origin,
            key,
        }
    }

    /// Reads a file's text; an empty one is an empty map.
    pub(super) fn parse(text: &str, path: &Path) -> Result<Self, ConfigError> {
        let documents: Vec<Spanned<Node>> =
            serde_saphyr::from_multiple(text).map_err(|error| syntax(&error, text, path))?;
        let mut documents = documents.into_iter();
        let whole = at(path, text, &Location::UNKNOWN);
        let Some(first) = documents.next() else {
            return Ok(Self::empty(whole));
        };
        if let Some(second) = documents.next() {
            return Err(
                ConfigError::new("", "a second document in a configuration file")
                    .at(at(path, text, &second.referenced))
                    .with_help("keep one document per configuration file"),
            );
        }
        match convert(first, text, path) {
            found if matches!(found.content, Content::Map(_)) => Ok(found),
            found if found.content == Content::Scalar(Value::Null) => Ok(Self::empty(whole)),
            found => Err(ConfigError::new(
                "",
                format!(
                    "found {} where keys and values are expected",
                    found.type_name()
                ),
            )
            .at(found.origin)
            .with_help("begin with a key such as `installation: acme-prod`")),
        }
    }

    pub(super) fn as_map(&self) -> Option<&BTreeMap<String, Self>> {
        match &self.content {
            Content::Map(map) => Some(map),
            _ => None,
        }
    }

    pub(super) fn as_map_mut(&mut self) -> Option<&mut BTreeMap<String, Self>> {
        match &mut self.content {
            Content::Map(map) => Some(map),
            _ => None,
        }
    }

    /// The value at `path` below this one.
    pub(super) fn get<'a>(&self, path: impl IntoIterator<Item = &'a str>) -> Option<&Self> {
        path.into_iter()
            .try_fold(self, |node, part| match &node.content {
                Content::Map(map) => map.get(part),
                Content::List(list) => list.get(part.parse::<usize>().ok()?),
                Content::Scalar(_) => None,
            })
    }

    pub(super) fn to_json(&self) -> Value {
        match &self.content {
            Content::Scalar(value) => value.clone(),
            Content::List(list) => list.iter().map(Self::to_json).collect(),
            Content::Map(map) => map
                .iter()
                .map(|(key, value)| (key.clone(), value.to_json()))
                .collect(),
        }
    }

    pub(super) fn type_name(&self) -> &'static str {
        match &self.content {
            Content::Scalar(Value::Null) => "nothing",
            Content::Scalar(Value::Bool(_)) => "true or false",
            Content::Scalar(Value::Number(_)) => "a number",
            Content::Scalar(_) => "a text",
            Content::List(_) => "a list",
            Content::Map(_) => "a map",
        }
    }
}

fn syntax(error: &serde_saphyr::Error, text: &str, path: &Path) -> ConfigError {
    let location = error.location().unwrap_or(Location::UNKNOWN);
    let message = error.without_snippet().to_string();
    // the message ends in the place, which the origin says already
    let message = message.split(" at line ").next().unwrap_or(&message);
    ConfigError::new("", format!("not readable as YAML: {message}"))
        .at(at(path, text, &location))
        .with_help("indent with spaces, and put a space behind each colon")
}

fn at(path: &Path, text: &str, location: &Location) -> Origin {
    let span = location.span();
    let number = |value: u64| usize::try_from(value).unwrap_or(usize::MAX);
    let offset = span
        .byte_offset()
        .map_or_else(|| offset_of(location, text), number)
        .min(text.len());
    let length = span.byte_len().map_or(0, number).min(text.len() - offset);
    let small = |value: u64| u32::try_from(value).unwrap_or(u32::MAX).max(1);
    Origin::File {
        path: path.to_owned(),
        position: Position::new(
            small(location.line()),
            small(location.column()),
            offset,
            length,
        ),
    }
}

/// Bytes before a place of which only line and column are known, as with errors of syntax.
fn offset_of(location: &Location, text: &str) -> usize {
    let before = |count: u64| usize::try_from(count.saturating_sub(1)).unwrap_or(usize::MAX);
    let mut lines = text.split_inclusive('\n');
    let above: usize = lines
        .by_ref()
        .take(before(location.line()))
        .map(str::len)
        .sum();
    let line = lines.next().unwrap_or_default();
    let column = line.char_indices().nth(before(location.column()));
    above + column.map_or(line.trim_end().len(), |(at, _)| at)
}

fn convert(spanned: Spanned<Node>, text: &str, path: &Path) -> Located {
    let origin = at(path, text, &spanned.referenced);
    let content = match spanned.value {
        Node::Scalar(value) => Content::Scalar(value),
        Node::List(list) => Content::List(
            list.into_iter()
                .map(|item| convert(item, text, path))
                .collect(),
        ),
        Node::Map(map) => Content::Map(
            map.into_iter()
                .map(|(key, value)| {
                    let mut value = convert(value, text, path);
                    value.key = at(path, text, &key.referenced);
                    (key.value, value)
                })
                .collect(),
        ),
    };
    Located::new(content, origin)
}

/// YAML as it stands, before anyone says what it should be.
enum Node {
    Scalar(Value),
    List(Vec<Spanned<Node>>),
    Map(Vec<(Spanned<String>, Spanned<Node>)>),
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any YAML value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Scalar(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Scalar(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Scalar(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        let number = Number::from_f64(value).map_or(Value::Null, Value::Number);
        Ok(Node::Scalar(number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Scalar(value.into()))
    }

    fn visit_string<E>(self, value: String) -> Result<Node, E> {
        Ok(Node::Scalar(value.into()))
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Scalar(Value::Null))
    }

    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(Node::Scalar(Value::Null))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        Node::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Node, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        Ok(Node::Map(map))
    }
}
