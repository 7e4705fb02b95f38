//! The flags that configuration brings along, and reading configuration from all sources.

use clap::{Arg, ArgAction, ArgMatches, Command, builder::NonEmptyStringValueParser};
use landlord_compute::{
    Loader,
    config::{Loaded, Scalar, Setting, discover, settings},
};

use crate::{args::Globals, failure::Result};

/// Adds a flag for every setting that configuration has.
pub(crate) fn with_flags(command: Command) -> Command {
    settings()
        .into_iter()
        .fold(command, |command, setting| match flag(&setting) {
            Some(arg) => command.arg(arg),
            None => command,
        })
}

fn flag(setting: &Setting) -> Option<Arg> {
    let name = setting.flag.clone()?;
    let heading = match setting.kind {
        Some(kind) => format!("Provider {kind}"),
        None => "Configuration".to_owned(),
    };
    let help = format!("{} [env: {}]", setting.description, setting.variable);
    let arg = Arg::new(name.clone())
        .long(name)
        .global(true)
        .help(help)
        .help_heading(heading)
        .hide_short_help(true)
        .action(ArgAction::Set)
        .value_parser(NonEmptyStringValueParser::new());
    Some(match setting.scalar {
        Scalar::Bool => arg
            .value_name("BOOL")
            .num_args(0..=1)
            .require_equals(true)
            .default_missing_value("true"),
        Scalar::Integer | Scalar::Number => arg.value_name("NUMBER"),
        _ => arg.value_name("TEXT"),
    })
}

/// Reads flags, environment and file.
pub(crate) fn load(globals: &Globals, matches: &ArgMatches) -> Result<Loaded> {
    let file = discover(globals.config.clone(), |name| std::env::var_os(name));
    let mut loader = Loader::new().file(file).environment(std::env::vars_os());
    for setting in settings() {
        let Some(flag) = setting.flag else { continue };
        if let Some(value) = matches.get_one::<String>(&flag) {
            loader = loader.flag(flag, value);
        }
    }
    let loaded = loader.load()?;
    for name in &loaded.ignored {
        tracing::warn!("variable {name} means nothing and is ignored");
    }
    Ok(loaded)
}
