//! The supervisor: one process per tenant that runs its containers and outlives the command line.
//!
//! [`init`] must be the first call in the `main` of every program that is its own supervisor
//! ([`SupervisorProgram::CurrentExe`](crate::SupervisorProgram)): started with a hidden first
//! argument, the program is a supervisor, a guard or a step in between, and `init` never returns.

mod backoff;
mod control;
mod engine;
mod environment;
mod forwarder;
mod init;
mod launch;
mod log;
mod ports;
mod probe;
mod run;
mod secrets;

pub use init::{init, run_role};

pub(crate) use environment::search_path;
pub(crate) use init::was_called;
pub(crate) use launch::{LaunchError, launch};
pub(crate) use log::{Stream, parse_line};
pub(crate) use secrets::check_source;
