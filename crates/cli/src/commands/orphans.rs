//! `landlord orphans`

use std::time::Duration;

use clap::Args;
use landlord_compute::{
    options::SweepOptions,
    result::{Orphan, SweepResult},
};

use crate::{
    app::App,
    args::duration,
    confirm::confirm,
    exit::Exit,
    failure::Result,
    output::{Output, Table},
};

const EXAMPLES: &str = "\
Examples:
  landlord orphans                                     what bears our mark without a complete tenant
  landlord orphans --sweep --older-than 1h             remove it, what is an hour old at least
  landlord orphans --sweep --older-than 1h --dry-run   say what would go";

/// `landlord orphans`
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Orphans {
    /// Remove them, after completing those that had become healthy
    #[arg(long, requires = "older_than")]
    pub(crate) sweep: bool,

    /// Only what is at least this old by the engine's clock
    #[arg(long, value_name = "TIME", value_parser = duration, requires = "sweep")]
    older_than: Option<Duration>,

    /// Say what would go, and remove nothing
    #[arg(long, requires = "sweep")]
    dry_run: bool,

    /// Do not ask
    #[arg(long, short)]
    yes: bool,
}

impl Orphans {
    pub(crate) async fn run(self, app: &App, out: &mut Output) -> Result<Exit> {
        match self.older_than {
            Some(age) if self.sweep => self.sweep(app, age, out).await,
            _ => list(app, out).await,
        }
    }

    async fn sweep(&self, app: &App, age: Duration, out: &mut Output) -> Result<Exit> {
        if !self.yes && !self.dry_run {
            confirm(&format!("remove every orphan older than {age:?}?"), out)?;
        }
        let options = SweepOptions::new().older_than(age).dry_run(self.dry_run);
        let ctx = app.context();
        let sweep = app.manager.sweep(&ctx, app.provider(), &options);
        let results: Vec<SweepResult> = app.run(sweep).await?;
        out.result(&results, |out| {
            let mut table = Table::new(["PROVIDER", "KIND", "ID"]);
            for result in &results {
                for object in &result.removed {
                    table.row([
                        result.provider_type.as_str().into(),
                        object.kind.as_str().into(),
                        object.id.as_str().into(),
                    ]);
                }
            }
            out.table(&table)
        })?;
        let removed: usize = results.iter().map(|result| result.removed.len()).sum();
        let promoted: usize = results.iter().map(|result| result.promoted.len()).sum();
        let verb = if self.dry_run { "would go" } else { "removed" };
        out.note(&format!(
            "{removed} objects {verb}, {promoted} tenants completed"
        ));
        Ok(Exit::Success)
    }
}

async fn list(app: &App, out: &mut Output) -> Result<Exit> {
    let ctx = app.context();
    let mut items = app.manager.orphans(&ctx, app.provider())?;
    let mut orphans: Vec<Orphan> = Vec::new();
    while let Some(orphan) = app.next(&mut items).await? {
        orphans.push(orphan);
    }
    app.quiet_progress();
    out.result(&orphans, |out| {
        let mut table = Table::new(["NAME", "TENANT", "PROVIDER", "AGE", "REASON"]);
        for orphan in &orphans {
            let tenant = orphan.tenant_id.as_ref().map(ToString::to_string);
            let age = orphan.age.map(|age| format!("{}s", age.as_secs()));
            table.row([
                orphan.name.as_str().into(),
                tenant.unwrap_or_default().into(),
                orphan.provider_type.as_str().into(),
                age.unwrap_or_default().into(),
                orphan.reason.as_str().into(),
            ]);
        }
        out.table(&table)
    })?;
    if orphans.is_empty() {
        out.note("no orphans");
    }
    Ok(Exit::Success)
}
