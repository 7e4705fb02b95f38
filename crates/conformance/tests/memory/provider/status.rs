//! How a tenant is, read from its service.

use std::sync::PoisonError;

use landlord_core::{
    Context, Error, ErrorKind, Result, TenantRef,
    result::{
        Ability, ComputeState, ComputeStatus, ContainerState, ContainerStatus, HealthStatus,
        InFlight, ProviderHealth, Reason, ReasonCode, ReplicaCounts,
    },
    spec::ContainerName,
};

use super::{MemoryProvider, Mutant, observed::Observed, render};
use crate::engine::{Instance, Marks, Service};

impl MemoryProvider {
    pub(super) async fn read_status(
        &self,
        ctx: &Context,
        tenant: &TenantRef,
    ) -> Result<ComputeStatus> {
        if let Some(known) = self.remembered(tenant) {
            return Ok(known);
        }
        let seen = match self.observe(ctx, tenant).await {
            Err(error)
                if self.mutant == Mutant::UnreachableIsGone
                    && *error.kind() == ErrorKind::Unavailable =>
            {
                return Err(Error::tenant_not_found(tenant.id()));
            }
            other => other?,
        };
        let status = self.status_of(ctx, tenant, &seen)?;
        if self.mutant == Mutant::StatusFromMemory {
            let mut remembered = self
                .remembered
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            remembered.insert(tenant.id().clone(), status.clone());
        }
        Ok(status)
    }

    fn remembered(&self, tenant: &TenantRef) -> Option<ComputeStatus> {
        let remembered = self
            .remembered
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        remembered.get(tenant.id()).cloned()
    }

    pub(super) fn status_of(
        &self,
        ctx: &Context,
        tenant: &TenantRef,
        seen: &Observed,
    ) -> Result<ComputeStatus> {
        let not_found = || Error::tenant_not_found(tenant.id());
        let (service, marks) = seen.ours()?.ok_or_else(not_found)?;
        let now = self.client.engine.elapsed();
        let (ready, desired) = (service.ready(now), service.replicas);
        let mut status =
            ComputeStatus::new(tenant.id().clone(), self.name.clone(), ctx.clock().now());
        let running = service
            .instances
            .iter()
            .filter(|each| each.is_ready(now))
            .count();
        status.replicas =
            ReplicaCounts::new(desired, u32::try_from(running).unwrap_or(u32::MAX), ready);
        status.state = state(service, marks, running, ready);
        status.health = if ready >= desired {
            HealthStatus::NoCheck
        } else {
            HealthStatus::Unhealthy
        };
        status.target_hash = Some(marks.target.clone());
        status.running_hash = marks.stable.as_ref().map(|stable| stable.hash.clone());
        status.last_transition = Some(service.transition);
        if !marks.is_complete() {
            status.in_flight = Some(InFlight::new(marks.target.clone(), None));
        }
        if let Some(failure) = service.failure() {
            status
                .reasons
                .push(Reason::new(ReasonCode::ImagePull, failure));
        }
        if let Some(rollout) = marks.last_rollout {
            status
                .metadata
                .insert("last_rollout".to_owned(), rollout.to_owned());
        }
        if let Some(spec) = render::read(service, tenant.id().as_str()) {
            status.endpoints = seen.endpoints(&spec);
            for instance in &service.instances {
                let containers = spec.containers.iter().filter_map(|each| {
                    let name = ContainerName::new(&each.name).ok()?;
                    Some(container(
                        name,
                        &each.image,
                        instance,
                        instance.is_ready(now),
                    ))
                });
                status.containers.extend(containers);
            }
        }
        Ok(status)
    }

    pub(super) async fn read_health(&self, ctx: &Context) -> Result<ProviderHealth> {
        let (read, message) = match self.client.page(ctx, None).await {
            Ok(_) => (Ability::Ok, None),
            Err(error) => (Ability::Failing, Some(error.to_string())),
        };
        let mut health = ProviderHealth::new(self.name.clone(), read, Ability::Unknown);
        health.message = message;
        Ok(health)
    }
}

fn state(service: &Service, marks: &Marks, running: usize, ready: u32) -> ComputeState {
    match (&marks.stable, ready >= service.replicas) {
        _ if marks.deleting => ComputeState::Stopping,
        (None, _) if service.failure().is_some() => ComputeState::Failed,
        (None, _) => ComputeState::Starting,
        (Some(_), _) if !marks.is_complete() => ComputeState::Updating,
        (Some(_), true) if service.replicas == 0 => ComputeState::Stopped,
        (Some(_), true) => ComputeState::Running,
        (Some(_), false) if running == 0 => ComputeState::Failed,
        (Some(_), false) => ComputeState::Degraded,
    }
}

fn container(
    name: ContainerName,
    image: &str,
    instance: &Instance,
    ready: bool,
) -> ContainerStatus {
    let mut status = ContainerStatus::new(name, format!("i{}", instance.id), image);
    (status.state, status.health) = if ready {
        (ContainerState::Running, HealthStatus::NoCheck)
    } else {
        (ContainerState::Waiting, HealthStatus::Unknown)
    };
    status.reason = instance
        .failure
        .as_ref()
        .map(|failure| Reason::new(ReasonCode::ImagePull, failure));
    status
}
