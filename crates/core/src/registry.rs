//! The providers that a program can use, by name.

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
};

use crate::{
    error::{Error, ErrorKind, Outcome, Result},
    provider::Provider,
    spec::ProviderName,
};

/// Providers by name, shared freely between tasks. A provider is registered
/// once and never replaced, so what [`get`](Self::get) returned stays right.
#[derive(Debug, Default)]
pub struct Registry {
    providers: RwLock<BTreeMap<ProviderName, Arc<dyn Provider>>>,
}

impl Registry {
    /// A registry without providers.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a provider under its own name.
    ///
    /// # Errors
    /// `ProviderConflict` when the name is taken; the one that is there stays.
    pub fn register(&self, provider: Arc<dyn Provider>) -> Result<()> {
        let name = provider.name().clone();
        let mut providers = self
            .providers
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        if providers.contains_key(&name) {
            return Err(Error::new(
                ErrorKind::ProviderConflict,
                format!("a provider named {name} is registered already"),
            )
            .with_help("give each configured instance a name of its own"));
        }
        providers.insert(name, provider);
        Ok(())
    }

    /// The provider of that name.
    ///
    /// # Errors
    /// `ProviderNotFound`, naming those that exist.
    pub fn get(&self, name: &ProviderName) -> Result<Arc<dyn Provider>> {
        let providers = self
            .providers
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(provider) = providers.get(name) {
            return Ok(Arc::clone(provider));
        }
        let known: Vec<&str> = providers.keys().map(ProviderName::as_str).collect();
        let known = match known.as_slice() {
            [] => "none is registered".to_owned(),
            names => format!("registered: {}", names.join(", ")),
        };
        Err(Error::new(
            ErrorKind::ProviderNotFound,
            format!("no provider named {name}; {known}"),
        )
        .with_outcome(Outcome::Untouched)
        .with_help(format!(
            "configure `providers.{name}`, or name a registered provider in `provider_type`"
        )))
    }

    /// The names of all providers, sorted.
    #[must_use]
    pub fn list(&self) -> Vec<ProviderName> {
        let providers = self
            .providers
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        providers.keys().cloned().collect()
    }
}
