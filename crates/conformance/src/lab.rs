//! What a case works with: a fixture, a provider on it, tenants of its own.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use landlord_core::{
    Capabilities, Context, Error, Provider, Result, TenantComputeSpec, TenantId, TenantRef,
    options::{DestroyOptions, ProvisionOptions, StatusOptions, UpdateOptions},
    result::{ComputeState, ComputeStatus, DestroyResult, ProvisionResult, UpdateResult},
};

use tokio::sync::OnceCell;

use crate::{
    check::{Check, Stop, ensure, ok},
    fixture::Fixture,
    inventory::Inventory,
    part::{Crash, Faults, Foreign, ForeignObject, OutOfBand},
    seed::Seed,
};

/// Characters of a tenant id that come from the seed, so that runs don't meet.
const SUFFIX: usize = 8;

/// A case's place of work. Tenants made here are destroyed when the case ends.
#[derive(Debug)]
pub struct Lab {
    fixture: Arc<dyn Fixture>,
    provider: Arc<dyn Provider>,
    prefix: String,
    suffix: String,
    rng: Mutex<fastrand::Rng>,
    tenants: Mutex<Vec<TenantRef>>,
    planted: Mutex<Vec<ForeignObject>>,
    sample: TenantComputeSpec,
    usual: OnceCell<Inventory>,
}

impl Lab {
    pub(crate) async fn new(fixture: Arc<dyn Fixture>, case: &str, seed: Seed) -> Self {
        let mut rng = seed.rng();
        let suffix: String = (0..SUFFIX).map(|_| rng.lowercase()).collect();
        let prefix: String = case.trim_start_matches("case_").chars().take(8).collect();
        let provider = fixture.provider().await;
        let sample = TenantComputeSpec::builder("sample").build_unchecked();
        Self {
            provider,
            prefix: prefix.replace('_', "-").trim_matches('-').to_owned(),
            suffix,
            rng: Mutex::new(rng),
            tenants: Mutex::default(),
            planted: Mutex::default(),
            sample: TenantId::new("sample").map_or(sample, |id| fixture.spec(&id)),
            usual: OnceCell::new(),
            fixture,
        }
    }

    pub(crate) fn fixture(&self) -> &dyn Fixture {
        &*self.fixture
    }

    /// The provider that the case began with.
    pub(crate) fn provider(&self) -> &dyn Provider {
        &*self.provider
    }

    /// Another provider with a client of its own.
    pub(crate) async fn another(&self) -> Arc<dyn Provider> {
        self.fixture.provider().await
    }

    pub(crate) fn capabilities(&self) -> Capabilities {
        self.provider.capabilities()
    }

    /// A random number below `end`.
    pub(crate) fn below(&self, end: usize) -> usize {
        let mut rng = self.rng.lock().unwrap_or_else(PoisonError::into_inner);
        rng.usize(..end)
    }

    /// A spec of no tenant that is ever provisioned.
    pub(crate) fn sample(&self) -> TenantComputeSpec {
        self.sample.clone()
    }

    /// A new tenant id that no other case and no other run has.
    pub(crate) fn tenant(&self, hint: &str) -> Check<TenantRef> {
        self.named(&format!("{}-{hint}-{}", self.prefix, self.suffix))
    }

    /// A tenant of this very id, to be cleaned up too.
    pub(crate) fn named(&self, id: &str) -> Check<TenantRef> {
        let id = TenantId::new(id)
            .map_err(|error| Stop::failed("a legal tenant id", error.to_string()))?;
        let tenant = TenantRef::from(id);
        let mut tenants = self.tenants.lock().unwrap_or_else(PoisonError::into_inner);
        tenants.push(tenant.clone());
        Ok(tenant)
    }

    /// What only this run knows, to be appended to ids.
    pub(crate) fn suffix(&self) -> &str {
        &self.suffix
    }

