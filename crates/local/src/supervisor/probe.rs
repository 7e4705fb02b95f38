//! Asking a running container for its health.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::guard::{GuardHandle, Guards, Order, Report, Started};
use crate::manifest::HealthManifest;

/// The first question comes this soon after the start; later ones at doubled distances up to the
/// interval, so that a quick program is ready quickly.
const FIRST: Duration = Duration::from_millis(25);
/// While it starts, the distance grows to this at most.
const LONGEST: Duration = Duration::from_secs(1);

/// What is asked, with everything resolved.
#[derive(Debug)]
pub(super) enum Question {
    Http {
        port: u16,
        path: String,
    },
    Tcp {
        port: u16,
    },
    Exec {
        order: Box<Order>,
        mark: String,
        guards: Guards,
    },
}

/// One answer.
#[derive(Debug)]
pub(super) struct Verdict {
    /// What was seen, when it was not good.
    pub(super) result: Result<(), String>,
    /// Whether a failure counts: not before the start period is over.
    pub(super) counts: bool,
}

/// Asks until dropped, and hands each answer to `tell`.
pub(super) async fn ask_forever(
    question: Arc<Question>,
    health: HealthManifest,
    tell: impl Fn(Verdict),
) {
    let start = Instant::now();
    let timeout = seconds(health.timeout_seconds.max(1));
    let mut pace = Pace::new(&health);
    loop {
        tokio::time::sleep(pace.pause.min(pace.interval)).await;
        let result = tokio::time::timeout(timeout, ask(&question))
            .await
            .unwrap_or_else(|_| Err(format!("no answer within {} s", timeout.as_secs())));
        let counts = pace.answered(result.is_ok(), start.elapsed());
        tell(Verdict { result, counts });
    }
}

fn seconds(seconds: u32) -> Duration {
    Duration::from_secs(seconds.into())
}

/// When to ask next, and which answers count.
#[derive(Debug)]
struct Pace {
    interval: Duration,
    start_period: Duration,
    healthy_threshold: u32,
    /// Good answers in a row.
    successes: u32,
    pause: Duration,
}

impl Pace {
    fn new(health: &HealthManifest) -> Self {
        let interval = seconds(health.interval_seconds.max(1));
        Self {
            interval,
            start_period: seconds(health.start_period_seconds).max(interval),
            healthy_threshold: health.healthy_threshold,
            successes: 0,
            pause: FIRST,
        }
    }

    /// Takes note of an answer that came `elapsed` after the start; returns whether it counts.
    fn answered(&mut self, good: bool, elapsed: Duration) -> bool {
        self.successes = if good {
            self.successes.saturating_add(1)
        } else {
            0
        };
        let over = elapsed >= self.start_period;
        let proven = self.successes >= self.healthy_threshold;
        let starting = !over && !proven && self.pause < self.interval;
        self.pause = if starting {
            (self.pause * 2).min(LONGEST)
        } else {
            self.interval
        };
        good || over
    }
}

async fn ask(question: &Question) -> Result<(), String> {
    match question {
        Question::Http { port, path } => http(*port, path).await,
        Question::Tcp { port } => connect(*port).await.map(drop),
        Question::Exec {
            order,
            mark,
            guards,
        } => exec(order, mark, guards).await,
    }
}

async fn connect(port: u16) -> Result<TcpStream, String> {
    TcpStream::connect((Ipv4Addr::LOCALHOST, port))
        .await
        .map_err(|error| format!("port {port}: {}", error.kind()))
}

/// A GET by hand: one line of the answer is all that matters, and a client would be the largest
/// part of the supervisor.
async fn http(port: u16, path: &str) -> Result<(), String> {
    let mut stream = connect(port).await?;
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUser-Agent: landlord\r\n\
         Accept: */*\r\nConnection: close\r\n\r\n"
    );
    let lost = |error: std::io::Error| format!("GET {path}: {}", error.kind());
    stream.write_all(request.as_bytes()).await.map_err(lost)?;
    let mut head = Vec::new();
    while head.len() < 16 {
        let mut chunk = [0; 64];
        match stream.read(&mut chunk).await.map_err(lost)? {
            0 => break,
            count => head.extend_from_slice(&chunk[..count]),
        }
    }
    let status = std::str::from_utf8(head.get(9..12).unwrap_or_default())
        .ok()
        .filter(|_| head.starts_with(b"HTTP/1."))
        .and_then(|code| code.parse::<u16>().ok());
    match status {
        Some(200..=399) => Ok(()),
        Some(code) => Err(format!("GET {path} answered {code}")),
        None => Err(format!("GET {path}: the answer is no HTTP")),
    }
}

/// Under a guard of its own, so that what it starts ends with it; dropped at the timeout, all of
/// it is killed.
async fn exec(order: &Order, mark: &str, guards: &Guards) -> Result<(), String> {
    // what it says is not read; the pipes stay open, since writing to a closed one would end it
    let Started {
        handle: _handle,
        mut reports,
        stdout: _stdout,
        stderr: _stderr,
    } = GuardHandle::start(order, mark, "health-check", guards)
        .map_err(|error| format!("cannot start: {error}"))?;
    while let Some(report) = reports.recv().await {
        match report {
            Report::Started { .. } => {}
            Report::Failed { message } => return Err(message),
            Report::Exited(exit) if exit.code == Some(0) => return Ok(()),
            Report::Exited(exit) => return Err(exit.to_string()),
        }
    }
    Err("its guard was killed".into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::Probe;

    fn pace(start_period_seconds: u32, healthy_threshold: u32) -> Pace {
        Pace::new(&HealthManifest {
            probe: Probe::Tcp { port: 1 },
            interval_seconds: 10,
            timeout_seconds: 1,
            healthy_threshold,
            unhealthy_threshold: 3,
            start_period_seconds,
            restart_on_failure: false,
        })
    }

    #[test]
    fn a_failure_counts_from_the_end_of_the_start_period_on() {
        let mut pace = pace(30, 1);
        assert!(!pace.answered(false, seconds(1)));
        assert!(!pace.answered(false, Duration::from_millis(29_999)));
        assert!(pace.answered(false, seconds(30)));
        assert!(pace.answered(true, seconds(1)), "a good answer always does");
    }

    #[test]
    fn without_a_start_period_the_first_interval_is_one() {
        let mut pace = pace(0, 1);
        assert!(!pace.answered(false, Duration::from_millis(9_999)));
        assert!(pace.answered(false, seconds(10)));
    }

    #[test]
    fn it_asks_often_until_the_healthy_threshold_is_reached_in_a_row() {
        let mut pace = pace(30, 2);
        for (good, pause) in [(true, 50), (false, 100), (true, 200), (true, 10_000)] {
            pace.answered(good, seconds(1));
            assert_eq!(pace.pause, Duration::from_millis(pause));
        }
    }

    #[test]
    fn it_asks_at_the_interval_once_the_start_period_is_over() {
        let mut pace = pace(30, 1);
        pace.answered(false, seconds(30));
        assert_eq!(pace.pause, seconds(10));
    }
}
