//! Arguments that several commands share.

use std::{path::PathBuf, time::Duration};

use clap::{Args, ValueEnum};
use jiff::{SignedDuration, Timestamp};
use landlord_compute::{ProviderName, TenantId, TenantRef, options::Wait};

/// How results are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    #[default]
    Table,
    /// For programs; streams are JSON Lines.
    Json,
    /// For programs and people.
    Yaml,
}

/// How events and errors are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object per line.
    Json,
}

/// When a verb returns.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum WaitArg {
    /// Once the engine holds the new state; it goes on by itself.
    Accepted,
    /// Once every replica serves.
    #[default]
    Ready,
}

impl From<WaitArg> for Wait {
    fn from(wait: WaitArg) -> Self {
        match wait {
            WaitArg::Accepted => Self::Accepted,
            WaitArg::Ready => Self::Ready,
        }
    }
}

/// Options of every command.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Globals {
    /// Configuration file; default $COMPUTE_CONFIG, else landlord/config.yaml below
    /// $XDG_CONFIG_HOME or ~/.config, if it is there
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    /// Provider that holds the tenant; without it every registered one is asked
    #[arg(long, global = true, value_name = "NAME", value_parser = provider_name)]
    pub(crate) provider: Option<ProviderName>,

    /// How results are written
    #[arg(
        long,
        short,
        global = true,
        value_name = "FORMAT",
        value_enum,
        default_value = "table"
    )]
    pub(crate) output: Format,

    /// Time for the whole command, such as 90s, 5m or 1h30m; default 2m for the local
    /// provider, 10m for others
    #[arg(long, global = true, value_name = "TIME", value_parser = duration)]
    pub(crate) timeout: Option<Duration>,

    /// On whose behalf, as the audit trail shows it; default $USER@host
    #[arg(long, global = true, value_name = "WHO")]
    pub(crate) actor: Option<String>,

    /// Say nothing on standard error but errors
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,

    /// Say more about landlord's own doings; twice for all
    #[arg(long, short, global = true, action = clap::ArgAction::Count, conflicts_with = "quiet")]
    pub(crate) verbose: u8,

    /// How events and errors are written on standard error
    #[arg(
        long,
        global = true,
        value_name = "FORMAT",
        value_enum,
        default_value = "text"
    )]
    pub(crate) log_format: LogFormat,
}

/// Which specs.
#[derive(Debug, Clone, Args)]
pub(crate) struct FileArgs {
    /// File, folder (its *.yaml, *.yml and *.json) or glob of specs, - for standard input; may
    /// be given more than once
    #[arg(long = "file", short, required = true, value_name = "PATH")]
    pub(crate) files: Vec<String>,
}

/// Which tenant.
#[derive(Debug, Clone, Args)]
pub(crate) struct TenantArg {
    /// Id of the tenant
    #[arg(value_name = "TENANT", value_parser = tenant)]
    pub(crate) tenant: TenantRef,
}

/// A tenant's id.
pub(crate) fn tenant(text: &str) -> Result<TenantRef, String> {
    TenantId::new(text)
        .map(TenantRef::from)
        .map_err(|error| format!("expected {}", error.allowed))
}

fn provider_name(text: &str) -> Result<ProviderName, String> {
    ProviderName::new(text).map_err(|error| format!("expected {}", error.allowed))
}

/// A length of time: `90` and `90s` are the same.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    if let Ok(seconds) = text.parse::<u64>() {
        return Ok(Duration::from_secs(seconds));
    }
    let wrong = || "expected a time such as 30s, 5m or 1h30m".to_owned();
    let span: SignedDuration = text.parse().map_err(|_| wrong())?;
    Duration::try_from(span).map_err(|_| wrong())
}

/// A moment: RFC 3339, or how long ago.
pub(crate) fn moment(text: &str) -> Result<Timestamp, String> {
    if let Ok(time) = text.parse::<Timestamp>() {
        return Ok(time);
    }
    let wrong = || "expected a time ago such as 10m, or a moment such as 2030-01-31T12:00:00Z";
    let ago = duration(text).map_err(|_| wrong())?;
    Timestamp::now()
        .checked_sub(ago)
        .map_err(|_| wrong().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read() {
        assert_eq!(duration("90").unwrap(), Duration::from_secs(90));
        assert_eq!(duration("90s").unwrap(), Duration::from_secs(90));
        assert_eq!(duration("1h30m").unwrap(), Duration::from_secs(5400));
        for wrong in ["", "-3s", "x", "3 parsecs"] {
            assert!(duration(wrong).is_err(), "{wrong}");
        }
        assert!(moment("2030-01-31T12:00:00Z").unwrap() > Timestamp::now());
        assert!(moment("10m").unwrap() < Timestamp::now());
    }
}
