//! Running the program with a home of its own.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::Value;
use tempfile::TempDir;

/// A home in which nothing has happened yet.
pub(crate) struct Home {
    folder: TempDir,
}

/// What one run of the program came to.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Home {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::Builder::new().prefix("ll-").tempdir().unwrap(),
        }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file below the home.
    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    }

    /// The program with a clean environment, at home.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_landlord"));
        command
            .args(args)
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("HOME", self.path())
            .env("USER", "tester")
            .current_dir(self.path())
            .stdin(Stdio::null());
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Run {
        finish(self.command(args))
    }

    /// Runs with this text on standard input.
    pub(crate) fn pipe(&self, args: &[&str], text: &str) -> Run {
        let mut command = self.command(args);
        let command = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // a program that refuses its arguments does not read
        drop(child.stdin.take().unwrap().write_all(text.as_bytes()));
        Run::of(&child.wait_with_output().unwrap())
    }

    /// What exists of tenants: nothing after a refusal.
    pub(crate) fn tenants(&self) -> Vec<PathBuf> {
        let folder = self.path().join(".local/state/landlord/tenants");
        let entries = std::fs::read_dir(folder).into_iter().flatten();
        entries.map(|entry| entry.unwrap().path()).collect()
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        let Ok(tenants) = serde_json::from_str::<Value>(&self.run(&["list", "-o", "json"]).stdout)
        else {
            return;
        };
        for tenant in tenants.as_array().into_iter().flatten() {
            let id = tenant["tenant_id"].as_str().unwrap_or_default();
            self.run(&["destroy", id, "--yes", "--grace", "0s"]);
        }
    }
}

fn finish(mut command: Command) -> Run {
    Run::of(&command.output().unwrap())
}

impl Run {
    pub(crate) fn of(output: &std::process::Output) -> Self {
        let run = Self {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        };
        for bad in ["panicked", "RUST_BACKTRACE", "stack backtrace"] {
            assert!(!run.stderr.contains(bad), "{}", run.stderr);
        }
        run
    }

    /// The run, which must have ended with this code.
    #[track_caller]
    pub(crate) fn ends(self, code: i32) -> Self {
        assert_eq!(
            self.code, code,
            "\nstdout: {}\nstderr: {}",
            self.stdout, self.stderr
        );
        self
    }

    /// The run, which must have said all of this on standard error.
    #[track_caller]
    pub(crate) fn says(self, words: &[&str]) -> Self {
        // lines are wrapped where they are long
        let said: Vec<&str> = self.stderr.split_whitespace().collect();
        let said = said.join(" ");
        for word in words {
            assert!(
                said.contains(word),
                "`{word}` is missing in: {}",
                self.stderr
            );
        }
        self
    }

    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("{error}: {}", self.stdout))
    }
}

/// A spec that runs: a server with a health check.
pub(crate) fn spec(tenant: &str, version: &str) -> String {
    format!(
        "tenant_id: {tenant}
provider_type: local
containers:
  - name: web
    image: demo:{version}
    command: [landlord, demo-server]
    env: {{SENTINEL: s3nt1nel-{version}}}
    ports: [{{container_port: 8080, name: http}}]
    health_check: {{type: http, port: 8080, http_path: /healthz, interval_seconds: 2, timeout_seconds: 1}}
    stop_grace_seconds: 2
"
    )
}

/// Looks until something is so, for ten seconds.
#[track_caller]
pub(crate) fn eventually(what: &str, mut is_so: impl FnMut() -> bool) {
    let started = Instant::now();
    while !is_so() {
        assert!(started.elapsed() < Duration::from_secs(10), "never: {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}
