//! One tenant, from nothing to nothing, on this machine.

use std::sync::Arc;

use landlord_core::{
    Context, Installation, Manager, ProviderName, Registry, TenantComputeSpec, TenantRef,
    options::{DestroyOptions, ProvisionOptions},
    spec::ContainerSpec,
};
use landlord_local::{LocalConfig, LocalProvider};

#[tokio::main(flavor = "current_thread")]
async fn run() -> Result<(), Box<dyn std::error::Error>> {
    let registry = Arc::new(Registry::new());
    registry.register(Arc::new(LocalProvider::new(&LocalConfig::new())?))?;
    let manager = Manager::new(registry).with_default_provider(ProviderName::new("local")?);
    let ctx = Context::new(Installation::new("example")?);

    let web = ContainerSpec::new("main", "none").command(["sleep", "600"]);
    let spec = TenantComputeSpec::builder("hello-library")
        .container(web)
        .build()?;
    let created = manager
        .provision_tenant(&ctx, &spec, &ProvisionOptions::new())
        .await?;
    assert_eq!(created.status.as_str(), "created");

    let tenant = TenantRef::from(spec.tenant()?);
    let receipt = manager
        .destroy_tenant(&ctx, &tenant, None, &DestroyOptions::new())
        .await?;
    assert!(!receipt.removed.is_empty());
    Ok(())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // the provider starts this program again as the tenant's supervisor
    landlord_local::supervisor::init();
    run()
}
