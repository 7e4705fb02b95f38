//! `landlord destroy`

use std::time::Duration;

use clap::Args;
use landlord_compute::{
    Context, TenantRef,
    options::DestroyOptions,
    result::{DestroyResult, DestroyStatus},
};

use crate::{
    app::{App, not_found},
    args::{duration, tenant},
    confirm::confirm,
    exit::Exit,
    failure::{Failure, Result},
    output::{Output, Table},
};

const EXAMPLES: &str = "\
Examples:
  landlord destroy acme                 asks first on a terminal
  landlord destroy acme --yes           for scripts; a tenant that is not there is success
  landlord destroy acme --yes --must-exist
  landlord destroy acme --yes -o json   the receipt for programs";

/// `landlord destroy`
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Destroy {
    /// Ids of the tenants
    #[arg(required = true, value_name = "TENANT", value_parser = tenant)]
    tenants: Vec<TenantRef>,

    /// Do not ask
    #[arg(long, short)]
    yes: bool,

    /// Fail where a tenant is not there
    #[arg(long)]
    must_exist: bool,

    /// Time between the request to stop and the kill, instead of the spec's
    #[arg(long, value_name = "TIME", value_parser = duration)]
    grace: Option<Duration>,
}

impl Destroy {
    pub(crate) async fn run(self, app: &App, out: &mut Output) -> Result<Exit> {
        if !self.yes {
            let names: Vec<String> = self.tenants.iter().map(TenantRef::to_string).collect();
            let question = format!("remove everything of {}?", names.join(", "));
            confirm(&question, out)?;
        }
        let ctx = app.context();
        let mut receipts = Vec::new();
        let mut failures = Vec::new();
        for tenant in &self.tenants {
            match self.destroy(app, &ctx, tenant).await {
                Ok(receipt) => receipts.push(receipt),
                Err(failure) => failures.push(failure),
            }
        }
        app.quiet_progress();
        write(&receipts, self.tenants.len() == 1, out)?;
        let Some(first) = failures.first() else {
            return Ok(Exit::Success);
        };
        let exit = if receipts.is_empty() {
            first.exit
        } else {
            Exit::Partial
        };
        let problems = failures.into_iter().flat_map(|each| each.problems);
        Err(Failure {
            exit,
            problems: problems.collect(),
        })
    }

    async fn destroy(&self, app: &App, ctx: &Context, tenant: &TenantRef) -> Result<DestroyResult> {
        let options = DestroyOptions::new().grace(self.grace);
        let receipt = app
            .manager
            .destroy_tenant(&ctx.child(), tenant, app.provider(), &options)
            .await?;
        if self.must_exist && receipt.status == DestroyStatus::AlreadyAbsent {
            return Err(not_found(tenant));
        }
        Ok(receipt)
    }
}

/// One receipt, or a list of them.
fn write(receipts: &[DestroyResult], single: bool, out: &mut Output) -> Result<()> {
    let table = |out: &mut Output| {
        let mut table = Table::new(["TENANT", "PROVIDER", "RESULT", "REMOVED"]);
        for receipt in receipts {
            table.row([
                receipt.tenant_id.as_str().into(),
                receipt.provider_type.as_str().into(),
                receipt.status.as_str().into(),
                receipt.removed.len().to_string().into(),
            ]);
        }
        out.table(&table)?;
        let removed = receipts.iter().flat_map(|receipt| &receipt.removed);
        let mut objects = Table::new(["KIND", "ID"]);
        for object in removed.clone() {
            objects.row([object.kind.as_str().into(), object.id.as_str().into()]);
        }
        if removed.count() > 0 {
            out.line("")?;
            out.table(&objects)?;
        }
        Ok(())
    };
    match receipts {
        [] => Ok(()),
        [receipt] if single => out.result(receipt, table),
        receipts => out.result(&receipts, table),
    }
}
