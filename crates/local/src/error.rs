//! From what the engine says to the contract's errors.

use std::path::Path;

use landlord_core::{Error, ErrorKind, Outcome};

use crate::folder::{LockError, RecordError};
use crate::protocol::Refusal;
use crate::supervisor::LaunchError;

/// A file system error at `path`, with what was tried.
pub(crate) fn io(action: &str, path: &Path, error: &std::io::Error) -> Error {
    let (kind, retryable) = io_kind(error.kind());
    Error::new(kind, format!("cannot {action} {}", path.display()))
        .with_retryable(retryable)
        .with_source(error)
}

/// Kind and retryability of a file system error; what is not listed is permanent.
fn io_kind(kind: std::io::ErrorKind) -> (ErrorKind, bool) {
    use std::io::ErrorKind as Io;
    match kind {
        Io::PermissionDenied | Io::ReadOnlyFilesystem => (ErrorKind::PermissionDenied, false),
        Io::StorageFull | Io::QuotaExceeded | Io::FileTooLarge => (ErrorKind::Unavailable, true),
        Io::NotADirectory | Io::NotFound | Io::InvalidFilename => (ErrorKind::Config, false),
        Io::ConnectionRefused | Io::BrokenPipe | Io::ConnectionReset | Io::UnexpectedEof => {
            (ErrorKind::Unavailable, true)
        }
        _ => (ErrorKind::Internal, false),
    }
}

/// A lock that was not had.
pub(crate) fn lock(error: &LockError) -> Error {
    match error {
        LockError::Held(_) => Error::new(ErrorKind::Conflict, error.to_string())
            .with_retryable(true)
            .with_outcome(Outcome::Untouched)
            .with_help("wait for the other operation, then try again"),
        LockError::Io(path, source) => io("lock", path, source).with_outcome(Outcome::Untouched),
    }
}

/// A record that is of no use.
pub(crate) fn record(error: &RecordError) -> Error {
    let kind = match error {
        RecordError::Io(_) | RecordError::Damaged(_) => ErrorKind::Internal,
        RecordError::Unknown(_) | RecordError::Newer(_) => ErrorKind::Unsupported,
    };
    Error::new(kind, error.to_string())
        .with_outcome(Outcome::Untouched)
        .with_help("destroy the tenant, which works without its record, and apply it again")
}

/// A supervisor that does not run.
pub(crate) fn launch(error: &LaunchError) -> Error {
    let kind = match error {
        LaunchError::Start(..) => ErrorKind::Config,
        LaunchError::Refused(_) => ErrorKind::ProvisionFailed,
        LaunchError::Silent(_) => ErrorKind::Unavailable,
    };
    let result = Error::new(kind, error.to_string());
    match error {
        LaunchError::Start(_, source) => result
            .with_source(source)
            .with_help("set `local.supervisor` to a program that exists"),
        LaunchError::Refused(_) | LaunchError::Silent(_) => result,
    }
}

/// A request that a supervisor did not take: nothing changed.
pub(crate) fn refusal(code: Refusal, message: &str) -> Error {
    let (kind, retryable) = match code {
        Refusal::Conflict | Refusal::Stopping => (ErrorKind::Conflict, true),
        Refusal::Storage => (ErrorKind::Unavailable, true),
        Refusal::PortTaken => (ErrorKind::UpdateFailed, false),
        Refusal::Unsupported => (ErrorKind::Unsupported, false),
    };
    Error::new(kind, message)
        .with_retryable(retryable)
        .with_outcome(Outcome::Untouched)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_leaves_the_tenant_untouched() {
        for (code, kind, retryable) in [
            (Refusal::Conflict, ErrorKind::Conflict, true),
            (Refusal::Stopping, ErrorKind::Conflict, true),
            (Refusal::Storage, ErrorKind::Unavailable, true),
            (Refusal::PortTaken, ErrorKind::UpdateFailed, false),
            (Refusal::Unsupported, ErrorKind::Unsupported, false),
        ] {
            let error = refusal(code, "why");
            assert_eq!((error.kind(), error.is_retryable()), (&kind, retryable));
            assert_eq!(error.outcome(), Some(&Outcome::Untouched));
        }
    }

    #[test]
    fn file_system_errors_are_told_apart() {
        use std::io::ErrorKind as Io;
        assert_eq!(io_kind(Io::PermissionDenied).0, ErrorKind::PermissionDenied);
        assert_eq!(io_kind(Io::StorageFull), (ErrorKind::Unavailable, true));
        assert_eq!(io_kind(Io::InvalidData), (ErrorKind::Internal, false));
    }
}
