//! Where validation puts what it finds.

use std::fmt::Display;

use crate::{
    sensitive::Fingerprint,
    spec::{Violation, ViolationKind, path::Path},
};

/// What validation found so far.
#[derive(Debug, Default)]
pub(super) struct Findings(pub(super) Vec<Violation>);

impl Findings {
    /// `given` breaks a rule.
    pub(super) fn add(
        &mut self,
        path: &Path<'_>,
        kind: ViolationKind,
        given: impl Display,
        allowed: impl Into<String>,
    ) {
        self.0
            .push(Violation::new(path.to_string(), kind, allowed).given(given));
    }

    /// Something is missing, or is in the way as a whole.
    pub(super) fn add_bare(
        &mut self,
        path: &Path<'_>,
        kind: ViolationKind,
        allowed: impl Into<String>,
    ) {
        self.0.push(Violation::new(path.to_string(), kind, allowed));
    }

    /// Checks a number against its range, both ends included.
    pub(super) fn range(&mut self, path: &Path<'_>, given: u32, min: u32, max: u32) {
        if !(min..=max).contains(&given) {
            self.add(
                path,
                ViolationKind::OutOfRange,
                given,
                format!("{min} to {max}"),
            );
        }
    }

    /// Checks how many there are.
    pub(super) fn count(&mut self, path: &Path<'_>, given: usize, max: usize) {
        if given > max {
            self.add(
                path,
                ViolationKind::TooLarge,
                given,
                format!("at most {max}"),
            );
        }
    }

    /// Checks a text by a rule that is described by `allowed`.
    pub(super) fn text(
        &mut self,
        path: &Path<'_>,
        given: &str,
        fits: fn(&str) -> bool,
        allowed: &str,
    ) {
        if fits(given) {
            return;
        }
        let kind = if given.is_empty() {
            return self.add_bare(path, ViolationKind::Missing, allowed);
        } else if given.chars().any(is_forbidden) {
            ViolationKind::ForbiddenCharacter
        } else {
            ViolationKind::Malformed
        };
        self.add(path, kind, given, allowed);
    }

    /// Checks a text on one line that has no grammar of its own: length, no control characters.
    pub(super) fn line(&mut self, path: &Path<'_>, given: &str, max: usize) {
        if given.is_empty() {
            self.add_bare(
                path,
                ViolationKind::Missing,
                format!("1 to {max} characters"),
            );
        } else if given.len() > max {
            self.add(
                path,
                ViolationKind::TooLarge,
                given,
                format!("at most {max} bytes"),
            );
        }
        if given.chars().any(is_forbidden) {
            self.add(
                path,
                ViolationKind::ForbiddenCharacter,
                given,
                "no control characters, line breaks or text direction marks",
            );
        }
    }

    /// Checks a text for a program: line breaks and tabs are fine, as scripts have them.
    pub(super) fn program_text(&mut self, path: &Path<'_>, given: &str, sensitive: bool) {
        if !has_raw_control(given) {
            return;
        }
        let allowed = "no NUL or control characters other than tab and line breaks";
        let kind = ViolationKind::ForbiddenCharacter;
        if sensitive {
            self.add(path, kind, Fingerprint::of(given), allowed);
        } else {
            self.add(path, kind, given, allowed);
        }
    }
}

/// Control characters, and marks that turn the direction of what is printed after them.
fn is_forbidden(character: char) -> bool {
    character.is_control() || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn has_raw_control(text: &str) -> bool {
    // C1 controls are two bytes in UTF-8, the first of them 0xC2
    text.bytes()
        .any(|byte| matches!(byte, 0..=8 | 11 | 12 | 14..=31 | 127 | 0xC2))
        && text
            .chars()
            .any(|character| character.is_control() && !matches!(character, '\t' | '\n' | '\r'))
}
