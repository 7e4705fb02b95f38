//! Requests to a tenant's endpoint while something goes on.

use std::{
    future::Future,
    io,
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// Longer than any healthy answer of a small service.
const PATIENCE: Duration = Duration::from_secs(5);

/// What became of the requests.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// Requests that were sent.
    pub(crate) sent: u32,
    /// Requests that were not answered with 2xx, or not at all.
    pub(crate) failed: u32,
    /// Why the first of them failed.
    pub(crate) first_failure: Option<String>,
}

/// Runs `work` under requests to `url`, and goes on until at least `least` were sent.
pub(crate) async fn during<T>(url: &str, least: u32, work: impl Future<Output = T>) -> (T, Tally) {
    let ended = AtomicBool::new(false);
    let requests = async {
        let mut tally = Tally::default();
        while !ended.load(Ordering::Relaxed) || tally.sent < least {
            tally.sent += 1;
            if let Err(error) = get(url).await {
                tally.failed += 1;
                tally.first_failure.get_or_insert(error);
            }
        }
        tally
    };
    let work = async {
        let answer = work.await;
        ended.store(true, Ordering::Relaxed);
        answer
    };
    tokio::join!(work, requests)
}

/// One `GET` on a connection of its own.
pub(crate) async fn get(url: &str) -> Result<(), String> {
    let Some(rest) = url.strip_prefix("http://") else {
        return Err(format!("{url} is not an http url"));
    };
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    match tokio::time::timeout(PATIENCE, answer(host, path)).await {
        Ok(Ok(status)) if status.starts_with('2') => Ok(()),
        Ok(Ok(status)) => Err(format!("answered {status}")),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err(format!("no answer within {PATIENCE:?}")),
    }
}

/// The status code of the answer, once all of it has come.
async fn answer(host: &str, path: &str) -> io::Result<String> {
    let mut stream = TcpStream::connect(host).await?;
    let request = format!("GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    let text = String::from_utf8_lossy(&answer);
    text.split_whitespace()
        .nth(1)
        .map(str::to_owned)
        .ok_or_else(|| io::Error::new(io::ErrorKind::UnexpectedEof, "closed without an answer"))
}
