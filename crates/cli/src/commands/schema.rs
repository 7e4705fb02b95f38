//! `landlord schema`

use clap::Args;
use landlord_compute::spec::json_schema;
use serde_json::Value;

use crate::{args::Format, exit::Exit, failure::Result, output::Output};

const EXAMPLES: &str = "\
Examples:
  landlord schema > spec.json    for editors: # yaml-language-server: $schema=spec.json";

/// `landlord schema`
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Schema {}

impl Schema {
    pub(crate) fn run(self, out: &mut Output) -> Result<Exit> {
        write(&json_schema(), out)?;
        Ok(Exit::Success)
    }
}

/// Writes a schema, as JSON unless YAML was asked for.
pub(super) fn write(schema: &Value, out: &mut Output) -> Result<()> {
    if out.format == Format::Table {
        out.format = Format::Json;
    }
    out.result(schema, |_| Ok(()))
}
