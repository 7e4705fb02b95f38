//! `landlord scale`

use clap::Args;
use futures_util::TryFutureExt as _;
use landlord_compute::{Error, core::Verb, options::UpdateOptions};

use crate::{
    app::App,
    args::{TenantArg, WaitArg},
    exit::Exit,
    failure::Result,
    output::{Output, Table, change_line},
};

const EXAMPLES: &str = "\
Examples:
  landlord scale acme --replicas 3    three copies of all containers
  landlord scale acme --replicas 0    stop the tenant and keep it

The next apply of the tenant's file wins, and `landlord plan` shows it.";

/// `landlord scale`
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Scale {
    #[command(flatten)]
    tenant: TenantArg,

    /// Copies of all containers, 0 to 1000; 0 stops the tenant and keeps it
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=1000))]
    replicas: u32,

    /// When to return
    #[arg(long, value_enum, value_name = "WHEN", default_value = "ready")]
    wait: WaitArg,
}

impl Scale {
    pub(crate) async fn run(self, app: &App, out: &mut Output) -> Result<Exit> {
        let ctx = app.context();
        let options = UpdateOptions::new().wait(self.wait);
        let tenant = &self.tenant.tenant;
        let scale = app
            .manager
            .scale_tenant(&ctx, tenant, app.provider(), self.replicas, &options)
            .map_err(as_scale);
        let result = app.run(scale).await?;
        out.result(&result, |out| {
            let mut table = Table::new(["TENANT", "PROVIDER", "RESULT"]);
            table.row([
                result.tenant_id.as_str().into(),
                result.provider_type.as_str().into(),
                result.status.as_str().into(),
            ]);
            out.table(&table)?;
            for change in &result.changes {
                out.line(&change_line(change))?;
            }
            Ok(())
        })?;
        Ok(Exit::Success)
    }
}

/// Names the command where its first step, reading the deployed spec, failed.
fn as_scale(error: Error) -> Error {
    match error.operation() {
        Some(Verb::Show) => error.with_operation(Verb::from("scale")),
        _ => error,
    }
}
