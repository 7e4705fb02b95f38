//! Rules of ports.

use std::collections::HashSet;

use super::Findings;
use crate::spec::{PortMapping, TenantComputeSpec, ViolationKind, ids::is_port_name, path::Path};

/// Most ports of a container: five times what anyone was seen to need, and what ECS with a
/// service per port still bears.
const PORTS_MAX: usize = 50;

pub(super) fn check(spec: &TenantComputeSpec, findings: &mut Findings) {
    let containers = Path::ROOT.field("containers");
    // one network namespace per replica: a port belongs to one container of the tenant
    let mut ports = HashSet::new();
    let mut host_ports = HashSet::new();
    for (index, container) in spec.containers.iter().enumerate() {
        let container_path = containers.index(index);
        let path = container_path.field("ports");
        findings.count(&path, container.ports.len(), PORTS_MAX);
        let mut names = HashSet::new();
        for (index, port) in container.ports.iter().enumerate() {
            let path = path.index(index);
            check_one(&path, port, findings);
            if !ports.insert(port.key()) {
                findings.add(
                    &path.field("container_port"),
                    ViolationKind::Duplicate,
                    format_args!("{}/{}", port.container_port, port.protocol),
                    "each port and protocol once per tenant, whose containers share one network",
                );
            }
            if let Some(host_port) = port.host_port
                && !host_ports.insert((host_port, port.protocol))
            {
                findings.add(
                    &path.field("host_port"),
                    ViolationKind::Duplicate,
                    format_args!("{host_port}/{}", port.protocol),
                    "each host port and protocol once per tenant",
                );
            }
            if let Some(name) = &port.name
                && !names.insert(name.as_str())
            {
                findings.add(
                    &path.field("name"),
                    ViolationKind::Duplicate,
                    name,
                    "each port name once per container",
                );
            }
        }
    }
}

fn check_one(path: &Path<'_>, port: &PortMapping, findings: &mut Findings) {
    let container_port = path.field("container_port");
    findings.range(&container_port, port.container_port.into(), 1, 65535);
    if let Some(host_port) = port.host_port {
        findings.range(&path.field("host_port"), host_port.into(), 1, 65535);
    }
    if let Some(name) = &port.name {
        findings.text(
            &path.field("name"),
            name,
            |name| is_port_name(name.as_bytes()),
            "1 to 15 lower-case letters, digits and single -, a letter first, no - last",
        );
    }
}
