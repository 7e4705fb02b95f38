//! What was skipped, and what may be.

use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context, Result};

/// Something that this machine could not check.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Skip {
    /// The test's or the case's name.
    pub(super) name: String,
    /// Why it was not checked.
    pub(super) reason: String,
}

/// Reads the log that the tests appended to; none means nothing was skipped.
pub(super) fn read(path: &Path) -> Result<Vec<Skip>> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(parse(&text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error).context("cannot read the log of skipped tests"),
    }
}

/// One skip per line, `name<TAB>reason`; a line without a reason keeps its name.
fn parse(text: &str) -> Vec<Skip> {
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.split_once('\t').unwrap_or((line, "no reason given")))
        .map(|(name, reason)| Skip {
            name: name.trim().to_owned(),
            reason: reason.trim().to_owned(),
        })
        .collect()
}

/// The skips that the project accepts: one name per line, `*` at the end for any rest, `#` for
/// a comment.
#[derive(Debug, Default)]
pub(super) struct Allowed(Vec<String>);

impl Allowed {
    pub(super) fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("cannot read {}", path.display()))?;
        Ok(Self::parse(&text))
    }

    pub(super) fn parse(text: &str) -> Self {
        let names = text
            .lines()
            .map(|line| line.split('#').next().unwrap_or_default().trim());
        Self(
            names
                .filter(|name| !name.is_empty())
                .map(str::to_owned)
                .collect(),
        )
    }

    /// Whether a skip of this name is accepted.
    pub(super) fn names(&self, name: &str) -> bool {
        self.0
            .iter()
            .any(|pattern| match pattern.strip_suffix('*') {
                Some(start) => name.starts_with(start),
                None => name == pattern,
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_is_read_line_by_line() {
        let skips = parse("case/4\tno cgroup\n\nbare\n");
        let pairs: Vec<_> = skips
            .iter()
            .map(|s| (s.name.as_str(), s.reason.as_str()))
            .collect();
        assert_eq!(
            pairs,
            [("case/4", "no cgroup"), ("bare", "no reason given")]
        );
    }

    #[test]
    fn a_missing_log_is_an_empty_one() {
        assert!(read(Path::new("/nonexistent/skips")).unwrap().is_empty());
    }

    #[test]
    fn names_match_exactly_or_by_prefix() {
        let allowed = Allowed::parse("# engines\nnomad/*  # needs an agent\ncgroup limit\n");
        assert!(allowed.names("nomad/case 4"));
        assert!(allowed.names("cgroup limit"));
        assert!(!allowed.names("cgroup limits"));
        assert!(!allowed.names("# engines"));
        assert!(!Allowed::default().names("anything"));
    }
}
