//! `cargo xtask doc`: documentation.

use anyhow::Result;

use crate::cargo::{cargo, run as run_command};
use crate::outcome::Outcome;

/// Builds every crate's documentation; a broken link is an error.
pub(crate) fn run() -> Result<Outcome> {
    let mut command = cargo(["doc", "--workspace", "--no-deps", "--all-features"]);
    run_command(command.env("RUSTDOCFLAGS", "--deny warnings"))?;
    Ok(Outcome::Passed)
}
