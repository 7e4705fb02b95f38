//! How a case checks, and how it stops.

use std::fmt::{Debug, Write as _};

use landlord_core::{Error, ErrorKind, Result};

/// Answer of a case's body, and of every step in it.
pub type Check<T = ()> = std::result::Result<T, Stop>;

/// Why a case went no further.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stop {
    /// The promise is broken.
    Failed {
        /// What should have been.
        expected: String,
        /// What was.
        held: String,
    },
    /// It cannot be shown here.
    NotProvable(String),
}

impl Stop {
    /// A broken promise.
    #[must_use]
    pub fn failed(expected: impl Into<String>, held: impl Into<String>) -> Self {
        Self::Failed {
            expected: expected.into(),
            held: held.into(),
        }
    }
}

/// The error with its facts and its causes, on one line.
pub(crate) fn told(error: &Error) -> String {
    let mut text = format!("{} ({error}", error.kind());
    if let Some(outcome) = error.outcome() {
        let _ = write!(text, "; left {outcome}");
    }
    for (key, value) in error.context() {
        let _ = write!(text, "; {key}: {value}");
    }
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        let _ = write!(text, "; because {cause}");
        source = cause.source();
    }
    text.push(')');
    text
}

/// Stops unless `holds`.
pub(crate) fn ensure(
    holds: bool,
    expected: impl Into<String>,
    held: impl FnOnce() -> String,
) -> Check {
    if holds {
        Ok(())
    } else {
        Err(Stop::failed(expected, held()))
    }
}

/// Stops unless both are equal.
pub(crate) fn equal<T: PartialEq + Debug>(what: &str, expected: &T, held: &T) -> Check {
    ensure(expected == held, format!("{what} {expected:?}"), || {
        format!("{held:?}")
    })
}

/// The answer, or a stop where the verb failed.
pub(crate) fn ok<T>(what: &str, result: Result<T>) -> Check<T> {
    result.map_err(|error| Stop::failed(format!("{what} succeeds"), told(&error)))
}

/// The error, or a stop where the verb succeeded or failed for another reason.
pub(crate) fn refused<T: Debug>(
    what: &str,
    result: Result<T>,
    kinds: &[ErrorKind],
) -> Check<Error> {
    let wanted: Vec<&str> = kinds.iter().map(ErrorKind::as_str).collect();
    let expected = format!("{what} answers {}", wanted.join(" or "));
    match result {
        Ok(answer) => Err(Stop::failed(expected, format!("success: {answer:?}"))),
        Err(error) if kinds.contains(error.kind()) => Ok(error),
        Err(error) => Err(Stop::failed(expected, told(&error))),
    }
}
