//! Reading log files, rotated or being written.

use std::collections::{BTreeMap, VecDeque};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use landlord_core::options::LogsOptions;
use landlord_core::result::{Cursor, LogLine, LogStream};
use landlord_core::spec::ContainerName;

use crate::supervisor::{Stream, parse_line};

/// Which lines are wanted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Selection {
    container: Option<String>,
    replica: Option<String>,
    tail: Option<usize>,
    since: Option<Timestamp>,
    after: Option<Position>,
}

/// Where a line stands: its time, and which of those with the same time it is.
type Position = (Timestamp, u64);

impl From<&LogsOptions> for Selection {
    fn from(options: &LogsOptions) -> Self {
        Self {
            container: options
                .container
                .as_ref()
                .map(|name| name.as_str().to_owned()),
            replica: options.replica.clone(),
            tail: options.tail,
            since: options.since,
            after: options
                .after
                .as_ref()
                .and_then(|cursor| position(cursor.as_str())),
        }
    }
}

impl Selection {
    /// The only container wanted; `None` for all.
    pub(crate) fn container(&self) -> Option<&str> {
        self.container.as_deref()
    }
}

fn position(cursor: &str) -> Option<Position> {
    let (time, turn) = cursor.split_once('#')?;
    Some((time.parse().ok()?, turn.parse().ok()?))
}

/// One container's log: the file being read and how far.
#[derive(Debug)]
struct Source {
    replica: String,
    container: ContainerName,
    path: PathBuf,
    open: Option<Open>,
    /// The beginning of a line whose rest has not been read yet.
    partial: Vec<u8>,
    /// The text of lines that were cut and go on.
    cut: Vec<u8>,
}

#[derive(Debug)]
struct Open {
    file: File,
    inode: u64,
}

/// Reads the logs of one tenant, as often as asked.
#[derive(Debug)]
pub(crate) struct LogReader {
    folder: PathBuf,
    selection: Selection,
    sources: BTreeMap<PathBuf, Source>,
    last: Option<Position>,
    first: bool,
}

impl LogReader {
    pub(crate) fn new(folder: PathBuf, selection: Selection) -> Self {
        let last = selection.after;
        Self {
            folder,
            selection,
            sources: BTreeMap::new(),
            last,
            first: true,
        }
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The lines that were written since the last call, oldest first.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub(crate) fn read(&mut self) -> std::io::Result<Vec<LogLine>> {
        self.find_sources()?;
        let mut lines = Vec::new();
        for source in self.sources.values_mut() {
            let mut new = source.read(self.first);
            new.retain(|line| self.selection.since.is_none_or(|since| line.time >= since));
            if let (Some(tail), true) = (self.selection.tail, self.first) {
                new.drain(..new.len().saturating_sub(tail));
            }
            lines.extend(new);
        }
        // stable: lines of one container with one time stay in their order
        lines.sort_by_key(|line| line.time);
        self.first = false;
        Ok(self.number(lines))
    }

    /// Gives each line its cursor and drops those up to where the caller resumes.
    fn number(&mut self, lines: Vec<LogLine>) -> Vec<LogLine> {
        let resume = self.selection.after;
        let mut turn = (Timestamp::MIN, 0);
        let mut kept = Vec::with_capacity(lines.len());
        for mut line in lines {
            turn = if turn.0 == line.time {
                (line.time, turn.1 + 1)
            } else {
                (line.time, 0)
            };
            if resume.is_some_and(|resume| turn <= resume) {
                continue;
            }
            line.cursor = Cursor::from(format!("{}#{}", turn.0, turn.1));
            self.last = Some(turn);
            kept.push(line);
        }
        kept
    }

    fn find_sources(&mut self) -> std::io::Result<()> {
        for entry in std::fs::read_dir(&self.folder)? {
            let path = entry?.path();
            let Some((replica, container)) = parse_name(&path) else {
                continue;
            };
            let wanted = self
                .selection
                .replica
                .as_ref()
                .is_none_or(|only| *only == replica)
                && self
                    .selection
                    .container
                    .as_ref()
                    .is_none_or(|only| *only == container);
            let Ok(container) = ContainerName::new(&container) else {
                continue;
            };
            if wanted && !self.sources.contains_key(&path) {
                let source = Source {
                    replica,
                    container,
                    path: path.clone(),
                    open: None,
                    partial: Vec::new(),
                    cut: Vec::new(),
                };
                self.sources.insert(path, source);
            }
        }
        Ok(())
    }
}

/// `<slot>-<container>.log`
fn parse_name(path: &Path) -> Option<(String, String)> {
    let name = path.file_name()?.to_str()?.strip_suffix(".log")?;
    let (slot, container) = name.split_once('-')?;
    Some((slot.to_owned(), container.to_owned()))
}

impl Source {
    fn read(&mut self, first: bool) -> Vec<LogLine> {
        let mut lines = Vec::new();
        if first {
            for old in self.rotated() {
                if let Ok(bytes) = std::fs::read(old) {
                    self.take(&bytes, &mut lines);
                }
            }
        }
        // the open file may have been rotated: it is read to its end before the next is opened
        self.drain(&mut lines);
        let current = std::fs::metadata(&self.path)
            .map(|metadata| metadata.ino())
            .ok();
        let behind = self.open.as_ref().map(|open| open.inode) != current;
        if behind && let Ok(file) = File::open(&self.path) {
            self.open = current.map(|inode| Open { file, inode });
            self.drain(&mut lines);
        }
        lines
    }

