//! `cargo xtask test`: every test and example that needs no engine, account or network.
//!
//! What a test cannot check on this machine it appends, as `name<TAB>reason`, to the file that
//! [`SKIP_LOG`] names. Every skip is printed at the end, and one that `xtask/allowed-skips.txt`
//! does not name fails the run: a skip is never a silent pass.

mod examples;
mod results;
mod skips;
mod stream;

use std::path::Path;

use anyhow::{Result, bail};

use self::results::Results;
use self::skips::{Allowed, Skip};
use crate::cargo::{cargo, root};
use crate::outcome::Outcome;

/// The variable that names the file to which a test appends what it skipped.
const SKIP_LOG: &str = "LANDLORD_SKIP_LOG";

/// Options of `test`.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Args {
    /// Test this package alone; may be given more than once
    #[arg(long, short, value_name = "NAME")]
    package: Vec<String>,
}

impl Args {
    /// The arguments that choose the packages for cargo.
    fn selection(&self) -> Vec<String> {
        if self.package.is_empty() {
            return vec!["--workspace".to_owned(), "--all-features".to_owned()];
        }
        let packages = self.package.iter().map(|name| format!("--package={name}"));
        packages.chain(["--all-features".to_owned()]).collect()
    }
}

/// Runs unit, integration and documentation tests, then the examples; prints the verdict.
pub(crate) fn run(args: &Args) -> Result<Outcome> {
    let scratch = tempfile::Builder::new()
        .prefix("landlord-test-")
        .tempdir()?;
    let skip_log = scratch.path().join("skips");
    // no test and no example may see or touch the tenants of the person who runs it
    let state = scratch.path().join("state");
    let env = [
        (SKIP_LOG, skip_log.as_path()),
        ("XDG_STATE_HOME", state.as_path()),
    ];

    let mut results = Results::default();
    run_tests(args, &env, &mut results)?;
    examples::run(args, &env, &mut results)?;

    let mut skips = skips::read(&skip_log)?;
    results.move_skipped(&skips);
    skips.extend(results.ignored());
    skips.sort();
    skips.dedup();
    let allowed = Allowed::read(&root().join("xtask/allowed-skips.txt"))?;
    verdict(&results, &skips, &allowed)
}

fn run_tests(args: &Args, env: &[(&str, &Path)], results: &mut Results) -> Result<()> {
    let mut command = cargo(["test", "--no-fail-fast"]);
    command.args(args.selection()).envs(env.iter().copied());
    let end = stream::run(&mut command, |line| results.read_line(line))?;
    if !end.success && results.failed() == 0 {
        results.fail("cargo test failed outside of any test: see above");
    }
    if end.leaked {
        results.fail("a process that a test started outlived it and holds its output");
    }
    Ok(())
}

/// Prints skips, failures and the closing line, and decides.
fn verdict(results: &Results, skips: &[Skip], allowed: &Allowed) -> Result<Outcome> {
    let mut surprises = 0;
    if !skips.is_empty() {
        println!("\nskipped:");
    }
    for skip in skips {
        let known = allowed.names(&skip.name);
        surprises += usize::from(!known);
        let note = if known {
            ""
        } else {
            "  [not in xtask/allowed-skips.txt]"
        };
        println!("  {}: {}{note}", skip.name, skip.reason);
    }
    if results.failed() > 0 {
        println!("\nfailed:");
        results.failures().for_each(|name| println!("  {name}"));
    }
    println!(
        "\n{} passed, {} failed, {} skipped",
        results.passed(),
        results.failed(),
        skips.len()
    );
    if results.failed() > 0 {
        bail!("{} tests failed", results.failed());
    }
    if surprises > 0 {
        bail!("{surprises} skips are not named in xtask/allowed-skips.txt");
    }
    if results.passed() == 0 {
        bail!("no test ran");
    }
    Ok(Outcome::Passed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(lines: &[&str]) -> Results {
        let mut results = Results::default();
        lines.iter().for_each(|line| results.read_line(line));
        results
    }

    const ONE: &[&str] = &[
        "test a ... ok",
        "test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s",
    ];

    #[test]
    fn no_test_is_a_failure() {
        let error = verdict(&after(&[]), &[], &Allowed::default()).unwrap_err();
        assert_eq!(error.to_string(), "no test ran");
    }

    #[test]
    fn an_unnamed_skip_is_a_failure() {
        let skips = [Skip {
            name: "case/4".to_owned(),
            reason: "no engine".to_owned(),
        }];
        assert!(verdict(&after(ONE), &skips, &Allowed::default()).is_err());
        assert!(verdict(&after(ONE), &skips, &Allowed::parse("case/*")).is_ok());
    }

    #[test]
    fn a_failure_is_a_failure() {
        let mut results = after(ONE);
        assert!(verdict(&results, &[], &Allowed::default()).is_ok());
        results.fail("an example");
        assert!(verdict(&results, &[], &Allowed::default()).is_err());
    }
}
