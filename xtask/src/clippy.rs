//! `cargo xtask clippy`: lints.

use anyhow::Result;

use crate::cargo::{cargo, run as run_command};
use crate::outcome::Outcome;

/// Lints every target of every crate with all features.
pub(crate) fn run() -> Result<Outcome> {
    run_command(&mut cargo([
        "clippy",
        "--workspace",
        "--all-targets",
        "--all-features",
        "--",
        "--deny",
        "warnings",
    ]))?;
    Ok(Outcome::Passed)
}