    /// Rotated files, oldest first.
    fn rotated(&self) -> Vec<PathBuf> {
        let mut files = VecDeque::new();
        for number in 1.. {
            let path = PathBuf::from(format!("{}.{number}", self.path.display()));
            if !path.exists() {
                break;
            }
            files.push_front(path);
        }
        files.into()
    }

    fn drain(&mut self, lines: &mut Vec<LogLine>) {
        let Some(open) = &mut self.open else { return };
        // a file that became shorter was emptied by hand
        let at = open.file.stream_position().unwrap_or_default();
        if open
            .file
            .metadata()
            .is_ok_and(|metadata| metadata.len() < at)
        {
            let _ = open.file.seek(SeekFrom::Start(0));
        }
        let mut bytes = Vec::new();
        if open.file.read_to_end(&mut bytes).is_ok() {
            self.take(&bytes, lines);
        }
    }

    fn take(&mut self, bytes: &[u8], lines: &mut Vec<LogLine>) {
        self.partial.extend_from_slice(bytes);
        let whole = self
            .partial
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(0, |end| end + 1);
        let ready: Vec<u8> = self.partial.drain(..whole).collect();
        for raw in ready.split(|byte| *byte == b'\n') {
            let Some(line) = parse_line(raw) else {
                continue;
            };
            self.cut.extend_from_slice(line.text);
            if !line.whole {
                continue;
            }
            let stream = match line.stream {
                Stream::Stdout => LogStream::Stdout,
                Stream::Stderr => LogStream::Stderr,
            };
            lines.push(LogLine::new(
                self.replica.as_str(),
                self.container.clone(),
                stream,
                line.time,
                std::mem::take(&mut self.cut),
                Cursor::from(String::new()),
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(lines: &[LogLine]) -> Vec<String> {
        lines.iter().map(|line| line.text().into_owned()).collect()
    }

    fn write(folder: &Path, name: &str, lines: &[(u32, &str)]) {
        use std::io::Write;
        let mut file = File::options()
            .append(true)
            .create(true)
            .open(folder.join(name))
            .unwrap();
        for (second, text) in lines {
            writeln!(file, "2026-01-01T00:00:{second:02}Z stdout F {text}").unwrap();
        }
    }

    #[test]
    fn containers_are_merged_by_time_over_rotated_files() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "0-web.log.1", &[(1, "a")]);
        write(folder.path(), "0-web.log", &[(3, "c")]);
        write(folder.path(), "0-db.log", &[(2, "b"), (4, "d")]);
        let mut reader = LogReader::new(folder.path().to_owned(), Selection::default());
        assert_eq!(texts(&reader.read().unwrap()), ["a", "b", "c", "d"]);
        assert!(reader.read().unwrap().is_empty());
        write(folder.path(), "0-web.log", &[(5, "e")]);
        assert_eq!(texts(&reader.read().unwrap()), ["e"]);
    }

    #[test]
    fn a_follower_loses_nothing_at_a_rotation() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "0-web.log", &[(1, "a")]);
        let mut reader = LogReader::new(folder.path().to_owned(), Selection::default());
        assert_eq!(texts(&reader.read().unwrap()), ["a"]);
        write(folder.path(), "0-web.log", &[(2, "b")]);
        std::fs::rename(
            folder.path().join("0-web.log"),
            folder.path().join("0-web.log.1"),
        )
        .unwrap();
        write(folder.path(), "0-web.log", &[(3, "c")]);
        assert_eq!(texts(&reader.read().unwrap()), ["b", "c"]);
    }

    #[test]
    fn a_cursor_resumes_behind_its_line() {
        let folder = tempfile::tempdir().unwrap();
        write(
            folder.path(),
            "0-web.log",
            &[(1, "a"), (1, "b"), (1, "c"), (2, "d")],
        );
        let all = LogReader::new(folder.path().to_owned(), Selection::default())
            .read()
            .unwrap();
        let selection = Selection {
            after: position(all[1].cursor.as_str()),
            ..Selection::default()
        };
        let rest = LogReader::new(folder.path().to_owned(), selection)
            .read()
            .unwrap();
        assert_eq!(texts(&rest), ["c", "d"]);
    }

    #[test]
    fn tail_and_since_choose() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "0-web.log", &[(1, "a"), (2, "b"), (3, "c")]);
        let selection = Selection {
            tail: Some(1),
            ..Selection::default()
        };
        let mut reader = LogReader::new(folder.path().to_owned(), selection);
        assert_eq!(texts(&reader.read().unwrap()), ["c"]);
        let since = "2026-01-01T00:00:02Z".parse().ok();
        let selection = Selection {
            since,
            ..Selection::default()
        };
        let mut reader = LogReader::new(folder.path().to_owned(), selection);
        assert_eq!(texts(&reader.read().unwrap()), ["b", "c"]);
    }
}
