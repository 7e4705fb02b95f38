//! Running a command while reading along.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::cargo::shown;

/// How long output may stay open once the command has ended.
///
/// A grandchild that inherited the pipe would otherwise keep us waiting for ever.
const LEAK_GRACE: Duration = Duration::from_secs(3);

/// How a streamed command ended.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct End {
    /// Its status was 0.
    pub(super) success: bool,
    /// A process that it started still holds its standard output.
    pub(super) leaked: bool,
}

/// Runs `command`, passing its standard output on and giving each line to `each`.
pub(super) fn run(command: &mut Command, mut each: impl FnMut(&str)) -> Result<End> {
    let line = shown(command);
    println!("$ {line}");
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start `{line}`"))?;
    let lines = read_lines(child.stdout.take().context("standard output is piped")?);
    follow(&mut child, &lines, |line| {
        // a closed terminal must not hide the verdict
        drop(writeln!(std::io::stdout(), "{line}"));
        each(line);
    })
}

/// Reads on a thread of its own, so that a pipe which never closes blocks nobody.
fn read_lines(output: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        for line in BufReader::new(output)
            .split(b'\n')
            .map_while(std::io::Result::ok)
        {
            if sender
                .send(String::from_utf8_lossy(&line).into_owned())
                .is_err()
            {
                break;
            }
        }
    });
    receiver
}

fn follow(child: &mut Child, lines: &Receiver<String>, mut each: impl FnMut(&str)) -> Result<End> {
    let mut ended: Option<(ExitStatus, Instant)> = None;
    loop {
        match lines.recv_timeout(Duration::from_millis(100)) {
            Ok(line) => {
                each(&line);
                continue;
            }
            Err(RecvTimeoutError::Disconnected) => {
                let status = child.wait()?;
                return Ok(End {
                    success: status.success(),
                    leaked: false,
                });
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
        match ended {
            None => ended = child.try_wait()?.map(|status| (status, Instant::now())),
            Some((status, at)) if at.elapsed() > LEAK_GRACE => {
                return Ok(End {
                    success: status.success(),
                    leaked: true,
                });
            }
            Some(_) => {}
        }
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> (End, Vec<String>) {
        let mut lines = Vec::new();
        let mut command = Command::new("sh");
        let end = run(command.args(["-c", script]), |line| {
            lines.push(line.to_owned())
        })
        .unwrap();
        (end, lines)
    }

    #[test]
    fn every_line_arrives() {
        let (end, lines) = shell("echo one; printf two");
        assert_eq!(
            end,
            End {
                success: true,
                leaked: false
            }
        );
        assert_eq!(lines, ["one", "two"]);
    }

    #[test]
    fn a_failure_is_seen() {
        assert_eq!(
            shell("exit 3").0,
            End {
                success: false,
                leaked: false
            }
        );
    }

    #[test]
    fn a_process_that_holds_the_output_is_reported_not_waited_for() {
        let started = Instant::now();
        let (end, lines) = shell("sleep 20 & echo done");
        assert_eq!(
            end,
            End {
                success: true,
                leaked: true
            }
        );
        assert_eq!(lines, ["done"]);
        assert!(started.elapsed() < Duration::from_secs(15));
    }
}
