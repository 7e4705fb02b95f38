//! Where specs come from.

use std::{fmt, sync::Arc};

use super::{node::Node, report::Positions};
use crate::spec::{Position, TenantComputeSpec, Violation, Warning, warnings};

/// Most bytes of a source: more than ten thousand specs of common size.
const SOURCE_MAX: usize = 16 * 1024 * 1024;

/// A text with specs, and its name.
#[derive(Clone, PartialEq, Eq)]
pub struct SpecSource {
    name: String,
    text: Box<str>,
}

/// How a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Json,
    #[cfg(feature = "yaml")]
    Yaml,
}

impl Format {
    /// The documents as trees, or why the text is not of this format.
    pub(super) fn trees(self, text: &str) -> Result<Vec<Node>, Box<Violation>> {
        match self {
            Self::Json => super::json::trees(text),
            #[cfg(feature = "yaml")]
            Self::Yaml => super::yaml::trees(text),
        }
    }
}

impl Format {
    /// Why the types refuse the text.
    pub(super) fn refusal(self, text: &str) -> Violation {
        match self {
            Self::Json => super::json::refusal(text),
            #[cfg(feature = "yaml")]
            Self::Yaml => super::yaml::refusal(text),
        }
    }
}

impl SpecSource {
    pub(super) fn new(name: String, text: &str) -> Self {
        // a byte order mark is an editor's, not the user's
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        Self {
            name,
            text: text.into(),
        }
    }

    /// The source's name, such as a path.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text, as positions count it. Env values may be in it.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    pub(super) const fn is_too_large(&self) -> bool {
        self.text.len() > SOURCE_MAX
    }

    /// The formats that the text may have, likeliest first.
    pub(super) fn formats(&self) -> &'static [Format] {
        #[cfg(feature = "yaml")]
        {
            let extension = std::path::Path::new(&self.name).extension();
            if extension.is_some_and(|extension| extension.eq_ignore_ascii_case("json")) {
                &[Format::Json]
            } else if self.text.trim_start().starts_with('{') {
                &[Format::Json, Format::Yaml]
            } else {
                &[Format::Yaml]
            }
        }
        #[cfg(not(feature = "yaml"))]
        &[Format::Json]
    }
}

impl fmt::Debug for SpecSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SpecSource")
            .field("name", &self.name)
            .field("bytes", &self.text.len())
            .finish_non_exhaustive()
    }
}

/// A valid spec, and where it came from.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ParsedSpec {
    /// The spec.
    pub spec: TenantComputeSpec,
    /// The text that it stands in.
    pub source: Arc<SpecSource>,
    /// Which document of the source it is, from 0.
    pub document: usize,
    format: Format,
}

impl ParsedSpec {
    pub(super) const fn new(
        spec: TenantComputeSpec,
        source: Arc<SpecSource>,
        format: Format,
        document: usize,
    ) -> Self {
        Self {
            spec,
            source,
            document,
            format,
        }
    }

    /// Where the field at `path` stands, or what it would stand in if it is absent.
    ///
    /// Reads the text again: made for the moment when there is something to say.
    #[must_use]
    pub fn position(&self, path: &str) -> Option<Position> {
        self.positions()?.of(path)
    }

    fn positions(&self) -> Option<Positions<'_>> {
        let trees = self.format.trees(self.source.text()).ok()?;
        Some(Positions::new(
            self.source.text(),
            trees.get(self.document)?,
        ))
    }

    /// Gives violations that a provider found their positions.
    #[must_use]
    pub fn locate(&self, violations: Vec<Violation>) -> Vec<Violation> {
        if violations.is_empty() {
            return violations;
        }
        let Some(positions) = self.positions() else {
            return violations;
        };
        let locate = |violation: Violation| {
            let position = positions.of(&violation.path);
            violation.at(position)
        };
        violations.into_iter().map(locate).collect()
    }

    /// What is legal and deserves a second look, with positions.
    #[must_use]
    pub fn warnings(&self) -> Vec<Warning> {
        let mut warnings = warnings(&self.spec);
        if !warnings.is_empty()
            && let Some(positions) = self.positions()
        {
            for warning in &mut warnings {
                warning.position = positions.of(&warning.path);
            }
        }
        warnings
    }
}

/// Why a text holds no valid specs: everything at once.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ParseError {
    /// The text.
    pub source: Arc<SpecSource>,
    /// What is wrong with it; never empty, in the order of the text.
    pub violations: Vec<Violation>,
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.violations.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            f.write_str(self.source.name())?;
            if let Some(position) = violation.position {
                write!(f, ":{position}")?;
            }
            write!(f, ": {violation}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ParseError {}
