//! `landlord completions`

use clap::Args;
use clap_complete::Shell;

use crate::{cli::Cli, exit::Exit, failure::Result, output::Output};

const EXAMPLES: &str = "\
Examples:
  landlord completions bash > /etc/bash_completion.d/landlord
  landlord completions zsh > ~/.zfunc/_landlord
  landlord completions fish > ~/.config/fish/completions/landlord.fish";

/// `landlord completions`
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    pub(crate) fn run(self, out: &mut Output) -> Result<Exit> {
        out.bytes(&script(self.shell))?;
        Ok(Exit::Success)
    }
}

/// The completion script for a shell.
pub(super) fn script(shell: Shell) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "landlord", &mut script);
    script
}
