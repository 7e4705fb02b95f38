//! Saying everything that is wrong with a text, at once.

use std::{
    collections::{HashMap, hash_map},
    ops::Range,
    sync::Arc,
};

use super::{
    lines::Lines,
    node::{Content, Node},
    source::{Format, ParseError, SpecSource},
    structure,
};
use crate::spec::{Position, TenantComputeSpec, Violation, ViolationKind, path::Path, validate};

/// Names of maps of which the user chooses the keys.
const MAPS_OF_NAMES: [&str; 2] = ["env", "labels"];

/// Reads the text again and reports all that is wrong with it.
pub(super) fn everything(source: &Arc<SpecSource>) -> ParseError {
    let violations = match trees(source) {
        Err(violation) => vec![*violation],
        Ok((_, trees)) if trees.is_empty() => vec![
            Violation::new(
                "",
                ViolationKind::Missing,
                "at least one document with a spec",
            )
            .at(Some(Lines::new(source.text()).at(1, 1))),
        ],
        Ok((format, trees)) => {
            let found = check_documents(&trees, source, format);
            if found.is_empty() {
                // the structure let through what the types refuse: theirs is the last word
                vec![format.refusal(source.text())]
            } else {
                found
            }
        }
    };
    ParseError {
        source: Arc::clone(source),
        violations,
    }
}

fn trees(source: &SpecSource) -> Result<(Format, Vec<Node>), Box<Violation>> {
    if source.is_too_large() {
        let message = "at most 16 MiB in one source";
        let violation = Violation::new("", ViolationKind::TooLarge, message);
        return Err(Box::new(
            violation.given(format_args!("{} bytes", source.text().len())),
        ));
    }
    let mut refusal = None;
    for format in source.formats() {
        match format.trees(source.text()) {
            Ok(trees) => return Ok((*format, trees)),
            Err(violation) => refusal = refusal.or(Some(violation)),
        }
    }
    Err(refusal
        .unwrap_or_else(|| Box::new(Violation::new("", ViolationKind::Syntax, "unknown format"))))
}

fn check_documents(trees: &[Node], source: &SpecSource, format: Format) -> Vec<Violation> {
    let lines = Lines::new(source.text()).of_format(format);
    let mut tenants = HashMap::new();
    let mut found = Vec::new();
    for tree in trees {
        let positions = Positions::of_lines(&lines, tree);
        let (mut violations, mended) = structure::check(tree, &lines);
        let spec = mended.and_then(|value| serde_json::from_value(value).ok());
        if let Some(spec) = spec {
            let broken = broken_rules(&spec, &violations, &positions);
            violations.extend(broken);
            violations.extend(same_tenant(&spec, &positions, &mut tenants));
        }
        violations.sort_by_key(|violation| violation.position.map(|position| position.offset));
        found.extend(violations);
    }
    found
}

/// Broken rules, but for those of parts that were mended.
fn broken_rules(
    spec: &TenantComputeSpec,
    mended: &[Violation],
    positions: &Positions<'_>,
) -> Vec<Violation> {
    let mended = mended.iter().map(|violation| violation.path.as_str());
    let mended: std::collections::HashSet<&str> = mended.collect();
    let is_mended = |path: &str| ancestors(path).any(|path| mended.contains(path));
    let broken = validate(spec).into_iter();
    broken
        .filter(|violation| !is_mended(&violation.path))
        .map(|violation| {
            let position = positions.of(&violation.path);
            violation.at(position)
        })
        .collect()
}

fn same_tenant(
    spec: &TenantComputeSpec,
    positions: &Positions<'_>,
    tenants: &mut HashMap<String, Option<u32>>,
) -> Option<Violation> {
    let position = positions.of("tenant_id");
    match tenants.entry(spec.tenant_id.clone()) {
        hash_map::Entry::Vacant(vacant) => {
            vacant.insert(position.map(|position| position.line));
            None
        }
        hash_map::Entry::Occupied(first) => {
            let first = first
                .get()
                .map(|line| format!("; the first is in line {line}"));
            let allowed = format!("each tenant in one document{}", first.unwrap_or_default());
            (!spec.tenant_id.is_empty()).then(|| {
                Violation::new("tenant_id", ViolationKind::Duplicate, allowed)
                    .given(&spec.tenant_id)
                    .at(position)
            })
        }
    }
}

