//! The command line.

use clap::{FromArgMatches as _, Parser, Subcommand};

use crate::{args::Globals, commands, sources};

const EXAMPLES: &str = "\
Examples:
  landlord apply -f examples/hello.yaml     give tenant hello its compute, wait until it is ready
  landlord status hello                     state, health, containers, endpoints
  landlord logs hello -f                    follow its output
  landlord destroy hello                    remove all of it, with a receipt

Exit codes, output formats and the JSON interface: docs/cli.md";

/// Give every tenant its own compute, on any engine, through one contract
#[derive(Debug, Parser)]
#[command(
    name = "landlord",
    version,
    after_help = EXAMPLES,
    disable_help_subcommand = true,
    max_term_width = 100
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) globals: Globals,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// One command per verb.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Bring tenants to what their specs say: create, update or leave them
    Apply(commands::Apply),
    /// Show what an apply would change
    Plan(commands::Plan),
    /// Check specs without a side effect
    Validate(commands::Validate),
    /// Show a tenant as its engine holds it now
    Status(commands::Status),
    /// Show a tenant's spec as deployed
    Show(commands::Show),
    /// List every tenant of this installation
    List(commands::List),
    /// Show the output of a tenant's containers
    Logs(commands::Logs),
    /// Show changes as they happen
    Watch(commands::Watch),
    /// Wait until a tenant is ready, gone or in a state
    Wait(commands::Wait),
    /// Replace a tenant's replicas one after the other; secrets are read anew
    Restart(commands::Restart),
    /// Set a tenant's number of replicas
    Scale(commands::Scale),
    /// Remove everything of tenants, with a receipt
    Destroy(commands::Destroy),
    /// Show or remove what bears our mark without a complete tenant
    Orphans(commands::Orphans),
    /// Take over existing, unmarked objects that are exactly as a spec says
    Adopt(commands::Adopt),
    /// Show providers: capabilities, guarantees, health, schema
    Providers(commands::Providers),
    /// Show the configuration and where each value came from
    Config(commands::Config),
    /// Print the JSON Schema of specs
    Schema(commands::Schema),
    /// Look at and verify the audit trail
    Audit(commands::Audit),
    /// Print a completion script for a shell
    Completions(commands::Completions),
    /// Serve HTTP on $PORT, for examples and tests
    #[cfg(feature = "local")]
    #[command(hide = true)]
    DemoServer(commands::DemoServer),
    /// Write the files that the program generates about itself
    #[command(hide = true)]
    Generate(commands::Generate),
}

impl Cli {
    /// The command line, with the flags of configuration.
    pub(crate) fn command() -> clap::Command {
        sources::with_flags(<Self as clap::CommandFactory>::command())
    }

    /// Reads the process's arguments.
    pub(crate) fn read(
        arguments: impl IntoIterator<Item = std::ffi::OsString>,
    ) -> Result<(Self, clap::ArgMatches), clap::Error> {
        let matches = Self::command().try_get_matches_from(arguments)?;
        let cli = Self::from_arg_matches(&matches)?;
        Ok((cli, matches))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_has_examples() {
        fn check(command: &clap::Command) {
            if command.get_subcommands().next().is_none() && !command.is_hide_set() {
                let help = command.clone().render_long_help().to_string();
                assert!(help.contains("Examples:"), "{}", command.get_name());
            }
            command.get_subcommands().for_each(check);
        }
        check(&Cli::command());
    }
}
