//! From configuration to providers.

use landlord_core::{Registry, Result};

use crate::config::ComputeConfig;

/// Builds and registers every enabled provider of `config`.
///
/// Providers check their settings here, and reach no engine yet.
///
/// # Errors
/// `Config` for settings that a provider refuses, or for a remote engine
/// without an installation; `ProviderConflict` when a name is registered
/// already. Those before it stay registered.
pub fn register_enabled(registry: &Registry, config: &ComputeConfig) -> Result<()> {
    config.installation()?;
    for (name, entry) in &config.providers {
        if !entry.enabled {
            continue;
        }
        registry.register(entry.config.build(name.clone())?)?;
    }
    Ok(())
}
