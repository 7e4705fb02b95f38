//! What the tests' providers answer.

use std::sync::Arc;

use landlord_core::{
    Context, Error, ErrorKind, Installation, Manager, MockProvider, Provider, ProviderName,
    Registry, TenantComputeSpec, TenantId, TenantRef,
    result::{ComputeState, ComputeStatus},
    spec::ContainerSpec,
};

pub(crate) fn ctx() -> Context {
    Context::new(Installation::new("test").unwrap())
}

pub(crate) fn name(name: &str) -> ProviderName {
    ProviderName::new(name).unwrap()
}

pub(crate) fn tenant(id: &str) -> TenantRef {
    TenantRef::from(TenantId::new(id).unwrap())
}

pub(crate) fn spec(id: &str) -> TenantComputeSpec {
    TenantComputeSpec::builder(id)
        .container(ContainerSpec::new("web", "registry.example/web:1"))
        .build()
        .unwrap()
}

/// A mock of that name which holds no tenant.
pub(crate) fn empty(provider: &str) -> MockProvider {
    let mut mock = MockProvider::named(name(provider));
    mock.expect_status()
        .returning(|_, tenant, _| Err(Error::tenant_not_found(tenant.id())));
    mock
}

/// A mock of that name which holds every tenant.
pub(crate) fn owner(provider: &str) -> MockProvider {
    let (mut mock, own) = (MockProvider::named(name(provider)), name(provider));
    mock.expect_status().returning(move |ctx, tenant, _| {
        let now = ctx.clock().now();
        let mut status = ComputeStatus::new(tenant.id().clone(), own.clone(), now);
        status.state = ComputeState::Running;
        Ok(status)
    });
    mock
}

/// A mock of that name which cannot be reached.
pub(crate) fn unreachable(provider: &str) -> MockProvider {
    let mut mock = MockProvider::named(name(provider));
    mock.expect_status()
        .returning(|_, _, _| Err(Error::new(ErrorKind::Unavailable, "connection refused")));
    mock
}

pub(crate) fn manager(mocks: impl IntoIterator<Item = MockProvider>) -> Manager {
    let registry = Arc::new(Registry::new());
    for mock in mocks {
        registry
            .register(Arc::new(mock) as Arc<dyn Provider>)
            .unwrap();
    }
    Manager::new(registry)
}
