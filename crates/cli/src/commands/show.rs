//! `landlord show`

use clap::Args;

use crate::{
    app::App,
    args::TenantArg,
    exit::Exit,
    failure::Result,
    output::{Output, redacted, to_yaml},
};

const EXAMPLES: &str = "\
Examples:
  landlord show acme                       the deployed spec; env values as fingerprints
  landlord show acme --reveal > acme.yaml  with its env values, to be edited and applied
  landlord show acme -o json               with its hash and the time the engine was asked";

/// `landlord show`
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Show {
    #[command(flatten)]
    tenant: TenantArg,

    /// Print env values and provider_config as they are
    #[arg(long)]
    reveal: bool,
}

impl Show {
    pub(crate) async fn run(self, app: &App, out: &mut Output) -> Result<Exit> {
        let ctx = app.context();
        let tenant = &self.tenant.tenant;
        let mut shown = app
            .run(app.manager.show_tenant(&ctx, tenant, app.provider()))
            .await?;
        if !self.reveal {
            shown.spec = redacted(&shown.spec);
        }
        out.result(&shown, |out| out.text(&to_yaml(&shown.spec)?))?;
        Ok(Exit::Success)
    }
}
