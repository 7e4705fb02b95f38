//! Bringing file, environment and flags into one tree.

use std::collections::BTreeMap;

use super::{
    ConfigError, Origin,
    located::{Content, Located},
};
use crate::kind::{KINDS, Kind};

/// Landlord's own keys of the file's top level.
const OWN_KEYS: &[&str] = &["audit", "default_provider", "installation", "providers"];

/// Moves short forms (`local: …`) to where all providers are, and refuses what is neither a key
/// of landlord's nor a kind that is compiled in.
pub(super) fn normalise(mut file: Located) -> Result<Located, ConfigError> {
    let map = file.as_map_mut().map(std::mem::take).unwrap_or_default();
    let mut own = BTreeMap::new();
    let mut short = Vec::new();
    for (key, value) in map {
        if OWN_KEYS.contains(&key.as_str()) {
            own.insert(key, value);
        } else if let Some(kind) = Kind::find(&key) {
            compiled(kind, &key, &value.key)?;
            short.push((key, value));
        } else {
            return Err(unknown(&key, &value));
        }
    }
    file.content = Content::Map(own);
    for (name, block) in short {
        let origin = block.key.clone();
        let providers = providers(&mut file)?;
        if let Some(other) = providers.get(&name) {
            return Err(ConfigError::new(
                name.clone(),
                format!("configured twice: also at {}", other.key),
            )
            .at(origin)
            .with_help(format!("keep either `{name}` or `providers.{name}`")));
        }
        let block = if block.content == Content::Scalar(serde_json::Value::Null) {
            Located {
                content: Content::Map(BTreeMap::new()),
                ..block
            }
        } else {
            block
        };
        providers.insert(name, block);
    }
    Ok(file)
}

/// Sets one value of the instance that is named as its kind, or one of landlord's own.
pub(super) fn set(
    tree: &mut Located,
    path: &[String],
    kind: Option<&str>,
    value: serde_json::Value,
    origin: &Origin,
) -> Result<(), ConfigError> {
    let Some((last, parents)) = path.split_last() else {
        return Ok(());
    };
    let mut node = tree;
    let above = kind.map(|_| "providers".to_owned());
    for part in above.iter().chain(parents) {
        node = child(node, part, origin)?;
    }
    if let Some(map) = node.as_map_mut() {
        map.insert(last.clone(), Located::scalar(value, origin.clone()));
    }
    Ok(())
}

/// The map of providers, made where there is none.
pub(super) fn providers(tree: &mut Located) -> Result<&mut BTreeMap<String, Located>, ConfigError> {
    let node = child(tree, "providers", &Origin::Default)?;
    let (type_name, origin) = (node.type_name(), node.origin.clone());
    node.as_map_mut()
        .ok_or_else(|| not_a_map("providers", type_name, origin))
}

fn child<'a>(
    node: &'a mut Located,
    key: &str,
    origin: &Origin,
) -> Result<&'a mut Located, ConfigError> {
    let (type_name, at) = (node.type_name(), node.origin.clone());
    let map = node
        .as_map_mut()
        .ok_or_else(|| not_a_map(key, type_name, at))?;
    let child = map
        .entry(key.to_owned())
        .or_insert_with(|| Located::empty(origin.clone()));
    if child.as_map().is_none() {
        return Err(not_a_map(key, child.type_name(), child.origin.clone()));
    }
    Ok(child)
}

pub(super) fn not_a_map(key: &str, found: &str, origin: Origin) -> ConfigError {
    ConfigError::new(
        key,
        format!("found {found} where keys and values are expected"),
    )
    .at(origin)
}

/// Refuses a kind that this build does not have.
pub(super) fn compiled(kind: &Kind, key: &str, origin: &Origin) -> Result<(), ConfigError> {
    if kind.is_compiled() {
        return Ok(());
    }
    Err(ConfigError::new(
        key,
        format!(
            "the provider kind {} is not compiled into this program",
            kind.name
        ),
    )
    .at(origin.clone())
    .with_help(format!(
        "build with `--features {}`, or remove the block",
        kind.name
    )))
}

fn unknown(key: &str, value: &Located) -> ConfigError {
    let kinds = KINDS.iter().map(|kind| kind.name);
    let mut known: Vec<&str> = OWN_KEYS.iter().copied().chain(kinds).collect();
    known.sort_unstable();
    ConfigError::new(key, "unknown key")
        .at(value.key.clone())
        .with_help(format!("expected one of {}", known.join(", ")))
}
