//! Reading specs from text, with positions.
//!
//! The fast path deserialises straight into the types and keeps no positions. Only when
//! something is wrong is the text read again, as a tree that knows where each part stands, to
//! report everything at once: what doesn't fit the structure, and what breaks a rule.

mod json;
mod lines;
mod node;
mod report;
mod source;
mod structure;
#[cfg(feature = "yaml")]
mod yaml;

pub use self::source::{ParseError, ParsedSpec, SpecSource};

use std::{collections::HashSet, sync::Arc};

use self::source::Format;
use super::{TenantComputeSpec, validate};

/// Reads every spec in `text`, YAML or JSON, and checks them by [`validate`]. A file holds
/// one or more documents, each a spec; those of YAML that say nothing are skipped.
///
/// `name` is the source's name in messages, such as its path; one that ends in `.json` says
/// that it is JSON, otherwise a text that begins with a brace is tried as JSON first.
///
/// # Errors
/// All violations in all documents at once, each with its position: a text that is neither
/// YAML nor JSON, of more than 16 MiB, too deep or with aliases that multiply; no document;
/// unknown fields, wrong types, and every broken rule; one tenant in two documents.
pub fn parse(name: impl Into<String>, text: &str) -> Result<Vec<ParsedSpec>, ParseError> {
    let source = Arc::new(SpecSource::new(name.into(), text));
    let Some((format, specs)) = read(&source) else {
        return Err(report::everything(&source));
    };
    let mut tenants = HashSet::with_capacity(specs.len());
    let valid = specs
        .iter()
        .all(|spec| tenants.insert(spec.tenant_id.as_str()) && validate(spec).is_empty());
    if !valid || specs.is_empty() {
        return Err(report::everything(&source));
    }
    let parsed = specs
        .into_iter()
        .enumerate()
        .map(|(document, spec)| ParsedSpec::new(spec, Arc::clone(&source), format, document));
    Ok(parsed.collect())
}

/// The fast path: the specs, if the text is well-formed and has their structure.
fn read(source: &SpecSource) -> Option<(Format, Vec<TenantComputeSpec>)> {
    if source.is_too_large() {
        return None;
    }
    source.formats().iter().find_map(|format| {
        let specs = match format {
            Format::Json => json::read(source.text()),
            #[cfg(feature = "yaml")]
            Format::Yaml => yaml::read(source.text()),
        };
        specs.map(|specs| (*format, specs))
    })
}

#[cfg(test)]
mod tests;
