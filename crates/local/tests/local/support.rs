//! What every test of the local engine needs: a root of its own and the demo server as workload.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use landlord_core::options::{DestroyOptions, ProvisionOptions, StatusOptions, UpdateOptions};
use landlord_core::result::{
    ComputeState, ComputeStatus, DestroyResult, ProvisionResult, UpdateResult,
};
use landlord_core::spec::{ContainerSpec, HealthCheckConfig, Installation, PortMapping};
use landlord_core::{Context, Error, Provider, TenantComputeSpec, TenantId, TenantRef};
use landlord_local::{LocalConfig, LocalProvider, SupervisorProgram};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// The supervisor, and the demo server.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_landlord-supervisor");

/// A root that is swept when the test ends, well or not.
pub(crate) struct Bench {
    pub(crate) provider: LocalProvider,
    pub(crate) folder: tempfile::TempDir,
}

impl Bench {
    pub(crate) fn new() -> Self {
        Self::with(|config, _| config)
    }

    pub(crate) fn with(change: impl FnOnce(LocalConfig, &Path) -> LocalConfig) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = LocalConfig::new()
            .root(folder.path().join("root"))
            .supervisor(SupervisorProgram::Path(PROGRAM.into()));
        let config = change(config, folder.path());
        Self {
            provider: LocalProvider::new(&config).unwrap(),
            folder,
        }
    }

    pub(crate) fn ctx(&self) -> Context {
        Context::builder(installation())
            .timeout(Duration::from_secs(40))
            .build()
    }

    pub(crate) async fn provision(
        &self,
        spec: &TenantComputeSpec,
    ) -> Result<ProvisionResult, Error> {
        self.provider
            .provision(&self.ctx(), spec, &ProvisionOptions::new())
            .await
    }

    pub(crate) async fn update(&self, spec: &TenantComputeSpec) -> Result<UpdateResult, Error> {
        let tenant = tenant(&spec.tenant_id);
        self.provider
            .update(&self.ctx(), &tenant, spec, &UpdateOptions::new())
            .await
    }

    pub(crate) async fn status(&self, id: &str) -> Result<ComputeStatus, Error> {
        self.provider
            .status(&self.ctx(), &tenant(id), &StatusOptions::new())
            .await
    }

    pub(crate) async fn destroy(&self, id: &str) -> Result<DestroyResult, Error> {
        self.provider
            .destroy(&self.ctx(), &tenant(id), &DestroyOptions::new())
            .await
    }

    /// The tenants' folder.
    pub(crate) fn tenants(&self) -> PathBuf {
        self.provider.root().join("tenants")
    }

    /// The only tenant's folder.
    pub(crate) fn tenant_folder(&self) -> PathBuf {
        self.entries().into_iter().next().expect("a tenant")
    }

    pub(crate) fn entries(&self) -> Vec<PathBuf> {
        let Ok(entries) = std::fs::read_dir(self.tenants()) else {
            return Vec::new();
        };
        let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
        paths.retain(|path| path.is_dir());
        paths
    }

    /// Everything below `tenants`, locks included.
    pub(crate) fn leftovers(&self) -> Vec<String> {
        let Ok(entries) = std::fs::read_dir(self.tenants()) else {
            return Vec::new();
        };
        entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect()
    }

    pub(crate) fn supervisor_pid(&self) -> i32 {
        let note = std::fs::read(self.tenant_folder().join("supervisor.json")).unwrap();
        let note: Value = serde_json::from_slice(&note).unwrap();
        i32::try_from(note["process"]["pid"].as_i64().unwrap()).unwrap()
    }

    fn root_id(&self) -> Option<String> {
        std::fs::read_to_string(self.provider.root().join("id")).ok()
    }

    /// Every living process of this root.
    pub(crate) fn processes(&self) -> Vec<i32> {
        let Some(id) = self.root_id() else {
            return Vec::new();
        };
        processes_with(&format!("@{id}"))
    }

    pub(crate) async fn no_process_left(&self) {
        eventually("no process of this root", || self.processes().is_empty()).await;
    }
}

