//! One place for versions: the root's `[workspace.dependencies]`.

use std::collections::BTreeSet;

use toml::{Table, Value};

use crate::workspace::Manifest;

const KINDS: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];

/// Lists each dependency that names a version in a crate's own manifest.
pub(super) fn offenders(manifests: &[Manifest]) -> Vec<String> {
    let members = manifests.iter().filter(|manifest| !manifest.is_root());
    members
        .flat_map(|manifest| {
            let own = entries(&manifest.table)
                .into_iter()
                .filter(|(_, value)| !outside(value));
            own.map(|(name, _)| format!("{}: {name} has a version of its own", manifest.name))
        })
        .collect()
}

/// The entries of `[workspace.dependencies]` that no crate uses.
pub(super) fn unclaimed(manifests: &[Manifest]) -> Vec<String> {
    let used: BTreeSet<&str> = manifests
        .iter()
        .filter(|manifest| !manifest.is_root())
        .flat_map(|manifest| entries(&manifest.table))
        .map(|(name, _)| name)
        .collect();
    let root = manifests.iter().filter(|manifest| manifest.is_root());
    root.filter_map(|manifest| {
        manifest
            .table
            .get("workspace")?
            .get("dependencies")?
            .as_table()
    })
    .flat_map(Table::keys)
    .filter(|name| !used.contains(name.as_str()))
    .cloned()
    .collect()
}

/// Whether the version of this entry stands elsewhere: in the root, or in the crate at its path.
fn outside(value: &Value) -> bool {
    value.get("workspace").and_then(Value::as_bool) == Some(true) || value.get("path").is_some()
}

/// All dependency entries of a manifest, those for one platform included.
fn entries(manifest: &Table) -> Vec<(&str, &Value)> {
    let platforms = manifest.get("target").and_then(Value::as_table);
    let tables = platforms
        .into_iter()
        .flat_map(Table::values)
        .filter_map(Value::as_table);
    std::iter::once(manifest)
        .chain(tables)
        .flat_map(|table| KINDS.iter().filter_map(|kind| table.get(*kind)?.as_table()))
        .flatten()
        .map(|(name, value)| (name.as_str(), value))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(name: &str, text: &str) -> Manifest {
        Manifest {
            name: name.to_owned(),
            table: text.parse().unwrap(),
        }
    }

    #[test]
    fn a_version_in_a_crate_is_found_on_every_platform() {
        let manifests = [manifest(
            "a",
            "[dependencies]\nserde.workspace = true\ncore = { path = \"../core\" }\nrand = \"0.9\"\n\
             [target.'cfg(unix)'.dev-dependencies]\nnix = { version = \"0.30\" }\n",
        )];
        assert_eq!(
            offenders(&manifests),
            [
                "a: rand has a version of its own",
                "a: nix has a version of its own"
            ]
        );
    }

    #[test]
    fn the_root_is_free_to_name_versions_but_not_for_nobody() {
        let manifests = [
            manifest(
                "",
                "[workspace.dependencies]\nserde = \"1\"\nrand = \"0.9\"\n",
            ),
            manifest("a", "[dependencies]\nserde.workspace = true\n"),
        ];
        assert!(offenders(&manifests).is_empty());
        assert_eq!(unclaimed(&manifests), ["rand"]);
    }
}
