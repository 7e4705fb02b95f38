//! Log files: the workloads' lines with time and stream, rotated by size.
//!
//! The form is that of the Kubernetes container runtimes:
//! `<RFC 3339 time> <stdout|stderr> <F|P> <text>`, where `P` marks a line that was cut because it
//! is too long and goes on in the next one.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{PipeReader, Write};
use std::os::fd::OwnedFd;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::unix::pipe;

/// A longer line is cut.
const LONGEST_LINE: usize = 16 * 1024;

/// Which of a workload's outputs a line came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stream {
    Stdout,
    Stderr,
}

/// One line as it stands in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line<'a> {
    pub(crate) time: Timestamp,
    pub(crate) stream: Stream,
    /// Whether the line ends here.
    pub(crate) whole: bool,
    pub(crate) text: &'a [u8],
}

/// Reads one line of a log file, without its end; `None` when it is torn.
pub(crate) fn parse_line(line: &[u8]) -> Option<Line<'_>> {
    let mut parts = line.splitn(4, |byte| *byte == b' ');
    let time = std::str::from_utf8(parts.next()?).ok()?.parse().ok()?;
    let stream = match parts.next()? {
        b"stdout" => Stream::Stdout,
        b"stderr" => Stream::Stderr,
        _ => return None,
    };
    let whole = parts.next()? == b"F";
    Some(Line {
        time,
        stream,
        whole,
        text: parts.next()?,
    })
}

/// The log of one container in one slot, over all its restarts and versions.
#[derive(Debug)]
struct LogFile {
    path: PathBuf,
    file: Option<File>,
    size: u64,
    limits: (u64, u32),
    failure: Option<String>,
}

impl LogFile {
    fn write(&mut self, stream: Stream, whole: bool, text: &[u8]) {
        let name = if stream == Stream::Stdout {
            "stdout"
        } else {
            "stderr"
        };
        let mark = if whole { 'F' } else { 'P' };
        let mut line = format!("{:.6} {name} {mark} ", Timestamp::now()).into_bytes();
        line.extend_from_slice(text);
        line.push(b'\n');
        // a full disk costs lines, never the workload
        match self.append(&line) {
            Ok(()) => self.failure = None,
            Err(error) => {
                self.failure = Some(format!(
                    "lines of {} are lost: {error}",
                    self.path.display()
                ));
                self.file = None;
            }
        }
    }

    fn append(&mut self, line: &[u8]) -> std::io::Result<()> {
        if self.size.saturating_add(line.len() as u64) > self.limits.0 && self.size > 0 {
            self.rotate();
        }
        let file = match &mut self.file {
            Some(file) => file,
            None => {
                let file = File::options()
                    .append(true)
                    .create(true)
                    .mode(0o600)
                    .open(&self.path)?;
                self.size = file.metadata()?.len();
                self.file.insert(file)
            }
        };
        let written = file.write_all(line);
        self.size = self.size.saturating_add(line.len() as u64);
        written
    }

    /// `x.log` becomes `x.log.1`, that one `x.log.2`, and the oldest goes.
    fn rotate(&mut self) {
        self.file = None;
        self.size = 0;
        let keep = self.limits.1.max(1);
        let numbered = |n: u32| match n {
            0 => self.path.clone(),
            n => PathBuf::from(format!("{}.{n}", self.path.display())),
        };
        let _ = std::fs::remove_file(numbered(keep - 1));
        for n in (0..keep - 1).rev() {
            let _ = std::fs::rename(numbered(n), numbered(n + 1));
        }
    }
}

/// All logs of a tenant.
#[derive(Debug)]
pub(super) struct Logs {
    folder: PathBuf,
    files: BTreeMap<(u32, String), Arc<Mutex<LogFile>>>,
}

impl Logs {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self {
            folder,
            files: BTreeMap::new(),
        }
    }

    /// Copies both outputs of a workload to its log until they end.
    pub(super) fn capture(
        &mut self,
        slot: u32,
        container: &str,
        limits: (u64, u32),
        outputs: (PipeReader, PipeReader),
    ) -> std::io::Result<()> {
        let path = file_of(&self.folder, slot, container);
        let log = self
            .files
            .entry((slot, container.to_owned()))
            .or_insert_with(|| {
                Arc::new(Mutex::new(LogFile {
                    path,
                    file: None,
                    size: 0,
                    limits,
                    failure: None,
                }))
            });
        log.lock().unwrap_or_else(PoisonError::into_inner).limits = limits;
        for (pipe, stream) in [(outputs.0, Stream::Stdout), (outputs.1, Stream::Stderr)] {
            let pipe = pipe::Receiver::from_owned_fd(OwnedFd::from(pipe))?;
            tokio::spawn(copy(pipe, stream, Arc::clone(log)));
        }
        Ok(())
    }

    /// What cannot be written, by container.
    pub(super) fn failures(&self) -> impl Iterator<Item = (String, String)> {
        self.files.iter().filter_map(|((slot, container), log)| {
            let log = log.lock().unwrap_or_else(PoisonError::into_inner);
            Some((format!("log {slot}-{container}"), log.failure.clone()?))
        })
    }
}

/// The current file of one container's log.
pub(crate) fn file_of(folder: &Path, slot: u32, container: &str) -> PathBuf {
    folder.join(format!("{slot}-{container}.log"))
}

async fn copy(pipe: pipe::Receiver, stream: Stream, log: Arc<Mutex<LogFile>>) {
    let mut reader = BufReader::with_capacity(4096, pipe);
    let mut line = Vec::new();
    loop {
        let Ok(chunk) = reader.fill_buf().await else {
            return;
        };
        if chunk.is_empty() {
            break;
        }
        let end = chunk.iter().position(|byte| *byte == b'\n');
        let room = LONGEST_LINE - line.len();
        let take = end.unwrap_or(chunk.len()).min(room);
        line.extend_from_slice(&chunk[..take]);
        let whole = end == Some(take);
        let used = take + usize::from(whole);
        reader.consume(used);
        if whole || line.len() == LONGEST_LINE {
            log.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .write(stream, whole, &line);
            line.clear();
        }
    }
    if !line.is_empty() {
        log.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .write(stream, true, &line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(folder: &Path, limits: (u64, u32)) -> LogFile {
        LogFile {
            path: folder.join("0-web.log"),
            file: None,
            size: 0,
            limits,
            failure: None,
        }
    }

    #[test]
    fn a_line_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        log(folder.path(), (1000, 3)).write(Stream::Stderr, true, b"a  b c");
        let file = std::fs::read(folder.path().join("0-web.log")).unwrap();
        let line = parse_line(file.strip_suffix(b"\n").unwrap()).unwrap();
        assert_eq!(
            (line.stream, line.whole, line.text),
            (Stream::Stderr, true, &b"a  b c"[..])
        );
    }

    #[test]
    fn files_are_rotated_and_the_oldest_goes() {
        let folder = tempfile::tempdir().unwrap();
        let mut log = log(folder.path(), (100, 3));
        for n in 0..20 {
            log.write(
                Stream::Stdout,
                true,
                format!("line {n:02} {}", "x".repeat(20)).as_bytes(),
            );
        }
        let mut names: Vec<_> = std::fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        assert_eq!(names, ["0-web.log", "0-web.log.1", "0-web.log.2"]);
        let last = std::fs::read_to_string(folder.path().join("0-web.log")).unwrap();
        assert!(last.contains("line 19"));
    }

    #[test]
    fn a_torn_line_is_none() {
        assert!(parse_line(b"2026-01-01T00:00:00Z stdout").is_none());
        assert!(parse_line(b"").is_none());
    }
}
