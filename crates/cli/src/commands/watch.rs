//! `landlord watch`

use clap::Args;
use landlord_compute::{
    TenantRef,
    options::WatchOptions,
    result::{ComputeStatus, WatchEvent, WatchItem},
};

use crate::{
    app::App,
    args::tenant,
    exit::Exit,
    failure::Result,
    output::{Output, clean, seconds},
};

const EXAMPLES: &str = "\
Examples:
  landlord watch               a line per change of any tenant, until interrupted
  landlord watch acme          of one tenant
  landlord watch -o json       JSON Lines: snapshot, delta, gone, resync";

/// `landlord watch`
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Watch {
    /// Id of one tenant; without it all of the installation
    #[arg(value_name = "TENANT", value_parser = tenant)]
    tenant: Option<TenantRef>,
}

impl Watch {
    pub(crate) async fn run(self, app: &App, out: &mut Output) -> Result<Exit> {
        let ctx = app.context();
        let options = WatchOptions::new().tenant(self.tenant);
        let mut items = app.manager.watch_tenants(&ctx, app.provider(), &options)?;
        while let Some(item) = app.next(&mut items).await? {
            out.item(&item, |out| out.line(&line(&item)))?;
        }
        Ok(Exit::Success)
    }
}

fn line(item: &WatchItem) -> String {
    let at = seconds(item.observed_at);
    match &item.event {
        WatchEvent::Snapshot { status } | WatchEvent::Delta { status } => {
            format!("{at}  {}", summary(status))
        }
        WatchEvent::Gone { tenant_id } => format!("{at}  {tenant_id}  gone"),
        WatchEvent::Resync => format!("{at}  resync: events may have been lost, all follows anew"),
        _ => format!("{at}  an event that this release does not know"),
    }
}

fn summary(status: &ComputeStatus) -> String {
    let counts = status.replicas;
    let reason = status.reasons.first();
    let reason = reason.map(|reason| format!("  {}: {}", reason.code, clean(&reason.message)));
    format!(
        "{}  {}  {}  {}/{} ready{}",
        status.tenant_id,
        status.state,
        status.health,
        counts.ready,
        counts.desired,
        reason.unwrap_or_default()
    )
}
