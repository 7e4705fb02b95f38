//! `cargo xtask guides`: what the guides claim of the tree is true of it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::outcome::Outcome;
use crate::workspace::metadata;

/// Checks links, the invariants' guards and the spec's fields; prints all that is wrong.
pub(crate) fn run() -> Result<Outcome> {
    let root = metadata()?.workspace_root.into_std_path_buf();
    let guides = guides(&root)?;
    let mut wrong = Vec::new();
    for (path, text) in &guides {
        wrong.extend(dead_links(path, text));
    }
    let architecture = fs::read_to_string(root.join("docs/architecture.md"))?;
    wrong.extend(missing_guards(&architecture, &sources(&root)?));
    let schema = fs::read_to_string(root.join("schemas/spec.json")).unwrap_or_default();
    if let Ok(schema) = serde_json::from_str(&schema) {
        let spec = fs::read_to_string(root.join("docs/spec.md"))?;
        wrong.extend(missing_fields(&schema, &spec));
    }
    wrong.iter().for_each(|line| println!("  {line}"));
    if !wrong.is_empty() {
        bail!("{} claims of the guides are not true", wrong.len());
    }
    println!("{} guides hold", guides.len());
    Ok(Outcome::Passed)
}

fn guides(root: &Path) -> Result<Vec<(PathBuf, String)>> {
    let mut paths = vec![root.join("README.md"), root.join("CONTRIBUTING.md")];
    collect(&root.join("docs"), "md", &mut paths)?;
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        Ok((path, text))
    };
    paths.into_iter().map(read).collect()
}

/// The text of every Rust file of the workspace, for looking up tests by name.
fn sources(root: &Path) -> Result<String> {
    let mut paths = Vec::new();
    collect(&root.join("crates"), "rs", &mut paths)?;
    collect(&root.join("xtask/src"), "rs", &mut paths)?;
    let texts: Result<Vec<String>, _> = paths.iter().map(fs::read_to_string).collect();
    Ok(texts?.concat())
}

fn collect(folder: &Path, extension: &str, paths: &mut Vec<PathBuf>) -> Result<()> {
    let entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() && !path.ends_with("target") {
            collect(&path, extension, paths)?;
        } else if path.extension().is_some_and(|found| found == extension) {
            paths.push(path);
        }
    }
    Ok(())
}

/// Links to files that do not exist; links elsewhere are not followed.
fn dead_links(path: &Path, text: &str) -> Vec<String> {
    let folder = path.parent().unwrap_or(path);
    let targets = text
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next());
    let files = targets.filter_map(|target| target.split('#').next());
    files
        .filter(|file| !file.is_empty() && !file.contains("://") && !folder.join(file).exists())
        .map(|file| format!("{}: no file {file}", path.display()))
        .collect()
}

/// Invariants without a guard, and guards that no source has.
fn missing_guards(architecture: &str, sources: &str) -> Vec<String> {
    let rows = architecture.lines().filter_map(|line| {
        let mut cells = line.strip_prefix('|')?.split('|').map(str::trim);
        let number: u32 = cells.next()?.parse().ok()?;
        Some((number, cells.nth(1).unwrap_or_default()))
    });
    let mut wrong = Vec::new();
    for (number, guards) in rows {
        let names: Vec<&str> = guards.split('`').skip(1).step_by(2).collect();
        if names.is_empty() {
            wrong.push(format!("invariant {number} has no guard"));
        }
        let unknown = names.iter().filter(|name| !exists(name, sources));
        wrong.extend(unknown.map(|name| format!("invariant {number}: no test {name}")));
    }
    wrong
}

/// A guard is a command of xtask or the name of a test.
fn exists(guard: &str, sources: &str) -> bool {
    guard.starts_with("cargo xtask ")
        || sources.contains(&format!("fn {guard}("))
        || sources.contains(&format!("\"{guard}\""))
}

/// Fields of the spec's schema that the guide does not name.
fn missing_fields(schema: &Value, guide: &str) -> Vec<String> {
    let mut fields = BTreeSet::new();
    properties(schema, &mut fields);
    fields
        .into_iter()
        .filter(|field| !guide.contains(&format!("`{field}`")))
        .map(|field| format!("docs/spec.md does not name the field {field}"))
        .collect()
}

fn properties(schema: &Value, fields: &mut BTreeSet<String>) {
    match schema {
        Value::Object(map) => {
            if let Some(Value::Object(found)) = map.get("properties") {
                fields.extend(found.keys().cloned());
            }
            map.values().for_each(|value| properties(value, fields));
        }
        Value::Array(values) => values.iter().for_each(|value| properties(value, fields)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invariant_needs_a_guard_that_exists() {
        let text =
            "| 1 | holds | `a_test`, `cargo xtask deps` |\n| 2 | holds | |\n| 3 | x | `gone` |";
        let wrong = missing_guards(text, "fn a_test() {}");
        assert_eq!(
            wrong,
            ["invariant 2 has no guard", "invariant 3: no test gone"]
        );
    }

    #[test]
    fn a_field_that_the_guide_leaves_out_is_named() {
        let schema = serde_json::json!({"properties": {"a": {"properties": {"b": {}}}}});
        let wrong = missing_fields(&schema, "the field `a`");
        assert_eq!(wrong, ["docs/spec.md does not name the field b"]);
    }

    #[test]
    fn links_lead_to_files() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
        let text = "[a](Cargo.toml) [b](https://example.com/x) [c](#d) [e](no-such-file.md)";
        assert_eq!(dead_links(&here, text).len(), 1);
    }
}
