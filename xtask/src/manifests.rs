//! `cargo xtask manifests`: what a registry and a reader expect of every crate.

use anyhow::{Result, bail};
use cargo_metadata::Package;

use crate::outcome::Outcome;
use crate::workspace::{Manifest, manifests, metadata, publishable};

/// Files that every published crate carries.
pub(crate) const FILES: [&str; 4] = ["README.md", "CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE"];

/// The registry takes no more keywords than this.
const MAX_KEYWORDS: usize = 5;

/// Checks the metadata of every crate and prints all that is missing.
pub(crate) fn run() -> Result<Outcome> {
    let metadata = metadata()?;
    let written = manifests(&metadata)?;
    let members = written.iter().filter(|manifest| !manifest.is_root());
    let unlinted = members.filter(|manifest| !inherits_lints(manifest));
    let mut offenders: Vec<String> = unlinted
        .map(|manifest| format!("{}: no `[lints] workspace = true`", manifest.name))
        .collect();
    let packages = publishable(&metadata);
    for package in &packages {
        offenders.extend(
            missing(package)
                .into_iter()
                .map(|what| format!("{}: {what}", package.name)),
        );
    }
    offenders
        .iter()
        .for_each(|offender| println!("  {offender}"));
    if !offenders.is_empty() {
        bail!("{} things are missing from the manifests", offenders.len());
    }
    println!("{} crates are described in full", packages.len());
    Ok(Outcome::Passed)
}

fn inherits_lints(manifest: &Manifest) -> bool {
    let inherits = manifest
        .table
        .get("lints")
        .and_then(|lints| lints.get("workspace")?.as_bool());
    inherits == Some(true)
}

fn missing(package: &Package) -> Vec<String> {
    let folder = package.manifest_path.parent();
    let files = FILES
        .iter()
        .filter(|name| !folder.is_some_and(|folder| folder.join(name).is_file()));
    let keywords = package.keywords.len();
    let claims = [
        (package.description.is_none(), "no description"),
        (
            package.license.as_deref() != Some("MIT OR Apache-2.0"),
            "licence is not MIT OR Apache-2.0",
        ),
        (package.readme.is_none(), "no readme"),
        (package.rust_version.is_none(), "no rust-version"),
        (package.categories.is_empty(), "no categories"),
        (
            keywords == 0 || keywords > MAX_KEYWORDS,
            "not one to five keywords",
        ),
        (package.edition.as_str() != "2024", "edition is not 2024"),
    ];
    let broken = claims
        .into_iter()
        .filter(|(broken, _)| *broken)
        .map(|(_, what)| what.to_owned());
    broken
        .chain(files.map(|name| format!("no {name}")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lints_are_inherited_or_missed() {
        let manifest = |text: &str| Manifest {
            name: "a".to_owned(),
            table: text.parse().unwrap(),
        };
        assert!(inherits_lints(&manifest("[lints]\nworkspace = true")));
        assert!(!inherits_lints(&manifest(
            "[lints.rust]\nunsafe_code = \"deny\""
        )));
        assert!(!inherits_lints(&manifest("[package]\nname = \"a\"")));
    }
}
