//! Planning 10,000 tenants of which none has changed: at most a second.

#![expect(
    clippy::unwrap_used,
    reason = "a benchmark that cannot run should stop"
)]

use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use futures_util::StreamExt as _;
use landlord_core::{
    Context, Installation, Manager, MockProvider, ProviderName, Registry, SpecHash,
    TenantComputeSpec,
    options::PlanOptions,
    result::{PlanAction, PlanResult},
    spec::ContainerSpec,
};

const TENANTS: usize = 10_000;
/// Plans in work at once.
const CONCURRENCY: usize = 64;

/// Validates as `MockProvider` does by default, and finds nothing to change.
fn provider() -> MockProvider {
    let name = ProviderName::new("noop").unwrap();
    let hash = SpecHash::new("a".repeat(52)).unwrap();
    let mut provider = MockProvider::with_defaults(name.clone());
    provider.expect_plan().returning(move |ctx, spec, _| {
        let (name, hash, now) = (name.clone(), hash.clone(), ctx.clock().now());
        Ok(PlanResult::update(
            spec.tenant()?,
            name,
            Vec::new(),
            hash,
            now,
        ))
    });
    provider
}

fn specs() -> Vec<TenantComputeSpec> {
    let spec = |number| {
        let web = ContainerSpec::new("web", "registry.example/team/web:1.27.3")
            .env("LOG_LEVEL", "info")
            .env("REGION", "eu-west-1");
        let spec = TenantComputeSpec::builder(format!("customer-{number}"));
        spec.provider_type("noop").container(web).build().unwrap()
    };
    (0..TENANTS).map(spec).collect()
}

fn plan(criterion: &mut Criterion) {
    let registry = Registry::new();
    registry.register(Arc::new(provider())).unwrap();
    let manager = Manager::new(Arc::new(registry));
    let ctx = Context::new(Installation::new("bench").unwrap());
    let options = PlanOptions::new();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let specs = specs();
    criterion.bench_function("plan_10000_unchanged", |bencher| {
        bencher.iter_with_setup(
            || specs.clone(),
            |specs| {
                let unchanged = runtime.block_on(async {
                    let plans = manager.plan_many(&ctx, specs, CONCURRENCY, &options);
                    let unchanged = |plan: PlanResult| plan.action == PlanAction::Unchanged;
                    let plans = plans.await.unwrap();
                    plans
                        .filter(|plan| std::future::ready(plan.result.clone().is_ok_and(unchanged)))
                        .count()
                        .await
                });
                assert_eq!(unchanged, TENANTS);
            },
        );
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10);
    targets = plan
}
criterion_main!(benches);
