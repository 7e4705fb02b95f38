//! A second process: this test binary, started again to write or to fail.

use std::io::Write;
use std::num::NonZeroU64;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;

use landlord_core::audit::{AuditSink, Durability, FileSink};

use crate::disk;
use crate::trail::{Trail, event, key};

const TASK: &str = "LANDLORD_AUDIT_CHILD";
const PATH: &str = "LANDLORD_AUDIT_CHILD_PATH";
const KEYED: &str = "LANDLORD_AUDIT_CHILD_KEYED";
const SEGMENT: &str = "LANDLORD_AUDIT_CHILD_SEGMENT";

/// How many appends a child has under way at once.
const TASKS: usize = 8;

/// A child process that does `task` on `trail`: a number of appends, `forever`, `full`.
pub(crate) fn command(trail: &Trail, task: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    configure(&mut command, trail, task);
    command
}

/// The same, with `setup` run by the shell before it.
pub(crate) fn command_after(trail: &Trail, task: &str, setup: &str) -> Command {
    let mut command = Command::new("sh");
    command
        .arg("-c")
        .arg(format!("{setup}; exec \"$0\" \"$@\""));
    command.arg(std::env::current_exe().unwrap());
    configure(&mut command, trail, task);
    command
}

fn configure(command: &mut Command, trail: &Trail, task: &str) {
    command
        .args(["--exact", "child::child_process", "--nocapture"])
        .env(TASK, task)
        .env(PATH, trail.path())
        .env(SEGMENT, trail.segment_bytes.to_string())
        .stdout(Stdio::piped());
    if trail.key.is_some() {
        command.env(KEYED, "1");
    }
}

/// What a child runs; nothing in an ordinary test run.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn child_process() {
    let Ok(task) = std::env::var(TASK) else {
        return;
    };
    let path = PathBuf::from(std::env::var_os(PATH).unwrap());
    let segment = std::env::var(SEGMENT).unwrap().parse().unwrap();
    let mut builder = FileSink::builder(&path)
        .durability(Durability::Buffered)
        .max_segment_bytes(NonZeroU64::new(segment).unwrap());
    if std::env::var_os(KEYED).is_some() {
        builder = builder.key(key());
    }
    let sink = Arc::new(builder.open().unwrap());
    match task.as_str() {
        "full" => disk::fill(&sink, &path).await,
        "forever" => write(sink, usize::MAX).await,
        count => write(sink, count.parse().unwrap()).await,
    }
}

/// Appends and prints each position as soon as it is acknowledged.
async fn write(sink: Arc<FileSink>, count: usize) {
    let mut tasks = tokio::task::JoinSet::new();
    for task in 0..TASKS {
        let sink = Arc::clone(&sink);
        tasks.spawn(async move {
            for n in (task..count).step_by(TASKS) {
                let id = format!("{}-{n}", std::process::id());
                let position = sink.append(event(id)).await.unwrap();
                // whole lines reach a pipe whole; println! would be captured
                let line = format!("\nack {position}\n");
                std::io::stdout().write_all(line.as_bytes()).unwrap();
            }
        });
    }
    while let Some(done) = tasks.join_next().await {
        done.unwrap();
    }
}

/// The acknowledged positions in a child's output, newest last.
pub(crate) fn acknowledged(output: &[u8]) -> Vec<landlord_core::audit::ChainPosition> {
    let text = String::from_utf8_lossy(output);
    let mut found: Vec<landlord_core::audit::ChainPosition> = text
        .lines()
        .filter_map(|line| line.strip_prefix("ack ")?.parse().ok())
        .collect();
    found.sort_by_key(|position| position.seq);
    found
}
