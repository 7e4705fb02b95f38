#![doc = include_str!("../README.md")]

mod client;
mod config;
mod convert;
pub mod demo;
mod error;
pub mod failpoint;
mod folder;
mod guard;
mod logs;
mod manifest;
mod peer;
mod process;
mod protocol;
mod provider;
mod status;
pub mod supervisor;
mod validate;
mod verbs;

pub use config::{LocalConfig, LocalSpecConfig, SupervisorProgram};
pub use provider::{KIND, LocalProvider};
