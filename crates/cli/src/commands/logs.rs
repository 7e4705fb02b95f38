//! `landlord logs`

use clap::Args;
use jiff::Timestamp;
use landlord_compute::{
    options::LogsOptions,
    result::{Cursor, LogLine, LogStream},
    spec::ContainerName,
};
use serde::Serialize;

use crate::{
    app::App,
    args::{TenantArg, moment},
    exit::Exit,
    failure::Result,
    output::Output,
};

const EXAMPLES: &str = "\
Examples:
  landlord logs acme                             everything that is kept, oldest first
  landlord logs acme -f --tail 20                the last lines, then as they are written
  landlord logs acme --container web --since 10m one container, the last ten minutes
  landlord logs acme -o json                     JSON Lines with time, replica and stream";

/// `landlord logs`
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Logs {
    #[command(flatten)]
    tenant: TenantArg,

    /// Go on with lines as they are written, until interrupted
    #[arg(long, short)]
    follow: bool,

    /// One container alone; its lines come without a prefix
    #[arg(long, short, value_name = "NAME", value_parser = container)]
    container: Option<ContainerName>,

    /// One replica alone, by the name that `status` shows
    #[arg(long, value_name = "NAME")]
    replica: Option<String>,

    /// Only the last lines of each container, up to this many
    #[arg(long, value_name = "LINES")]
    tail: Option<usize>,

    /// Only lines since then: 10m ago, or 2030-01-31T12:00:00Z
    #[arg(long, value_name = "WHEN", value_parser = moment)]
    since: Option<Timestamp>,

    /// Put the time before each line
    #[arg(long, short)]
    timestamps: bool,
}

fn container(text: &str) -> Result<ContainerName, String> {
    ContainerName::new(text).map_err(|error| format!("expected {}", error.allowed))
}

/// A line for programs: text instead of bytes.
#[derive(Debug, Serialize)]
struct Line<'a> {
    time: Timestamp,
    replica: &'a str,
    container: &'a str,
    stream: &'a LogStream,
    text: std::borrow::Cow<'a, str>,
    cursor: &'a Cursor,
}

impl Logs {
    pub(crate) async fn run(self, app: &App, out: &mut Output) -> Result<Exit> {
        let ctx = app.context();
        let options = LogsOptions::new()
            .container(self.container.clone())
            .replica(self.replica.clone())
            .tail(self.tail)
            .since(self.since)
            .follow(self.follow);
        let tenant = &self.tenant.tenant;
        let mut lines = app
            .run(
                app.manager
                    .tenant_logs(&ctx, tenant, app.provider(), &options),
            )
            .await?;
        while let Some(line) = app.next(&mut lines).await? {
            let item = Line {
                time: line.time,
                replica: &line.replica,
                container: line.container.as_str(),
                stream: &line.stream,
                text: line.text(),
                cursor: &line.cursor,
            };
            out.item(&item, |out| self.write(&line, out))?;
        }
        Ok(Exit::Success)
    }

    /// The line as the container wrote it, behind where it came from.
    fn write(&self, line: &LogLine, out: &mut Output) -> Result<()> {
        if self.timestamps {
            out.text(&format!("{} ", line.time))?;
        }
        if self.container.is_none() {
            out.text(&format!("{}/{} | ", line.container, line.replica))?;
        }
        out.bytes(&line.bytes)?;
        out.bytes(b"\n")
    }
}
