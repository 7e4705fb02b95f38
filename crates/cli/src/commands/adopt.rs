//! `landlord adopt`

use clap::Args;
use landlord_compute::{Error, ErrorKind, core::Outcome, options::ValidateMode};

use crate::{
    app::App,
    args::{FileArgs, TenantArg},
    exit::Exit,
    failure::{Failure, Problem, Result},
    output::{Output, Table, change_line},
    specs,
};

const EXAMPLES: &str = "\
Examples:
  landlord adopt acme -f acme.yaml    mark acme's existing objects as ours, if they are as the spec says";

/// `landlord adopt`
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Adopt {
    #[command(flatten)]
    tenant: TenantArg,

    #[command(flatten)]
    files: FileArgs,
}

impl Adopt {
    pub(crate) async fn run(self, app: &App, out: &mut Output) -> Result<Exit> {
        let ctx = app.context();
        let specs = specs::read(&self.files.files, out)?;
        let prepared = specs::prepare(&app.manager, &ctx, specs, ValidateMode::Offline).await?;
        let tenant = &self.tenant.tenant;
        let wanted = |spec: &str| spec == tenant.id().as_str();
        let spec = prepared
            .iter()
            .find(|each| wanted(&each.spec().tenant_id))
            .ok_or_else(|| {
                Failure::usage(
                    format!("no spec of tenant {tenant} in the files"),
                    "name the file that holds it",
                )
            })?;
        let adopt = app.manager.adopt_tenant(&ctx, tenant, spec.spec());
        let result = app.run(adopt).await?;
        out.result(&result, |out| {
            let mut table = Table::new(["KIND", "ID"]);
            for (kind, id) in &result.resource_ids {
                table.row([kind.as_str().into(), id.as_str().into()]);
            }
            out.table(&table)
        })?;
        if result.differences.is_empty() {
            return Ok(Exit::Success);
        }
        let error = Error::new(
            ErrorKind::OwnershipConflict,
            "the objects are not as the spec says, so none was marked",
        )
        .with_tenant(tenant.id().clone())
        .with_outcome(Outcome::Untouched)
        .with_help("bring the spec to what runs, then adopt again");
        let mut problem = Problem::from(&error);
        let lines = result.differences.iter().map(change_line);
        problem.notes.extend(lines);
        Err(Failure::new(error.kind().into(), problem))
    }
}
