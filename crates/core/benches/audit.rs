//! What one audit record costs: target ≤ 50 µs an append without fsync.

#![expect(
    clippy::unwrap_used,
    reason = "a benchmark that cannot run should stop"
)]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use futures_util::future::join_all;
use landlord_core::audit::{
    AuditEvent, AuditPhase, AuditSink, Durability, FileSink, VerifyOptions, verify,
};

/// How many appends wait together in the grouped benchmarks.
const GROUP: usize = 64;

fn event() -> AuditEvent {
    AuditEvent::new(
        jiff::Timestamp::UNIX_EPOCH,
        AuditPhase::Outcome,
        "0198f3d2-7c41-7a63-9c0e-5b2f6d8a1e34",
        "provision",
    )
    .actor("deployer@ci")
    .installation("production-eu")
    .provider("ecs-eu")
    .tenant("customer-4711")
    .outcome("succeeded")
    .object_id(
        "service",
        "arn:aws:ecs:eu-central-1:123456789012:service/x/ll-customer-4711-1f3a9c",
    )
}

fn append(criterion: &mut Criterion) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    for (name, durability) in [
        ("buffered", Durability::Buffered),
        ("sync", Durability::Sync),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("audit.jsonl");
        let sink = FileSink::builder(path)
            .durability(durability)
            .open()
            .unwrap();
        let mut group = criterion.benchmark_group(format!("audit/{name}"));
        group.bench_function("one", |bencher| {
            bencher.iter(|| runtime.block_on(sink.append(event())).unwrap());
        });
        group.throughput(Throughput::Elements(GROUP as u64));
        group.bench_function(format!("{GROUP} at once"), |bencher| {
            bencher.iter(|| {
                let all = join_all((0..GROUP).map(|_| sink.append(event())));
                for position in runtime.block_on(all) {
                    position.unwrap();
                }
            });
        });
    }
}

fn read_back(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("audit.jsonl");
    let sink = FileSink::builder(&path)
        .durability(Durability::Buffered)
        .open()
        .unwrap();
    for _ in 0..10_000 {
        sink.append_detached(event());
    }
    drop(sink);
    let mut group = criterion.benchmark_group("audit/verify");
    group
        .sample_size(20)
        .throughput(Throughput::Elements(10_000));
    group.bench_function("10,000 records", |bencher| {
        bencher.iter(|| assert!(verify(&path, &VerifyOptions::new()).unwrap().is_intact()));
    });
}

criterion_group!(benches, append, read_back);
criterion_main!(benches);
