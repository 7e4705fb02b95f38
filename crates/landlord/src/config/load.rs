//! From sources to the typed configuration.

use std::{
    collections::BTreeMap,
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
    sync::Arc,
};

use landlord_core::ProviderName;
use serde_json::Value;

use super::{
    ComputeConfig, ConfigError, Origin, ProviderEntry, Setting,
    located::{Content, Located},
    merge, settings,
};
use crate::kind::Kind;

/// Files larger than this are not configuration.
const MAX_BYTES: u64 = 1024 * 1024;

/// Reads configuration from its sources.
///
/// Nothing is read that was not given: a program passes the file it found by
/// [`discover`](super::discover), its environment and its flags.
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct Loader {
    file: Option<PathBuf>,
    text: Option<(String, PathBuf)>,
    environment: BTreeMap<String, OsString>,
    flags: BTreeMap<String, String>,
}

/// A configuration, and where each value of it came from.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Loaded {
    /// The configuration.
    pub config: ComputeConfig,
    /// Variables that begin with `COMPUTE_` and mean nothing, most likely misspelt.
    pub ignored: Vec<String>,
    tree: Located,
}

impl Loaded {
    /// Where the value at `path` came from, such as `["providers", "local", "root"]`.
    #[must_use]
    pub fn origin(&self, path: &[&str]) -> Origin {
        let found = self.tree.get(path.iter().copied());
        found.map_or(Origin::Default, |found| found.origin.clone())
    }
}

impl Loader {
    /// No source: the defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads this file, which must exist.
    pub fn file(mut self, path: Option<PathBuf>) -> Self {
        self.file = path;
        self
    }

    /// Reads this text as if it were the file `name`.
    pub fn text(mut self, text: impl Into<String>, name: impl Into<PathBuf>) -> Self {
        self.text = Some((text.into(), name.into()));
        self
    }

    /// Takes the variables that begin with `COMPUTE_`.
    pub fn environment(
        mut self,
        variables: impl IntoIterator<Item = (OsString, OsString)>,
    ) -> Self {
        let ours = variables.into_iter().filter_map(|(name, value)| {
            let name = name.into_string().ok()?;
            name.starts_with("COMPUTE_").then_some((name, value))
        });
        self.environment.extend(ours);
        self
    }

    /// Takes a flag of [`settings`](super::settings), by its name without dashes.
    pub fn flag(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.flags.insert(name.into(), value.into());
        self
    }

    /// Reads, merges and checks everything.
    ///
    /// # Errors
    /// The first thing that is wrong, with its key and place.
    pub fn load(self) -> Result<Loaded, ConfigError> {
        let (tree, text) = self.read_file()?;
        let with_text = |error: ConfigError| error.with_text(text.as_ref());
        let mut tree = secrets_kept_out(tree)
            .and_then(merge::normalise)
            .map_err(with_text)?;
        let settings = settings();
        self.overlay(&mut tree, &settings).map_err(with_text)?;
        let config = typed(&mut tree).map_err(with_text)?;
        let ignored = self.ignored(&settings);
        Ok(Loaded {
            config,
            ignored,
            tree,
        })
    }

    fn read_file(&self) -> Result<(Located, Option<Arc<str>>), ConfigError> {
        let (text, path) = match (&self.text, &self.file) {
            (Some((text, name)), _) => (text.clone(), name.clone()),
            (None, Some(path)) => (read(path)?, path.clone()),
            (None, None) => return Ok((Located::empty(Origin::Default), None)),
        };
        let text: Arc<str> = text.into();
        let tree = Located::parse(&text, &path).map_err(|error| error.with_text(Some(&text)))?;
        Ok((tree, Some(text)))
    }

    /// Lays environment, then flags, over the file.
    fn overlay(&self, tree: &mut Located, settings: &[Setting]) -> Result<(), ConfigError> {
        for setting in settings {
            let name = &setting.variable;
            if let Some(value) = self.environment.get(name).filter(|value| !value.is_empty()) {
                let origin = Origin::Environment { name: name.clone() };
                let text = utf8(value, setting, &origin)?;
                let value = setting.read(text, &origin)?;
                merge::set(tree, &setting.path, setting.kind, value, &origin)?;
            }
            let flag = setting.flag.as_ref();
            if let Some((flag, text)) = flag.and_then(|flag| self.flags.get_key_value(flag)) {
                let origin = Origin::Flag {
                    name: format!("--{flag}"),
                };
                let value = setting.read(text, &origin)?;
                merge::set(tree, &setting.path, setting.kind, value, &origin)?;
            }
        }
        Ok(())
    }

    fn ignored(&self, settings: &[Setting]) -> Vec<String> {
        let known = |name: &String| {
            name == super::CONFIG_VARIABLE || settings.iter().any(|each| each.variable == *name)
        };
        let names = self.environment.keys();
        names.filter(|name| !known(name)).cloned().collect()
    }
}

fn utf8<'a>(value: &'a OsStr, setting: &Setting, origin: &Origin) -> Result<&'a str, ConfigError> {
    value
        .to_str()
        .ok_or_else(|| ConfigError::new(setting.key(), "not UTF-8").at(origin.clone()))
}

