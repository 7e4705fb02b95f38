//! What goes to standard output: data, and nothing else.

mod change;
mod reader;
mod redact;
mod status;
mod table;

use std::io::{self, IsTerminal as _, Write};

use serde::Serialize;

pub(crate) use self::{
    change::change_line,
    reader::reader_gone,
    redact::redacted,
    status::{health_cell, state_cell, status_text},
    table::{Cell, Table, clean, seconds},
};
use crate::{
    args::{Format, Globals},
    failure::Result,
};

/// Writers and the manner of writing.
pub(crate) struct Output {
    stdout: Box<dyn Write + Send>,
    stderr: Box<dyn Write + Send>,
    pub(crate) format: Format,
    pub(crate) quiet: bool,
    /// Whether standard output takes colour.
    pub(crate) color: bool,
}

impl Output {
    /// The process's own streams.
    pub(crate) fn new(globals: &Globals) -> Self {
        Self {
            // a line at a time would be a system call per line; flushed at the end
            stdout: Box::new(io::BufWriter::new(io::stdout())),
            stderr: Box::new(io::stderr()),
            format: globals.output,
            quiet: globals.quiet,
            color: colored(io::stdout().is_terminal()),
        }
    }

    /// Writes one result: `table` for people, `value` for programs.
    pub(crate) fn result<T: Serialize>(
        &mut self,
        value: &T,
        table: impl FnOnce(&mut Self) -> Result<()>,
    ) -> Result<()> {
        match self.format {
            Format::Table => table(self)?,
            Format::Json => {
                let text = serde_json::to_string_pretty(value).map_err(io::Error::other)?;
                self.line(&text)?;
            }
            Format::Yaml => {
                let text = to_yaml(value)?;
                self.text(&text)?;
            }
        }
        self.flush()
    }

    /// Writes one item of a stream, at once: a line for people, a line of JSON or a document of
    /// YAML for programs.
    pub(crate) fn item<T: Serialize>(
        &mut self,
        value: &T,
        line: impl FnOnce(&mut Self) -> Result<()>,
    ) -> Result<()> {
        match self.format {
            Format::Table => line(self)?,
            Format::Json => {
                let text = serde_json::to_string(value).map_err(io::Error::other)?;
                self.line(&text)?;
            }
            Format::Yaml => {
                let text = to_yaml(value)?;
                self.text("---\n")?;
                self.text(&text)?;
            }
        }
        self.flush()
    }

    /// Writes a table.
    pub(crate) fn table(&mut self, table: &Table) -> Result<()> {
        let text = table.render(self.color);
        self.text(&text)
    }

    /// Writes one line.
    pub(crate) fn line(&mut self, text: &str) -> Result<()> {
        Ok(writeln!(self.stdout, "{text}")?)
    }

    /// Writes text as it is.
    pub(crate) fn text(&mut self, text: &str) -> Result<()> {
        self.bytes(text.as_bytes())
    }

    /// Writes bytes as they are.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> Result<()> {
        Ok(self.stdout.write_all(bytes)?)
    }

    pub(crate) fn flush(&mut self) -> Result<()> {
        Ok(self.stdout.flush()?)
    }

    /// Tells the person something that is no data; not with `-q`.
    pub(crate) fn note(&mut self, text: &str) {
        if !self.quiet {
            // nobody reads standard error any more: no reason to stop
            drop(writeln!(self.stderr, "{text}"));
        }
    }

    /// Standard error, for what is said even with `-q`.
    pub(crate) fn stderr(&mut self) -> &mut dyn Write {
        &mut self.stderr
    }
}

/// Block YAML, with the fields and shapes of the JSON form.
pub(crate) fn to_yaml<T: Serialize>(value: &T) -> Result<String> {
    let mut text = serde_saphyr::to_string(value).map_err(io::Error::other)?;
    if !text.ends_with('\n') {
        text.push('\n');
    }
    Ok(text)
}

/// Whether a stream takes colour: a terminal that is not dumb, without `NO_COLOR`.
pub(crate) fn colored(is_terminal: bool) -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    is_terminal && !dumb && !set("NO_COLOR")
}
