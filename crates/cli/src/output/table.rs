//! Tables for people.

use std::borrow::Cow;

use comfy_table::presets;
use jiff::Timestamp;

/// Columns and rows, without borders.
#[derive(Debug)]
pub(crate) struct Table {
    header: Vec<&'static str>,
    rows: Vec<Vec<Cell>>,
}

/// One cell; the tone is its colour where colour is.
#[derive(Debug, Clone)]
pub(crate) struct Cell {
    text: String,
    tone: Tone,
}

/// What a colour means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    Plain,
    Good,
    Busy,
    Bad,
}

impl Cell {
    pub(crate) fn toned(text: impl Into<String>, tone: Tone) -> Self {
        Self {
            text: text.into(),
            tone,
        }
    }

    fn paint(&self, padded: &str) -> String {
        let code = match self.tone {
            Tone::Plain => return padded.to_owned(),
            Tone::Good => 32,
            Tone::Busy => 33,
            Tone::Bad => 31,
        };
        padded.replacen(&self.text, &format!("\x1b[{code}m{}\x1b[0m", self.text), 1)
    }
}

impl<T: Into<String>> From<T> for Cell {
    fn from(text: T) -> Self {
        Self::toned(clean(&text.into()).into_owned(), Tone::Plain)
    }
}

impl Table {
    pub(crate) fn new(header: impl IntoIterator<Item = &'static str>) -> Self {
        Self {
            header: header.into_iter().collect(),
            rows: Vec::new(),
        }
    }

    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = Cell>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// The text of the table, a line per row.
    pub(crate) fn render(&self, color: bool) -> String {
        let mut table = comfy_table::Table::new();
        table.load_style(presets::NOTHING);
        table.set_header(&self.header);
        for row in &self.rows {
            table.add_row(row.iter().map(|cell| &cell.text));
        }
        for column in table.column_iter_mut() {
            column.set_padding((0, 2));
        }
        let mut text = String::new();
        for (index, line) in table.lines().enumerate() {
            let line = match index.checked_sub(1).and_then(|row| self.rows.get(row)) {
                Some(row) if color => paint(row, &line),
                _ => line,
            };
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }
}

fn paint(row: &[Cell], line: &str) -> String {
    // one cell after the other, so that a word which stands twice is painted in its own place
    let mut rest = line;
    let mut painted = String::new();
    for cell in row {
        let Some(at) = rest.find(cell.text.as_str()) else {
            continue;
        };
        let (before, after) = rest.split_at(at + cell.text.len());
        painted.push_str(&before[..at]);
        painted.push_str(&cell.paint(&before[at..]));
        rest = after;
    }
    painted.push_str(rest);
    painted
}

/// A time to the second; programs get all of it.
pub(crate) fn seconds(time: Timestamp) -> String {
    format!("{time:.0}")
}

/// `text` with control characters escaped, so that an engine's words cannot drive the terminal.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    if text.chars().any(char::is_control) {
        let escaped = text.chars().flat_map(|character| {
            let control = character.is_control();
            let escaped = control.then(|| character.escape_debug());
            escaped
                .into_iter()
                .flatten()
                .chain((!control).then_some(character))
        });
        Cow::Owned(escaped.collect())
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_and_lines_end_clean() {
        let mut table = Table::new(["TENANT", "STATE"]);
        table.row(["a".into(), Cell::toned("running", Tone::Good)]);
        table.row(["running-long".into(), "failed".into()]);
        assert_eq!(
            table.render(false),
            "TENANT        STATE\na             running\nrunning-long  failed\n"
        );
        assert!(
            table
                .render(true)
                .contains("a             \x1b[32mrunning\x1b[0m\n")
        );
    }

    #[test]
    fn times_end_at_the_second() {
        let time: Timestamp = "2030-01-31T12:00:00.987654321Z".parse().unwrap();
        assert_eq!(seconds(time), "2030-01-31T12:00:00Z");
    }

    #[test]
    fn escapes_do_not_reach_the_terminal() {
        assert_eq!(clean("a\x1b[31mb\n"), "a\\u{1b}[31mb\\n");
        assert_eq!(clean("ünï"), "ünï");
    }
}
