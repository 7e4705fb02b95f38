//! One door to all providers: routes every verb to the provider that it belongs to.

mod fleet;
mod many;
mod routing;
mod tenant;

use std::{
    collections::BTreeMap,
    sync::{Arc, RwLock},
};

pub use self::many::{ApplyMany, TenantApplied, TenantOutcome};
use crate::{layer::Stack, provider::Provider, registry::Registry, spec::ProviderName};

/// Routes verbs to providers, through the layers it was given.
///
/// A spec goes to the provider that its `provider_type` names, or to the
/// default one. A tenant id goes to the provider that the caller names;
/// without one every registered provider is asked: one owner acts, two are an
/// error that names both, and one that cannot be asked is `Unavailable`.
#[derive(Debug)]
pub struct Manager {
    registry: Arc<Registry>,
    default_provider: Option<ProviderName>,
    stack: Stack,
    /// Providers inside the layers; the registry never replaces one, so neither does this.
    wrapped: RwLock<BTreeMap<ProviderName, Arc<dyn Provider>>>,
}

impl Manager {
    /// A manager without layers and without a default provider.
    #[must_use]
    pub fn new(registry: Arc<Registry>) -> Self {
        Self {
            registry,
            default_provider: None,
            stack: Stack::new(),
            wrapped: RwLock::default(),
        }
    }

    /// Serves specs without a `provider_type` by this provider.
    #[must_use]
    pub fn with_default_provider(mut self, name: ProviderName) -> Self {
        self.default_provider = Some(name);
        self
    }

    /// Puts every provider inside these layers.
    #[must_use]
    pub fn with_layers(mut self, stack: Stack) -> Self {
        self.stack = stack;
        self.wrapped = RwLock::default();
        self
    }

    /// The providers behind this manager.
    #[must_use]
    pub fn registry(&self) -> &Arc<Registry> {
        &self.registry
    }
}

#[cfg(test)]
#[cfg(feature = "mock")]
mod tests;
