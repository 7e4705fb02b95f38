//! `landlord restart`

use clap::Args;
use landlord_compute::options::RestartOptions;

use crate::{
    app::App,
    args::{TenantArg, WaitArg},
    exit::Exit,
    failure::Result,
    output::{Output, Table},
};

const EXAMPLES: &str = "\
Examples:
  landlord restart acme                    one replica after the other, serving throughout
  landlord restart acme --wait accepted    return once it has begun";

/// `landlord restart`
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Restart {
    #[command(flatten)]
    tenant: TenantArg,

    /// When to return
    #[arg(long, value_enum, value_name = "WHEN", default_value = "ready")]
    wait: WaitArg,
}

impl Restart {
    pub(crate) async fn run(self, app: &App, out: &mut Output) -> Result<Exit> {
        let ctx = app.context();
        let options = RestartOptions::new().wait(self.wait);
        let tenant = &self.tenant.tenant;
        let restart = app
            .manager
            .restart_tenant(&ctx, tenant, app.provider(), &options);
        let result = app.run(restart).await?;
        out.result(&result, |out| {
            let mut table = Table::new(["TENANT", "PROVIDER", "RESULT", "REPLICAS"]);
            table.row([
                result.tenant_id.as_str().into(),
                result.provider_type.as_str().into(),
                "restarted".into(),
                result.replaced.to_string().into(),
            ]);
            out.table(&table)
        })?;
        Ok(Exit::Success)
    }
}
