//! The demo server's life.

use std::net::Ipv4Addr;
use std::process::ExitCode;
use std::sync::Arc;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::Semaphore;

use super::options::DemoOptions;

/// More requests at once wait.
const AT_ONCE: u32 = 1024;

/// Parses `arguments` and serves until SIGTERM; the exit code is 0 then, 64 for an argument that
/// is not understood.
pub fn run(arguments: impl IntoIterator<Item = String>) -> ExitCode {
    let options = match DemoOptions::parse(arguments) {
        Ok(options) => options,
        Err(message) => {
            say(&message);
            return ExitCode::from(64);
        }
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    match runtime.and_then(|runtime| runtime.block_on(serve(options))) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            say(&format!("demo-server: {error}"));
            ExitCode::FAILURE
        }
    }
}

/// Serves until SIGTERM or the end that `options` ask for; returns the exit code.
///
/// # Errors
/// When the port is not to be had or signals cannot be listened to.
pub async fn serve(options: DemoOptions) -> std::io::Result<u8> {
    let mut terminate = signal(SignalKind::terminate())?;
    if options.daemonize {
        start_grandchild()?;
    }
    say(&format!("demo-server {} starting", version()));
    let fail = async {
        match options.fail_after {
            Some(after) => tokio::time::sleep(after).await,
            None => std::future::pending().await,
        }
    };
    let term = async {
        loop {
            terminate.recv().await;
            say("demo-server: SIGTERM");
            if !options.ignore_term {
                return;
            }
        }
    };
    let in_flight = Arc::new(Semaphore::new(AT_ONCE as usize));
    tokio::select! {
        result = listen(&options, &in_flight) => result.map(|()| 0),
        () = fail => {
            say("demo-server: failing as asked");
            Ok(options.exit_code)
        }
        () = term => {
            // all permits: nothing is in flight any more
            if !options.abrupt {
                let _ = in_flight.acquire_many(AT_ONCE).await;
            }
            Ok(0)
        }
    }
}

async fn listen(options: &DemoOptions, in_flight: &Arc<Semaphore>) -> std::io::Result<()> {
    tokio::time::sleep(options.delay).await;
    let Some(port) = options.port else {
        return std::future::pending().await;
    };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    say(&format!(
        "demo-server {} listening on 127.0.0.1:{port}",
        version()
    ));
    let options = Arc::new(options.clone());
    loop {
        let (stream, _) = listener.accept().await?;
        let (options, in_flight) = (Arc::clone(&options), Arc::clone(in_flight));
        tokio::spawn(async move {
            let _permit = in_flight.acquire_owned().await;
            let _ = answer(stream, &options).await;
        });
    }
}

async fn answer(stream: TcpStream, options: &DemoOptions) -> std::io::Result<()> {
    let (reader, mut writer) = stream.into_split();
    let mut lines = BufReader::new(reader).lines();
    let request = lines.next_line().await?.unwrap_or_default();
    while lines
        .next_line()
        .await?
        .is_some_and(|line| !line.is_empty())
    {}
    let path = request.split(' ').nth(1).unwrap_or("/").to_owned();
    tokio::time::sleep(options.latency).await;
    let (status, body) = page(&path, options);
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/plain\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    writer.write_all(head.as_bytes()).await?;
    writer.write_all(body.as_bytes()).await?;
    writer.shutdown().await
}

fn page(path: &str, options: &DemoOptions) -> (&'static str, String) {
    let variable = |name: &str| std::env::var(name).unwrap_or_default();
    match path {
        "/healthz" if options.unhealthy => ("503 Service Unavailable", "unhealthy\n".into()),
        "/healthz" => ("200 OK", "ok\n".into()),
        _ => match path.strip_prefix("/env/") {
            Some(name) => ("200 OK", format!("{}\n", variable(name))),
            None => {
                let (tenant, replica) = (variable("LANDLORD_TENANT"), variable("LANDLORD_REPLICA"));
                (
                    "200 OK",
                    format!("{} tenant {tenant} replica {replica}\n", version()),
                )
            }
        },
    }
}

fn version() -> String {
    std::env::var("VERSION").unwrap_or_else(|_| "1".into())
}

/// A shell that starts another in the background and ends: the second has no living parent but
/// the guard above, and a session of its own where `setsid` exists.
fn start_grandchild() -> std::io::Result<()> {
    let script = "if command -v setsid >/dev/null; then setsid sleep 100000 & \
                  else sleep 100000 & fi";
    std::process::Command::new("/bin/sh")
        .args(["-c", script])
        .status()
        .map(drop)
}

/// A workload's stdout is its log.
fn say(text: &str) {
    use std::io::Write;
    let mut stdout = std::io::stdout();
    let _ = writeln!(stdout, "{text}");
    let _ = stdout.flush();
}
