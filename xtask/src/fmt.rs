//! `cargo xtask fmt`: formatting.

use anyhow::Result;

use crate::cargo::{cargo, run as run_command};
use crate::outcome::Outcome;

/// Options of `fmt`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Rewrite the files instead of reporting what differs
    #[arg(long)]
    write: bool,
}

/// Checks the formatting of every crate, or mends it.
pub(crate) fn run(args: &Args) -> Result<Outcome> {
    if args.write {
        run_command(&mut cargo(["fmt", "--all"]))?;
        return Ok(Outcome::Passed);
    }
    check()
}

/// Checks the formatting of every crate.
pub(crate) fn check() -> Result<Outcome> {
    run_command(&mut cargo(["fmt", "--all", "--check"]))?;
    Ok(Outcome::Passed)
}
