//! Generated valid specs, for property tests: of this crate, and of providers.

use proptest::{
    collection::{btree_map, btree_set, vec},
    option,
    prelude::*,
};
use serde_json::{Value, json};

use super::{
    ContainerSpec, HealthCheckConfig, NetworkConfig, NetworkPeer, PortMapping, Protocol,
    ResourceRequirements, SecretReference, TenantComputeSpec,
};

const LABEL: &str = "[a-z]([a-z0-9-]{0,12}[a-z0-9])?";
const ENV_NAME: &str = "[A-Z_][A-Z0-9_]{0,12}";
/// Env values as they come: any text, scripts with line breaks among it.
const ENV_VALUE: &str = "[^\\p{Cc}]{0,24}(\n\t[ -~]{0,8})?";

/// Ids of tenants, from short to the longest allowed.
pub fn tenant_id() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[A-Za-z0-9][A-Za-z0-9._:@/+=-]{0,24}",
        1 => "[A-Za-z0-9][A-Za-z0-9._:@/+=-]{120,127}",
    ]
}

/// Valid specs that use every field.
pub fn valid_spec() -> impl Strategy<Value = TenantComputeSpec> {
    let parts = (
        tenant_id(),
        option::of(LABEL),
        0_u32..5,
        containers(),
        option::of(resources(1_000)),
        networking(),
        secrets(),
        btree_map(
            "[A-Za-z0-9]([A-Za-z0-9._/-]{0,20}[A-Za-z0-9])?",
            "[ -~]{0,30}",
            0..4,
        ),
        option::of(provider_config()),
    );
    parts
        .prop_map(
            |(id, provider, replicas, containers, total, networking, secrets, labels, config)| {
                let mut spec = TenantComputeSpec::builder(id)
                    .replicas(replicas)
                    .build_unchecked();
                spec.provider_type = provider;
                spec.containers = containers;
                spec.resources = total;
                spec.networking = networking;
                spec.secrets = secrets;
                spec.labels = labels;
                spec.provider_config = config;
                spec
            },
        )
        .prop_map(untangle)
}

/// Removes what breaks rules between parts, which were generated each on their own.
fn untangle(mut spec: TenantComputeSpec) -> TenantComputeSpec {
    spec.labels.retain(|key, _| !key.starts_with("landlord"));
    let mut taken = std::collections::BTreeSet::new();
    for container in &mut spec.containers {
        container.ports.retain(|port| taken.insert(port.key()));
        let ports = container.ports.clone();
        container.health_check.take_if(|check| {
            check
                .port
                .is_some_and(|port| !ports.iter().any(|p| p.key() == (port, Protocol::Tcp)))
        });
    }
    let env = |name: &str| spec.containers.iter().any(|c| c.env.contains_key(name));
    spec.secrets.retain(|secret| !env(&secret.env_var));
    spec
}

fn containers() -> impl Strategy<Value = Vec<ContainerSpec>> {
    btree_set(LABEL, 1..4).prop_flat_map(|names| {
        names
            .into_iter()
            .filter(|name| name != "alloc")
            .chain(["main".to_owned()])
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter()
            .map(container)
            .collect::<Vec<_>>()
            .prop_shuffle()
    })
}

fn container(name: String) -> impl Strategy<Value = ContainerSpec> {
    let image =
        "[a-z]{1,8}(\\.example(:[1-9][0-9]{1,3})?)?/[a-z0-9]{1,8}(:[a-z0-9][a-z0-9.-]{0,8})?";
    let parts = (
        image,
        vec("[ -~]{1,12}", 0..3),
        vec("[ -~]{0,12}", 0..3),
        btree_map(ENV_NAME, ENV_VALUE, 0..5),
        vec(port(), 0..4),
        option::of(health_check()),
        option::of(resources(100)),
        0_u32..=120,
    );
    parts.prop_map(
        move |(image, command, args, env, ports, check, claimed, grace)| {
            let mut container = ContainerSpec::new(name.clone(), image)
                .command(command)
                .args(args)
                .stop_grace_seconds(grace);
            container.env = env;
            container.health_check = check.map(|check| point_at(check, &ports));
            container.ports = name_ports(ports);
            container.resources = claimed;
            container
        },
    )
}

