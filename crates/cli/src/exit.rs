//! Exit codes: one per kind of error, as docs/cli.md lists them.

use landlord_compute::ErrorKind;

/// How the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done.
    Success,
    /// `plan --detailed-exitcode`: there are changes.
    Changes,
    /// Some tenants are as wanted and some are not.
    Partial,
    /// `audit verify`: the trail was changed.
    NotIntact,
    /// The person cancelled.
    Cancelled,
    /// The command line is wrong.
    Usage,
    /// A file that was named cannot be read.
    Input,
    /// Output could not be written.
    Output,
    /// An error of this code.
    Error(u8),
}

/// Every kind of error and its code.
pub(crate) const CODES: &[(ErrorKind, u8)] = &[
    (ErrorKind::Internal, 1),
    (ErrorKind::ProviderNotFound, 10),
    (ErrorKind::ProviderConflict, 11),
    (ErrorKind::InvalidSpec, 12),
    (ErrorKind::ProvisionFailed, 13),
    (ErrorKind::UpdateFailed, 14),
    (ErrorKind::DestroyFailed, 15),
    (ErrorKind::TenantNotFound, 16),
    (ErrorKind::AlreadyProvisioned, 17),
    (ErrorKind::OwnershipConflict, 18),
    (ErrorKind::Conflict, 19),
    (ErrorKind::Superseded, 20),
    (ErrorKind::Throttled, 21),
    (ErrorKind::Unavailable, 22),
    (ErrorKind::PermissionDenied, 23),
    (ErrorKind::DeadlineExceeded, 24),
    (ErrorKind::Unsupported, 25),
    (ErrorKind::Config, 26),
    (ErrorKind::Cancelled, 130),
];

impl Exit {
    /// The code the shell sees.
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Success => 0,
            Self::Changes => 2,
            Self::Partial => 3,
            Self::NotIntact => 4,
            Self::Usage => 64,
            Self::Input => 66,
            Self::Output => 74,
            Self::Cancelled => 130,
            Self::Error(code) => code,
        }
    }
}

impl From<&ErrorKind> for Exit {
    fn from(kind: &ErrorKind) -> Self {
        let known = CODES.iter().find(|(each, _)| each == kind);
        Self::Error(known.map_or(1, |(_, code)| *code))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_code_of_its_own() {
        for kind in ErrorKind::KNOWN {
            assert!(CODES.iter().any(|(each, _)| each == kind), "{kind}");
        }
        let mut codes: Vec<u8> = CODES.iter().map(|(_, code)| *code).collect();
        codes.extend([0, 2, 3, 4, 64, 66, 74]);
        let count = codes.len();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), count);
    }
}
