//! A tenant from start to end, by the facade.
use std::sync::Arc;

use landlord_compute::{
    ComputeConfig, Context, Manager, Registry, TenantComputeSpec, TenantRef,
    config::ProviderConfig, local::LocalConfig, options::*, register_enabled, spec::ContainerSpec,
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // before any thread: this program is its own supervisor
    landlord_compute::local::supervisor::init();
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(run())
}

async fn run() -> Result<(), Box<dyn std::error::Error>> {
    let root = tempfile::tempdir()?;
    let mut config = ComputeConfig::default();
    for entry in config.providers.values_mut() {
        entry.config = ProviderConfig::Local(LocalConfig::new().root(root.path()));
    }
    let registry = Arc::new(Registry::new());
    register_enabled(&registry, &config)?;
    let manager = Manager::new(registry);

    let main = ContainerSpec::new("main", "acme/app:1").command(["sleep", "600"]);
    let spec = TenantComputeSpec::builder("acme")
        .provider_type("local")
        .container(main)
        .build()?;
    let ctx = Context::new(config.installation()?);
    let created = manager
        .provision_tenant(&ctx, &spec, &ProvisionOptions::new())
        .await?;
    let tenant = TenantRef::from(created.tenant_id);
    let receipt = manager
        .destroy_tenant(&ctx, &tenant, None, &DestroyOptions::new())
        .await?;
    assert!(!receipt.removed.is_empty(), "nothing was there to remove");
    Ok(())
}
