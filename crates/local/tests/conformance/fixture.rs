//! How the suite reaches the local engine: a root of its own for each case.

use std::{fs, path::PathBuf, sync::Arc, time::Duration};

use async_trait::async_trait;
use landlord_conformance::{
    Engine, Fixture, Inventory, Object,
    part::{Crash, Done, Foreign, ForeignObject, OutOfBand},
};
use landlord_core::{
    Installation, Provider, TenantComputeSpec, TenantId, TenantRef,
    name::EngineName,
    spec::{ContainerSpec, HealthCheckConfig, NetworkConfig, PortMapping, SecretReference},
};
use landlord_local::{LocalConfig, LocalProvider, SupervisorProgram};

use crate::engine::{Role, kill, kill_all, processes, root_id};

/// The supervisor, and the demo server.
const PROGRAM: &str = env!("CARGO_BIN_EXE_landlord-supervisor");

#[derive(Debug)]
pub(crate) struct Local {
    folder: tempfile::TempDir,
}

/// The same configuration for the suite and for a victim in another process.
pub(crate) fn provider_at(folder: &std::path::Path) -> LocalProvider {
    let config = LocalConfig::new()
        .root(folder.join("root"))
        .secrets_dir(folder.join("secrets"))
        .supervisor(SupervisorProgram::Path(PROGRAM.into()));
    LocalProvider::new(&config).unwrap()
}

impl Local {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("secrets")).unwrap();
        Self { folder }
    }

    pub(crate) fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("root")
    }

    fn name(&self, tenant: &TenantRef) -> String {
        EngineName::derive(&self.installation(), tenant.id()).to_string()
    }

    fn tenant_folder(&self, tenant: &TenantRef) -> PathBuf {
        self.root().join("tenants").join(self.name(tenant))
    }

    fn mark(&self, tenant: &TenantRef) -> String {
        let id = root_id(&self.root()).unwrap_or_default();
        format!("{}@{id}", self.name(tenant))
    }

    fn plant(&self, name: &str) -> Option<ForeignObject> {
        let path = self.root().join("tenants").join(name);
        fs::create_dir_all(&path).ok()?;
        fs::write(path.join("notes.txt"), "mine").ok()?;
        Some(ForeignObject(name.to_owned()))
    }
}

impl Drop for Local {
    fn drop(&mut self) {
        if let Some(id) = root_id(&self.root()) {
            kill_all(&format!("@{id}"));
        }
    }
}

#[async_trait]
impl Fixture for Local {
    fn engine(&self) -> Engine {
        Engine::new("local", env!("CARGO_PKG_VERSION"))
    }

    async fn provider(&self) -> Arc<dyn Provider> {
        Arc::new(provider_at(self.folder()))
    }

    fn installation(&self) -> Installation {
        Installation::new("default").unwrap()
    }

    fn spec(&self, tenant: &TenantId) -> TenantComputeSpec {
        let web = ContainerSpec::new("web", "demo:1")
            .command([PROGRAM, "demo-server"])
            .port(PortMapping::tcp(8080).name("http"))
            .health_check(HealthCheckConfig::http("/healthz", 8080).timing(2, 1))
            .stop_grace_seconds(5);
        TenantComputeSpec::builder(tenant.as_str())
            .container(web)
            .build()
            .unwrap()
    }

    fn bad(&self, mut spec: TenantComputeSpec) -> TenantComputeSpec {
        for container in &mut spec.containers {
            container.args = ["--fail-after", "10", "--exit-code", "3"]
                .map(str::to_owned)
                .to_vec();
        }
        spec
    }

    async fn inspect(&self, tenant: &TenantRef) -> Inventory {
        let mut objects = Vec::new();
        let folder = self.tenant_folder(tenant);
        let foreign = folder.join("notes.txt").exists() && !folder.join("tenant.json").exists();
        if folder.exists() && !foreign {
            objects.push(Object::new("folder", folder.display().to_string()));
        }
        for process in processes(&self.mark(tenant)) {
            let (kind, id) = (process.role.name(), process.pid.to_string());
            objects.push(match process.role {
                Role::Supervisor => Object::new(kind, id),
                Role::Guard | Role::Workload => Object::instance(kind, id),
            });
        }
        Inventory::new(objects)
    }

    fn slow(&self, mut spec: TenantComputeSpec) -> Option<TenantComputeSpec> {
        spec.containers.first_mut()?.args = vec!["--delay".to_owned(), "700".to_owned()];
        Some(spec)
    }

    fn inexpressible(&self, spec: TenantComputeSpec) -> Vec<(String, TenantComputeSpec)> {
        let mut public = spec.clone();
        public.networking = NetworkConfig::new().public_ip();
        let mut udp = spec.clone();
        udp.containers
            .iter_mut()
            .for_each(|each| each.ports.push(PortMapping::udp(5353)));
        let mut image = spec;
        image
            .containers
            .iter_mut()
            .for_each(|each| each.command.clear());
        vec![
            ("networking.public_ip".to_owned(), public),
            ("containers[0].ports[1].protocol".to_owned(), udp),
            ("containers[0].command".to_owned(), image),
        ]
    }

    fn full(&self, mut spec: TenantComputeSpec) -> Option<TenantComputeSpec> {
        spec.replicas = 2;
        spec.labels.insert("team".to_owned(), "blue".to_owned());
        let web = spec.containers.first_mut()?;
        web.args = vec!["--latency".to_owned(), "1".to_owned()];
        web.stop_grace_seconds = 7;
        Some(spec)
    }

    fn serves_http(&self) -> bool {
        true
    }

    fn patience(&self) -> Duration {
        Duration::from_secs(30)
    }

    async fn secret(&self, _: &TenantRef, value: &str) -> Option<SecretReference> {
        fs::write(self.folder().join("secrets/db"), value).ok()?;
        Some(SecretReference::new("db", "db", "DB_PASSWORD"))
    }

    fn foreign(&self) -> Option<&dyn Foreign> {
        Some(self)
    }

    fn out_of_band(&self) -> Option<&dyn OutOfBand> {
        Some(self)
    }

    fn crash(&self) -> Option<&dyn Crash> {
        Some(self)
    }
}

#[async_trait]
impl Foreign for Local {
    async fn same_name(&self, tenant: &TenantRef) -> Option<ForeignObject> {
        self.plant(&self.name(tenant))
    }

    async fn neighbour(&self, tenant: &TenantRef) -> Option<ForeignObject> {
        self.plant(&format!("{}-beside", self.name(tenant)))
    }

    async fn is_untouched(&self, object: &ForeignObject) -> bool {
        let notes = self
            .root()
            .join("tenants")
            .join(&object.0)
            .join("notes.txt");
        fs::read_to_string(notes).is_ok_and(|text| text == "mine")
    }

    async fn remove(&self, object: &ForeignObject) {
        let _ = fs::remove_dir_all(self.root().join("tenants").join(&object.0));
    }
}

#[async_trait]
impl OutOfBand for Local {
    async fn kill_one(&self, tenant: &TenantRef) -> Done {
        let mut found = processes(&self.mark(tenant)).into_iter();
        match found.rfind(|each| each.role == Role::Workload) {
            Some(process) => {
                kill(process.pid);
                Done::Yes
            }
            None => Done::NotHere,
        }
    }

    async fn delete(&self, tenant: &TenantRef) -> Done {
        kill_all(&self.mark(tenant));
        fs::remove_dir_all(self.tenant_folder(tenant)).map_or(Done::NotHere, |()| Done::Yes)
    }

    async fn orphan(&self, tenant: &TenantRef) -> Done {
        kill_all(&self.mark(tenant));
        Done::Yes
    }
}
