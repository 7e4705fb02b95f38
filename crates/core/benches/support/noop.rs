//! A provider that does nothing, for measuring what is around it.

use std::sync::Arc;

use async_trait::async_trait;
use landlord_core::{
    Capabilities, Context, Error, ErrorKind, Installation, Manager, Provider, ProviderName,
    Registry, Result, TenantComputeSpec, TenantId, TenantRef,
    layer::{RetryLayer, Stack, TimeoutLayer, TraceLayer},
    options::{DestroyOptions, ProvisionOptions, StatusOptions, UpdateOptions, ValidateOptions},
    result::{ComputeStatus, DestroyResult, ProvisionResult, UpdateResult, ValidateResult},
};

#[derive(Debug)]
pub(crate) struct Noop(ProviderName);

fn none<T>() -> Result<T> {
    Err(Error::new(ErrorKind::Internal, "not measured"))
}

#[async_trait]
impl Provider for Noop {
    fn name(&self) -> &ProviderName {
        &self.0
    }
    fn kind(&self) -> &str {
        "noop"
    }
    fn capabilities(&self) -> Capabilities {
        Capabilities::new()
    }
    async fn provision(
        &self,
        _: &Context,
        _: &TenantComputeSpec,
        _: &ProvisionOptions,
    ) -> Result<ProvisionResult> {
        none()
    }
    async fn update(
        &self,
        _: &Context,
        _: &TenantRef,
        _: &TenantComputeSpec,
        _: &UpdateOptions,
    ) -> Result<UpdateResult> {
        none()
    }
    async fn destroy(
        &self,
        _: &Context,
        _: &TenantRef,
        _: &DestroyOptions,
    ) -> Result<DestroyResult> {
        none()
    }
    async fn status(
        &self,
        ctx: &Context,
        tenant: &TenantRef,
        _: &StatusOptions,
    ) -> Result<ComputeStatus> {
        Ok(ComputeStatus::new(
            tenant.id().clone(),
            self.0.clone(),
            ctx.clock().now(),
        ))
    }
    async fn validate(
        &self,
        _: &Context,
        _: &TenantComputeSpec,
        _: &ValidateOptions,
    ) -> Result<ValidateResult> {
        none()
    }
}

pub(crate) fn provider() -> Arc<dyn Provider> {
    Arc::new(Noop(ProviderName::new("noop").unwrap()))
}

/// A manager with tracing, timeout and retry over the provider, and what a call needs.
pub(crate) fn stacked() -> (Manager, Context, TenantRef) {
    let registry = Arc::new(Registry::new());
    registry.register(provider()).unwrap();
    let stack = Stack::new()
        .with(TraceLayer::new())
        .with(TimeoutLayer::new())
        .with(RetryLayer::default());
    let manager = Manager::new(registry).with_layers(stack);
    let ctx = Context::new(Installation::new("bench").unwrap());
    let tenant = TenantRef::from(TenantId::new("acme").unwrap());
    (manager, ctx, tenant)
}

/// Allocations of one `status` through the whole stack, the provider's own included.
pub(crate) fn allocations() -> u64 {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    let (manager, ctx, tenant) = stacked();
    runtime.block_on(async {
        // the first call wraps the provider, once per manager
        let status = manager.get_tenant_status(&ctx, &tenant, None);
        status.await.unwrap();
        let info = allocation_counter::measure(|| {
            let status = manager.get_tenant_status(&ctx, &tenant, None);
            futures_util::FutureExt::now_or_never(status)
                .unwrap()
                .unwrap();
        });
        info.count_total
    })
}