impl Bench {
    /// The same root, for another process.
    pub(crate) fn config(root: &Path) -> LocalConfig {
        LocalConfig::new()
            .root(root)
            .supervisor(SupervisorProgram::Path(PROGRAM.into()))
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        for _ in 0..200 {
            let found = self.processes();
            for pid in &found {
                kill(*pid, rustix::process::Signal::KILL);
            }
            if found.is_empty() {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

pub(crate) fn installation() -> Installation {
    Installation::new("default").unwrap()
}

pub(crate) fn tenant(id: &str) -> TenantRef {
    TenantRef::from(TenantId::new(id).unwrap())
}

/// Living processes whose environment has a mark that ends so.
pub(crate) fn processes_with(mark: &str) -> Vec<i32> {
    let marked = |pid: i32| {
        let environment = std::fs::read(format!("/proc/{pid}/environ")).unwrap_or_default();
        environment
            .split(|byte| *byte == 0)
            .any(|entry| entry.starts_with(b"LANDLORD_MARK=") && entry.ends_with(mark.as_bytes()))
    };
    pids()
        .filter(|pid| marked(*pid) && is_alive(*pid))
        .collect()
}

pub(crate) fn pids() -> impl Iterator<Item = i32> {
    std::fs::read_dir("/proc")
        .unwrap()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
}

pub(crate) fn is_alive(pid: i32) -> bool {
    std::fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| {
        !stat
            .rsplit_once(')')
            .unwrap()
            .1
            .trim_start()
            .starts_with('Z')
    })
}

pub(crate) fn cmdline(pid: i32) -> String {
    let raw = std::fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    String::from_utf8_lossy(&raw).replace('\0', " ")
}

pub(crate) fn kill(pid: i32, signal: rustix::process::Signal) {
    if let Some(pid) = rustix::process::Pid::from_raw(pid) {
        let _ = rustix::process::kill_process(pid, signal);
    }
}

/// A web server with an HTTP check, quick to stop.
pub(crate) fn web(id: &str, version: &str) -> TenantComputeSpec {
    web_with(id, version, &[])
}

pub(crate) fn web_with(id: &str, version: &str, arguments: &[&str]) -> TenantComputeSpec {
    TenantComputeSpec::builder(id)
        .container(server("web", version, arguments))
        .build()
        .unwrap()
}

pub(crate) fn server(name: &str, version: &str, arguments: &[&str]) -> ContainerSpec {
    ContainerSpec::new(name, format!("demo:{version}"))
        .command([PROGRAM, "demo-server"])
        .args(arguments.iter().copied())
        .env("VERSION", version)
        .port(PortMapping::tcp(8080).name("http"))
        .health_check(HealthCheckConfig::http("/healthz", 8080).timing(2, 1))
        .stop_grace_seconds(5)
}

pub(crate) async fn get(port: u16, path: &str) -> std::io::Result<String> {
    let answered = tokio::time::timeout(Duration::from_secs(15), get_patiently(port, path)).await;
    answered.map_err(|_| std::io::Error::other("no answer within 15 s"))?
}

async fn get_patiently(port: u16, path: &str) -> std::io::Result<String> {
    let mut stream = tokio::net::TcpStream::connect(("127.0.0.1", port)).await?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    let (head, body) = answer
        .split_once("\r\n\r\n")
        .ok_or_else(|| std::io::Error::other(format!("no answer: {answer:?}")))?;
    if head.starts_with("HTTP/1.1 200") {
        Ok(body.to_owned())
    } else {
        Err(std::io::Error::other(head.to_owned()))
    }
}

pub(crate) async fn eventually(what: &str, test: impl Fn() -> bool) {
    let end = Instant::now() + Duration::from_secs(15);
    while !test() {
        assert!(Instant::now() < end, "never: {what}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

pub(crate) async fn eventually_state(
    bench: &Bench,
    id: &str,
    state: ComputeState,
) -> ComputeStatus {
    let end = Instant::now() + Duration::from_secs(20);
    loop {
        let status = bench.status(id).await.unwrap();
        if status.state == state {
            return status;
        }
        assert!(Instant::now() < end, "never {state}: {status:#?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
