//! What a workload finds in its environment: what the spec and landlord give, nothing else.

use std::collections::BTreeMap;
use std::path::Path;

use super::ports::PrivatePorts;
use crate::manifest::{ContainerManifest, Manifest};
use crate::process::{DEFAULT_PATH, MARK_VARIABLE};

/// Where workloads' programs are looked for: the supervisor's own folder first, so that a spec may
/// name the program that runs it.
pub(crate) fn search_path(supervisor: &Path) -> String {
    match supervisor
        .parent()
        .and_then(Path::to_str)
        .filter(|folder| folder.starts_with('/'))
    {
        Some(folder) => format!("{folder}:{DEFAULT_PATH}"),
        None => DEFAULT_PATH.to_owned(),
    }
}

/// What one start of one container needs to know.
#[derive(Debug)]
pub(super) struct Setting<'a> {
    pub(super) manifest: &'a Manifest,
    pub(super) container: &'a ContainerManifest,
    pub(super) slot: u32,
    pub(super) ports: &'a PrivatePorts,
    pub(super) work: &'a Path,
    pub(super) path: &'a str,
    pub(super) mark: &'a str,
    pub(super) spec_hash: &'a str,
}

/// The whole environment; the spec's own variables win over landlord's, the mark over all.
pub(super) fn build(
    setting: &Setting<'_>,
    secrets: BTreeMap<String, String>,
) -> Vec<(String, String)> {
    let mut environment = base(setting);
    environment.extend(ports(setting));
    environment.extend(setting.container.env.clone());
    environment.extend(secrets);
    environment.insert(MARK_VARIABLE.into(), setting.mark.to_owned());
    environment.into_iter().collect()
}

fn base(setting: &Setting<'_>) -> BTreeMap<String, String> {
    let work = setting.work.to_string_lossy().into_owned();
    [
        ("PATH", setting.path.to_owned()),
        ("HOME", work.clone()),
        ("TMPDIR", work),
        ("LANG", "C.UTF-8".into()),
        ("LANDLORD_TENANT", setting.manifest.tenant.clone()),
        ("LANDLORD_CONTAINER", setting.container.name.clone()),
        ("LANDLORD_REPLICA", setting.slot.to_string()),
        ("LANDLORD_SPEC_HASH", setting.spec_hash.to_owned()),
    ]
    .into_iter()
    .map(|(key, value)| (key.to_owned(), value))
    .collect()
}

/// `PORT` is the container's first port, `PORT_<NAME>` each named or numbered one, and
/// `PORT_<CONTAINER>_<NAME>` those of every container of the replica.
fn ports(setting: &Setting<'_>) -> BTreeMap<String, String> {
    let mut variables = BTreeMap::new();
    for container in &setting.manifest.containers {
        for (index, port) in container.ports.iter().enumerate() {
            let key = (container.name.clone(), port.container_port);
            let Some(private) = setting.ports.get(&key).map(u16::to_string) else {
                continue;
            };
            let name = port
                .name
                .clone()
                .unwrap_or_else(|| port.container_port.to_string());
            if container.name == setting.container.name {
                if index == 0 {
                    variables.insert("PORT".to_owned(), private.clone());
                }
                variables.insert(variable(&["PORT", &name]), private.clone());
            }
            variables.insert(variable(&["PORT", &container.name, &name]), private);
        }
    }
    variables
}

/// Upper case, with every byte that a variable's name cannot hold as `_`.
fn variable(parts: &[&str]) -> String {
    let legal = |byte: char| {
        if byte.is_ascii_alphanumeric() {
            byte
        } else {
            '_'
        }
    };
    parts
        .join("_")
        .to_ascii_uppercase()
        .chars()
        .map(legal)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_variables() {
        assert_eq!(variable(&["PORT", "web-api", "http"]), "PORT_WEB_API_HTTP");
    }

    #[test]
    fn the_programs_folder_comes_first() {
        assert!(
            search_path(Path::new("/opt/landlord/bin/landlord")).starts_with("/opt/landlord/bin:")
        );
        assert_eq!(search_path(Path::new("landlord")), DEFAULT_PATH);
    }
}
