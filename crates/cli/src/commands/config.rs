//! `landlord config`

use clap::{Args, Subcommand};
use landlord_compute::config::{Loaded, Origin, config_schema};
use serde::Serialize;
use serde_json::Value;

use crate::{
    exit::Exit,
    failure::{Failure, Result},
    output::{Output, Table},
};

const EXAMPLES: &str = "\
Examples:
  landlord config show                      every value in force and where it came from
  landlord config show --local-root /tmp/x  with flags, as they would count
  landlord config schema                    JSON Schema of the configuration file";

/// `landlord config`
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Config {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Print every value in force and where it came from
    #[command(after_help = EXAMPLES)]
    Show,
    /// Print the JSON Schema of the configuration file
    #[command(after_help = EXAMPLES)]
    Schema,
}

/// One value in force.
#[derive(Debug, Serialize)]
struct Setting {
    key: String,
    value: Value,
    origin: Origin,
}

impl Config {
    pub(crate) fn run(
        self,
        load: impl FnOnce() -> Result<Loaded>,
        out: &mut Output,
    ) -> Result<Exit> {
        match self.what {
            What::Show => show(&load()?, out)?,
            What::Schema => super::schema::write(&config_schema(), out)?,
        }
        Ok(Exit::Success)
    }
}

fn show(loaded: &Loaded, out: &mut Output) -> Result<()> {
    let whole = serde_json::to_value(&loaded.config)
        .map_err(|error| Failure::from(std::io::Error::other(error)))?;
    let mut settings = Vec::new();
    collect(&whole, &mut Vec::new(), loaded, &mut settings);
    out.result(&settings, |out| {
        let mut table = Table::new(["KEY", "VALUE", "ORIGIN"]);
        for setting in &settings {
            let value = match &setting.value {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            table.row([
                setting.key.as_str().into(),
                value.into(),
                setting.origin.to_string().into(),
            ]);
        }
        out.table(&table)
    })
}

/// The leaves of the configuration, each with its origin.
fn collect(value: &Value, path: &mut Vec<String>, loaded: &Loaded, into: &mut Vec<Setting>) {
    if let Value::Object(map) = value
        && !map.is_empty()
    {
        for (key, value) in map {
            path.push(key.clone());
            collect(value, path, loaded, into);
            path.pop();
        }
        return;
    }
    let parts: Vec<&str> = path.iter().map(String::as_str).collect();
    into.push(Setting {
        key: path.join("."),
        value: value.clone(),
        origin: loaded.origin(&parts),
    });
}
