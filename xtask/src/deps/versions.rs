//! The oldest Rust that the dependencies allow.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::semver::Version;
use cargo_metadata::{DependencyKind, Metadata, Node, Package, PackageId};

use crate::workspace::publishable;

/// Lists each dependency, direct or not, that needs a later Rust than the crate promises.
pub(super) fn offenders(metadata: &Metadata) -> Vec<String> {
    let nodes: BTreeMap<&PackageId, &Node> = metadata
        .resolve
        .iter()
        .flat_map(|resolve| &resolve.nodes)
        .map(|node| (&node.id, node))
        .collect();
    let packages: BTreeMap<&PackageId, &Package> = metadata
        .packages
        .iter()
        .map(|package| (&package.id, package))
        .collect();
    let mut offenders = Vec::new();
    for package in publishable(metadata) {
        let Some(promised) = &package.rust_version else {
            continue;
        };
        let pulled = reachable(&package.id, &nodes);
        let late = pulled
            .iter()
            .filter_map(|id| packages.get(id))
            .filter_map(|dependency| {
                let needed = dependency.rust_version.as_ref()?;
                later(needed, promised)
                    .then(|| format!("{} {}: {needed}", dependency.name, dependency.version))
            });
        offenders.extend(late.map(|late| format!("{} promises {promised}, {late}", package.name)));
    }
    offenders
}

/// Patch releases of Rust add nothing that could be missed.
fn later(needed: &Version, promised: &Version) -> bool {
    (needed.major, needed.minor) > (promised.major, promised.minor)
}

/// Everything that `from` pulls in a normal build.
fn reachable<'a>(
    from: &'a PackageId,
    nodes: &BTreeMap<&'a PackageId, &'a Node>,
) -> BTreeSet<&'a PackageId> {
    let mut seen = BTreeSet::new();
    let mut open = vec![from];
    while let Some(id) = open.pop() {
        let edges = nodes.get(id).into_iter().flat_map(|node| &node.deps);
        let built = edges.filter(|edge| {
            edge.dep_kinds
                .iter()
                .any(|info| info.kind != DependencyKind::Development)
        });
        open.extend(built.map(|edge| &edge.pkg).filter(|id| seen.insert(*id)));
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compares_releases_not_patches() {
        let at = |minor, patch| Version::new(1, minor, patch);
        assert!(later(&at(90, 0), &at(89, 0)));
        assert!(!later(&at(89, 1), &at(89, 0)));
        assert!(!later(&at(70, 0), &at(89, 0)));
    }
}
