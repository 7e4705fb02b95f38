//! Automation for the workspace: the only runner, for people and for CI.
//!
//! `cargo xtask <command>`; `cargo xtask --help` lists the commands. Each command is one file.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a developer's tool reports to the terminal it was started from"
)]

mod bench;
mod cargo;
mod ci;
mod clippy;
mod deps;
mod doc;
mod features;
mod fmt;
mod generated;
mod guides;
mod licences;
mod manifests;
mod msrv;
mod outcome;
mod package;
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
    /// Check which crate depends on what
    Deps,
    /// Check that every dependency's licence is compatible with ours
    Licences,
    /// Check that every crate carries what a registry and a reader expect
    Manifests,
    /// Check what the guides claim: links, guards of invariants, fields of the spec
    Guides,
    /// Compare the files that the program generates with the committed ones, or --write them
    Generated(generated::Args),
    /// Check every crate with the oldest Rust it promises, where that is installed
    Msrv,
    /// Pack every crate in publish order and build it from its archive
    Package,
    /// Measure everything that has a target; prints the table, or writes it with --write
    Bench(bench::Args),
    /// Measure the release program with the local provider alone
    Size,
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
        Command::Deps => deps::run(),
        Command::Licences => licences::run(),
        Command::Manifests => manifests::run(),
        Command::Guides => guides::run(),
        Command::Generated(args) => generated::run(&args),
        Command::Bench(args) => bench::run(&args),
        Command::Size => bench::size(),
        Command::Msrv => msrv::run(),
        Command::Package => package::run(),
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
