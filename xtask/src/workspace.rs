//! What cargo knows about the workspace.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result, bail};
use cargo_metadata::{CargoOpt, DependencyKind, Metadata, MetadataCommand, Package};

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

/// A manifest as written, before cargo fills in what it inherits.
#[derive(Debug)]
pub(crate) struct Manifest {
    /// The package's name; empty for the workspace's root.
    pub(crate) name: String,
    /// The parsed file.
    pub(crate) table: toml::Table,
}

impl Manifest {
    /// Whether this is the root, which holds no package.
    pub(crate) fn is_root(&self) -> bool {
        self.name.is_empty()
    }

    fn read(name: &str, path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("cannot read {}", path.display()))?;
        let table = text
            .parse()
            .with_context(|| format!("cannot parse {}", path.display()))?;
        Ok(Self {
            name: name.to_owned(),
            table,
        })
    }
}

/// The root's manifest and those of all members.
///
/// # Errors
/// When a manifest cannot be read or parsed.
pub(crate) fn manifests(metadata: &Metadata) -> Result<Vec<Manifest>> {
    let top = Manifest::read("", &root().join("Cargo.toml"));
    let members = metadata
        .workspace_packages()
        .into_iter()
        .map(|package| Manifest::read(&package.name, package.manifest_path.as_std_path()));
    std::iter::once(top).chain(members).collect()
}

/// The publishable packages in the order a registry can take them: what others depend on first.
///
/// Dev-dependencies inside the workspace have no version, so they bind nobody.
///
/// # Errors
/// When the packages depend on each other in a circle.
pub(crate) fn publish_order(metadata: &Metadata) -> Result<Vec<&Package>> {
    let mut waiting = publishable(metadata);
    let mut ordered: Vec<&Package> = Vec::new();
    while !waiting.is_empty() {
        let names: BTreeSet<String> = waiting
            .iter()
            .map(|package| package.name.to_string())
            .collect();
        let (ready, rest): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|package| {
            let bound = package
                .dependencies
                .iter()
                .filter(|on| on.kind != DependencyKind::Development);
            !bound.into_iter().any(|on| names.contains(&on.name))
        });
        if ready.is_empty() {
            bail!("these crates depend on each other in a circle: {names:?}");
        }
        ordered.extend(ready);
        waiting = rest;
    }
    Ok(ordered)
}
