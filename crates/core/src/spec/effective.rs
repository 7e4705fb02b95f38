//! The part of an effective spec that is the same on every engine.

use super::{
    HealthCheckType, ResourceRequirements, TenantComputeSpec,
    canonical::{health_checks, sort_lists},
    defaults,
    resources::Dimension,
};

/// `spec` with every default filled in that doesn't depend on the engine, and the lists of
/// which the order means nothing sorted. A provider goes on from here, rounding sizes up to
/// what its engine sells.
///
/// Filling is idempotent: cpu and memory that containers don't claim are shared evenly among
/// those without a claim, the first by name getting what doesn't divide. Storage stays with
/// the replica, since most engines have it per replica only; [`ResourceRequirements::share`]
/// splits it where they don't.
#[must_use]
pub fn effective(spec: &TenantComputeSpec) -> TenantComputeSpec {
    let mut spec = spec.clone();
    sort_lists(&mut spec);
    for check in health_checks(&mut spec) {
        if check.check_type == HealthCheckType::Http && check.http_path.is_none() {
            check.http_path = Some(defaults::HTTP_PATH.to_owned());
        }
    }
    for dimension in [Dimension::Cpu, Dimension::Memory] {
        share_among_containers(&mut spec, dimension);
    }
    spec
}

fn share_among_containers(spec: &mut TenantComputeSpec, dimension: Dimension) {
    let claims: Vec<_> = spec
        .containers
        .iter()
        .map(|container| {
            container
                .resources
                .and_then(|claimed| dimension.of(&claimed))
        })
        .collect();
    let total = spec.resources.and_then(|total| dimension.of(&total));
    if let Some(total) = total {
        let shares = ResourceRequirements::share(total, &claims);
        for (container, share) in spec.containers.iter_mut().zip(shares) {
            dimension.set(container.resources.get_or_insert_default(), Some(share));
        }
    } else if let Some(claims) = claims.into_iter().collect::<Option<Vec<u32>>>()
        && !claims.is_empty()
    {
        // a spec that nobody validated may claim more than the sum can hold
        let sum = claims.into_iter().fold(0, u32::saturating_add);
        dimension.set(spec.resources.get_or_insert_default(), Some(sum));
    }
}

impl ResourceRequirements {
    /// What each of several containers gets of `total`: what it claims, or an even share of
    /// what the claims leave. What doesn't divide goes to the first without a claim.
    ///
    /// ```
    /// # use landlord_core::spec::ResourceRequirements;
    /// assert_eq!(ResourceRequirements::share(1000, &[None, Some(300), None]), [350, 300, 350]);
    /// ```
    #[must_use]
    pub fn share(total: u32, claims: &[Option<u32>]) -> Vec<u32> {
        let claimed = claims
            .iter()
            .flatten()
            .fold(0_u32, |sum, claim| sum.saturating_add(*claim));
        let without = claims.iter().filter(|claim| claim.is_none()).count();
        let rest = total.saturating_sub(claimed);
        let without = u32::try_from(without).unwrap_or(u32::MAX);
        let each = rest.checked_div(without).unwrap_or(0);
        let mut over = rest.checked_rem(without).unwrap_or(0);
        let mut one_share = || {
            let extra = u32::from(over > 0);
            over -= extra;
            each + extra
        };
        claims
            .iter()
            .map(|claim| claim.unwrap_or_else(&mut one_share))
            .collect()
    }
}
