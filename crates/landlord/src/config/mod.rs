//! Configuration: flags before environment before file before default.
//!
//! A file is read with the position of every key, then merged with the
//! environment and the flags, and only then typed: an unknown key, a wrong
//! type or a block for a provider that is not compiled in is an error with
//! file, line and key, and every value of the result knows its origin.

mod compute;
mod discover;
mod error;
mod load;
mod located;
mod merge;
mod origin;
mod schema;
mod secret;
mod setting;

pub use self::{
    compute::{AuditConfig, ComputeConfig, ProviderConfig, ProviderEntry},
    discover::{CONFIG_VARIABLE, discover},
    error::ConfigError,
    load::{Loaded, Loader},
    origin::Origin,
    schema::config_schema,
    secret::Secret,
    setting::{Scalar, Setting, settings},
};

#[cfg(test)]
mod tests;
