//! `cargo xtask generated`: files that the program writes about itself.
//!
//! `landlord generate --out DIR` writes them laid out as in this repository: schemas,
//! completions, man pages, `docs/cli.md`. A committed file that has the markers [`BEGIN`] and
//! [`END`] is generated between them only; the rest of it is a person's.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::cargo::{cargo, root, run as run_command};
use crate::outcome::Outcome;

/// The line before the generated part of a file.
const BEGIN: &str = "<!-- generated: begin -->";
/// The line after it.
const END: &str = "<!-- generated: end -->";

/// Folders that hold generated files and nothing else: a file that is no longer generated is
/// stale there.
const GENERATED_FOLDERS: [&str; 3] = ["completions", "man", "schemas"];

/// Options of `generated`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Write the files instead of comparing them
    #[arg(long, conflicts_with = "check")]
    write: bool,
    /// Compare the files with what is committed (the default)
    #[arg(long)]
    check: bool,
}

/// Compares the generated files with the committed ones, or writes them.
pub(crate) fn run(args: &Args) -> Result<Outcome> {
    if args.write { write() } else { check() }
}

/// Names every committed file that differs from what the program generates.
pub(crate) fn check() -> Result<Outcome> {
    let Some(fresh) = generate()? else {
        return absent();
    };
    let mut stale = Vec::new();
    for (path, content) in &fresh {
        let committed = std::fs::read_to_string(root().join(path)).unwrap_or_default();
        if merged(&committed, content).with_context(|| path.display().to_string())? != committed {
            stale.push(path.display().to_string());
        }
    }
    stale.extend(
        leftovers(&fresh)?
            .iter()
            .map(|path| format!("{} (no longer made)", path.display())),
    );
    if !stale.is_empty() {
        bail!(
            "stale, run `cargo xtask generated --write`:\n  {}",
            stale.join("\n  ")
        );
    }
    println!("{} generated files are fresh", fresh.len());
    Ok(Outcome::Passed)
}

fn write() -> Result<Outcome> {
    let Some(fresh) = generate()? else {
        return absent();
    };
    for (path, content) in &fresh {
        let target = root().join(path);
        let committed = std::fs::read_to_string(&target).unwrap_or_default();
        let content = merged(&committed, content).with_context(|| path.display().to_string())?;
        if content != committed {
            std::fs::create_dir_all(target.parent().context("a file has a folder")?)?;
            std::fs::write(&target, content)?;
            println!("wrote {}", path.display());
        }
    }
    for path in leftovers(&fresh)? {
        std::fs::remove_file(root().join(&path))?;
        println!("removed {}", path.display());
    }
    Ok(Outcome::Passed)
}

/// The program has no generator: fine as long as nothing generated is committed.
fn absent() -> Result<Outcome> {
    if root().join("docs/cli.md").exists() {
        bail!("`landlord generate` wrote nothing, but docs/cli.md is committed");
    }
    Ok(Outcome::Skipped(
        "the program has no `generate` command yet".to_owned(),
    ))
}

/// Runs the program's generator and reads what it wrote; nothing when it wrote no file.
fn generate() -> Result<Option<BTreeMap<PathBuf, String>>> {
    let folder = tempfile::Builder::new()
        .prefix("landlord-generated-")
        .tempdir()?;
    let out = folder
        .path()
        .to_str()
        .context("the temporary folder's path is UTF-8")?;
    run_command(&mut cargo([
        "run",
        "--quiet",
        "--package",
        "landlord-cli",
        "--all-features",
        "--bin",
        "landlord",
        "--",
        "generate",
        "--out",
        out,
    ]))?;
    let files = read_files(folder.path())?;
    Ok((!files.is_empty()).then_some(files))
}

/// Every file below `folder`, by its path within it.
fn read_files(folder: &Path) -> Result<BTreeMap<PathBuf, String>> {
    let mut files = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(&next)? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path)
                .with_context(|| format!("cannot read {}", path.display()))?;
            files.insert(path.strip_prefix(folder)?.to_owned(), text);
        }
    }
    Ok(files)
}

/// Committed files in generated folders that are no longer generated.
fn leftovers(fresh: &BTreeMap<PathBuf, String>) -> Result<Vec<PathBuf>> {
    let mut left = Vec::new();
    for name in GENERATED_FOLDERS {
        let folder = root().join(name);
        if folder.is_dir() {
            let files = read_files(&folder)?
                .into_keys()
                .map(|path| Path::new(name).join(path));
            left.extend(files.filter(|path| !fresh.contains_key(path)));
        }
    }
    Ok(left)
}

/// What the file should hold: `fresh` in whole, or between the markers of `committed`.
pub(crate) fn merged(committed: &str, fresh: &str) -> Result<String> {
    let Some((before, rest)) = committed.split_once(BEGIN) else {
        return Ok(fresh.to_owned());
    };
    let Some((_, after)) = rest.split_once(END) else {
        bail!("`{BEGIN}` without `{END}`");
    };
    // a generator may write the markers itself
    let fresh = fresh
        .trim()
        .trim_start_matches(BEGIN)
        .trim_end_matches(END)
        .trim();
    Ok(format!("{before}{BEGIN}\n\n{fresh}\n\n{END}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_markers_is_generated_in_whole() {
        assert_eq!(merged("old", "new\n").unwrap(), "new\n");
        assert_eq!(merged("", "new\n").unwrap(), "new\n");
    }

    #[test]
    fn what_a_person_wrote_around_the_markers_stays() {
        let committed = format!("# Guide\n\n{BEGIN}\nold\n{END}\n\nThe end.\n");
        let mended = merged(&committed, "new\n").unwrap();
        assert_eq!(
            mended,
            format!("# Guide\n\n{BEGIN}\n\nnew\n\n{END}\n\nThe end.\n")
        );
        assert_eq!(
            merged(&mended, &format!("{BEGIN}\nnew\n{END}\n")).unwrap(),
            mended
        );
    }

    #[test]
    fn half_a_pair_of_markers_is_an_error() {
        assert!(merged(&format!("{BEGIN} old"), "new").is_err());
    }

    #[test]
    fn files_are_found_in_subfolders() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("docs")).unwrap();
        std::fs::write(folder.path().join("docs/cli.md"), "x").unwrap();
        let files = read_files(folder.path()).unwrap();
        assert_eq!(
            files.get(Path::new("docs/cli.md")).map(String::as_str),
            Some("x")
        );
    }
}
