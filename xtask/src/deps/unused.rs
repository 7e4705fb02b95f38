//! Dependencies that no source file names.

use std::path::Path;

use anyhow::{Context, Result};
use cargo_metadata::{Metadata, Node, Package};
use toml::Value;

use crate::workspace::Manifest;

/// Lists each direct dependency whose name occurs in no source file of its crate.
///
/// A search for the word, not a build: a name in a comment passes, but nothing is compiled. What
/// a crate needs without naming it stands, with the reason beside it, in its manifest as
/// `[package.metadata.xtask] unnamed = ["…"]`.
pub(super) fn offenders(metadata: &Metadata, manifests: &[Manifest]) -> Result<Vec<String>> {
    let nodes = metadata
        .resolve
        .as_ref()
        .context("cargo metadata resolved nothing")?;
    let mut offenders = Vec::new();
    for package in metadata.workspace_packages() {
        let node = nodes.nodes.iter().find(|node| node.id == package.id);
        let manifest = manifests
            .iter()
            .find(|manifest| manifest.name == *package.name);
        let (Some(node), Some(manifest)) = (node, manifest) else {
            continue;
        };
        offenders.extend(unnamed(package, node, &excused(manifest))?);
    }
    Ok(offenders)
}

fn unnamed(package: &Package, node: &Node, excused: &[&str]) -> Result<Vec<String>> {
    let folder = package
        .manifest_path
        .parent()
        .context("a manifest has a folder")?;
    let mut text = String::new();
    read_sources(folder.as_std_path(), &mut text)?;
    let missing = node.deps.iter().map(|dependency| dependency.name.as_str());
    Ok(missing
        .filter(|name| !excused.contains(name) && !has_word(&text, name))
        .map(|name| format!("{} never names {name}", package.name))
        .collect())
}

fn excused(manifest: &Manifest) -> Vec<&str> {
    let names = manifest.table.get("package").and_then(|package| {
        package
            .get("metadata")?
            .get("xtask")?
            .get("unnamed")?
            .as_array()
    });
    names
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect()
}

/// Appends every Rust file below `folder`, and every README, whose examples are compiled.
fn read_sources(folder: &Path, text: &mut String) -> Result<()> {
    let entries =
        std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            read_sources(&path, text)?;
        } else if path
            .extension()
            .is_some_and(|end| end == "rs" || end == "md")
        {
            text.push_str(&std::fs::read_to_string(&path)?);
            text.push('\n');
        }
    }
    Ok(())
}

/// Whether `word` occurs in `text`, not as a part of a longer identifier.
fn has_word(text: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word)
        .any(|(at, _)| !text[..at].ends_with(part) && !text[at + word.len()..].starts_with(part))
}

#[cfg(test)]
mod tests {
    use super::has_word;

    #[test]
    fn whole_words_only() {
        assert!(has_word("use serde::Serialize;", "serde"));
        assert!(!has_word("use serde_json::Value;", "serde"));
        assert!(!has_word("let my_serde = 1;", "serde"));
        assert!(has_word("serde_json, serde", "serde"));
    }
}
