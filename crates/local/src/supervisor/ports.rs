//! Private ports of replicas.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, TcpListener};

use crate::manifest::Manifest;

/// The private ports of one replica, by container and container port.
pub(super) type PrivatePorts = BTreeMap<(String, u16), u16>;

/// Draws a free port for every port of every container.
///
/// All are held until all are drawn, so none is drawn twice.
///
/// # Errors
/// When the host has none left.
pub(super) fn draw(manifest: &Manifest) -> std::io::Result<PrivatePorts> {
    let mut held = Vec::new();
    let mut ports = PrivatePorts::new();
    for container in &manifest.containers {
        for port in &container.ports {
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
            let drawn = listener.local_addr()?.port();
            ports.insert((container.name.clone(), port.container_port), drawn);
            held.push(listener);
        }
    }
    Ok(ports)
}

/// The first port of `container` that somebody else listens on, if any.
pub(super) fn stolen(ports: &PrivatePorts, container: &str) -> Option<u16> {
    ports
        .iter()
        .filter(|((owner, _), _)| owner == container)
        .map(|(_, port)| *port)
        .find(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_err())
}
