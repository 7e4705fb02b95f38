//! `landlord demo-server`, hidden: what the examples run.

use clap::Args;

/// `landlord demo-server`
#[derive(Debug, Args)]
pub(crate) struct DemoServer {
    /// Options of the server
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

impl DemoServer {
    pub(crate) fn run(self) -> std::process::ExitCode {
        landlord_compute::local::demo::run(self.arguments)
    }
}
