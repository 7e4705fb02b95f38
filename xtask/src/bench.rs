//! `cargo xtask bench`: measured figures beside their targets.
//!
//! A benchmark reaches the table by its name: a criterion benchmark called as in
//! [`figures::FIGURES`] gives its median, and a program of a crate's `benches/` that counts
//! (allocations, say) appends `name<TAB>number` to the file that [`COUNTS`] names.

mod counts;
mod criterion;
mod figures;
mod program;
mod table;

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use cargo_metadata::{Metadata, TargetKind};

use crate::cargo::{cargo, root, run as run_command};
use crate::generated::merged;
use crate::outcome::Outcome;
use crate::workspace::metadata;

/// The variable that names the file to which a benchmark appends what it counted.
const COUNTS: &str = "LANDLORD_BENCH_COUNTS";

/// Options of `bench`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Write the table into docs/benchmarks.md
    #[arg(long)]
    write: bool,
}

/// What was measured, by the figure's name; a figure that could not be measured has its reason.
type Measured = BTreeMap<&'static str, Result<f64, String>>;

/// Runs all benchmarks and prints the table; a count over its target is a failure, a time is not.
pub(crate) fn run(args: &Args) -> Result<Outcome> {
    let metadata = metadata()?;
    let scratch = tempfile::Builder::new()
        .prefix("landlord-bench-")
        .tempdir()?;
    let log = scratch.path().join("counts");
    for (package, bench) in benches(&metadata) {
        let mut command = cargo([
            "bench",
            "--all-features",
            "--package",
            &package,
            "--bench",
            &bench,
        ]);
        run_command(command.env(COUNTS, &log))?;
    }
    let mut measured = criterion::read(&metadata.target_directory.join("criterion"));
    measured.extend(counts::read(&log)?);
    measured.extend(program::measure(&metadata, scratch.path())?);

    let table = table::render(&measured);
    println!("\n{table}");
    if args.write {
        write(&table)?;
    }
    let broken = figures::broken_gates(&measured);
    if !broken.is_empty() {
        bail!("over their target: {}", broken.join(", "));
    }
    Ok(Outcome::Passed)
}

/// `cargo xtask size`: the release program with the local provider alone.
pub(crate) fn size() -> Result<Outcome> {
    let metadata = metadata()?;
    let Some(program) = program::build(&metadata)? else {
        return Ok(Outcome::Skipped(program::NOT_YET.to_owned()));
    };
    let bytes = program::size(&program)?;
    println!("{bytes} bytes with the local provider alone");
    let measured = Measured::from([(figures::BINARY_SIZE, Ok(bytes))]);
    if !figures::broken_gates(&measured).is_empty() {
        bail!("the program is larger than its target");
    }
    Ok(Outcome::Passed)
}

/// Package and name of every benchmark program.
fn benches(metadata: &Metadata) -> Vec<(String, String)> {
    let mut benches: Vec<_> = metadata
        .workspace_packages()
        .into_iter()
        .flat_map(|package| package.targets.iter().map(move |target| (package, target)))
        .filter(|(_, target)| target.kind.contains(&TargetKind::Bench))
        .map(|(package, target)| (package.name.to_string(), target.name.clone()))
        .collect();
    benches.sort();
    benches
}

fn write(table: &str) -> Result<()> {
    let path = root().join("docs/benchmarks.md");
    let committed = std::fs::read_to_string(&path).unwrap_or_else(|_| table::PAGE.to_owned());
    std::fs::write(&path, merged(&committed, table)?)?;
    println!("wrote docs/benchmarks.md");
    Ok(())
}
