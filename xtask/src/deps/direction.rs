//! Which crate of the workspace may depend on which other.

use cargo_metadata::{Dependency, DependencyKind, Metadata};

/// Lists each dependency inside the workspace that points the wrong way, and each
/// dev-dependency that carries a version.
pub(super) fn offenders(metadata: &Metadata) -> Vec<String> {
    let mut offenders = Vec::new();
    for package in metadata.workspace_packages() {
        let inside = package
            .dependencies
            .iter()
            .filter(|dependency| dependency.path.is_some());
        offenders.extend(inside.filter_map(|dependency| offence(&package.name, dependency)));
    }
    offenders
}

fn offence(package: &str, dependency: &Dependency) -> Option<String> {
    let on = &dependency.name;
    if dependency.kind == DependencyKind::Development {
        // a version would ask the registry for a crate that is published later than this one
        return (dependency.req.to_string() != "*")
            .then(|| format!("{package}: dev-dependency {on} has a version, give its path alone"));
    }
    (!may_depend(package, on)).then(|| format!("{package} depends on {on}"))
}

/// The direction of the architecture: providers know core and no other crate.
fn may_depend(package: &str, on: &str) -> bool {
    match package {
        "landlord-core" | "xtask" => false,
        "landlord-compute" => !matches!(
            on,
            "landlord-cli" | "landlord-conformance" | "landlord-simulator"
        ),
        "landlord-cli" => !matches!(on, "landlord-conformance" | "landlord-simulator"),
        _ => on == "landlord-core",
    }
}

#[cfg(test)]
mod tests {
    use super::may_depend;

    #[test]
    fn providers_know_core_alone() {
        assert!(may_depend("landlord-ecs", "landlord-core"));
        assert!(!may_depend("landlord-ecs", "landlord-local"));
        assert!(!may_depend("landlord-local", "landlord-conformance"));
        assert!(!may_depend("landlord-simulator", "landlord-nomad"));
    }

    #[test]
    fn core_knows_nobody_and_nobody_knows_the_program() {
        assert!(!may_depend("landlord-core", "landlord-local"));
        assert!(!may_depend("landlord-compute", "landlord-cli"));
        assert!(!may_depend("landlord-cli", "landlord-conformance"));
        assert!(may_depend("landlord-cli", "landlord-compute"));
        assert!(may_depend("landlord-compute", "landlord-local"));
    }
}
