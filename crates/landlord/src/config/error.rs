//! What is wrong with a configuration, and where.

use std::{fmt, sync::Arc};

use landlord_core::{Error, ErrorKind, Outcome};

use super::Origin;

/// What is wrong with a configuration: which key, where it was given, and what to do.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ConfigError {
    /// The key, such as `local.root`; empty for the file as a whole.
    pub key: String,
    /// What is wrong, a lower-case fragment.
    pub message: String,
    /// Where the value was given.
    pub origin: Option<Origin>,
    /// What to do next.
    pub help: Option<String>,
    /// The file's text, to show the place.
    pub text: Option<Arc<str>>,
}

impl ConfigError {
    pub(super) fn new(key: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            message: message.into(),
            origin: None,
            help: None,
            text: None,
        }
    }

    pub(super) fn at(mut self, origin: Origin) -> Self {
        self.origin = Some(origin);
        self
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same, with the text of the file it is about.
    pub(super) fn with_text(mut self, text: Option<&Arc<str>>) -> Self {
        if matches!(self.origin, Some(Origin::File { .. })) {
            self.text = text.cloned();
        }
        self
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(origin) = &self.origin {
            write!(f, "{origin}: ")?;
        }
        if !self.key.is_empty() {
            write!(f, "{}: ", self.key)?;
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for ConfigError {}

impl From<ConfigError> for Error {
    fn from(error: ConfigError) -> Self {
        let converted =
            Self::new(ErrorKind::Config, error.to_string()).with_outcome(Outcome::Untouched);
        match error.help {
            Some(help) => converted.with_help(help),
            None => converted,
        }
    }
}
