//! The engine's errors in the contract's words.

use landlord_core::{Context, Error, ErrorKind, Outcome, Result};

use crate::engine::EngineError;

pub(crate) fn from_engine(error: &EngineError) -> Error {
    let kind = match error {
        EngineError::NotFound => ErrorKind::Superseded,
        EngineError::Conflict => ErrorKind::Conflict,
        EngineError::Denied => ErrorKind::PermissionDenied,
        EngineError::Throttled(_) => ErrorKind::Throttled,
        EngineError::Unreachable => ErrorKind::Unavailable,
    };
    let told = Error::new(kind, "the engine refused a call").with_source(error);
    match error {
        EngineError::Throttled(retry_after) => told.with_throttle("calls", "client", *retry_after),
        _ => told,
    }
}

/// Says what a mutating verb left where it has not said it: nothing without a write.
pub(crate) fn with_outcome<T>(ctx: &Context, result: Result<T>) -> Result<T> {
    result.map_err(|error| match error.outcome() {
        Some(_) => error,
        None if ctx.calls().writes == 0 => error.with_outcome(Outcome::Untouched),
        None => error.with_outcome(Outcome::Unknown),
    })
}
