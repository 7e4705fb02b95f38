//! Where outcomes are written besides the test's own output.

use std::{
    fs::OpenOptions,
    io::{self, Write as _},
};

use serde::Serialize;

use crate::{case::Case, fixture::Engine, outcome::CaseOutcome};

/// The file that takes one line of JSON per outcome.
const RESULTS: &str = "LANDLORD_CONFORMANCE_RESULTS";
/// The file that takes what was not checked, `name<TAB>reason`.
const SKIP_LOG: &str = "LANDLORD_SKIP_LOG";

#[derive(Serialize)]
struct Line<'a> {
    case: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<u32>,
    test: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    engine: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<&'a str>,
    seed: String,
    millis: u128,
    #[serde(flatten)]
    outcome: &'a CaseOutcome,
}

/// One finished case.
#[derive(Debug)]
pub(crate) struct Record<'a> {
    pub(crate) case: &'a Case,
    pub(crate) test: &'a str,
    pub(crate) engine: Option<&'a Engine>,
    pub(crate) seed: String,
    pub(crate) millis: u128,
    pub(crate) outcome: &'a CaseOutcome,
}

impl Record<'_> {
    /// Appends the outcome to the files that the environment names.
    pub(crate) fn write(&self) -> io::Result<()> {
        let line = Line {
            case: self.case.name,
            number: self.case.number(),
            test: self.test,
            engine: self.engine.map(|engine| engine.name.as_str()),
            version: self.engine.map(|engine| engine.version.as_str()),
            seed: self.seed.clone(),
            millis: self.millis,
            outcome: self.outcome,
        };
        append(RESULTS, || Ok(serde_json::to_string(&line)?))?;
        match self.outcome.unchecked() {
            Some(why) => append(SKIP_LOG, || Ok(format!("{}\t{why}", self.test))),
            None => Ok(()),
        }
    }
}

/// Appends one line to the file that `variable` names, in one write: other tests append too.
fn append(variable: &str, line: impl FnOnce() -> io::Result<String>) -> io::Result<()> {
    let Some(path) = std::env::var_os(variable) else {
        return Ok(());
    };
    let line = line()? + "\n";
    let mut file = OpenOptions::new().create(true).append(true).open(path)?;
    file.write_all(line.as_bytes())
}
