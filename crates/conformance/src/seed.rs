//! Where every random choice comes from.

use std::fmt;

/// The variable that repeats a run.
const VARIABLE: &str = "LANDLORD_CONFORMANCE_SEED";

/// Decides every random choice of a case; printed, so that a run can be repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seed(u64);

impl Seed {
    /// The seed that `LANDLORD_CONFORMANCE_SEED` gives, else a new one.
    #[must_use]
    pub fn from_env() -> Self {
        let given = std::env::var(VARIABLE).ok();
        let given = given.and_then(|text| u64::from_str_radix(text.trim(), 16).ok());
        Self(given.unwrap_or_else(|| fastrand::u64(..)))
    }

    pub(crate) fn rng(self) -> fastrand::Rng {
        fastrand::Rng::with_seed(self.0)
    }
}

impl fmt::Display for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}
