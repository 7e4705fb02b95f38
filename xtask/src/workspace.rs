//! What cargo knows about the workspace.

use anyhow::{Context, Result};
use cargo_metadata::{CargoOpt, Metadata, MetadataCommand, Package};

use crate::cargo::root;

/// The metadata of the workspace and of all its dependencies, with all features.
///
/// # Errors
/// When cargo cannot read the workspace or its lock file.
pub(crate) fn metadata() -> Result<Metadata> {
    MetadataCommand::new()
        .current_dir(root())
        .features(CargoOpt::AllFeatures)
        .exec()
        .context("cargo metadata failed")
}

/// The workspace's own packages that go to a registry, by name.
pub(crate) fn publishable(metadata: &Metadata) -> Vec<&Package> {
    let mut packages: Vec<_> = metadata
        .workspace_packages()
        .into_iter()
        .filter(|package| {
            package
                .publish
                .as_ref()
                .is_none_or(|registries| !registries.is_empty())
        })
        .collect();
    packages.sort_by(|a, b| a.name.cmp(&b.name));
    packages
}
