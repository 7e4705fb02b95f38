//! `landlord plan`

use std::fmt;

use clap::Args;
use futures_util::StreamExt as _;
use landlord_compute::{
    Context, TenantComputeSpec,
    options::{PlanOptions, Refresh, ValidateMode},
    result::{Approximation, PlanAction, PlanResult},
};
use serde::Serialize;

use crate::{
    app::App,
    args::FileArgs,
    exit::Exit,
    failure::{Failure, Result},
    output::{Output, change_line, clean},
    specs::{self, Prepared},
};

const EXAMPLES: &str = "\
Examples:
  landlord plan -f tenants/                          what an apply would do, drift included
  landlord plan -f tenant.yaml --detailed-exitcode   0 nothing, 1 error, 2 changes; for CI
  landlord plan -f tenants/ --refresh hash           one read per tenant, blind to drift
  landlord plan -f tenant.yaml -o json               for programs";

/// `landlord plan`
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Plan {
    #[command(flatten)]
    files: FileArgs,

    /// Exit with 0 for no changes, 1 for an error, 2 for changes
    #[arg(long)]
    pub(crate) detailed_exitcode: bool,

    /// How to find what differs
    #[arg(long, value_enum, value_name = "HOW", default_value = "full")]
    refresh: RefreshArg,

    /// Plan the update that `apply --force` would make
    #[arg(long)]
    force: bool,

    /// Tenants in work at once
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = super::apply::at_least_one)]
    concurrency: usize,
}

/// How a plan finds what differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum RefreshArg {
    /// Read every object: sees drift.
    Full,
    /// Compare hashes: one read.
    Hash,
}

impl Plan {
    pub(crate) async fn run(self, app: &App, out: &mut Output) -> Result<Exit> {
        let specs = specs::read(&self.files.files, out)?;
        let ctx = app.context();
        let prepared = specs::prepare(&app.manager, &ctx, specs, ValidateMode::Engine).await?;
        let refresh = match self.refresh {
            RefreshArg::Full => Refresh::Full,
            RefreshArg::Hash => Refresh::Hash,
        };
        let options = PlanOptions::new().refresh(refresh).force(self.force);
        let plans = plans(app, &ctx, &prepared, self.concurrency, &options).await?;
        plans.write(self.detailed_exitcode, out)
    }
}

/// The plans of all tenants; nothing where one cannot be made.
#[derive(Debug, Serialize)]
pub(super) struct Plans {
    tenants: Vec<PlanResult>,
    summary: Summary,
}

#[derive(Debug, Default, Serialize)]
struct Summary {
    create: usize,
    change: usize,
    replace: usize,
    unchanged: usize,
}

pub(super) async fn plans(
    app: &App,
    ctx: &Context,
    prepared: &[Prepared],
    concurrency: usize,
    options: &PlanOptions,
) -> Result<Plans> {
    let specs = prepared.iter().map(|each| each.spec().clone()).collect();
    let outcomes: Vec<_> = app
        .manager
        .plan_many(ctx, specs, concurrency, options)
        .await?
        .collect()
        .await;
    app.quiet_progress();
    let mut tenants = Vec::with_capacity(outcomes.len());
    let mut failures: Vec<Failure> = Vec::new();
    for outcome in outcomes {
        match outcome.result {
            Ok(plan) => tenants.push(plan),
            Err(error) => failures.push(error.into()),
        }
    }
    if let Some(first) = failures.first() {
        let exit = first.exit;
        let problems = failures.into_iter().flat_map(|each| each.problems);
        return Err(Failure {
            exit,
            problems: problems.collect(),
        });
    }
    let mut summary = Summary::default();
    for plan in &tenants {
        summary.count(&plan.action);
    }
    Ok(Plans { tenants, summary })
}

impl Plans {
    /// Writes the plan; the exit code tells of changes where that was asked for.
    pub(super) fn write(&self, detailed: bool, out: &mut Output) -> Result<Exit> {
        out.result(self, |out| {
            for plan in &self.tenants {
                write_tenant(plan, out)?;
            }
            out.line(&self.summary.to_string())
        })?;
        let changes = self.summary.unchanged < self.tenants.len();
        Ok(if detailed && changes {
            Exit::Changes
        } else {
            Exit::Success
        })
    }
}

fn write_tenant(plan: &PlanResult, out: &mut Output) -> Result<()> {
    let sign = match plan.action {
        PlanAction::Create => "+",
        PlanAction::Change => "~",
        PlanAction::Replace => "-/+",
        _ => return Ok(()),
    };
    out.line(&format!(
        "{sign} {} on {}: {}",
        plan.tenant_id, plan.provider_type, plan.action
    ))?;
    if let Some(settled) = &plan.would_settle {
        out.line(&format!("    first: {}", clean(&settled.message)))?;
    }
    for change in &plan.changes {
        out.line(&format!("    {}", change_line(change)))?;
    }
    for approximation in &plan.approximations {
        out.line(&format!("    {}", approximated(approximation)))?;
    }
    out.line("")
}

/// What the engine does instead of what a spec asks, and why.
pub(super) fn approximation_line(spec: &TenantComputeSpec, what: &Approximation) -> String {
    format!("note: {}: {}", clean(&spec.tenant_id), approximated(what))
}

fn approximated(what: &Approximation) -> String {
    format!(
        "{}: {} runs as {}: {}",
        clean(&what.path),
        clean(&what.given),
        clean(&what.effective),
        clean(&what.reason)
    )
}

impl Summary {
    fn count(&mut self, action: &PlanAction) {
        let counter = match action {
            PlanAction::Create => &mut self.create,
            PlanAction::Replace => &mut self.replace,
            PlanAction::Unchanged => &mut self.unchanged,
            _ => &mut self.change,
        };
        *counter += 1;
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} to create, {} to change, {} to replace, {} unchanged",
            self.create, self.change, self.replace, self.unchanged
        )
    }
}
