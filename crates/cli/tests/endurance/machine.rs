//! A user's machine: a home of its own, the program, and eyes on what it leaves.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    time::Duration,
};

use serde_json::Value;
use tempfile::TempDir;

/// Exit code of `tenant_not_found`.
const NOT_FOUND: i32 = 16;

/// A home folder that no other test shares.
pub(crate) struct Machine {
    home: TempDir,
}

impl Machine {
    pub(crate) fn new() -> Self {
        Self {
            home: TempDir::new().unwrap(),
        }
    }

    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_landlord"));
        command
            .args(args)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("HOME", self.home.path())
            .env("XDG_STATE_HOME", self.state())
            .env("XDG_CONFIG_HOME", self.home.path().join("config"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub(crate) fn start(&self, args: &[&str]) -> Child {
        self.command(args).spawn().unwrap()
    }

    pub(crate) fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    /// Runs to success, or fails the test with what the program said.
    pub(crate) fn succeed(&self, args: &[&str]) -> Output {
        let output = self.run(args);
        assert!(
            output.status.success(),
            "landlord {args:?} ended with {}\nstdout: {}\nstderr: {}",
            output.status,
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr),
        );
        output
    }

    /// The tenant's status; `None` when the engine says that there is no such tenant.
    pub(crate) fn status(&self, tenant: &str) -> Option<Value> {
        let output = self.run(&["status", tenant, "-o", "json"]);
        let code = output.status.code();
        assert!(
            matches!(code, Some(0 | NOT_FOUND)),
            "status of {tenant} ended with {code:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        output
            .status
            .success()
            .then(|| serde_json::from_slice(&output.stdout).unwrap())
    }

    /// A spec of one HTTP server that says `version`.
    pub(crate) fn spec(&self, tenant: &str, version: &str) -> PathBuf {
        let path = self.home.path().join(format!("{tenant}-{version}.yaml"));
        let text = format!(
            "tenant_id: {tenant}\nprovider_type: local\ncontainers:\n- name: web\n  image: demo\n  \
             command: [landlord, demo-server]\n  env: {{VERSION: {version}}}\n  ports:\n  \
             - {{container_port: 8080, name: http}}\n  health_check: {{type: http, port: 8080, \
             http_path: /healthz, interval_seconds: 2, timeout_seconds: 1}}\n  \
             stop_grace_seconds: 5\n"
        );
        fs::write(&path, text).unwrap();
        path
    }

    fn state(&self) -> PathBuf {
        self.home.path().join("state")
    }

    /// Processes that carry a mark of landlord and were started from this home.
    pub(crate) fn marked_processes(&self) -> Vec<String> {
        let home = self.home.path().to_string_lossy().into_owned();
        let entries = fs::read_dir("/proc").unwrap().flatten();
        let marked = entries.filter_map(|entry| {
            let environment = fs::read(entry.path().join("environ")).ok()?;
            let text = String::from_utf8_lossy(&environment).into_owned();
            let command = fs::read(entry.path().join("cmdline")).unwrap_or_default();
            let command = String::from_utf8_lossy(&command).replace('\0', " ");
            let ours = text.contains("LANDLORD_MARK=")
                && (text.contains(&home) || command.contains(&home));
            ours.then(|| format!("{} {command}", entry.file_name().to_string_lossy()))
        });
        marked.collect()
    }

    /// Every file under the state folder but the audit trail and the root's own id.
    pub(crate) fn leftovers(&self) -> Vec<PathBuf> {
        let mut left = Vec::new();
        files_below(&self.state(), &mut left);
        left.retain(|path| {
            !path.to_string_lossy().contains("audit") && !path.ends_with("landlord/id")
        });
        left
    }
}

fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            files_below(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// The port of the status's first endpoint.
pub(crate) fn port(status: &Value) -> u16 {
    u16::try_from(status["endpoints"][0]["port"].as_u64().unwrap()).unwrap()
}

/// One request on a connection of its own; the body, or why there is none.
pub(crate) fn get(port: u16) -> Result<String, String> {
    let said = |error: std::io::Error| error.to_string();
    let mut stream = TcpStream::connect(("127.0.0.1", port)).map_err(said)?;
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .map_err(said)?;
    stream
        .write_all(b"GET / HTTP/1.1\r\nHost: demo\r\nConnection: close\r\n\r\n")
        .map_err(said)?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).map_err(said)?;
    match answer.split_once("\r\n\r\n") {
        Some((head, body)) if head.starts_with("HTTP/1.1 200") => Ok(body.to_owned()),
        _ => Err(format!("answer {answer:?}")),
    }
}
