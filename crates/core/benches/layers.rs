//! What a status costs through manager, tracing, timeout and retry: at most 5 µs.
#![expect(
    clippy::unwrap_used,
    reason = "a benchmark that cannot run should stop"
)]

#[path = "support/noop.rs"]
mod noop;

use std::io::Write as _;

use criterion::{Criterion, criterion_group, criterion_main};

fn layers(criterion: &mut Criterion) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    let (manager, ctx, tenant) = noop::stacked();
    criterion.bench_function("manager_status", |bench| {
        bench.iter(|| {
            runtime
                .block_on(manager.get_tenant_status(&ctx, &tenant, None))
                .unwrap()
        });
    });
}

/// Adds the count to the file that the runner of the benchmarks reads.
fn allocations(_: &mut Criterion) {
    let Ok(path) = std::env::var("LANDLORD_BENCH_COUNTS") else {
        return;
    };
    let count = noop::allocations();
    let mut file = std::fs::File::options()
        .append(true)
        .create(true)
        .open(path)
        .unwrap();
    writeln!(file, "manager_status_allocations\t{count}").unwrap();
}

criterion_group!(benches, layers, allocations);
criterion_main!(benches);
