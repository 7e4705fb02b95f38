//! Reading YAML.

use std::{fmt, ops::Range};

use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, SeqAccess, Visitor},
};
use serde_json::Number;
use serde_saphyr::{DuplicateKeyPolicy, Options, Spanned};

use super::{
    lines::Lines,
    node::{Content, Entry, Node},
};
use crate::spec::{TenantComputeSpec, Violation, ViolationKind};

/// The specs, if the text is nothing but specs.
pub(super) fn read(text: &str) -> Option<Vec<TenantComputeSpec>> {
    serde_saphyr::from_multiple_with_options(text, options()).ok()
}

/// The documents as trees.
pub(super) fn trees(text: &str) -> Result<Vec<Node>, Box<Violation>> {
    let mut options = options();
    // reported as violations of their own, with all others
    options.duplicate_keys = DuplicateKeyPolicy::PassThrough;
    let documents: Vec<Spanned<Tree>> = serde_saphyr::from_multiple_with_options(text, options)
        .map_err(|error| Box::new(violation(&error, text)))?;
    Ok(documents.into_iter().map(node).collect())
}

/// Why the text is not specs, as the types see it.
pub(super) fn refusal(text: &str) -> Violation {
    let specs: Result<Vec<TenantComputeSpec>, _> =
        serde_saphyr::from_multiple_with_options(text, options());
    match specs {
        Ok(_) => Violation::new("", ViolationKind::Syntax, "not valid YAML"),
        Err(error) => violation(&error, text),
    }
}

/// Bounds on what a text may make us do: far beyond any honest spec, and small enough that a
/// hostile one fails at once.
fn options() -> Options {
    serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_depth: super::json::DEPTH_MAX,
            max_anchors: 1_000,
            max_aliases: 1_000,
            max_recorded_anchor_bytes: 1024 * 1024,
            max_recorded_anchor_events: 50_000,
            max_documents: 20_000,
            max_nodes: 4_000_000,
            max_events: 8_000_000,
        },
        alias_limits: serde_saphyr::alias_limits! {
            max_total_replayed_events: 50_000,
            max_replay_stack_depth: 8,
        },
        strict_booleans: true,
        with_snippet: false,
    }
}

fn violation(error: &serde_saphyr::Error, text: &str) -> Violation {
    let formatter = serde_saphyr::UserMessageFormatter;
    let message = error.without_snippet().render_with_formatter(&formatter);
    // the position is shown beside the message
    let message = message.split(" at line ").next().unwrap_or_default();
    let message = unquoted(message);
    let advice = if message.starts_with("tabs") {
        "; indent with spaces"
    } else {
        ""
    };
    let position = error.location().map(|location| match span(location) {
        Some(span) => Lines::new(text).position(&span),
        None => Lines::new(text).at(index(location.line()), index(location.column())),
    });
    Violation::new(
        "",
        ViolationKind::Syntax,
        format!("not valid YAML: {message}{advice}"),
    )
    .at(position)
}

/// The message without what it quotes of the text, single characters aside: it may be an env
/// value. The position leads to it.
fn unquoted(message: &str) -> String {
    let mut kept = String::with_capacity(message.len());
    for (index, part) in message.split(['`', '"']).enumerate() {
        // some quotations end in an apostrophe
        let quoted = part.trim_end_matches('\'');
        let is_escape = quoted.starts_with("\\u{") && quoted.len() <= 10;
        if index > 0 {
            kept.push('`');
        }
        if index % 2 == 0 || is_escape || quoted.chars().count() <= 1 {
            kept.extend(part.chars().filter(|c| !c.is_control()));
        } else {
            kept.push('…');
        }
    }
    kept
}

fn index(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn span(location: serde_saphyr::Location) -> Option<Range<usize>> {
    let start = index(location.span().byte_offset()?);
    Some(start..start + location.span().byte_len().map_or(0, index))
}

fn node(tree: Spanned<Tree>) -> Node {
    let content = match tree.value {
        Tree::Plain(content) => content,
        Tree::List(trees) => Content::List(trees.into_iter().map(node).collect()),
        Tree::Map(fields) => {
            let entries = fields.into_iter().map(|(key, value)| Entry {
                key_span: span(key.referenced).unwrap_or_default(),
                key: key.value,
                value: node(value),
            });
            Content::Map(entries.collect())
        }
    };
    Node {
        span: span(tree.referenced).unwrap_or_default(),
        content,
    }
}

/// What the reader fills: a [`Node`] in its wrapping.
enum Tree {
    Plain(Content),
    List(Vec<Spanned<Tree>>),
    Map(Vec<(Spanned<String>, Spanned<Tree>)>),
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TreeVisitor)
    }
}

struct TreeVisitor;

impl<'de> Visitor<'de> for TreeVisitor {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Tree, E> {
        Ok(Tree::Plain(Content::Null))
    }

    fn visit_none<E: Error>(self) -> Result<Tree, E> {
        self.visit_unit()
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Tree, E> {
        Ok(Tree::Plain(Content::Bool(value)))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Tree, E> {
        Ok(Tree::Plain(Content::Number(value.into())))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Tree, E> {
        Ok(Tree::Plain(Content::Number(value.into())))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Tree, E> {
        let number = Number::from_f64(value);
        Ok(Tree::Plain(number.map_or(Content::Null, Content::Number)))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Tree, E> {
        Ok(Tree::Plain(Content::Text(value.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<Tree, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = values.next_element()? {
            list.push(value);
        }
        Ok(Tree::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tree, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = map.next_entry()? {
            fields.push(field);
        }
        Ok(Tree::Map(fields))
    }
}
