//! How the suite reaches the provider of this process.

use std::{fmt, sync::Arc, time::Duration};

use async_trait::async_trait;
use landlord_conformance::{
    Engine as EngineName, Fixture, Inventory, Object,
    part::{
        Crash, CrashPoint, Done, Ended, Fault, Faults, Foreign, ForeignObject, OutOfBand, VerbCall,
    },
};
use landlord_core::{
    Context, Installation, Provider, TenantComputeSpec, TenantId, TenantRef, name,
    spec::{ContainerSpec, NetworkConfig, PortMapping, ResourceRequirements, SecretReference},
};
use tokio::sync::watch;

use crate::{
    engine::{Engine, Service},
    provider::{Client, MemoryProvider, Mutant, Wire, adoptable},
};

pub(crate) type Wrap = fn(Arc<dyn Provider>) -> Arc<dyn Provider>;

pub(crate) struct Memory {
    engine: Engine,
    fault: watch::Sender<Option<Fault>>,
    mutant: Mutant,
    wrap: Wrap,
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memory")
            .field("mutant", &self.mutant)
            .finish_non_exhaustive()
    }
}

impl Memory {
    pub(crate) fn new(mutant: Mutant, wrap: Wrap) -> Self {
        Self {
            engine: Engine::default(),
            fault: watch::Sender::new(None),
            mutant,
            wrap,
        }
    }

    /// The engine behind the fixture, to be looked at when a case has ended.
    pub(crate) fn shared_engine(&self) -> Engine {
        self.engine.clone()
    }

    fn wire(&self, armed: Option<CrashPoint>) -> Arc<Wire> {
        Arc::new(Wire::new(self.fault.subscribe(), armed))
    }

    fn on(&self, wire: Arc<Wire>) -> Arc<dyn Provider> {
        let client = Client {
            engine: self.engine.clone(),
            wire,
        };
        (self.wrap)(Arc::new(MemoryProvider::new(client, self.mutant)))
    }

    fn name(&self, tenant: &TenantRef) -> String {
        name::EngineName::derive(&self.installation(), tenant.id()).to_string()
    }

    fn ctx(&self) -> Context {
        Context::builder(self.installation())
            .timeout(self.patience())
            .build()
    }
}

#[async_trait]
impl Fixture for Memory {
    fn engine(&self) -> EngineName {
        EngineName::new("memory", env!("CARGO_PKG_VERSION"))
    }

    async fn provider(&self) -> Arc<dyn Provider> {
        self.on(self.wire(None))
    }

    fn installation(&self) -> Installation {
        Installation::new("conformance").expect("a legal name")
    }

    fn spec(&self, tenant: &TenantId) -> TenantComputeSpec {
        let web = ContainerSpec::new("web", "registry.example/web:1").port(PortMapping::tcp(8080));
        TenantComputeSpec::builder(tenant.as_str())
            .container(web)
            .build()
            .expect("a valid spec")
    }

    fn bad(&self, mut spec: TenantComputeSpec) -> TenantComputeSpec {
        for container in &mut spec.containers {
            "registry.example/missing:1".clone_into(&mut container.image);
        }
        spec
    }

    fn bad_says(&self) -> &'static str {
        "image not found"
    }

    async fn inspect(&self, tenant: &TenantRef) -> Inventory {
        let name = self.name(tenant);
        self.engine.with(|state| {
            let ours = |service: &Service| {
                service
                    .marks
                    .as_ref()
                    .is_some_and(|marks| marks.tenant == *tenant.id())
            };
            let mut objects = Vec::new();
            for (name, service) in state.services().filter(|(_, service)| ours(service)) {
                let marks = format!("{:?}", service.marks);
                objects.push(Object::new("service", name).mark("marks", redacted(&marks)));
                let instances = service.instances.iter();
                objects.extend(
                    instances.map(|each| Object::instance("instance", each.id.to_string())),
                );
            }
            let addresses = state.addresses().filter(|(held, _)| **held == name);
            objects
                .extend(addresses.map(|(_, held)| Object::new("address", held.port.to_string())));
            Inventory::new(objects)
        })
    }

    fn slow(&self, mut spec: TenantComputeSpec) -> Option<TenantComputeSpec> {
        let web = spec.containers.first_mut()?;
        web.env.insert("STARTUP_MS".to_owned(), "100".to_owned());
        Some(spec)
    }

    fn inexpressible(&self, mut spec: TenantComputeSpec) -> Vec<(String, TenantComputeSpec)> {
        spec.networking = NetworkConfig::new().public_ip();
        vec![("networking.public_ip".to_owned(), spec)]
    }

    fn full(&self, mut spec: TenantComputeSpec) -> Option<TenantComputeSpec> {
        spec.replicas = 2;
        spec.labels.insert("team".to_owned(), "blue".to_owned());
        spec.resources = Some(ResourceRequirements::default().cpu(500).memory(512));
        let web = spec.containers.first_mut()?;
        web.command = vec!["/bin/web".to_owned()];
        web.args = vec!["--port".to_owned(), "8080".to_owned()];
        web.stop_grace_seconds = 7;
        Some(spec)
    }

    fn patience(&self) -> Duration {
        Duration::from_secs(5)
    }

    fn writes_logs(&self) -> bool {
        true
    }

    async fn secret(&self, _: &TenantRef, _: &str) -> Option<SecretReference> {
        Some(SecretReference::new("db", "vault/db", "DB_PASSWORD"))
    }

    fn foreign(&self) -> Option<&dyn Foreign> {
        Some(self)
    }

    fn out_of_band(&self) -> Option<&dyn OutOfBand> {
        Some(self)
    }

    fn faults(&self) -> Option<&dyn Faults> {
        Some(self)
    }

    fn crash(&self) -> Option<&dyn Crash> {
        Some(self)
    }
}

