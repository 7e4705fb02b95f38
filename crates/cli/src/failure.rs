//! What went wrong, as people and programs are told.

mod diagnostic;
mod mask;

use std::{error::Error as _, io, sync::Arc};

use landlord_compute::{
    ConfigError, Error, ErrorKind, TenantComputeSpec,
    config::Origin,
    core::{Outcome, Verb},
    spec::{ParseError, ParsedSpec, Position, Violation},
};
use serde::Serialize;

pub(crate) use self::diagnostic::report;
use crate::exit::Exit;

/// Why a command ends early.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) exit: Exit,
    /// Empty when there is nothing to say: a closed pipe, an interrupted stream.
    pub(crate) problems: Vec<Problem>,
}

/// Result of a command or a part of one.
pub(crate) type Result<T, E = Failure> = std::result::Result<T, E>;

/// One thing that is wrong: what, where, why, and what to do next.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Problem {
    /// The error's kind, such as `invalid_spec`.
    pub(crate) kind: String,
    pub(crate) message: String,
    /// The causes, outermost first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) causes: Vec<String>,
    /// Facts beside the message.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) notes: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) help: Option<String>,
    /// The file it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) source: Option<Source>,
    /// Places in the file.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) places: Vec<Place>,
}

/// A file that a problem points into.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Source {
    pub(crate) name: String,
    #[serde(skip)]
    pub(crate) text: Arc<str>,
}

/// A place in a file and what is wrong there.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Place {
    pub(crate) message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) position: Option<Position>,
    /// Whether the text at the place may not be shown.
    #[serde(skip)]
    pub(crate) sensitive: bool,
}

impl Place {
    fn of(violation: &Violation) -> Self {
        Self {
            message: violation.to_string(),
            position: violation.position,
            sensitive: is_sensitive(&violation.path),
        }
    }
}

/// Whether values at this path of a spec may hold secrets.
fn is_sensitive(path: &str) -> bool {
    path.contains(".env") || path.starts_with("provider_config")
}

impl Failure {
    pub(crate) fn new(exit: Exit, problem: Problem) -> Self {
        Self {
            exit,
            problems: vec![problem],
        }
    }

    /// The command line is wrong.
    pub(crate) fn usage(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::new(Exit::Usage, Problem::new("usage", message).help(help))
    }

    /// A file that was named cannot be read.
    pub(crate) fn input(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::new(Exit::Input, Problem::new("input", message).help(help))
    }

    /// The end of a stream that the person interrupted, or whose reader is gone.
    pub(crate) fn silent(exit: Exit) -> Self {
        Self {
            exit,
            problems: Vec::new(),
        }
    }

    /// An error about one spec, placed in the file it came from.
    pub(crate) fn of_spec(error: &Error, parsed: &ParsedSpec) -> Self {
        Self::new(error.kind().into(), Problem::of_spec(error, parsed))
    }
}

impl Problem {
    pub(crate) fn new(kind: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            kind: kind.into(),
            message: message.into(),
            ..Self::default()
        }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    fn of_spec(error: &Error, parsed: &ParsedSpec) -> Self {
        let mut problem = Self::from(error);
        problem.source = Some(Source {
            name: parsed.source.name().to_owned(),
            text: parsed.source.text().into(),
        });
        if !error.violations().is_empty() {
            problem.message = invalid(&parsed.spec, error.violations().len());
            let located = parsed.locate(error.violations().to_vec());
            problem.places = located.iter().map(Place::of).collect();
        } else if *error.kind() == ErrorKind::ProviderNotFound {
            problem.places = vec![Place {
                message: "named here".to_owned(),
                position: parsed.position("provider_type"),
                sensitive: false,
            }];
        }
        problem
    }
}

fn invalid(spec: &TenantComputeSpec, count: usize) -> String {
    let things = if count == 1 { "thing" } else { "things" };
    format!(
        "the spec of tenant {} breaks {count} {things} that its provider needs",
        spec.tenant_id.escape_debug()
    )
}

impl From<ParseError> for Problem {
    fn from(error: ParseError) -> Self {
        let count = error.violations.len();
        let things = if count == 1 {
            "one thing is"
        } else {
            "several things are"
        };
        let mut problem = Self::new(
            ErrorKind::InvalidSpec.as_str(),
            format!("{things} wrong in {}", error.source.name()),
        )
        .help("mend the file and run the command again; nothing was changed. `landlord schema` describes every field");
        problem.places = error.violations.iter().map(Place::of).collect();
        problem.source = Some(Source {
            name: error.source.name().to_owned(),
            text: error.source.text().into(),
        });
        problem
    }
}

