//! Rendering problems, for people by miette.

use std::{fmt, io::Write};

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, SourceCode,
};

use super::{Place, Problem, mask::mask};

/// Places shown in the quoted text; the rest is listed.
const MOST_SHOWN: usize = 20;
/// Longest line that is worth quoting, bytes.
const LONGEST_LINE: usize = 300;

/// Writes problems for people.
pub(crate) fn report(
    problems: &[Problem],
    color: bool,
    width: usize,
    to: &mut dyn Write,
) -> std::io::Result<()> {
    let theme = if color {
        GraphicalTheme::unicode()
    } else {
        GraphicalTheme::unicode_nocolor()
    };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_context_lines(1)
        .with_width(width)
        .with_links(false);
    for problem in problems {
        let mut text = String::new();
        if handler
            .render_report(&mut text, &Shown::new(problem))
            .is_err()
        {
            text = format!("{}\n", problem.message);
        }
        to.write_all(text.as_bytes())?;
    }
    to.flush()
}

/// A problem as miette renders it.
#[derive(Debug)]
struct Shown<'a> {
    problem: &'a Problem,
    code: String,
    help: Option<String>,
    quoted: Option<NamedSource<String>>,
    labels: Vec<LabeledSpan>,
    causes: Option<Cause>,
}

impl<'a> Shown<'a> {
    fn new(problem: &'a Problem) -> Self {
        let (quoted, labels) = quote(problem);
        let listed = problem.places.iter().skip(labels.len());
        // the next step stands behind the word `help:`, so it comes first
        let mut help: Vec<String> = problem.help.iter().cloned().collect();
        help.extend(listed.map(line));
        help.extend(problem.notes.iter().cloned());
        Self {
            code: problem.kind.clone(),
            help: (!help.is_empty()).then(|| help.join("\n")),
            quoted,
            labels,
            causes: Cause::chain(&problem.causes),
            problem,
        }
    }
}

fn line(place: &Place) -> String {
    match place.position {
        Some(position) => format!("{position}: {}", place.message),
        None => place.message.clone(),
    }
}

/// The masked text and its labels; nothing where a place has no position or its line is too long.
fn quote(problem: &Problem) -> (Option<NamedSource<String>>, Vec<LabeledSpan>) {
    let Some(source) = &problem.source else {
        return (None, Vec::new());
    };
    if source.text.trim().is_empty() {
        return (None, Vec::new());
    }
    let mut spans = Vec::new();
    for place in problem.places.iter().take(MOST_SHOWN) {
        let Some(position) = place.position else {
            break;
        };
        let start = position.offset.min(source.text.len());
        let line_start = source.text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = source.text[start..]
            .find('\n')
            .map_or(source.text.len(), |at| start + at);
        if line_end - line_start > LONGEST_LINE {
            break;
        }
        let end = (start + position.length).min(line_end);
        spans.push((start..end, place));
    }
    if spans.is_empty() {
        return (None, Vec::new());
    }
    let shown: Vec<_> = spans
        .iter()
        .filter(|(_, place)| !place.sensitive)
        .map(|(range, _)| range.clone())
        .collect();
    let labels = spans.iter().map(|(range, place)| {
        LabeledSpan::new(Some(place.message.clone()), range.start, range.len())
    });
    let labels = labels.collect();
    let quoted = NamedSource::new(&source.name, mask(&source.text, &shown));
    (Some(quoted), labels)
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problem.message)
    }
}

impl std::error::Error for Shown<'_> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.causes.as_ref().map(|cause| cause as _)
    }
}

impl Diagnostic for Shown<'_> {
    fn code<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        Some(Box::new(&self.code))
    }

    fn help<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        self.help.as_ref().map(|help| Box::new(help) as _)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.quoted.as_ref().map(|quoted| quoted as _)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        (!self.labels.is_empty()).then(|| Box::new(self.labels.iter().cloned()) as _)
    }
}

/// One link of the chain of causes.
#[derive(Debug)]
struct Cause {
    message: String,
    next: Option<Box<Cause>>,
}

impl Cause {
    fn chain(causes: &[String]) -> Option<Self> {
        let (message, rest) = causes.split_first()?;
        Some(Self {
            message: message.clone(),
            next: Self::chain(rest).map(Box::new),
        })
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Cause {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.next.as_deref().map(|cause| cause as _)
    }
}
