//! `landlord audit`

use std::{
    collections::VecDeque,
    fs::File,
    io::{BufRead as _, BufReader},
    path::Path,
};

use clap::{Args, Subcommand};
use landlord_compute::{
    audit::{self, AuditError, AuditRecord, ChainPosition, VerifyOptions, VerifyReport},
    config::Loaded,
};
use serde_json::json;

use crate::{
    app::{causes, trail_key, trail_path},
    exit::Exit,
    failure::{Failure, Problem, Result},
    output::{Output, Table, seconds},
};

const EXAMPLES: &str = "\
Examples:
  landlord audit show --tenant acme --tail 20     what was done to a tenant
  landlord audit head                             the last position: keep it elsewhere
  landlord audit verify --expect-head 42:9f86…    finds edits, gaps, reorders and a lost tail

The trail is configured by audit.path, --audit-path or COMPUTE_AUDIT_PATH, its key by
COMPUTE_AUDIT_KEY.";

/// `landlord audit`
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Audit {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Check that no record was edited, removed or moved
    #[command(after_help = EXAMPLES)]
    Verify {
        /// A position that `audit head` once printed: without one, a tail that was cut off
        /// cleanly goes unnoticed
        #[arg(long, value_name = "POSITION", value_parser = position)]
        expect_head: Option<ChainPosition>,
        /// The position after which the trail begins, where older files were archived
        #[arg(long, value_name = "POSITION", value_parser = position)]
        after: Option<ChainPosition>,
    },
    /// Print the position of the last record
    #[command(after_help = EXAMPLES)]
    Head,
    /// Print records of the current file
    #[command(after_help = EXAMPLES)]
    Show {
        /// Of this tenant alone
        #[arg(long, value_name = "TENANT")]
        tenant: Option<String>,
        /// The last records, up to this many
        #[arg(long, value_name = "N")]
        tail: Option<usize>,
    },
}

fn position(text: &str) -> Result<ChainPosition, String> {
    text.parse().map_err(|error: AuditError| error.to_string())
}

impl Audit {
    pub(crate) fn run(self, loaded: &Loaded, out: &mut Output) -> Result<Exit> {
        let config = &loaded.config.audit;
        let path = trail_path(config)?;
        match self.what {
            What::Verify { expect_head, after } => {
                let mut options = VerifyOptions::new();
                if let Some(key) = trail_key(config)? {
                    options = options.key(key);
                }
                if let Some(head) = expect_head {
                    options = options.expect_head(head);
                }
                if let Some(after) = after {
                    options = options.after(after);
                }
                let report = audit::verify(&path, &options).map_err(|error| failed(&error))?;
                verified(&report, out)
            }
            What::Head => {
                let head = audit::head(&path).map_err(|error| failed(&error))?;
                let text = head.map(|head| head.to_string()).unwrap_or_default();
                out.result(&json!({ "head": head }), |out| out.line(&text))?;
                Ok(Exit::Success)
            }
            What::Show { tenant, tail } => show(&path, tenant.as_deref(), tail, out),
        }
    }
}

fn failed(error: &AuditError) -> Failure {
    let mut problem = Problem::new("audit", "the audit trail cannot be read");
    problem.causes = causes(error);
    Failure::new(
        Exit::Input,
        problem
            .help("no change was made yet, or the trail is elsewhere: see `landlord config show`"),
    )
}

fn verified(report: &VerifyReport, out: &mut Output) -> Result<Exit> {
    out.result(report, |out| {
        let head = report.head.map(|head| head.to_string());
        out.line(&format!(
            "{} records in {} files, head {}",
            report.records,
            report.segments,
            head.as_deref().unwrap_or("none")
        ))?;
        for problem in &report.problems {
            out.line(&problem.to_string())?;
        }
        if report.problems_not_listed > 0 {
            out.line(&format!("{} problems more", report.problems_not_listed))?;
        }
        Ok(())
    })?;
    if report.is_intact() {
        out.note("intact");
        Ok(Exit::Success)
    } else {
        out.note("NOT intact");
        Ok(Exit::NotIntact)
    }
}

fn show(path: &Path, tenant: Option<&str>, tail: Option<usize>, out: &mut Output) -> Result<Exit> {
    let unreadable = |error: std::io::Error| {
        Failure::input(
            format!("cannot read {}: {error}", path.display()),
            "no change was made yet, or the trail is elsewhere: see `landlord config show`",
        )
    };
    let file = File::open(path).map_err(unreadable)?;
    let mut records: VecDeque<AuditRecord> = VecDeque::new();
    for line in BufReader::new(file).split(b'\n') {
        let line = line.map_err(unreadable)?;
        // what is no record, `verify` reports
        let Ok(record) = serde_json::from_slice::<AuditRecord>(&line) else {
            continue;
        };
        if tenant.is_some_and(|tenant| record.event.tenant.as_deref() != Some(tenant)) {
            continue;
        }
        records.push_back(record);
        if tail.is_some_and(|tail| records.len() > tail) {
            records.pop_front();
        }
    }
    out.result(&records, |out| {
        let mut table = Table::new([
            "SEQ", "TIME", "ACTOR", "VERB", "TENANT", "PROVIDER", "PHASE", "OUTCOME",
        ]);
        for record in &records {
            let event = &record.event;
            let text = |text: &Option<String>| text.clone().unwrap_or_default();
            let outcome = event.error_kind.as_ref().or(event.outcome.as_ref());
            table.row([
                record.seq.to_string().into(),
                seconds(event.time).into(),
                text(&event.actor).into(),
                event.verb.as_str().into(),
                text(&event.tenant).into(),
                text(&event.provider).into(),
                event.phase.as_str().into(),
                outcome.cloned().unwrap_or_default().into(),
            ]);
        }
        out.table(&table)
    })?;
    Ok(Exit::Success)
}