impl From<&Error> for Problem {
    fn from(error: &Error) -> Self {
        let mut problem = Self::new(error.kind().as_str(), error.to_string());
        let mut cause = error.source();
        while let Some(each) = cause {
            problem.causes.push(each.to_string());
            cause = each.source();
        }
        problem.notes = notes(error);
        problem.help = error.help().or(next_step(error.kind())).map(str::to_owned);
        // the message of a single violation is the violation
        if error.violations().len() > 1 {
            problem.places = error.violations().iter().map(Place::of).collect();
        }
        problem
    }
}

/// What to do next where the error itself does not say.
fn next_step(kind: &ErrorKind) -> Option<&'static str> {
    Some(match kind {
        ErrorKind::InvalidSpec => "mend the spec; `landlord schema` describes every field",
        ErrorKind::TenantNotFound => {
            "`landlord list` shows the tenants of this installation; `landlord apply -f FILE` creates one"
        }
        ErrorKind::ProvisionFailed | ErrorKind::UpdateFailed => {
            "mend the spec or what it refers to, and apply it again"
        }
        ErrorKind::DestroyFailed => "run destroy again: it goes on where it stopped",
        ErrorKind::AlreadyProvisioned => "`landlord apply` changes a tenant that is there",
        ErrorKind::OwnershipConflict => {
            "remove or rename the object, or take it over with `landlord adopt`"
        }
        ErrorKind::Conflict => "wait for the other operation, or say --take-over to apply",
        ErrorKind::Superseded => "look at `landlord status` before writing again",
        ErrorKind::Throttled | ErrorKind::Unavailable => {
            "try again later; `landlord providers` shows whether the engine answers"
        }
        ErrorKind::PermissionDenied => "check the credentials that the engine's client finds",
        ErrorKind::DeadlineExceeded => "look at `landlord status`, or allow more with --timeout",
        ErrorKind::Unsupported => "`landlord providers NAME` lists the verbs that work",
        ErrorKind::Config => "`landlord config show` prints every value and where it came from",
        ErrorKind::Internal => "this is a defect of landlord: please report it with this text",
        _ => return None,
    })
}

/// What an error says beside its message: what is left, where, and its facts.
fn notes(error: &Error) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(provider) = error.provider() {
        notes.push(format!("provider: {provider}"));
    }
    for (key, value) in error.context() {
        notes.push(format!("{key}: {value}"));
    }
    if let Some(settled) = error.settled() {
        notes.push(format!("settled first: {}", settled.message));
    }
    if let Some(outcome) = error.outcome()
        && (*outcome != Outcome::Untouched || error.operation().is_some_and(Verb::is_mutating))
    {
        notes.push(format!("left behind: {}", left(outcome)));
    }
    notes
}

fn left(outcome: &Outcome) -> &str {
    match outcome {
        Outcome::Untouched => "nothing was changed",
        Outcome::RolledBack => "everything that was changed was taken back",
        Outcome::RollbackPending => {
            "taking back has started; the next apply or destroy of the tenant finishes it"
        }
        Outcome::Partial => "some of it stands, as the message says",
        Outcome::Unknown => "unknown: ask `landlord status`",
        other => other.as_str(),
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::new(error.kind().into(), Problem::from(&error))
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        let mut problem = Problem::new(ErrorKind::Config.as_str(), error.to_string());
        problem.help = error.help().map(str::to_owned);
        if let (Some(Origin::File { path, position }), Some(text)) = (error.origin(), error.text())
        {
            // the quoted text says where
            problem.message = match error.key() {
                "" => error.message().to_owned(),
                key => format!("{key}: {}", error.message()),
            };
            problem.source = Some(Source {
                name: path.display().to_string(),
                text: Arc::clone(text),
            });
            problem.places = vec![Place {
                message: error.message().to_owned(),
                position: Some(*position),
                sensitive: false,
            }];
        }
        Self::new(Exit::from(&ErrorKind::Config), problem)
    }
}

impl From<io::Error> for Failure {
    /// A failed write of output; a reader that went away is no failure.
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::silent(Exit::Success);
        }
        Self::new(
            Exit::Output,
            Problem::new("output", format!("cannot write output: {error}")).help(
                "look at the disk or pipe that the output goes to; what the command did stands",
            ),
        )
    }
}
