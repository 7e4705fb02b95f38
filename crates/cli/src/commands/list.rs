//! `landlord list`

use clap::Args;
use landlord_compute::{options::ListOptions, result::TenantSummary};

use crate::{
    app::App,
    exit::Exit,
    failure::Result,
    output::{Output, Table, health_cell, seconds, state_cell},
};

const EXAMPLES: &str = "\
Examples:
  landlord list                                      every tenant of this installation
  landlord list --provider local                     of one provider
  landlord list -o json | jq -r '.[] | .tenant_id'   their ids";

/// `landlord list`
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct List {}

impl List {
    pub(crate) async fn run(self, app: &App, out: &mut Output) -> Result<Exit> {
        let ctx = app.context();
        let mut items = app
            .manager
            .list_tenants(&ctx, app.provider(), &ListOptions::new())?;
        let mut tenants: Vec<TenantSummary> = Vec::new();
        while let Some(tenant) = app.next(&mut items).await? {
            tenants.push(tenant);
        }
        app.quiet_progress();
        out.result(&tenants, |out| {
            let mut table = Table::new(["TENANT", "PROVIDER", "STATE", "HEALTH", "SINCE"]);
            for tenant in &tenants {
                let since = tenant.last_transition.map(seconds);
                table.row([
                    tenant.tenant_id.as_str().into(),
                    tenant.provider_type.as_str().into(),
                    state_cell(&tenant.state),
                    health_cell(&tenant.health),
                    since.unwrap_or_default().into(),
                ]);
            }
            out.table(&table)
        })?;
        if tenants.is_empty() {
            out.note("no tenants");
        }
        Ok(Exit::Success)
    }
}
