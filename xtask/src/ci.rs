//! `cargo xtask ci`: every check in one run.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use clap::ValueEnum;

use crate::outcome::Outcome;
use crate::{
    clippy, deps, doc, features, fmt, generated, guides, licences, manifests, msrv, package, test,
};

/// Options of `ci`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Begin at this step
    #[arg(long, value_name = "STEP", conflicts_with = "only")]
    from: Option<Step>,
    /// Run this step alone; may be given more than once
    #[arg(long, value_name = "STEP")]
    only: Vec<Step>,
    /// Leave this step out; may be given more than once
    #[arg(long, value_name = "STEP")]
    skip: Vec<Step>,
}

/// The steps, in the order they run: the cheap ones first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
enum Step {
    Fmt,
    Manifests,
    Deps,
    Licences,
    Guides,
    Clippy,
    Test,
    Generated,
    Doc,
    Features,
    Msrv,
    Package,
}

impl Step {
    fn name(self) -> String {
        self.to_possible_value()
            .map(|value| value.get_name().to_owned())
            .unwrap_or_default()
    }

    fn run(self) -> Result<Outcome> {
        match self {
            Self::Fmt => fmt::check(),
            Self::Manifests => manifests::run(),
            Self::Deps => deps::run(),
            Self::Licences => licences::run(),
            Self::Guides => guides::run(),
            Self::Generated => generated::check(),
            Self::Msrv => msrv::run(),
            Self::Package => package::run(),
            Self::Clippy => clippy::run(),
            Self::Test => test::run(&test::Args::default()),
            Self::Doc => doc::run(),
            Self::Features => features::run(),
        }
    }
}

/// One line of the table at the end.
struct Line {
    step: Step,
    time: Duration,
    result: Result<Outcome>,
}

/// Runs the chosen steps, all of them even when one fails, and prints the table.
pub(crate) fn run(args: &Args) -> Result<Outcome> {
    let started = Instant::now();
    let lines: Vec<Line> = chosen(args).into_iter().map(run_step).collect();
    if lines.is_empty() {
        bail!("no step is left to run");
    }
    println!(
        "\n{}total{:>12.1} s",
        table(&lines),
        started.elapsed().as_secs_f64()
    );
    let failed = lines.iter().filter(|line| line.result.is_err()).count();
    if failed > 0 {
        bail!("{failed} of {} steps failed", lines.len());
    }
    Ok(Outcome::Passed)
}

fn chosen(args: &Args) -> Vec<Step> {
    Step::value_variants()
        .iter()
        .copied()
        .filter(|step| args.from.is_none_or(|from| *step >= from))
        .filter(|step| args.only.is_empty() || args.only.contains(step))
        .filter(|step| !args.skip.contains(step))
        .collect()
}

fn run_step(step: Step) -> Line {
    println!("\n== {} ==", step.name());
    let started = Instant::now();
    let result = step.run();
    match &result {
        Ok(Outcome::Passed) => {}
        Ok(Outcome::Skipped(reason)) => println!("skipped: {reason}"),
        Err(error) => eprintln!("error: {error:#}"),
    }
    Line {
        step,
        time: started.elapsed(),
        result,
    }
}

fn table(lines: &[Line]) -> String {
    lines
        .iter()
        .map(|line| {
            let outcome = match &line.result {
                Ok(Outcome::Passed) => "passed".to_owned(),
                Ok(Outcome::Skipped(reason)) => format!("skipped: {reason}"),
                Err(_) => "FAILED".to_owned(),
            };
            format!(
                "{:<10}{:>7.1} s  {outcome}\n",
                line.step.name(),
                line.time.as_secs_f64()
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(from: Option<Step>, only: &[Step], skip: &[Step]) -> Args {
        Args {
            from,
            only: only.to_vec(),
            skip: skip.to_vec(),
        }
    }

    #[test]
    fn from_keeps_the_rest_in_order() {
        let all = Step::value_variants();
        assert_eq!(chosen(&args(None, &[], &[])), all);
        assert_eq!(chosen(&args(Some(all[1]), &[], &[])), all[1..]);
    }

    #[test]
    fn only_and_skip_select() {
        assert_eq!(
            chosen(&args(None, &[Step::Doc, Step::Fmt], &[])),
            [Step::Fmt, Step::Doc]
        );
        assert!(!chosen(&args(None, &[], &[Step::Test])).contains(&Step::Test));
        assert!(chosen(&args(None, &[Step::Doc], &[Step::Doc])).is_empty());
    }

    #[test]
    fn the_table_shows_skips_and_failures() {
        let line = |step, result| Line {
            step,
            time: Duration::from_millis(1500),
            result,
        };
        let text = table(&[
            line(Step::Fmt, Ok(Outcome::Passed)),
            line(Step::Doc, Ok(Outcome::Skipped("no crate".to_owned()))),
            line(Step::Test, Err(anyhow::anyhow!("broken"))),
        ]);
        assert_eq!(
            text,
            "fmt           1.5 s  passed\ndoc           1.5 s  skipped: no crate\ntest          1.5 s  FAILED\n"
        );
    }
}
