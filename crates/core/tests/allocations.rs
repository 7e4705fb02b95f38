//! What the layers cost, in allocations: a gate, since counts do not depend on the machine.
#![cfg(test)]

#[path = "../benches/support/noop.rs"]
mod noop;

use landlord_core::options::StatusOptions;

/// Manager, tracing, timeout and retry over a provider that does nothing.
const MOST: u64 = 20;

#[test]
fn a_status_through_all_layers_costs_few_allocations() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    let (manager, ctx, tenant) = noop::stacked();
    let bare = noop::provider();
    let options = StatusOptions::new();
    runtime.block_on(async {
        // the first call wraps the provider, once per manager
        manager
            .get_tenant_status(&ctx, &tenant, None)
            .await
            .unwrap();
        let own = allocation_counter::measure(|| {
            let status =
                futures_util::FutureExt::now_or_never(bare.status(&ctx, &tenant, &options));
            status.expect("no wait").unwrap();
        });
        let all = allocation_counter::measure(|| {
            let status = futures_util::FutureExt::now_or_never(
                manager.get_tenant_status(&ctx, &tenant, None),
            );
            status.expect("no wait").unwrap();
        });
        let cost = all.count_total - own.count_total;
        assert!(
            all.count_total <= MOST,
            "{} allocations, {cost} of them the layers'",
            all.count_total
        );
    });
}
