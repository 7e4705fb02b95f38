use std::collections::HashMap;

use proptest::prelude::*;

use super::*;
use crate::spec::arbitrary::tenant_id;

fn name(installation: &str, tenant: &str) -> EngineName {
    let installation = Installation::new(installation).unwrap();
    EngineName::derive(&installation, &TenantId::new(tenant).unwrap())
}

/// A change of these would lose sight of every tenant that runs.
#[test]
fn names_are_golden() {
    for (tenant, expected) in [
        ("acme", "t-acme-g562zz2j2z"),
        ("Acme/EU:42", "t-acme-eu-42-pnhvvy7ygi"),
        ("a", "t-a-hsv5u55qoj"),
        ("0--..//", "t-0-mjglfljdrn"),
        (
            "x-23456789-123456789-and-more",
            "t-x-23456789-123456789-rou5pt3aun",
        ),
    ] {
        assert_eq!(name("prod", tenant).as_str(), expected);
    }
}

#[test]
fn ids_that_look_alike_have_names_of_their_own() {
    let mut names = HashMap::new();
    for installation in ["prod", "prod2", "Prod"] {
        for tenant in [
            "acme",
            "Acme",
            "ACME",
            "acme-",
            "acme.",
            "acme/",
            "acme-eu",
            "acme_eu",
            "acme/eu",
            "acme--eu",
            "twenty-characters-ab",
            "twenty-characters-abc",
            "twenty-characters-abcd",
            "2acme",
            "t-acme",
        ] {
            let name = name(installation, tenant);
            let before = names.insert(name, (installation, tenant));
            assert_eq!(before, None, "{installation} {tenant}");
        }
    }
}

#[test]
fn fifty_thousand_ids_have_names_of_their_own() {
    let names: std::collections::HashSet<_> = (0..50_000)
        .map(|n| name("prod", &format!("customer-with-a-long-name-{n}")))
        .collect();
    assert_eq!(names.len(), 50_000);
}

proptest! {
    #[test]
    fn names_are_legal_on_every_engine(tenant in tenant_id()) {
        let name = name("prod", &tenant);
        let text = name.as_str();
        // Kubernetes namespace and Service: a DNS-1123 and even a DNS-1035 label
        prop_assert!(crate::spec::ids::is_dns_1035_label(text.as_bytes()));
        // room for the suffixes of a ReplicaSet and its pods, within 63
        prop_assert!(text.len() <= 33);
        // Nomad: none of its route suffixes; ECS: [A-Za-z0-9_-], 1 to 255
        prop_assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'));
        prop_assert!(text.starts_with("t-"));
        prop_assert_eq!(text.rsplit('-').next().map(str::len), Some(10));
    }

    #[test]
    fn names_tell_ids_apart(a in tenant_id(), b in tenant_id()) {
        prop_assert_eq!(name("prod", &a) == name("prod", &b), a == b);
    }
}
