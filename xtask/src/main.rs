//! Automation for the workspace: the only runner, for people and for CI.
//!
//! `cargo xtask <command>`; `cargo xtask --help` lists the commands. Each command is one file.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a developer's tool reports to the terminal it was started from"
)]

mod cargo;
mod ci;
mod clippy;
mod doc;
mod features;
mod fmt;
mod outcome;
mod test;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::outcome::Outcome;

/// Automation for the landlord workspace.
#[derive(Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    disable_version_flag = true
)]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run every test and example that needs no engine, account or network
    Test(test::Args),
    /// Run every check, then print a table of steps, times and outcomes
    Ci(ci::Args),
    /// Check the formatting, or mend it with --write
    Fmt(fmt::Args),
    /// Lint all targets with all features; a warning is an error
    Clippy,
    /// Build the documentation; a warning is an error
    Doc,
    /// Check every crate with each of its features alone, with all and with none
    Features,
}

fn main() -> ExitCode {
    let result = match Args::parse().command {
        Command::Test(args) => test::run(&args),
        Command::Ci(args) => ci::run(&args),
        Command::Fmt(args) => fmt::run(&args),
        Command::Clippy => clippy::run(),
        Command::Doc => doc::run(),
        Command::Features => features::run(),
    };
    match result {
        Ok(Outcome::Passed) => ExitCode::SUCCESS,
        Ok(Outcome::Skipped(reason)) => {
            println!("skipped: {reason}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
