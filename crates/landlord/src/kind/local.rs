//! The kind `local`.

use std::sync::Arc;

use landlord_core::{Provider, ProviderName, Result};
use landlord_local::{LocalConfig, LocalProvider};
use schemars::{Schema, schema_for};
use serde_json::Value;

use super::{Compiled, ParseResult};
use crate::config::ProviderConfig;

pub(super) const COMPILED: Compiled = Compiled { schema, parse };

fn schema() -> Schema {
    schema_for!(LocalConfig)
}

fn parse(value: Value) -> ParseResult {
    serde_path_to_error::deserialize(value).map(ProviderConfig::Local)
}

pub(crate) fn build(name: ProviderName, config: &LocalConfig) -> Result<Arc<dyn Provider>> {
    Ok(Arc::new(LocalProvider::named(name, config)?))
}