fn read(path: &Path) -> Result<String, ConfigError> {
    let failed = |why: String| {
        ConfigError::new("", format!("cannot read {}: {why}", path.display()))
            .with_help("name another file with --config or COMPUTE_CONFIG, or mend its permissions")
    };
    let metadata = std::fs::metadata(path).map_err(|error| failed(error.to_string()))?;
    if metadata.len() > MAX_BYTES {
        return Err(failed("it is larger than 1 MiB".to_owned()));
    }
    std::fs::read_to_string(path).map_err(|error| failed(error.to_string()))
}

/// Refuses secrets in a file, where they would be committed and backed up.
fn secrets_kept_out(tree: Located) -> Result<Located, ConfigError> {
    let secrets = settings()
        .into_iter()
        .filter(|setting| setting.flag.is_none());
    for secret in secrets {
        if let Some(found) = tree.get(secret.path.iter().map(String::as_str)) {
            return Err(
                ConfigError::new(secret.key(), "a secret does not belong in a file")
                    .at(found.key.clone())
                    .with_help(format!("set the variable {} instead", secret.variable)),
            );
        }
    }
    Ok(tree)
}

fn typed(tree: &mut Located) -> Result<ComputeConfig, ConfigError> {
    let providers = std::mem::take(merge::providers(tree)?);
    // absent, not empty: what is not configured stays as it is by default
    let block = tree.as_map_mut().and_then(|map| map.remove("providers"));
    let mut config: ComputeConfig = from_tree(tree, "", serde_path_to_error::deserialize)?;
    for (name, block) in &providers {
        let (name, entry) = provider(name, block)?;
        config.providers.insert(name, entry);
    }
    if let Some((map, mut block)) = tree.as_map_mut().zip(block) {
        block.content = Content::Map(providers);
        map.insert("providers".to_owned(), block);
    }
    Ok(config)
}

fn provider(name: &str, block: &Located) -> Result<(ProviderName, ProviderEntry), ConfigError> {
    let key = format!("providers.{name}");
    let valid = ProviderName::new(name)
        .map_err(|error| ConfigError::new(&key, error.to_string()).at(block.key.clone()))?;
    let mut own = block.clone();
    let Some(map) = own.as_map_mut() else {
        return Err(merge::not_a_map(
            &key,
            block.type_name(),
            block.origin.clone(),
        ));
    };
    let kind = kind_of(name, map.remove("kind"), block)?;
    let enabled = map.remove("enabled").map_or(Ok(true), |enabled| {
        from_tree(
            &enabled,
            &format!("{key}.enabled"),
            serde_path_to_error::deserialize,
        )
    })?;
    let compiled = kind.compiled.as_ref();
    let Some(compiled) = compiled else {
        return Err(ConfigError::new(key, "this kind is not compiled in").at(block.key.clone()));
    };
    let config = from_tree(&own, &key, compiled.parse)?;
    Ok((valid, ProviderEntry { enabled, config }))
}

/// The kind that a block names; one that is named as a kind need not say it.
fn kind_of(
    name: &str,
    given: Option<Located>,
    block: &Located,
) -> Result<&'static Kind, ConfigError> {
    let key = format!("providers.{name}.kind");
    let (text, origin) = match &given {
        Some(Located {
            content: Content::Scalar(Value::String(text)),
            origin,
            ..
        }) => (text.as_str(), origin),
        Some(other) => {
            return Err(ConfigError::new(
                key,
                format!("found {}, expected a text", other.type_name()),
            )
            .at(other.origin.clone()));
        }
        None => (name, &block.key),
    };
    let Some(kind) = Kind::find(text) else {
        let message = match given {
            Some(_) => format!("`{text}` is no kind of provider"),
            None => "missing: which kind of provider this is".to_owned(),
        };
        return Err(ConfigError::new(key, message)
            .at(origin.clone())
            .with_help(format!("expected one of {}", Kind::names())));
    };
    if Kind::find(name).is_some_and(|named| !std::ptr::eq(named, kind)) {
        return Err(ConfigError::new(
            key,
            format!("an instance of {text} is named as another kind"),
        )
        .at(origin.clone())
        .with_help("give it a name of its own"));
    }
    merge::compiled(kind, &key, origin)?;
    Ok(kind)
}

/// Types a part of the tree; an error is placed where its key was given.
fn from_tree<T>(
    node: &Located,
    key: &str,
    read: impl FnOnce(Value) -> Result<T, serde_path_to_error::Error<serde_json::Error>>,
) -> Result<T, ConfigError> {
    read(node.to_json()).map_err(|error| {
        let parts: Vec<String> = error
            .path()
            .iter()
            .map(|segment| segment.to_string())
            .collect();
        let inner = error.path().to_string();
        let key = match (key.is_empty(), inner.as_str()) {
            (_, ".") => key.to_owned(),
            (true, inner) => inner.to_owned(),
            (false, inner) => format!("{key}.{inner}"),
        };
        let found = node.get(parts.iter().map(String::as_str)).unwrap_or(node);
        let message = error.into_inner().to_string();
        match message.split_once(", expected") {
            Some((_, expected)) if message.starts_with("unknown field") => {
                ConfigError::new(key, "unknown key")
                    .at(found.key.clone())
                    .with_help(format!("expected{expected}"))
            }
            _ => ConfigError::new(key, message).at(found.origin.clone()),
        }
    })
}