/// Marks hold the template to return to, env and all, as the engine's objects do; what
/// anybody may read stands before it.
fn redacted(marks: &str) -> String {
    marks.split("stable:").next().unwrap_or_default().to_owned()
}

#[async_trait]
impl Foreign for Memory {
    async fn same_name(&self, tenant: &TenantRef) -> Option<ForeignObject> {
        self.plant(
            self.name(tenant),
            Service::new(None, 1, adoptable(&self.spec(tenant.id()))),
        )
    }

    async fn neighbour(&self, tenant: &TenantRef) -> Option<ForeignObject> {
        let name = format!("{}-beside", self.name(tenant));
        self.plant(
            name,
            Service::new(None, 1, adoptable(&self.spec(tenant.id()))),
        )
    }

    async fn adoptable(&self, spec: &TenantComputeSpec) -> Option<ForeignObject> {
        let tenant = TenantRef::from(spec.tenant().ok()?);
        let mut service = Service::new(None, spec.replicas, adoptable(spec));
        service.labels = spec.labels.clone();
        self.plant(self.name(&tenant), service)
    }

    async fn is_untouched(&self, object: &ForeignObject) -> bool {
        self.engine.with(|state| {
            state
                .service(&object.0)
                .is_some_and(|held| held.marks.is_none() && held.replicas == 1)
        })
    }

    async fn remove(&self, object: &ForeignObject) {
        self.engine.with(|state| state.erase(&object.0));
    }
}

impl Memory {
    fn plant(&self, name: String, service: Service) -> Option<ForeignObject> {
        let now = self.engine.elapsed();
        let planted = self
            .engine
            .with(|state| state.put(&name, None, service, now));
        planted.ok().map(|_| ForeignObject(name))
    }

    fn tamper(&self, tenant: &TenantRef, change: impl FnOnce(&mut Service)) -> Done {
        match self
            .engine
            .with(|state| state.tamper(&self.name(tenant), change))
        {
            true => Done::Yes,
            false => Done::NotHere,
        }
    }
}

#[async_trait]
impl OutOfBand for Memory {
    async fn scale(&self, tenant: &TenantRef, replicas: u32) -> Done {
        self.tamper(tenant, |service| service.replicas = replicas)
    }

    async fn kill_one(&self, tenant: &TenantRef) -> Done {
        self.tamper(tenant, |service| service.instances.truncate(1))
    }

    async fn delete(&self, tenant: &TenantRef) -> Done {
        self.engine.with(|state| state.erase(&self.name(tenant)));
        Done::Yes
    }
}

#[async_trait]
impl Faults for Memory {
    fn kinds(&self) -> Vec<Fault> {
        vec![
            Fault::Denied,
            Fault::Throttled {
                retry_after: Some(Duration::from_millis(5)),
            },
            Fault::Unreachable,
            Fault::Hang,
        ]
    }

    async fn inject(&self, fault: Fault) {
        self.fault.send_replace(Some(fault));
    }

    async fn clear(&self) {
        self.fault.send_replace(None);
    }
}

#[async_trait]
impl Crash for Memory {
    async fn points(&self, call: &VerbCall) -> Vec<CrashPoint> {
        let wire = self.wire(None);
        let provider = self.on(Arc::clone(&wire));
        // how it ends is not what is asked here: a bad update fails
        let _ = call.make(&*provider, &self.ctx()).await;
        wire.points()
    }

    async fn run_until(&self, call: &VerbCall, point: &CrashPoint) -> Ended {
        let wire = self.wire(Some(point.clone()));
        let (provider, call, ctx) = (self.on(Arc::clone(&wire)), call.clone(), self.ctx());
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime");
        let work = runtime.spawn(async move { call.make(&*provider, &ctx).await });
        let ended = tokio::select! {
            made = work => Ended::NotReached(made.expect("the verb does not panic")),
            () = wire.cut() => Ended::Crashed,
        };
        runtime.shutdown_background();
        ended
    }
}

/// No layer.
pub(crate) fn unwrapped(provider: Arc<dyn Provider>) -> Arc<dyn Provider> {
    provider
}
