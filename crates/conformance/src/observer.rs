//! Looks at a tenant again and again while a verb works on it.

use std::{collections::BTreeMap, convert::Infallible, future::Future, time::Duration};

use landlord_core::{
    Context, Provider, SpecHash, TenantRef,
    options::StatusOptions,
    result::{ComputeStatus, ContainerState, HealthStatus},
};

use crate::check::told;

/// Between two looks.
const PAUSE: Duration = Duration::from_millis(10);

/// What was seen while something went on.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// How many looks were answered.
    pub(crate) looks: usize,
    /// The fewest replicas that could serve, in any look.
    pub(crate) fewest: Option<usize>,
    /// The first look that was not answered.
    pub(crate) failed: Option<String>,
}

/// Runs `work`, and looks at the tenant's status until it ends.
pub(crate) async fn watch<T>(
    provider: &dyn Provider,
    ctx: &Context,
    tenant: &TenantRef,
    work: impl Future<Output = T>,
) -> (T, Seen) {
    let mut seen = Seen::default();
    let answer = tokio::select! {
        answer = work => answer,
        never = look(provider, ctx, tenant, &mut seen) => match never {},
    };
    (answer, seen)
}

async fn look(
    provider: &dyn Provider,
    ctx: &Context,
    tenant: &TenantRef,
    seen: &mut Seen,
) -> Infallible {
    loop {
        match provider.status(ctx, tenant, &StatusOptions::new()).await {
            Ok(status) => seen.take(&status),
            Err(error) => {
                seen.failed.get_or_insert_with(|| told(&error));
            }
        }
        tokio::time::sleep(PAUSE).await;
    }
}

impl Seen {
    fn take(&mut self, status: &ComputeStatus) {
        let serving = serving(status);
        self.looks += 1;
        self.fewest = Some(self.fewest.map_or(serving, |fewest| fewest.min(serving)));
    }
}

/// Replicas of any version of which every container runs and none is unhealthy.
pub(crate) fn serving(status: &ComputeStatus) -> usize {
    // two versions of one replica may go by one name while one takes over from the other
    let mut replicas: BTreeMap<(&str, Option<&SpecHash>), bool> = BTreeMap::new();
    for container in &status.containers {
        let up = container.state == ContainerState::Running
            && matches!(
                container.health,
                HealthStatus::Healthy | HealthStatus::NoCheck
            );
        let replica = (container.replica.as_str(), container.spec_hash.as_ref());
        *replicas.entry(replica).or_insert(true) &= up;
    }
    replicas.values().filter(|up| **up).count()
}
