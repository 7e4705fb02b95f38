//! `cargo xtask features`: every crate with each feature alone, with all, with none.

use anyhow::{Result, bail};
use cargo_metadata::Package;

use crate::cargo::{cargo, run as run_command};
use crate::outcome::Outcome;
use crate::workspace::{metadata, publishable};

/// Checks every feature set and names each one that does not compile without a warning.
///
/// Clippy, because its builds of dependencies are those of the clippy step, and because denying
/// warnings through `RUSTFLAGS` would build them all again.
pub(crate) fn run() -> Result<Outcome> {
    let metadata = metadata()?;
    let mut broken = Vec::new();
    let mut checked = 0;
    for package in publishable(&metadata) {
        for set in feature_sets(package) {
            checked += 1;
            let mut command = cargo(["clippy", "--quiet", "--package", &package.name]);
            command.args(&set).args(["--", "--deny", "warnings"]);
            if let Err(error) = run_command(&mut command) {
                broken.push(error.to_string());
            }
        }
    }
    if checked == 0 {
        return Ok(Outcome::Skipped("no crate has features yet".to_owned()));
    }
    if broken.is_empty() {
        return Ok(Outcome::Passed);
    }
    bail!(
        "{} feature sets do not compile:\n  {}",
        broken.len(),
        broken.join("\n  ")
    )
}

/// The arguments of each feature set of `package` that is worth a check of its own.
fn feature_sets(package: &Package) -> Vec<Vec<String>> {
    let features: Vec<&str> = package
        .features
        .keys()
        .map(String::as_str)
        .filter(|name| *name != "default")
        .collect();
    sets_of(&features)
}

/// None, each alone, all; a crate without features is built by every other step.
fn sets_of(features: &[&str]) -> Vec<Vec<String>> {
    if features.is_empty() {
        return Vec::new();
    }
    let none = vec!["--no-default-features".to_owned()];
    let each = features.iter().map(|feature| {
        vec![
            "--no-default-features".to_owned(),
            "--features".to_owned(),
            (*feature).to_owned(),
        ]
    });
    let all = (features.len() > 1).then(|| vec!["--all-features".to_owned()]);
    std::iter::once(none).chain(each).chain(all).collect()
}

#[cfg(test)]
mod tests {
    use super::sets_of;

    #[test]
    fn none_each_and_all() {
        let sets: Vec<String> = sets_of(&["ecs", "local"])
            .iter()
            .map(|set| set.join(" "))
            .collect();
        assert_eq!(
            sets,
            [
                "--no-default-features",
                "--no-default-features --features ecs",
                "--no-default-features --features local",
                "--all-features",
            ]
        );
    }

    #[test]
    fn a_single_feature_is_not_checked_twice() {
        assert_eq!(sets_of(&["yaml"]).len(), 2);
    }

    #[test]
    fn a_crate_without_features_is_left_out() {
        assert!(sets_of(&[]).is_empty());
    }
}
