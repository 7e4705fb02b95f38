//! `cargo xtask package`: every crate as the registry would receive it.

use anyhow::{Context, Result, bail};
use cargo_metadata::Package;

use crate::cargo::{cargo, output, run as run_command};
use crate::manifests::FILES;
use crate::outcome::Outcome;
use crate::workspace::{metadata, publish_order};

/// Packs every crate in publish order and builds each from its archive alone.
///
/// Crates that no registry has yet are taken from the archives made before (cargo 1.90 or
/// later), so that a first publish is rehearsed without uploading anything.
pub(crate) fn run() -> Result<Outcome> {
    let metadata = metadata()?;
    let order = publish_order(&metadata)?;
    let names: Vec<&str> = order.iter().map(|package| package.name.as_str()).collect();
    println!("publish order: {}", names.join(", "));

    let mut missing = Vec::new();
    for package in &order {
        missing.extend(missing_files(package)?);
    }
    if !missing.is_empty() {
        bail!(
            "files are missing from the archives:\n  {}",
            missing.join("\n  ")
        );
    }
    let mut command = cargo(["package", "--quiet", "--allow-dirty"]);
    command.args(names.iter().map(|name| format!("--package={name}")));
    // debug information costs time and disk here and is read by nobody; without it the builds
    // of dependencies are those of the test step
    run_command(command.env("CARGO_PROFILE_DEV_DEBUG", "false"))?;
    for package in &order {
        let archive = format!("package/{}-{}.crate", package.name, package.version);
        let path = metadata.target_directory.join(archive);
        let size = std::fs::metadata(&path)
            .with_context(|| format!("cannot find {path}"))?
            .len();
        println!("{:<24}{:>8} KiB", package.name, size.div_ceil(1024));
    }
    Ok(Outcome::Passed)
}

fn missing_files(package: &Package) -> Result<Vec<String>> {
    let list = output(&mut cargo([
        "package",
        "--list",
        "--allow-dirty",
        "--package",
        &package.name,
    ]))?;
    let packed: Vec<&str> = list.lines().collect();
    let missing = FILES.iter().filter(|name| !packed.contains(name));
    Ok(missing
        .map(|name| format!("{}: {name}", package.name))
        .collect())
}
