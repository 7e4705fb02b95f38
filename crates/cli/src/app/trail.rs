//! The audit trail of the program.

use std::{path::PathBuf, sync::Arc};

use landlord_compute::{
    ErrorKind,
    audit::{AuditError, AuditKey, AuditSink, FileSink},
    config::AuditConfig,
};

use crate::{
    exit::Exit,
    failure::{Failure, Problem, Result},
};

/// The file of the trail: the configured one, else one below the state directory.
pub(crate) fn trail_path(config: &AuditConfig) -> Result<PathBuf> {
    if let Some(path) = &config.path {
        return Ok(path.clone());
    }
    let variable = |name: &str| {
        let value = std::env::var_os(name).filter(|value| !value.is_empty());
        value.map(PathBuf::from)
    };
    let state = variable("XDG_STATE_HOME")
        // the XDG rules say to ignore what is not absolute
        .filter(|path| path.is_absolute())
        .or_else(|| variable("HOME").map(|home| home.join(".local/state")));
    let state = state.ok_or_else(|| {
        Failure::new(
            Exit::from(&ErrorKind::Config),
            Problem::new("config", "no folder for the audit trail: HOME is not set")
                .help("set HOME, or `audit.path` by --audit-path or COMPUTE_AUDIT_PATH"),
        )
    })?;
    Ok(state.join("landlord/audit/audit.jsonl"))
}

/// The key of the trail, where one is configured.
pub(crate) fn trail_key(config: &AuditConfig) -> Result<Option<AuditKey>> {
    let key = config.key.as_ref();
    let key = key.map(|key| AuditKey::new(key.reveal().as_bytes()));
    key.transpose().map_err(|error| {
        Failure::new(
            Exit::from(&ErrorKind::Config),
            Problem::new("config", error.to_string()).help("set COMPUTE_AUDIT_KEY to a longer one"),
        )
    })
}

/// Opens the trail; nothing where it is switched off.
pub(super) fn open(config: &AuditConfig) -> Result<Option<Arc<dyn AuditSink>>> {
    if !config.enabled {
        return Ok(None);
    }
    let builder = FileSink::builder(trail_path(config)?);
    let builder = match trail_key(config)? {
        Some(key) => builder.key(key),
        None => builder,
    };
    let sink = builder.open().map_err(|error| not_opened(&error))?;
    Ok(Some(Arc::new(sink)))
}

fn not_opened(error: &AuditError) -> Failure {
    let mut problem = Problem::new(
        ErrorKind::Unavailable.as_str(),
        "the audit trail takes no record, so nothing was started",
    );
    problem.causes = causes(error);
    problem
        .notes
        .push("left behind: nothing was changed".to_owned());
    Failure::new(
        Exit::from(&ErrorKind::Unavailable),
        problem.help(
            "mend the folder's permissions or disk, or name another file with --audit-path or \
             COMPUTE_AUDIT_PATH",
        ),
    )
}

/// An error and what caused it.
pub(crate) fn causes(error: &(dyn std::error::Error + 'static)) -> Vec<String> {
    std::iter::successors(Some(error), |error| error.source())
        .map(ToString::to_string)
        .collect()
}
