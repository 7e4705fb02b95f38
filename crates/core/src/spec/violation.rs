//! What is wrong with a spec, and where.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{open_enum::open_enum, sensitive::Printable};

open_enum! {
    /// Which sort of rule a spec breaks.
    pub enum ViolationKind {
        /// The text is neither YAML nor JSON.
        Syntax = "syntax",
        /// A field that doesn't exist.
        UnknownField = "unknown_field",
        /// A value of another type than the field's.
        WrongType = "wrong_type",
        /// Something required is absent or empty.
        Missing = "missing",
        /// A number outside its range.
        OutOfRange = "out_of_range",
        /// A text that doesn't follow its grammar.
        Malformed = "malformed",
        /// A text with control characters, NUL or terminal escapes.
        ForbiddenCharacter = "forbidden_character",
        /// Too long, too many or too large in total.
        TooLarge = "too_large",
        /// The same thing twice.
        Duplicate = "duplicate",
        /// Two fields that contradict each other.
        Conflict = "conflict",
        /// A reference to something that isn't declared.
        Unresolved = "unresolved",
        /// A field that makes no sense beside the others.
        Unexpected = "unexpected",
        /// Something that the engine cannot express.
        Unsupported = "unsupported",
    }
}

open_enum! {
    /// Why a spec deserves a second look.
    pub enum WarningKind {
        /// An env value that looks like a password or token.
        LooksSecret = "looks_secret",
        /// The engine honours the field only in part; the effective spec shows how.
        Approximated = "approximated",
        /// The engine has no use for the field.
        Unused = "unused",
    }
}

/// A place in a source text.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[non_exhaustive]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// Bytes before it in the source.
    pub offset: usize,
    /// Bytes that it spans; 0 when only the start is known.
    pub length: usize,
}

impl Position {
    /// A place of which the span is known.
    #[must_use]
    pub const fn new(line: u32, column: u32, offset: usize, length: usize) -> Self {
        Self {
            line,
            column,
            offset,
            length,
        }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// One broken rule.
///
/// Its texts carry no control character and no env value, so that it may be printed anywhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Violation {
    /// Path of the field, such as `containers[0].health_check.timeout_seconds`; empty for
    /// the document as a whole.
    pub path: String,
    /// Which sort of rule is broken.
    pub kind: ViolationKind,
    /// What was given; a fingerprint where the value is sensitive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given: Option<String>,
    /// What is allowed, as a lower-case fragment.
    pub allowed: String,
    /// Where it stands in the source, when there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
}

impl Violation {
    /// A broken rule at `path`; `allowed` says what the rule wants.
    #[must_use]
    pub fn new(path: impl Into<String>, kind: ViolationKind, allowed: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            kind,
            given: None,
            allowed: allowed.into(),
            position: None,
        }
    }

    /// Says what was given: escaped, and cut after 64 characters. Never pass an env value.
    #[must_use]
    pub fn given(mut self, given: impl fmt::Display) -> Self {
        self.given = Some(Printable(&given.to_string()).to_string());
        self
    }

    /// Says where it stands.
    #[must_use]
    pub const fn at(mut self, position: Option<Position>) -> Self {
        self.position = position;
        self
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        match (&self.kind, &self.given) {
            (ViolationKind::Syntax, _) => return f.write_str(&self.allowed),
            (ViolationKind::UnknownField, _) => {
                return write!(f, "unknown field; {}", self.allowed);
            }
            // a description such as `a list` rather than a quotation
            (ViolationKind::WrongType, Some(given)) => write!(f, "found {given}")?,
            (ViolationKind::Missing, _) => f.write_str("missing")?,
            (ViolationKind::Duplicate, Some(given)) => write!(f, "`{given}` is given twice")?,
            (_, Some(given)) => write!(f, "found `{given}`")?,
            (_, None) => f.write_str("not allowed")?,
        }
        write!(f, ", expected {}", self.allowed)
    }
}

/// Every rule that a spec breaks; never empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Violations(pub Vec<Violation>);

impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.as_slice() {
            [] => f.write_str("the spec breaks no rule"),
            [one] => one.fmt(f),
            [first, rest @ ..] => write!(f, "{first} (and {} more)", rest.len()),
        }
    }
}

impl std::error::Error for Violations {}

/// Something legal that deserves a second look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Warning {
    /// Path of the field.
    pub path: String,
    /// Why it deserves a look.
    pub kind: WarningKind,
    /// What to know and to do, as a lower-case fragment.
    pub message: String,
    /// Where it stands in the source, when there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
}

impl Warning {
    /// A warning about the field at `path`.
    #[must_use]
    pub fn new(path: impl Into<String>, kind: WarningKind, message: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            kind,
            message: message.into(),
            position: None,
        }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.message)
    }
}
