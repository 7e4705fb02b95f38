//! `landlord status`

use clap::Args;

use crate::{
    app::App,
    args::TenantArg,
    exit::Exit,
    failure::Result,
    output::{Output, status_text},
};

const EXAMPLES: &str = "\
Examples:
  landlord status acme                                   state, health, containers, endpoints
  landlord status acme -o json | jq -r .endpoints[0].url the first endpoint
  landlord status acme --provider ecs-eu                 where two providers hold the tenant";

/// `landlord status`
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Status {
    #[command(flatten)]
    tenant: TenantArg,
}

impl Status {
    pub(crate) async fn run(self, app: &App, out: &mut Output) -> Result<Exit> {
        let ctx = app.context();
        let tenant = &self.tenant.tenant;
        let status = app
            .run(app.manager.get_tenant_status(&ctx, tenant, app.provider()))
            .await?;
        let color = out.color;
        out.result(&status, |out| out.text(&status_text(&status, color)))?;
        Ok(Exit::Success)
    }
}
