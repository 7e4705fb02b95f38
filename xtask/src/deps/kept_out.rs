//! Libraries that must not reach a crate by any path.

use anyhow::Result;
use cargo_metadata::Metadata;

use crate::cargo::{cargo, output};
use crate::workspace::publishable;

/// Cloud SDKs, engine clients and HTTP: a provider's affair, never core's. `*` stands for any
/// rest of a name.
const CLIENTS: &[&str] = &[
    "aws-*",
    "axum*",
    "curl",
    "h2",
    "h3",
    "http",
    "http-body*",
    "hyper*",
    "isahc",
    "k8s-openapi",
    "kube*",
    "native-tls",
    "openssl*",
    "reqwest*",
    "rustls*",
    "tonic*",
    "tower*",
    "ureq*",
];

/// What draws on a terminal or reads a command line: the program's affair alone.
const TERMINAL: &[&str] = &[
    "anstream",
    "argh",
    "clap*",
    "comfy-table",
    "console",
    "crossterm",
    "dialoguer",
    "indicatif",
    "lexopt",
    "miette*",
    "pico-args",
];

/// What decides where logs go: the program's affair too.
const LOGGING: &[&str] = &["tracing-subscriber"];

/// Lists each crate of the workspace that pulls, directly or not, what it must not.
pub(super) fn offenders(metadata: &Metadata) -> Result<Vec<String>> {
    let mut offenders = Vec::new();
    for package in publishable(metadata) {
        let lists: &[&[&str]] = match package.name.as_str() {
            "landlord-cli" => continue,
            "landlord-core" => &[CLIENTS, TERMINAL, LOGGING],
            // captures what a provider logs; only tests depend on it
            "landlord-conformance" => &[TERMINAL],
            _ => &[TERMINAL, LOGGING],
        };
        for name in tree(&package.name)? {
            if lists.iter().any(|list| listed(list, &name)) {
                offenders.push(format!("{} pulls {name}", package.name));
            }
        }
    }
    Ok(offenders)
}

/// Every package that `package` pulls in a normal build, with all features, on any platform.
fn tree(package: &str) -> Result<Vec<String>> {
    let text = output(&mut cargo([
        "tree",
        "--package",
        package,
        "--all-features",
        "--edges",
        "normal,build",
        "--target",
        "all",
        "--prefix",
        "none",
        "--no-dedupe",
        "--format",
        "{p}",
    ]))?;
    let mut names: Vec<String> = text
        .lines()
        .filter_map(|line| line.split(' ').next())
        .map(str::to_owned)
        .collect();
    names.sort();
    names.dedup();
    Ok(names)
}

fn listed(list: &[&str], name: &str) -> bool {
    list.iter().any(|pattern| match pattern.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => name == *pattern,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_whole_names_or_beginnings() {
        assert!(listed(CLIENTS, "aws-sdk-ecs"));
        assert!(listed(CLIENTS, "hyper-util"));
        assert!(listed(CLIENTS, "http"));
        assert!(!listed(CLIENTS, "httpdate"));
        assert!(listed(TERMINAL, "clap_builder"));
        assert!(!listed(TERMINAL, "tracing"));
    }
}
