//! How a command that did not fail ended.

/// The end of a command; a failure is the `Err` around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Everything was checked and holds.
    Passed,
    /// Nothing was checked, for the reason given.
    Skipped(String),
}
