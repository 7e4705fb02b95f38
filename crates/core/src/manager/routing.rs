//! Which provider a verb goes to.

use std::sync::{Arc, PoisonError};

use futures_util::future::join_all;

use super::Manager;
use crate::{
    context::Context,
    error::{Error, ErrorKind, Outcome, Result},
    options::StatusOptions,
    provider::Provider,
    spec::{ProviderName, TenantComputeSpec},
    tenant::TenantRef,
};

impl Manager {
    /// The provider of that name, inside the layers.
    ///
    /// # Errors
    /// `ProviderNotFound`, naming those that exist.
    pub fn provider(&self, name: &ProviderName) -> Result<Arc<dyn Provider>> {
        let wrapped = self.wrapped.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(provider) = wrapped.get(name) {
            return Ok(Arc::clone(provider));
        }
        drop(wrapped);
        let provider = self.stack.wrap(self.registry.get(name)?);
        let mut wrapped = self.wrapped.write().unwrap_or_else(PoisonError::into_inner);
        Ok(Arc::clone(wrapped.entry(name.clone()).or_insert(provider)))
    }

    /// Every registered provider, sorted by name, inside the layers.
    ///
    /// # Errors
    /// None that a registry which never forgets can cause.
    pub fn providers(&self) -> Result<Vec<Arc<dyn Provider>>> {
        self.registry
            .list()
            .iter()
            .map(|name| self.provider(name))
            .collect()
    }

    /// The provider that a spec goes to.
    ///
    /// # Errors
    /// `ProviderNotFound` when the spec names one that is not registered, or
    /// names none and there is no default or an unregistered one.
    pub fn provider_for(&self, spec: &TenantComputeSpec) -> Result<Arc<dyn Provider>> {
        let name = match &spec.provider_type {
            Some(name) => ProviderName::new(name.as_str()).map_err(|error| {
                Error::new(ErrorKind::ProviderNotFound, error.to_string())
                    .with_outcome(Outcome::Untouched)
            })?,
            None => self.default_provider.clone().ok_or_else(|| {
                Error::new(
                    ErrorKind::ProviderNotFound,
                    "the spec names no provider_type and there is no default provider",
                )
                .with_outcome(Outcome::Untouched)
                .with_help("set `provider_type` in the spec, or configure `default_provider`")
            })?,
        };
        self.provider(&name)
    }

    /// The provider that holds a tenant: the named one, else the one owner
    /// among all that are registered.
    ///
    /// # Errors
    /// `ProviderNotFound`; `TenantNotFound` when every provider said so;
    /// `Conflict` when two hold it; `Unavailable` when one could not be asked.
    pub async fn locate(
        &self,
        ctx: &Context,
        tenant: &TenantRef,
        provider: Option<&ProviderName>,
    ) -> Result<Arc<dyn Provider>> {
        if let Some(name) = provider {
            return self.provider(name);
        }
        let mut providers = self.providers()?;
        match providers.len() {
            0 => Err(none_registered()),
            1 => Ok(providers.remove(0)),
            _ => find_owner(ctx, tenant, providers).await,
        }
    }
}

async fn find_owner(
    ctx: &Context,
    tenant: &TenantRef,
    providers: Vec<Arc<dyn Provider>>,
) -> Result<Arc<dyn Provider>> {
    let options = StatusOptions::new();
    let answers = join_all(
        providers
            .iter()
            .map(|each| each.status(ctx, tenant, &options)),
    )
    .await;
    let mut owners = Vec::new();
    for (provider, answer) in providers.iter().zip(answers) {
        match answer {
            Ok(_) => owners.push(Arc::clone(provider)),
            Err(error) if *error.kind() == ErrorKind::TenantNotFound => {}
            Err(error) => return Err(unreachable(tenant, provider.name(), error)),
        }
    }
    match owners.len() {
        0 => {
            let names: Vec<&str> = providers.iter().map(|each| each.name().as_str()).collect();
            Err(Error::tenant_not_found(tenant.id()).with_context("asked", names.join(", ")))
        }
        1 => Ok(owners.remove(0)),
        _ => Err(two_owners(tenant, &owners)),
    }
}

fn none_registered() -> Error {
    Error::new(ErrorKind::ProviderNotFound, "no provider is registered")
        .with_outcome(Outcome::Untouched)
        .with_help("configure at least one under `providers`")
}

/// Nothing is known of a tenant that one provider could not be asked about.
fn unreachable(tenant: &TenantRef, provider: &ProviderName, error: Error) -> Error {
    // that the caller gave up says nothing about the provider
    if matches!(
        error.kind(),
        ErrorKind::Cancelled | ErrorKind::DeadlineExceeded
    ) {
        return error
            .with_tenant(tenant.id().clone())
            .with_outcome(Outcome::Untouched);
    }
    Error::new(
        ErrorKind::Unavailable,
        format!("{provider} could not say whether it holds the tenant"),
    )
    .with_retryable(error.is_retryable())
    .with_provider(provider.clone())
    .with_tenant(tenant.id().clone())
    .with_outcome(Outcome::Untouched)
    .with_source(&error)
    .with_help("name the provider with `--provider` if you know it")
}

fn two_owners(tenant: &TenantRef, owners: &[Arc<dyn Provider>]) -> Error {
    let names: Vec<&str> = owners.iter().map(|owner| owner.name().as_str()).collect();
    Error::new(
        ErrorKind::Conflict,
        format!("several providers hold the tenant: {}", names.join(", ")),
    )
    .with_tenant(tenant.id().clone())
    .with_outcome(Outcome::Untouched)
    .with_help("name the one you mean with `--provider`")
}
