//! The control socket.

use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::unix::OwnedWriteHalf;
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinSet;

use super::engine::Event;
use crate::folder::TenantFolder;
use crate::peer;
use crate::protocol::{Answer, Refusal, Report, Request};

/// A request is a spec at most: nothing larger is read.
const LARGEST: u64 = 32 * 1024 * 1024;

/// Listens on the folder's socket.
///
/// # Errors
/// Those of the file system.
pub(super) fn bind(folder: &TenantFolder) -> std::io::Result<UnixListener> {
    let path = folder.socket()?;
    match std::fs::remove_file(&path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    UnixListener::bind(&path)
}

/// Serves until the engine has ended, then until every watcher has had its last word.
pub(super) async fn serve(
    listener: UnixListener,
    events: mpsc::UnboundedSender<Event>,
    reports: watch::Receiver<Report>,
    mut ended: oneshot::Receiver<()>,
) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) if peer::is_trusted(&stream).unwrap_or(false) => {
                    connections.spawn(converse(stream, events.clone(), reports.clone()));
                }
                Ok(_) => {}
                Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            },
            Some(_) = connections.join_next() => {}
            _ = &mut ended => break,
        }
    }
    drop(reports);
    drop(listener);
    let last_words = async { while connections.join_next().await.is_some() {} };
    let _ = tokio::time::timeout(Duration::from_millis(500), last_words).await;
}

async fn converse(
    stream: UnixStream,
    events: mpsc::UnboundedSender<Event>,
    reports: watch::Receiver<Report>,
) {
    let (reader, mut writer) = stream.into_split();
    let mut reader = BufReader::with_capacity(1024, reader);
    loop {
        let mut line = Vec::new();
        let read = (&mut reader)
            .take(LARGEST)
            .read_until(b'\n', &mut line)
            .await;
        if !matches!(read, Ok(1..)) {
            return;
        }
        let Ok(request) = serde_json::from_slice::<Request>(&line) else {
            let message = "this supervisor does not know that request".to_owned();
            let answer = Answer::Refused {
                code: Refusal::Unsupported,
                message,
            };
            if say(&mut writer, &answer).await.is_err() {
                return;
            }
            continue;
        };
        let watching = matches!(request, Request::Watch);
        let mut reports = reports.clone();
        reports.mark_unchanged();
        let (reply, answer) = oneshot::channel();
        if events.send(Event::Request { request, reply }).is_err() {
            return;
        }
        let Ok(answer) = answer.await else { return };
        if say(&mut writer, &answer).await.is_err() {
            return;
        }
        if watching {
            return stream_reports(&mut reader, &mut writer, reports).await;
        }
    }
}

/// Says each change until the client hangs up or the engine ends.
async fn stream_reports(
    reader: &mut BufReader<tokio::net::unix::OwnedReadHalf>,
    writer: &mut OwnedWriteHalf,
    mut reports: watch::Receiver<Report>,
) {
    let mut ignored = [0; 64];
    loop {
        tokio::select! {
            biased;
            changed = reports.changed() => {
                if changed.is_err() {
                    return;
                }
                let report = Box::new(reports.borrow_and_update().clone());
                if say(writer, &Answer::Status(report)).await.is_err() {
                    return;
                }
            }
            read = reader.read(&mut ignored) => if !matches!(read, Ok(1..)) {
                return;
            }
        }
    }
}

async fn say(writer: &mut OwnedWriteHalf, answer: &Answer) -> std::io::Result<()> {
    let mut line = serde_json::to_vec(answer)?;
    line.push(b'\n');
    writer.write_all(&line).await
}
