//! The `landlord` program.

mod app;
mod args;
mod cli;
mod commands;
mod confirm;
mod exit;
mod failure;
mod logging;
mod output;
mod progress;
mod run;
mod signals;
mod sources;
mod specs;

use std::process::ExitCode;

fn main() -> ExitCode {
    // before any argument is read or thread started: this process may be a supervisor
    #[cfg(feature = "local")]
    landlord_compute::local::supervisor::init();
    run::run()
}
