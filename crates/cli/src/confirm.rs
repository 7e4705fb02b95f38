//! Asking before something cannot be taken back.

use std::io::{BufRead as _, IsTerminal as _};

use crate::{
    exit::Exit,
    failure::{Failure, Problem, Result},
    output::Output,
};

/// Asks on the terminal; without one nobody can answer, and `--yes` must be given.
pub(crate) fn confirm(question: &str, out: &mut Output) -> Result<()> {
    if !std::io::stdin().is_terminal() {
        return Err(Failure::usage(
            "standard input is no terminal, so nobody can be asked",
            "say --yes to go on without being asked",
        ));
    }
    write!(out.stderr(), "{question} [y/N] ")?;
    out.stderr().flush()?;
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer)?;
    if matches!(answer.trim(), "y" | "Y" | "yes") {
        return Ok(());
    }
    Err(Failure::new(
        Exit::Cancelled,
        Problem::new("cancelled", "not confirmed; nothing was changed"),
    ))
}
