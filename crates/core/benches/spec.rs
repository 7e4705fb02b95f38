//! Reading and checking a spec of common size: how many per second on one core.

#![expect(
    clippy::expect_used,
    reason = "a benchmark of an invalid spec would measure nothing"
)]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use landlord_core::{
    change::{Effect, changes},
    spec::{Installation, TenantId, canonical, effective, parse, spec_hash, validate},
};

/// About 1 KB, as people write them.
const SPEC: &str = "\
# a customer with a web server and a worker
tenant_id: acme/eu-42
provider_type: ecs-eu
replicas: 2
containers:
  - name: web
    image: registry.example/team/web:1.27.3
    args: [--listen, '0.0.0.0:8080']
    env:
      LOG_LEVEL: info
      REGION: eu-west-1
      FEATURES: billing,exports
      DB_HOST: db.internal.example
    ports:
      - container_port: 8080
        name: http
    health_check:
      type: http
      http_path: /healthz
      port: 8080
      interval_seconds: 15
  - name: worker
    image: registry.example/team/worker:1.27.3
    command: [/bin/worker, --queue, default]
    env:
      LOG_LEVEL: info
      CONCURRENCY: '8'
    resources:
      cpu: 250
      memory: 256
resources:
  cpu: 1000
  memory: 1024
networking:
  dns: acme-eu
  allow_from:
    - tenant: gateway
  allow_to:
    - cidr: 10.20.0.0/16
      ports: [5432, 6379]
secrets:
  - name: db
    source: arn:aws:secretsmanager:eu-west-1:123456789012:secret:acme
    key: url
    env_var: DB_URL
labels:
  team: blue
  plan: enterprise
";

fn spec(c: &mut Criterion) {
    let spec = parse("spec.yaml", SPEC)
        .expect("it is valid")
        .remove(0)
        .spec;
    let json = serde_json::to_string(&spec).expect("specs are JSON");
    let wrong = SPEC.replace("8080\n      interval", "8081\n      interval");
    let mut other = spec.clone();
    other.containers[0].image.push('4');
    let installation = Installation::new("prod").expect("it is valid");
    let tenant = TenantId::new("acme/eu-42").expect("it is valid");

    // the names of the figures that are promised
    c.bench_function("parse_json", |b| b.iter(|| parse("spec.json", &json)));
    c.bench_function("parse_yaml", |b| b.iter(|| parse("spec.yaml", SPEC)));

    let mut group = c.benchmark_group("spec");
    group.throughput(Throughput::Elements(1));
    group.bench_function("report a violation in yaml", |b| {
        b.iter(|| parse("spec.yaml", &wrong))
    });
    group.bench_function("validate", |b| b.iter(|| validate(&spec)));
    group.bench_function("canonical", |b| b.iter(|| canonical(&spec)));
    group.bench_function("effective and hash", |b| {
        b.iter(|| spec_hash(&effective(&spec), &installation, &tenant));
    });
    group.bench_function("changes of one field", |b| {
        b.iter(|| changes(&spec, &other, |_| Effect::Replaced));
    });
    group.finish();
}

criterion_group!(benches, spec);
criterion_main!(benches);
