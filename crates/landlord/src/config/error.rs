//! What is wrong with a configuration, and where.

use std::{fmt, sync::Arc};

use landlord_core::{Error, ErrorKind, Outcome};

use super::Origin;

/// What is wrong with a configuration: which key, where it was given, and what to do.
#[derive(Debug, Clone)]
pub struct ConfigError(Box<Repr>);

#[derive(Debug, Clone)]
struct Repr {
    key: String,
    message: String,
    origin: Option<Origin>,
    help: Option<String>,
    text: Option<Arc<str>>,
}

impl ConfigError {
    pub(super) fn new(key: impl Into<String>, message: impl Into<String>) -> Self {
        Self(Box::new(Repr {
            key: key.into(),
            message: message.into(),
            origin: None,
            help: None,
            text: None,
        }))
    }

    pub(super) fn at(mut self, origin: Origin) -> Self {
        self.0.origin = Some(origin);
        self
    }

    pub(super) fn with_help(mut self, help: impl Into<String>) -> Self {
        self.0.help = Some(help.into());
        self
    }

    /// The same, with the text of the file it is about.
    pub(super) fn with_text(mut self, text: Option<&Arc<str>>) -> Self {
        if matches!(self.0.origin, Some(Origin::File { .. })) {
            self.0.text = text.cloned();
        }
        self
    }

    /// The key, such as `local.root`; empty for the file as a whole.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.0.key
    }

    /// What is wrong, a lower-case fragment.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Where the value was given.
    #[must_use]
    pub fn origin(&self) -> Option<&Origin> {
        self.0.origin.as_ref()
    }

    /// What to do next.
    #[must_use]
    pub fn help(&self) -> Option<&str> {
        self.0.help.as_deref()
    }

    /// The text of the file it is about, as positions count it.
    #[must_use]
    pub fn text(&self) -> Option<&Arc<str>> {
        self.0.text.as_ref()
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(origin) = self.origin() {
            write!(f, "{origin}: ")?;
        }
        if !self.key().is_empty() {
            write!(f, "{}: ", self.key())?;
        }
        f.write_str(self.message())
    }
}

impl std::error::Error for ConfigError {}

impl From<ConfigError> for Error {
    fn from(error: ConfigError) -> Self {
        let converted =
            Self::new(ErrorKind::Config, error.to_string()).with_outcome(Outcome::Untouched);
        match error.help() {
            Some(help) => converted.with_help(help),
            None => converted,
        }
    }
}
