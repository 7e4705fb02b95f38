//! `landlord apply`

mod outcome;

use clap::Args;
use futures_util::StreamExt as _;
use landlord_compute::{
    core::{ApplyMany, TenantApplied, TenantOutcome},
    options::{ApplyOptions, PlanOptions, Refresh, ValidateMode},
};

use self::outcome::Applied;
use super::plan;
use crate::{
    app::App,
    args::{FileArgs, WaitArg},
    exit::Exit,
    failure::{Failure, Result},
    output::{Output, Table},
    specs::{self, Prepared},
};

const EXAMPLES: &str = "\
Examples:
  landlord apply -f tenant.yaml                 one tenant; waits until it is ready
  landlord apply -f tenants/ --keep-going       a folder; one tenant's failure stops no other
  landlord apply -f 'tenants/*.yaml' --dry-run  the plan alone
  render-specs | landlord apply -f - -o json    from another program, for another program

All specs are checked before the first is applied: if one of twenty is bad, nothing happens.";

/// `landlord apply`
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Apply {
    #[command(flatten)]
    files: FileArgs,

    /// Tenants in work at once
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = at_least_one)]
    concurrency: usize,

    /// Go on with the other tenants when one fails
    #[arg(long)]
    keep_going: bool,

    /// When to return
    #[arg(long, value_enum, value_name = "WHEN", default_value = "ready")]
    wait: WaitArg,

    /// Show the plan and change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// Replace every replica even where nothing changed; secrets are read anew
    #[arg(long)]
    force: bool,

    /// Take over an unfinished operation of another spec before its deadline
    #[arg(long)]
    take_over: bool,

    /// Compare hashes alone and skip tenants that run what is wanted; blind to drift
    #[arg(long)]
    fast: bool,
}

/// A count that zero makes no sense for.
pub(super) fn at_least_one(text: &str) -> Result<usize, String> {
    let number: usize = text.parse().map_err(|_| "expected a whole number")?;
    match number {
        0 => Err("expected at least 1".to_owned()),
        number => Ok(number),
    }
}

impl Apply {
    pub(crate) async fn run(self, app: &App, out: &mut Output) -> Result<Exit> {
        let specs = specs::read(&self.files.files, out)?;
        let ctx = app.context();
        let prepared = specs::prepare(&app.manager, &ctx, specs, ValidateMode::Engine).await?;
        if self.dry_run {
            let options = PlanOptions::new().refresh(self.refresh()).force(self.force);
            let plans = plan::plans(app, &ctx, &prepared, self.concurrency, &options).await?;
            return plans.write(false, out);
        }
        for each in &prepared {
            for approximation in each.approximations() {
                out.note(&plan::approximation_line(each.spec(), approximation));
            }
        }
        let mut options = ApplyMany::default();
        options.apply = ApplyOptions::new()
            .wait(self.wait)
            .refresh(self.refresh())
            .force(self.force)
            .take_over(self.take_over);
        options.concurrency = self.concurrency;
        options.keep_going = self.keep_going;
        let specs = prepared.iter().map(|each| each.spec().clone()).collect();
        let mut outcomes: Vec<TenantOutcome<TenantApplied>> = app
            .manager
            .apply_many(&ctx, specs, &options)
            .await?
            .collect()
            .await;
        app.quiet_progress();
        outcomes.sort_by(|one, other| one.tenant_id.cmp(&other.tenant_id));
        write(&outcomes, &prepared, out)
    }

    fn refresh(&self) -> Refresh {
        if self.fast {
            Refresh::Hash
        } else {
            Refresh::Full
        }
    }
}

fn write(
    outcomes: &[TenantOutcome<TenantApplied>],
    prepared: &[Prepared],
    out: &mut Output,
) -> Result<Exit> {
    let applied = Applied::of(outcomes);
    out.result(&applied, |out| {
        let mut table = Table::new(["TENANT", "PROVIDER", "RESULT", "CHANGES"]);
        for tenant in &applied.tenants {
            table.row(tenant.row());
        }
        out.table(&table)?;
        for url in applied.urls() {
            out.line(&url)?;
        }
        Ok(())
    })?;
    out.note(&applied.summary.to_string());
    let mut failed = failures(outcomes, prepared);
    if failed.is_empty() {
        return Ok(Exit::Success);
    }
    let exit = if applied.summary.succeeded() > 0 {
        Exit::Partial
    } else {
        failed[0].exit
    };
    let problems = failed.drain(..).flat_map(|each| each.problems).collect();
    Err(Failure { exit, problems })
}

/// What failed, each placed in the file that its spec came from.
fn failures(outcomes: &[TenantOutcome<TenantApplied>], prepared: &[Prepared]) -> Vec<Failure> {
    let mut failures = Vec::new();
    for outcome in outcomes {
        let Err(error) = &outcome.result else {
            continue;
        };
        if outcome::is_not_started(error) {
            continue;
        }
        let tenant = outcome.tenant_id.as_str();
        let spec = prepared.iter().find(|each| each.spec().tenant_id == tenant);
        failures.push(match spec {
            Some(spec) => Failure::of_spec(error, &spec.parsed),
            None => Failure::from(error.clone()),
        });
    }
    failures
}
