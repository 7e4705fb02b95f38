//! Rules of resources.

use super::Findings;
use crate::spec::{
    ResourceRequirements, TenantComputeSpec, ViolationKind, path::Path, resources::Dimension,
};

pub(super) fn check(spec: &TenantComputeSpec, findings: &mut Findings) {
    let total_path = Path::ROOT.field("resources");
    check_ranges(&total_path, spec.resources.as_ref(), findings);
    let containers = Path::ROOT.field("containers");
    for (index, container) in spec.containers.iter().enumerate() {
        let path = containers.index(index);
        check_ranges(
            &path.field("resources"),
            container.resources.as_ref(),
            findings,
        );
    }
    for dimension in Dimension::ALL {
        check_sum(&total_path, spec, dimension, findings);
    }
}

fn check_ranges(path: &Path<'_>, given: Option<&ResourceRequirements>, findings: &mut Findings) {
    for dimension in Dimension::ALL {
        if let Some(value) = given.and_then(|given| dimension.of(given)) {
            findings.range(&path.field(dimension.name()), value, 1, dimension.max());
        }
    }
}

/// The containers' sum is at most the total, and leaves at least 1 for each that claims nothing.
fn check_sum(
    path: &Path<'_>,
    spec: &TenantComputeSpec,
    dimension: Dimension,
    findings: &mut Findings,
) {
    let Some(total) = spec
        .resources
        .as_ref()
        .and_then(|total| dimension.of(total))
    else {
        return;
    };
    let path = path.field(dimension.name());
    let claims = || {
        spec.containers.iter().map(|container| {
            let claimed = container.resources.as_ref();
            claimed.and_then(|claimed| dimension.of(claimed))
        })
    };
    let sum: u64 = claims().flatten().map(u64::from).sum();
    let without = claims().filter(Option::is_none).count();
    if sum > total.into() {
        findings.add(
            &path,
            ViolationKind::Conflict,
            total,
            format!("at least {sum}, which is what the containers claim together"),
        );
    } else if u64::from(total) - sum < without as u64 && total > 0 {
        findings.add(
            &path,
            ViolationKind::Conflict,
            total,
            format!(
                "at least {}: the containers claim {sum} and {without} without a claim need 1 each",
                sum + without as u64,
            ),
        );
    }
}
