//! The operator's secret files: the one place of landlord that reads secret values.
//!
//! They are read at each start of a container and handed to it; they are kept nowhere, and no
//! error shows a part of one.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use crate::manifest::{SecretManifest, Settings};

/// No secret file is larger.
const LARGEST: u64 = 1024 * 1024;

/// Whether `source` may name a file below the secrets folder.
///
/// # Errors
/// What is wrong with it, for people.
pub(crate) fn check_source(source: &str) -> Result<(), &'static str> {
    if source.is_empty() {
        return Err("it is empty");
    }
    if source.contains('\0') {
        return Err("it holds a NUL");
    }
    let plain = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
    if !Path::new(source).components().all(plain) {
        return Err("it must be a path below the secrets folder, without `..` and not absolute");
    }
    Ok(())
}

/// Reads every secret of a tenant, by the variable that it goes to.
///
/// # Errors
/// Which one is missing and why, without its value.
pub(super) fn read(
    secrets: &[SecretManifest],
    settings: &Settings,
) -> Result<BTreeMap<String, String>, String> {
    let mut values = BTreeMap::new();
    for secret in secrets {
        let value = read_one(secret, settings)
            .map_err(|why| format!("secret {:?} from {:?}: {why}", secret.name, secret.source))?;
        values.insert(secret.env_var.clone(), value);
    }
    Ok(values)
}

fn read_one(secret: &SecretManifest, settings: &Settings) -> Result<String, String> {
    let folder = settings
        .secrets_dir
        .as_deref()
        .ok_or("no secrets folder is configured")?;
    let file = locate(folder, &secret.source)?;
    let metadata = std::fs::metadata(&file).map_err(|error| error.kind().to_string())?;
    if !metadata.is_file() || metadata.len() > LARGEST {
        return Err(format!("not a file of at most {LARGEST} bytes"));
    }
    let text = std::fs::read_to_string(&file).map_err(|error| error.kind().to_string())?;
    let value = match &secret.key {
        Some(key) => field(&text, key).ok_or_else(|| format!("it has no text field {key:?}"))?,
        None => text
            .strip_suffix('\n')
            .map(|text| text.strip_suffix('\r').unwrap_or(text))
            .unwrap_or(&text)
            .to_owned(),
    };
    if value.contains('\0') {
        Err("its value holds a NUL".into())
    } else {
        Ok(value)
    }
}

/// Resolves links, and refuses a file that is then outside the folder.
fn locate(folder: &Path, source: &str) -> Result<PathBuf, String> {
    check_source(source)?;
    let folder = folder
        .canonicalize()
        .map_err(|error| format!("secrets folder: {}", error.kind()))?;
    let file = folder
        .join(source)
        .canonicalize()
        .map_err(|error| error.kind().to_string())?;
    if file.starts_with(&folder) {
        Ok(file)
    } else {
        Err("it leads out of the secrets folder".into())
    }
}

/// A field of a JSON object, or of `KEY=VALUE` lines.
fn field(text: &str, key: &str) -> Option<String> {
    if let Ok(serde_json::Value::Object(object)) = serde_json::from_str(text) {
        return match object.get(key)? {
            serde_json::Value::String(text) => Some(text.clone()),
            scalar @ (serde_json::Value::Number(_) | serde_json::Value::Bool(_)) => {
                Some(scalar.to_string())
            }
            _ => None,
        };
    }
    text.lines()
        .map(str::trim_start)
        .filter(|line| !line.starts_with('#'))
        .find_map(|line| {
            let line = line.strip_prefix("export ").unwrap_or(line);
            let (name, value) = line.split_once('=')?;
            (name.trim_end() == key).then(|| unquote(value.trim()).to_owned())
        })
}

fn unquote(value: &str) -> &str {
    ['"', '\'']
        .iter()
        .find_map(|quote| value.strip_prefix(*quote)?.strip_suffix(*quote))
        .unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(source: &str, key: Option<&str>) -> SecretManifest {
        SecretManifest {
            name: "s".into(),
            source: source.into(),
            key: key.map(str::to_owned),
            env_var: "S".into(),
        }
    }

    fn read_in(folder: &Path, source: &str, key: Option<&str>) -> Result<String, String> {
        let settings = Settings {
            secrets_dir: Some(folder.to_owned()),
            ..Settings::default()
        };
        read(&[secret(source, key)], &settings).map(|mut values| values.remove("S").unwrap())
    }

    #[test]
    fn whole_files_and_fields() {
        let folder = tempfile::tempdir().unwrap();
        let write =
            |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        write("whole", "value\n");
        write("json", r#"{"a":"x","n":5,"o":{}}"#);
        write("env", "# c\nexport A=\"q\"\nB = plain\n");
        assert_eq!(read_in(folder.path(), "whole", None).unwrap(), "value");
        assert_eq!(read_in(folder.path(), "json", Some("a")).unwrap(), "x");
        assert_eq!(read_in(folder.path(), "json", Some("n")).unwrap(), "5");
        assert!(read_in(folder.path(), "json", Some("o")).is_err());
        assert_eq!(read_in(folder.path(), "env", Some("A")).unwrap(), "q");
        assert_eq!(read_in(folder.path(), "env", Some("B")).unwrap(), "plain");
        assert!(
            read_in(folder.path(), "none", None)
                .unwrap_err()
                .contains("not found")
        );
    }

    #[test]
    fn nothing_outside_the_folder_is_read() {
        let outside = tempfile::tempdir().unwrap();
        std::fs::write(outside.path().join("x"), "stolen").unwrap();
        let folder = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(outside.path().join("x"), folder.path().join("link")).unwrap();
        assert!(
            read_in(folder.path(), "link", None)
                .unwrap_err()
                .contains("out of")
        );
        assert!(
            read_in(folder.path(), "../x", None)
                .unwrap_err()
                .contains("..")
        );
        let absolute = outside.path().join("x");
        assert!(read_in(folder.path(), absolute.to_str().unwrap(), None).is_err());
    }
}
