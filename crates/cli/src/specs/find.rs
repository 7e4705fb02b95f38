//! Which files `-f` means.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use crate::failure::{Failure, Result};

/// What specs of a folder end in.
const ENDINGS: [&str; 3] = ["json", "yaml", "yml"];

/// One source of specs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum SpecFile {
    Stdin,
    Path(PathBuf),
}

impl SpecFile {
    /// How messages call it.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Stdin => super::STDIN.to_owned(),
            Self::Path(path) => path.display().to_string(),
        }
    }
}

/// The files of all arguments, each once, in the order given; those of a folder or glob sorted.
pub(super) fn files(arguments: &[String]) -> Result<Vec<SpecFile>> {
    let mut files = Vec::new();
    let mut seen = BTreeSet::new();
    let mut stdin = false;
    for argument in arguments {
        if argument == "-" {
            if !std::mem::replace(&mut stdin, true) {
                files.push(SpecFile::Stdin);
            }
            continue;
        }
        for path in paths(argument)? {
            let canonical = path.canonicalize().unwrap_or_else(|_| path.clone());
            if seen.insert(canonical) {
                files.push(SpecFile::Path(path));
            }
        }
    }
    Ok(files)
}

fn paths(argument: &str) -> Result<Vec<PathBuf>> {
    let path = Path::new(argument);
    if path.is_dir() {
        return folder(path);
    }
    // a file may have the signs of a pattern in its name
    if path.exists() || !argument.contains(['*', '?', '[']) {
        return Ok(vec![path.to_owned()]);
    }
    let found = glob::glob(argument).map_err(|error| {
        Failure::usage(
            format!("-f {argument}: {error}"),
            "quote a pattern such as 'tenants/*.yaml'",
        )
    })?;
    let mut paths = Vec::new();
    for path in found {
        let path = path.map_err(|error| unreadable(error.path(), error.error()))?;
        if path.is_file() {
            paths.push(path);
        }
    }
    if paths.is_empty() {
        return Err(nothing(argument));
    }
    Ok(paths)
}

fn folder(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).map_err(|error| unreadable(folder, &error))?;
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| unreadable(folder, &error))?.path();
        if path.is_file() && is_spec(&path) {
            paths.push(path);
        }
    }
    if paths.is_empty() {
        return Err(nothing(&folder.display().to_string()));
    }
    paths.sort();
    Ok(paths)
}

fn is_spec(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    let hidden = name.is_none_or(|name| name.starts_with('.'));
    let ending = path.extension().and_then(|ending| ending.to_str());
    !hidden && ending.is_some_and(|ending| ENDINGS.contains(&ending))
}

fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::input(
        format!("cannot read {}: {error}", path.display()),
        "check the path and its permissions",
    )
}

fn nothing(what: &str) -> Failure {
    Failure::input(
        format!("{what} holds no spec"),
        "specs end in .yaml, .yml or .json; folders are not searched below their own level",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_globs_and_files_name_each_file_once() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.yaml", "a.yml", "c.json", ".hidden.yaml", "notes.txt"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        let root = folder.path().display().to_string();
        let files = files(&[
            format!("{root}/b.yaml"),
            root.clone(),
            format!("{root}/*.json"),
            "-".into(),
            "-".into(),
        ])
        .unwrap();
        let names: Vec<String> = files.iter().map(SpecFile::name).collect();
        assert_eq!(
            names,
            [
                format!("{root}/b.yaml"),
                format!("{root}/a.yml"),
                format!("{root}/c.json"),
                "<stdin>".into()
            ]
        );
    }

    #[test]
    fn an_empty_folder_and_a_glob_without_match_are_errors() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().display().to_string();
        assert!(files(std::slice::from_ref(&root)).is_err());
        assert!(files(&[format!("{root}/*.yaml")]).is_err());
    }
}
