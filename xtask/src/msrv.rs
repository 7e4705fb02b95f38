//! `cargo xtask msrv`: the oldest Rust that each crate promises.

use std::collections::{BTreeMap, BTreeSet};
use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::cargo::{output, root, run as run_command};
use crate::outcome::Outcome;
use crate::workspace::{metadata, publishable};

/// Checks every crate with the Rust it promises, as far as those toolchains are installed.
///
/// Nothing is installed here: the `deps` step (no dependency needs a later Rust) and clippy's
/// `incompatible_msrv` (no newer part of the standard library) hold the promise without them.
pub(crate) fn run() -> Result<Outcome> {
    let metadata = metadata()?;
    let mut promises: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for package in publishable(&metadata) {
        if let Some(version) = &package.rust_version {
            let toolchain = format!("{}.{}", version.major, version.minor);
            promises
                .entry(toolchain)
                .or_default()
                .push(package.name.to_string());
        }
    }
    let Ok(installed) = output(Command::new("rustup").args(["toolchain", "list"])) else {
        return Ok(Outcome::Skipped("rustup is not installed".to_owned()));
    };
    let mut absent = BTreeSet::new();
    for (toolchain, packages) in &promises {
        match find(&installed, toolchain) {
            Some(name) => check(name, packages)?,
            None => drop(absent.insert(toolchain.as_str())),
        }
    }
    if promises.is_empty() {
        bail!("no crate promises a rust-version");
    }
    if absent.is_empty() {
        return Ok(Outcome::Passed);
    }
    let list = absent.into_iter().collect::<Vec<_>>().join(", ");
    Ok(Outcome::Skipped(format!(
        "Rust {list} is not installed (`rustup toolchain install {list}`)"
    )))
}

/// The installed toolchain for a release such as `1.89`.
fn find<'a>(installed: &'a str, release: &str) -> Option<&'a str> {
    let names = installed
        .lines()
        .filter_map(|line| line.split_whitespace().next());
    names.into_iter().find(|name| {
        name.strip_prefix(release)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '-']))
    })
}

fn check(toolchain: &str, packages: &[String]) -> Result<()> {
    let mut command = Command::new("rustup");
    command.args([
        "run",
        toolchain,
        "cargo",
        "check",
        "--quiet",
        "--all-features",
    ]);
    command.args(packages.iter().map(|name| format!("--package={name}")));
    // set by the cargo that runs us; they would lead back to its own toolchain
    for variable in ["CARGO", "RUSTUP_TOOLCHAIN", "RUSTC", "RUSTDOC"] {
        command.env_remove(variable);
    }
    run_command(command.current_dir(root()).stdin(Stdio::null()))
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn a_release_is_not_a_prefix_of_another() {
        let installed = "stable-x86_64-unknown-linux-gnu (active)\n1.8-x86_64\n1.89.0-x86_64\n";
        assert_eq!(find(installed, "1.89"), Some("1.89.0-x86_64"));
        assert_eq!(find(installed, "1.8"), Some("1.8-x86_64"));
        assert_eq!(find(installed, "1.90"), None);
    }
}
