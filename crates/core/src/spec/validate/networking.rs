//! Rules of networking.

use std::{collections::HashSet, net::IpAddr};

use super::Findings;
use crate::spec::{
    NetworkConfig, NetworkPeer, TenantId, ViolationKind, ids::is_dns_1035_label, path::Path,
};

/// Most security groups and most subnets: those of an ECS service in awsvpc mode.
const ENGINE_IDS_MAX: usize = 16;
const ENGINE_ID_MAX: usize = 255;
const PEERS_MAX: usize = 100;
const PEER_PORTS_MAX: usize = 50;

pub(super) fn check(networking: &NetworkConfig, findings: &mut Findings) {
    let path = Path::ROOT.field("networking");
    let groups = path.field("security_groups");
    check_engine_ids(&groups, &networking.security_groups, findings);
    check_engine_ids(&path.field("subnets"), &networking.subnets, findings);
    if let Some(dns) = &networking.dns {
        findings.text(
            &path.field("dns"),
            dns,
            |dns| is_dns_1035_label(dns.as_bytes()),
            "1 to 63 lower-case letters, digits and -, a letter first, no - last",
        );
    }
    check_peers(&path.field("allow_from"), &networking.allow_from, findings);
    check_peers(&path.field("allow_to"), &networking.allow_to, findings);
}

fn check_engine_ids(path: &Path<'_>, ids: &[String], findings: &mut Findings) {
    findings.count(path, ids.len(), ENGINE_IDS_MAX);
    let mut seen = HashSet::with_capacity(ids.len());
    for (index, id) in ids.iter().enumerate() {
        let path = path.index(index);
        findings.line(&path, id, ENGINE_ID_MAX);
        if !seen.insert(id) {
            findings.add(&path, ViolationKind::Duplicate, id, "each id once");
        }
    }
}

fn check_peers(path: &Path<'_>, peers: &[NetworkPeer], findings: &mut Findings) {
    findings.count(path, peers.len(), PEERS_MAX);
    let mut seen = HashSet::with_capacity(peers.len());
    for (index, peer) in peers.iter().enumerate() {
        let path = path.index(index);
        check_peer(&path, peer, findings);
        if !seen.insert((&peer.tenant, &peer.cidr)) {
            findings.add_bare(&path, ViolationKind::Duplicate, "each tenant or cidr once");
        }
    }
}

fn check_peer(path: &Path<'_>, peer: &NetworkPeer, findings: &mut Findings) {
    match (&peer.tenant, &peer.cidr) {
        (None, None) => findings.add_bare(path, ViolationKind::Missing, "either tenant or cidr"),
        (Some(_), Some(_)) => {
            findings.add_bare(
                path,
                ViolationKind::Conflict,
                "either tenant or cidr, not both",
            );
        }
        _ => {}
    }
    if let Some(tenant) = &peer.tenant {
        findings.text(
            &path.field("tenant"),
            tenant,
            TenantId::allows,
            TenantId::ALLOWED,
        );
    }
    if let Some(cidr) = &peer.cidr
        && let Err(allowed) = check_cidr(cidr)
    {
        findings.add(&path.field("cidr"), ViolationKind::Malformed, cidr, allowed);
    }
    let ports = path.field("ports");
    if peer.cidr.is_none() && !peer.ports.is_empty() {
        findings.add_bare(&ports, ViolationKind::Unexpected, "ports beside cidr only");
    }
    findings.count(&ports, peer.ports.len(), PEER_PORTS_MAX);
    let mut seen = HashSet::with_capacity(peer.ports.len());
    for (index, port) in peer.ports.iter().enumerate() {
        findings.range(&ports.index(index), (*port).into(), 1, 65535);
        if !seen.insert(port) {
            let path = ports.index(index);
            findings.add(&path, ViolationKind::Duplicate, port, "each port once");
        }
    }
}

/// An address and the length of its prefix, without bits behind it: engines cut them off, which
/// would look like drift ever after.
fn check_cidr(cidr: &str) -> Result<(), String> {
    let shape = || "a range of addresses, such as 10.0.0.0/8 or 2001:db8::/32".to_owned();
    let (address, length) = cidr.split_once('/').ok_or_else(shape)?;
    let address: IpAddr = address.parse().map_err(|_| shape())?;
    if length.is_empty() || !length.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(shape());
    }
    let length: u32 = length.parse().map_err(|_| shape())?;
    let network: IpAddr = match address {
        IpAddr::V4(v4) if length <= 32 => {
            let mask = u32::MAX.checked_shl(32 - length).unwrap_or(0);
            std::net::Ipv4Addr::from_bits(v4.to_bits() & mask).into()
        }
        IpAddr::V6(v6) if length <= 128 => {
            let mask = u128::MAX.checked_shl(128 - length).unwrap_or(0);
            std::net::Ipv6Addr::from_bits(v6.to_bits() & mask).into()
        }
        IpAddr::V4(_) => return Err("a prefix length from 0 to 32".to_owned()),
        IpAddr::V6(_) => return Err("a prefix length from 0 to 128".to_owned()),
    };
    if network == address {
        Ok(())
    } else {
        Err(format!(
            "no bits behind the prefix, which would be {network}/{length}"
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_of_addresses() {
        for cidr in [
            "0.0.0.0/0",
            "10.0.0.0/8",
            "192.0.2.1/32",
            "::/0",
            "2001:db8::/32",
            "::1/128",
        ] {
            assert_eq!(check_cidr(cidr), Ok(()), "{cidr}");
        }
        for cidr in [
            "",
            "/",
            "10.0.0.0",
            "10.0.0.0/",
            "10.0.0.0/33",
            "10.0.0/8",
            "10.0.0.0/-1",
            "10.0.0.0/+8",
            "::/129",
            "tenant/8",
            "10.0.0.0/8/8",
            "10.0.0.0/99999999999",
        ] {
            assert!(check_cidr(cidr).is_err(), "{cidr}");
        }
        assert!(
            check_cidr("10.1.2.3/8")
                .unwrap_err()
                .ends_with("10.0.0.0/8")
        );
    }
}