    pub(crate) fn spec(&self, tenant: &TenantRef) -> TenantComputeSpec {
        self.fixture.spec(tenant.id())
    }

    pub(crate) fn changed(&self, spec: &TenantComputeSpec, n: u32) -> TenantComputeSpec {
        self.fixture.changed(spec.clone(), n)
    }

    pub(crate) fn bad(&self, spec: &TenantComputeSpec) -> TenantComputeSpec {
        self.fixture.bad(spec.clone())
    }

    pub(crate) fn slow(&self, spec: &TenantComputeSpec) -> Check<TenantComputeSpec> {
        let slow = self.fixture.slow(spec.clone());
        slow.ok_or_else(|| Stop::NotProvable("the fixture has no slow spec".to_owned()))
    }

    pub(crate) fn foreign(&self) -> Check<&dyn Foreign> {
        part(self.fixture.foreign())
    }

    pub(crate) fn out_of_band(&self) -> Check<&dyn OutOfBand> {
        part(self.fixture.out_of_band())
    }

    pub(crate) fn faults(&self) -> Check<&dyn Faults> {
        part(self.fixture.faults())
    }

    pub(crate) fn crash(&self) -> Check<&dyn Crash> {
        part(self.fixture.crash())
    }

    /// Remembers to take a planted object away.
    pub(crate) fn planted(&self, object: &ForeignObject) {
        let mut planted = self.planted.lock().unwrap_or_else(PoisonError::into_inner);
        planted.push(object.clone());
    }

    /// A context for one verb.
    pub(crate) fn ctx(&self) -> Context {
        self.ctx_within(self.fixture.patience())
    }

    /// A context for one verb that has this long.
    pub(crate) fn ctx_within(&self, timeout: Duration) -> Context {
        Context::builder(self.fixture.installation())
            .actor("conformance")
            .timeout(timeout)
            .build()
    }

    /// Provisions and expects success.
    pub(crate) async fn provision(&self, spec: &TenantComputeSpec) -> Check<ProvisionResult> {
        ok("provision", self.try_provision(spec).await)
    }

    pub(crate) async fn try_provision(&self, spec: &TenantComputeSpec) -> Result<ProvisionResult> {
        let options = ProvisionOptions::new();
        self.provider.provision(&self.ctx(), spec, &options).await
    }

    /// Updates and expects success.
    pub(crate) async fn update(
        &self,
        tenant: &TenantRef,
        spec: &TenantComputeSpec,
    ) -> Check<UpdateResult> {
        ok("update", self.try_update(tenant, spec).await)
    }

    pub(crate) async fn try_update(
        &self,
        tenant: &TenantRef,
        spec: &TenantComputeSpec,
    ) -> Result<UpdateResult> {
        let options = UpdateOptions::new();
        self.provider
            .update(&self.ctx(), tenant, spec, &options)
            .await
    }

    /// Destroys and expects success.
    pub(crate) async fn destroy(&self, tenant: &TenantRef) -> Check<DestroyResult> {
        ok("destroy", self.try_destroy(tenant).await)
    }

    pub(crate) async fn try_destroy(&self, tenant: &TenantRef) -> Result<DestroyResult> {
        let options = DestroyOptions::new();
        self.provider.destroy(&self.ctx(), tenant, &options).await
    }

    /// The status, expected to be there.
    pub(crate) async fn status(&self, tenant: &TenantRef) -> Check<ComputeStatus> {
        ok("status", self.try_status(tenant).await)
    }

    pub(crate) async fn try_status(&self, tenant: &TenantRef) -> Result<ComputeStatus> {
        let options = StatusOptions::new();
        self.provider.status(&self.ctx(), tenant, &options).await
    }

    /// The status, expected to be `Running` at the target and nothing under way.
    pub(crate) async fn running(&self, tenant: &TenantRef) -> Check<ComputeStatus> {
        let status = self.status(tenant).await?;
        let settled = status.state == ComputeState::Running && status.is_settled();
        ensure(settled, "the tenant is running and settled", || {
            shown(&status)
        })?;
        Ok(status)
    }

