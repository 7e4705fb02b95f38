//! From bytes to lines and columns.

use std::ops::Range;

use super::source::Format;
use crate::spec::Position;

/// Where the lines of a text begin.
#[derive(Debug, Clone)]
pub(super) struct Lines<'t> {
    text: &'t str,
    /// Whether unquoted numbers may be read as texts.
    has_plain_scalars: bool,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(breaks.map(|(index, _)| index + 1));
        Self {
            text,
            has_plain_scalars: false,
            starts: starts.collect(),
        }
    }

    pub(super) fn of_format(mut self, format: Format) -> Self {
        self.has_plain_scalars = format != Format::Json;
        self
    }

    /// How an unquoted scalar of YAML was written.
    pub(super) fn yaml_text(&self, span: &Range<usize>) -> Option<&'t str> {
        let text = self.text.get(span.clone())?;
        self.has_plain_scalars.then_some(text.trim())
    }

    /// The position of a span of bytes; a span outside the text is moved to its end.
    pub(super) fn position(&self, span: &Range<usize>) -> Position {
        let offset = self.boundary(span.start);
        let length = span.end.min(self.text.len()).saturating_sub(offset);
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or_default();
        let before = self.text.get(start..offset).unwrap_or_default();
        let column = before.chars().count() + 1;
        Position::new(number(line), number(column), offset, length)
    }

    fn boundary(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }

    /// The position of a line and column, both from 1; the column counts characters.
    pub(super) fn at(&self, line: usize, column: usize) -> Position {
        let start = self.starts.get(line.saturating_sub(1)).copied();
        let start = start.unwrap_or(self.text.len());
        let rest = self.text.get(start..).unwrap_or_default();
        let within = rest.char_indices().nth(column.saturating_sub(1));
        let offset = within.map_or(self.text.len(), |(index, _)| start + index);
        Position::new(number(line), number(column), offset, 0)
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
