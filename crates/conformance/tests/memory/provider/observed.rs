//! What was seen under a tenant's name.

use landlord_core::{
    Context, Error, ErrorKind, Outcome, Result, TenantComputeSpec, TenantRef,
    name::EngineName,
    result::{Endpoint, EndpointScope},
    spec::ContainerName,
};

use super::{MemoryProvider, Mutant, client::Held};
use crate::engine::{Marks, Service};

#[derive(Debug, Clone)]
pub(super) struct Observed {
    pub(super) name: String,
    pub(super) held: Held,
    ours: Ownership,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ownership {
    Ours,
    Foreign,
    Absent,
}

impl MemoryProvider {
    pub(super) async fn observe(&self, ctx: &Context, tenant: &TenantRef) -> Result<Observed> {
        let name = EngineName::derive(ctx.installation(), tenant.id()).to_string();
        let held = self.client.get(ctx, &name).await?;
        let is_ours = |marks: &Marks| {
            marks.installation == *ctx.installation() && marks.tenant == *tenant.id()
        };
        let mut ours = match &held.service {
            None => Ownership::Absent,
            Some(service) if service.marks.as_ref().is_some_and(is_ours) => Ownership::Ours,
            Some(_) => Ownership::Foreign,
        };
        if ours == Ownership::Foreign && self.mutant == Mutant::ForeignOverwritten {
            ours = Ownership::Absent;
        }
        Ok(Observed { name, held, ours })
    }
}

impl Observed {
    /// What bears our mark, as a list found it.
    pub(super) fn of_marked(name: String, held: Held) -> Self {
        Self {
            name,
            held,
            ours: Ownership::Ours,
        }
    }

    /// Our service and its marks; `None` where there is nothing.
    pub(super) fn ours(&self) -> Result<Option<(&Service, &Marks)>> {
        match (self.ours, &self.held.service) {
            (Ownership::Foreign, _) => Err(Error::new(
                ErrorKind::OwnershipConflict,
                format!("{} is there and bears no mark of ours", self.name),
            )
            .with_outcome(Outcome::Untouched)
            .with_help("remove it, or adopt it")),
            (Ownership::Ours, Some(service)) => {
                Ok(service.marks.as_ref().map(|marks| (service, marks)))
            }
            _ => Ok(None),
        }
    }

    pub(super) fn version(&self) -> Option<u64> {
        self.held.service.as_ref().map(|service| service.version)
    }

    /// Refuses a caller whose fence is lower than the mark's.
    pub(super) fn check_fence(&self, ctx: &Context) -> Result<()> {
        let held = self.ours()?.and_then(|(_, marks)| marks.fence);
        match (ctx.fence(), held) {
            (Some(own), Some(held)) if own < held => Err(Error::new(
                ErrorKind::Superseded,
                "a writer with a higher fence was here",
            )
            .with_outcome(Outcome::Untouched)),
            _ => Ok(()),
        }
    }

    pub(super) fn endpoints(&self, spec: &TenantComputeSpec) -> Vec<Endpoint> {
        let Some(address) = &self.held.address else {
            return Vec::new();
        };
        let ports = spec
            .containers
            .iter()
            .flat_map(|container| container.ports.iter().map(move |port| (container, port)));
        let endpoints = ports.filter_map(|(container, port)| {
            let name = port
                .name
                .clone()
                .unwrap_or_else(|| port.container_port.to_string());
            let container = ContainerName::new(&container.name).ok()?;
            Some(Endpoint::new(
                name,
                container,
                "memory.invalid",
                address.port,
                false,
                EndpointScope::Host,
            ))
        });
        endpoints.collect()
    }
}