/// Where every path of a document stands.
#[derive(Debug)]
pub(super) struct Positions<'l> {
    lines: std::borrow::Cow<'l, Lines<'l>>,
    spans: HashMap<String, Range<usize>>,
}

impl<'l> Positions<'l> {
    pub(super) fn new(text: &'l str, tree: &Node) -> Self {
        let mut spans = HashMap::new();
        collect(&Path::ROOT, None, tree, anchor(tree), &mut spans);
        Self {
            lines: std::borrow::Cow::Owned(Lines::new(text)),
            spans,
        }
    }

    fn of_lines(lines: &'l Lines<'l>, tree: &Node) -> Self {
        let mut spans = HashMap::new();
        collect(&Path::ROOT, None, tree, anchor(tree), &mut spans);
        Self {
            lines: std::borrow::Cow::Borrowed(lines),
            spans,
        }
    }

    /// The position of the part at `path`, or of the nearest that holds it.
    pub(super) fn of(&self, path: &str) -> Option<Position> {
        let span = ancestors(path).find_map(|path| self.spans.get(path))?;
        Some(self.lines.position(span))
    }
}

/// `a.b[c]`, `a.b`, `a`, and the document as a whole.
fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(path), |path| {
        let end = path.rfind(['.', '['])?;
        path.get(..end)
    })
    .chain([""])
}

fn collect(
    path: &Path<'_>,
    name: Option<&str>,
    node: &Node,
    span: Range<usize>,
    spans: &mut HashMap<String, Range<usize>>,
) {
    spans.insert(path.to_string(), span);
    match &node.content {
        Content::List(nodes) => {
            for (index, node) in nodes.iter().enumerate() {
                collect(&path.index(index), None, node, anchor(node), spans);
            }
        }
        Content::Map(entries) => {
            for entry in entries {
                let span = match entry.value.content {
                    // a whole block would be too much to point at
                    Content::List(_) | Content::Map(_) => entry.key_span.clone(),
                    _ => entry.value.span.clone(),
                };
                if name.is_some_and(|name| MAPS_OF_NAMES.contains(&name)) {
                    // the name is as likely the culprit as the value, which isn't to be shown
                    spans.insert(path.key(&entry.key).to_string(), entry.key_span.clone());
                }
                let path = path.field(&entry.key);
                collect(&path, Some(&entry.key), &entry.value, span, spans);
            }
        }
        _ => {}
    }
}

/// What to point at for a node: a scalar, or the beginning of anything larger.
pub(super) fn anchor(node: &Node) -> Range<usize> {
    match &node.content {
        Content::Map(entries) => entries.first().map(|entry| entry.key_span.clone()),
        Content::List(nodes) => nodes.first().map(anchor),
        _ => None,
    }
    .unwrap_or_else(|| node.span.clone())
}

/// The candidate that differs from `given` by two letters at most.
pub(super) fn nearest<'c>(
    given: &str,
    candidates: impl Iterator<Item = &'c str>,
) -> Option<&'c str> {
    let near = candidates.map(|candidate| (distance(given, candidate), candidate));
    let (distance, candidate) = near.min()?;
    (distance <= 2 && distance < candidate.len()).then_some(candidate)
}

/// Levenshtein's distance; anything long is far away.
fn distance(a: &str, b: &str) -> usize {
    if a.len() > 64 || b.len() > 64 {
        return usize::MAX;
    }
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, a) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cell, b) in row.iter_mut().skip(1).zip(&b) {
            let next = left
                .min(*cell)
                .saturating_add(1)
                .min(diagonal + usize::from(a != *b));
            diagonal = std::mem::replace(cell, next);
            left = next;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(usize::MAX)
}
