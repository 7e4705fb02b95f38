//! Where a value of the configuration came from.

use std::{fmt, path::PathBuf};

use landlord_core::spec::Position;
use serde::Serialize;

/// Where a value of the configuration came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "from", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Origin {
    /// Nobody gave it.
    Default,
    /// A configuration file.
    File {
        /// The file, as it was named.
        path: PathBuf,
        /// Where in it.
        position: Position,
    },
    /// An environment variable.
    Environment {
        /// The variable.
        name: String,
    },
    /// A flag of the command line.
    Flag {
        /// The flag, with its dashes.
        name: String,
    },
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File { path, position } => write!(f, "{}:{position}", path.display()),
            Self::Environment { name } => f.write_str(name),
            Self::Flag { name } => f.write_str(name),
        }
    }
}
