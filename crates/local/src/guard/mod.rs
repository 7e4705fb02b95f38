//! The guard: one small process above each container.
//!
//! It is a subreaper, so every process below it stays its descendant however it forks. Its stdin
//! is a socket to the supervisor: orders come in, reports go out, and when the other end is gone,
//! for whatever reason, everything below is killed. Its stdout and stderr are the pipes of the
//! workload.

mod exec;
mod handle;
mod order;
mod reaper;
mod run;

pub(crate) use exec::exec;
pub(crate) use handle::{GuardHandle, Guards, Started, self_program};
pub(crate) use order::{Exit, Limits, Order, Report};
pub(crate) use run::run;

/// The hidden first argument of a guard.
pub(crate) const GUARD_ROLE: &str = "__landlord-guard";
/// The hidden first argument of the step between a guard and its workload.
pub(crate) const EXEC_ROLE: &str = "__landlord-exec";
