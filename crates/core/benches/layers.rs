//! What a status costs through manager, tracing, timeout and retry: at most 5 µs.
#![expect(
    clippy::unwrap_used,
    reason = "a benchmark that cannot run should stop"
)]

#[path = "support/noop.rs"]
mod noop;

use criterion::{Criterion, criterion_group, criterion_main};

fn layers(criterion: &mut Criterion) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    let (manager, ctx, tenant) = noop::stacked();
    criterion.bench_function("status through all layers", |bench| {
        bench.iter(|| {
            runtime
                .block_on(manager.get_tenant_status(&ctx, &tenant, None))
                .unwrap()
        });
    });
}

criterion_group!(benches, layers);
criterion_main!(benches);
