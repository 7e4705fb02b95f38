//! `landlord validate`

use clap::Args;
use landlord_compute::{
    options::ValidateMode,
    result::Approximation,
    spec::{ParsedSpec, Warning},
};
use serde::Serialize;

use super::plan;
use crate::{
    app::App,
    args::FileArgs,
    exit::Exit,
    failure::Result,
    output::{Output, Table},
    specs::{self, Prepared},
};

const EXAMPLES: &str = "\
Examples:
  landlord validate -f tenants/             every rule, all mistakes at once
  landlord validate -f tenant.yaml --engine ask the engine too; still no side effect";

/// `landlord validate`
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Validate {
    #[command(flatten)]
    files: FileArgs,

    /// Ask the engine too, without a side effect
    #[arg(long)]
    engine: bool,
}

#[derive(Debug, Serialize)]
struct Valid<'a> {
    tenant_id: &'a str,
    provider_type: &'a str,
    source: &'a str,
    document: usize,
    valid: bool,
    approximations: &'a [Approximation],
    warnings: Vec<Warning>,
}

impl<'a> Valid<'a> {
    fn of(each: &'a Prepared) -> Self {
        let mut warnings = each.parsed.warnings();
        let own = each.valid.warnings.iter().cloned();
        warnings.extend(own.filter(|warning| !warned(&each.parsed, warning)));
        Self {
            tenant_id: &each.spec().tenant_id,
            provider_type: &each.provider,
            source: each.parsed.source.name(),
            document: each.parsed.document,
            valid: true,
            approximations: each.approximations(),
            warnings,
        }
    }
}

/// Whether core warns of the same thing itself, with a position.
fn warned(parsed: &ParsedSpec, warning: &Warning) -> bool {
    let own = landlord_compute::spec::warnings(&parsed.spec);
    own.iter()
        .any(|each| each.path == warning.path && each.kind == warning.kind)
}

impl Validate {
    pub(crate) async fn run(self, app: &App, out: &mut Output) -> Result<Exit> {
        let specs = specs::read(&self.files.files, out)?;
        let mode = if self.engine {
            ValidateMode::Engine
        } else {
            ValidateMode::Offline
        };
        let prepared = specs::prepare(&app.manager, &app.context(), specs, mode).await?;
        let valid: Vec<Valid<'_>> = prepared.iter().map(Valid::of).collect();
        out.result(&valid, |out| {
            let mut table = Table::new(["TENANT", "PROVIDER", "SOURCE", "RESULT"]);
            for each in &valid {
                table.row([
                    each.tenant_id.into(),
                    each.provider_type.into(),
                    each.source.into(),
                    "valid".into(),
                ]);
            }
            out.table(&table)
        })?;
        for each in &prepared {
            for approximation in each.approximations() {
                out.note(&plan::approximation_line(each.spec(), approximation));
            }
        }
        Ok(Exit::Success)
    }
}