/// Names by place, and no host port twice.
fn name_ports(ports: Vec<PortMapping>) -> Vec<PortMapping> {
    let named = ports.into_iter().enumerate().map(|(index, port)| {
        if index % 2 == 0 {
            port.name(format!("port-{index}"))
        } else {
            port
        }
    });
    named.collect()
}

fn point_at(mut check: HealthCheckConfig, ports: &[PortMapping]) -> HealthCheckConfig {
    if check.port.is_some()
        && let Some(port) = ports.iter().find(|port| port.protocol == Protocol::Tcp)
    {
        check.port = Some(port.container_port);
    }
    check
}

fn port() -> impl Strategy<Value = PortMapping> {
    (1_u16.., any::<bool>()).prop_map(|(port, tcp)| {
        if tcp {
            PortMapping::tcp(port).host_port(port)
        } else {
            PortMapping::udp(port)
        }
    })
}

fn health_check() -> impl Strategy<Value = HealthCheckConfig> {
    let check = prop_oneof![
        option::of("/[a-z0-9/._?=&-]{0,12}").prop_map(|path| {
            let mut check = HealthCheckConfig::http("/", 1);
            check.http_path = path;
            check
        }),
        Just(HealthCheckConfig::tcp(1)),
        vec("[ -~]{1,12}", 1..3).prop_map(HealthCheckConfig::exec),
    ];
    let timing = (2_u32..60, 1_u32..5, 1_u32..5, 0_u32..60, any::<bool>());
    (check, timing).prop_map(|(check, (interval, healthy, unhealthy, start, restart))| {
        let check = check
            .timing(interval, interval / 2)
            .thresholds(healthy, unhealthy)
            .start_period_seconds(start);
        if restart {
            check.restart_on_failure()
        } else {
            check
        }
    })
}

/// At least `unit` of each: totals are drawn with a unit above the sum of containers' claims.
fn resources(unit: u32) -> impl Strategy<Value = ResourceRequirements> {
    let amount = move || option::of(unit..unit * 2);
    (amount(), amount(), amount()).prop_map(|(cpu, memory, storage)| {
        let mut resources = ResourceRequirements::new();
        resources.cpu = cpu;
        resources.memory = memory;
        resources.storage = storage;
        resources
    })
}

fn networking() -> impl Strategy<Value = NetworkConfig> {
    let ids = || btree_set("[a-z]{2,4}-[0-9a-f]{4,8}", 0..3).prop_map(Vec::from_iter);
    let parts = (
        any::<bool>(),
        ids(),
        ids(),
        option::of(LABEL),
        peers(),
        peers(),
    );
    parts.prop_map(
        |(public_ip, security_groups, subnets, dns, allow_from, allow_to)| NetworkConfig {
            public_ip,
            security_groups,
            subnets,
            dns,
            allow_from,
            allow_to,
        },
    )
}

fn peers() -> impl Strategy<Value = Vec<NetworkPeer>> {
    let cidr = (any::<u8>(), btree_set(1_u16.., 0..3))
        .prop_map(|(net, ports)| NetworkPeer::cidr(format!("10.{net}.0.0/16")).ports(ports));
    let peer = prop_oneof![tenant_id().prop_map(NetworkPeer::tenant), cidr];
    vec(peer, 0..3).prop_map(|mut peers| {
        let mut seen = std::collections::BTreeSet::new();
        peers.retain(|peer| seen.insert((peer.tenant.clone(), peer.cidr.clone())));
        peers
    })
}

fn secrets() -> impl Strategy<Value = Vec<SecretReference>> {
    btree_map(LABEL, ("[a-z/]{1,12}", option::of("[a-z]{1,6}")), 0..3).prop_map(|secrets| {
        let secrets = secrets
            .into_iter()
            .enumerate()
            .map(|(index, (name, (source, key)))| {
                let secret = SecretReference::new(name, source, format!("SECRET_{index}"));
                SecretReference { key, ..secret }
            });
        secrets.collect()
    })
}

fn provider_config() -> impl Strategy<Value = Value> {
    btree_map(
        "[a-z_]{1,8}",
        prop_oneof![
            any::<bool>().prop_map(Value::from),
            any::<i32>().prop_map(Value::from),
            "[ -~]{0,12}".prop_map(Value::from),
            vec(any::<u8>(), 0..3).prop_map(|numbers| json!({ "nested": numbers })),
        ],
        0..4,
    )
    .prop_map(|fields| Value::Object(fields.into_iter().collect()))
}
