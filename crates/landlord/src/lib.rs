#![doc = include_str!("../README.md")]

pub mod config;
pub mod kind;
mod register;

pub use landlord_core as core;
pub use landlord_core::{
    Context, Error, ErrorKind, Installation, Manager, Provider, ProviderName, Registry, Result,
    TenantComputeSpec, TenantId, TenantRef, audit, layer, options, result, spec,
};
#[cfg(feature = "local")]
pub use landlord_local as local;

pub use self::{
    config::{ComputeConfig, ConfigError, Loader},
    register::register_enabled,
};
