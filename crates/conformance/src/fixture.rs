//! What a provider's tests give the suite.

use std::{fmt, sync::Arc, time::Duration};

use async_trait::async_trait;
use landlord_core::{
    Installation, Provider, TenantComputeSpec, TenantId, TenantRef, spec::SecretReference,
};

use crate::{
    inventory::Inventory,
    part::{Crash, Faults, Foreign, OutOfBand},
};

/// The engine under test, as results name it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Engine {
    /// Its name, such as `nomad`; a stand-in says so, as in `nomad-simulator`.
    pub name: String,
    /// Its version.
    pub version: String,
}

impl Engine {
    /// An engine by name and version.
    #[must_use]
    pub fn new(name: impl Into<String>, version: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            version: version.into(),
        }
    }
}

/// The engine is not on this machine: every case is skipped, for this reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Absent(pub String);

impl fmt::Display for Absent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// How the suite reaches one provider and its engine.
///
/// Each case makes a fixture of its own; several run at once, on one engine or
/// on an engine each. Required are six methods. The others say more about the
/// engine, and let more cases prove something.
#[async_trait]
pub trait Fixture: fmt::Debug + Send + Sync + 'static {
    /// The engine under test.
    fn engine(&self) -> Engine;

    /// A new provider with a new client on the same engine, as after a crash.
    async fn provider(&self) -> Arc<dyn Provider>;

    /// The installation that the cases' contexts carry.
    fn installation(&self) -> Installation;

    /// A small spec that becomes ready on this engine, with one endpoint.
    fn spec(&self, tenant: &TenantId) -> TenantComputeSpec;

    /// The same spec, broken so that it never becomes ready; legal, so that the
    /// engine and not validation finds out.
    fn bad(&self, spec: TenantComputeSpec) -> TenantComputeSpec;

    /// What the engine holds that bears the tenant's marks or runs for it,
    /// found without the provider.
    async fn inspect(&self, tenant: &TenantRef) -> Inventory;

    /// The same spec with a change, another one for each `n`, that replaces
    /// replicas on every engine. By default an env value of the first container.
    fn changed(&self, mut spec: TenantComputeSpec, n: u32) -> TenantComputeSpec {
        if let Some(container) = spec.containers.first_mut() {
            container
                .env
                .insert("LANDLORD_CHANGE".to_owned(), n.to_string());
        }
        spec
    }

    /// Words that an error about [`bad`](Self::bad) must hold, so that a person
    /// learns why. By default none.
    fn bad_says(&self) -> &'static str {
        ""
    }

    /// The same spec, slow enough to come up that other calls meet it on its way.
    fn slow(&self, _spec: TenantComputeSpec) -> Option<TenantComputeSpec> {
        None
    }

    /// Legal specs that this engine cannot express, each with the path of the
    /// field that its validation must name. By default none.
    fn inexpressible(&self, _spec: TenantComputeSpec) -> Vec<(String, TenantComputeSpec)> {
        Vec::new()
    }

    /// The same spec with every field set that the engine honours, to see that none is lost.
    fn full(&self, _spec: TenantComputeSpec) -> Option<TenantComputeSpec> {
        None
    }

    /// Whether the spec's endpoint answers `GET` with 2xx from this process.
    fn serves_http(&self) -> bool {
        false
    }

    /// Whether the spec's containers write at least one line of output when they start.
    fn writes_logs(&self) -> bool {
        false
    }

    /// How long one verb may take on this engine; default 60 s.
    fn patience(&self) -> Duration {
        Duration::from_secs(60)
    }

    /// Puts a secret on the engine and refers to it; the value must never be
    /// seen anywhere but in the workload.
    async fn secret(&self, _tenant: &TenantRef, _value: &str) -> Option<SecretReference> {
        None
    }

    /// Objects that are not ours.
    fn foreign(&self) -> Option<&dyn Foreign> {
        None
    }

    /// Changes behind the provider's back.
    fn out_of_band(&self) -> Option<&dyn OutOfBand> {
        None
    }

    /// Faults between provider and engine.
    fn faults(&self) -> Option<&dyn Faults> {
        None
    }

    /// Crashes in the middle of a verb.
    fn crash(&self) -> Option<&dyn Crash> {
        None
    }
}
