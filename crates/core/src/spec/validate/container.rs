//! Rules of containers.

use std::collections::HashSet;

use super::{Findings, health_check};
use crate::spec::{
    ContainerName, ContainerSpec, EnvName, TenantComputeSpec, ViolationKind, image::check_image,
    path::Path,
};

/// Most containers of a replica: what an ECS task definition holds.
const CONTAINERS_MAX: usize = 10;
/// Longest image reference; the grammar alone bounds the name, not the whole.
const IMAGE_MAX: usize = 512;
const STOP_GRACE_MAX_SECONDS: u32 = 3600;

pub(super) fn check(spec: &TenantComputeSpec, findings: &mut Findings) {
    let path = Path::ROOT.field("containers");
    if spec.containers.is_empty() {
        findings.add_bare(&path, ViolationKind::Missing, "at least one container");
    }
    findings.count(&path, spec.containers.len(), CONTAINERS_MAX);
    let mut names = HashSet::with_capacity(spec.containers.len());
    for (index, container) in spec.containers.iter().enumerate() {
        let path = path.index(index);
        check_one(&path, container, findings);
        if !names.insert(container.name.as_str()) {
            findings.add(
                &path.field("name"),
                ViolationKind::Duplicate,
                &container.name,
                "each container name once",
            );
        }
    }
}

fn check_one(path: &Path<'_>, container: &ContainerSpec, findings: &mut Findings) {
    findings.text(
        &path.field("name"),
        &container.name,
        ContainerName::allows,
        ContainerName::ALLOWED,
    );
    check_reference(&path.field("image"), &container.image, findings);
    check_words(&path.field("command"), &container.command, findings);
    check_words(&path.field("args"), &container.args, findings);
    if container.command.first().is_some_and(String::is_empty) {
        let command = path.field("command");
        findings.add_bare(&command.index(0), ViolationKind::Missing, "a program");
    }
    let env = path.field("env");
    for (key, value) in &container.env {
        let path = env.key(key);
        findings.text(&path, key, EnvName::allows, EnvName::ALLOWED);
        findings.program_text(&path, value, true);
    }
    if let Some(check) = &container.health_check {
        health_check::check(
            &path.field("health_check"),
            check,
            &container.ports,
            findings,
        );
    }
    findings.range(
        &path.field("stop_grace_seconds"),
        container.stop_grace_seconds,
        0,
        STOP_GRACE_MAX_SECONDS,
    );
}

fn check_reference(path: &Path<'_>, image: &str, findings: &mut Findings) {
    if image.len() > IMAGE_MAX {
        findings.add(
            path,
            ViolationKind::TooLarge,
            image,
            "at most 512 characters",
        );
    } else if image.is_empty() {
        findings.add_bare(
            path,
            ViolationKind::Missing,
            "an image, such as registry.example/app:1.2",
        );
    } else if let Err(allowed) = check_image(image) {
        findings.add(path, ViolationKind::Malformed, image, allowed);
    }
}

pub(super) fn check_words(path: &Path<'_>, words: &[String], findings: &mut Findings) {
    for (index, word) in words.iter().enumerate() {
        findings.program_text(&path.index(index), word, false);
    }
}