    pub(crate) async fn inspect(&self, tenant: &TenantRef) -> Inventory {
        self.fixture.inspect(tenant).await
    }

    /// Expects that the engine holds nothing of the tenant.
    pub(crate) async fn nothing_left(&self, tenant: &TenantRef, after: &str) -> Check {
        let inventory = self.inspect(tenant).await;
        ensure(
            inventory.is_empty(),
            format!("the engine holds nothing of {tenant} after {after}"),
            || inventory.to_string(),
        )
    }

    /// What a provision that nothing disturbed leaves, seen once per case.
    pub(crate) async fn usual(&self) -> Check<&Inventory> {
        let seen = async {
            let tenant = self.tenant("usual")?;
            self.provision(&self.spec(&tenant)).await?;
            let inventory = self.inspect(&tenant).await;
            self.destroy(&tenant).await?;
            Ok(inventory)
        };
        self.usual.get_or_try_init(|| seen).await
    }

    /// Polls until `done` gives an answer; for what the engine does by itself.
    pub(crate) async fn eventually<T, F>(&self, expected: &str, done: impl Fn() -> F) -> Check<T>
    where
        F: Future<Output = std::result::Result<T, String>>,
    {
        let deadline = tokio::time::Instant::now() + self.fixture.patience();
        loop {
            match done().await {
                Ok(answer) => return Ok(answer),
                Err(held) if tokio::time::Instant::now() >= deadline => {
                    return Err(Stop::failed(expected, held));
                }
                Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        }
    }

    /// Destroys every tenant of the case and takes planted objects away.
    pub(crate) async fn clean_up(&self) -> Check {
        if let Some(faults) = self.fixture.faults() {
            faults.clear().await;
        }
        let planted =
            std::mem::take(&mut *self.planted.lock().unwrap_or_else(PoisonError::into_inner));
        if let Some(foreign) = self.fixture.foreign() {
            for object in &planted {
                foreign.remove(object).await;
            }
        }
        let tenants =
            std::mem::take(&mut *self.tenants.lock().unwrap_or_else(PoisonError::into_inner));
        let provider = self.another().await;
        let mut first = Ok(());
        for tenant in &tenants {
            let options = DestroyOptions::new();
            let result = provider.destroy(&self.ctx(), tenant, &options).await;
            let gone = match ok("the clean-up's destroy", result) {
                Ok(_) => self.nothing_left(tenant, "the clean-up's destroy").await,
                Err(stop) => Err(stop),
            };
            first = first.and(gone);
        }
        first
    }
}

/// A part that the case declared as a need.
fn part<T: ?Sized>(part: Option<&T>) -> Check<&T> {
    part.ok_or_else(|| Stop::NotProvable("the fixture lacks a part".to_owned()))
}

/// A status in one line, for messages.
pub(crate) fn shown(status: &ComputeStatus) -> String {
    let reasons: Vec<String> = status
        .reasons
        .iter()
        .chain(
            status
                .containers
                .iter()
                .filter_map(|each| each.reason.as_ref()),
        )
        .map(|reason| format!("{}: {}", reason.code, reason.message))
        .collect();
    format!(
        "{} and {}, {}/{} ready, {} running, {}{}",
        status.state,
        status.health,
        status.replicas.ready,
        status.replicas.desired,
        status.replicas.running,
        match &status.in_flight {
            Some(_) => "an operation in flight",
            None => "nothing in flight",
        },
        if reasons.is_empty() {
            String::new()
        } else {
            format!(" ({})", reasons.join("; "))
        },
    )
}

/// A result or an error in one line, for messages.
pub(crate) fn answered<T: std::fmt::Debug>(result: &std::result::Result<T, Error>) -> String {
    match result {
        Ok(answer) => format!("{answer:?}"),
        Err(error) => crate::check::told(error),
    }
}
