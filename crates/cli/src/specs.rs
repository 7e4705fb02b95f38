//! Specs from files, folders, globs and standard input: all read and checked before anything happens.

mod find;
mod prepare;

use std::{collections::BTreeMap, io::Read as _};

use landlord_compute::{
    ErrorKind,
    spec::{ParsedSpec, parse},
};

pub(crate) use self::prepare::{Prepared, prepare};
use crate::{
    exit::Exit,
    failure::{Failure, Problem, Result},
    output::Output,
};

/// The name under which standard input stands in messages.
const STDIN: &str = "<stdin>";

/// Reads every spec; everything that is wrong in any file at once.
pub(crate) fn read(paths: &[String], out: &mut Output) -> Result<Vec<ParsedSpec>> {
    let mut specs = Vec::new();
    let mut problems = Vec::new();
    for file in find::files(paths)? {
        let text = match &file {
            find::SpecFile::Stdin => read_stdin()?,
            find::SpecFile::Path(path) => read_file(path)?,
        };
        match parse(file.name(), &text) {
            Ok(parsed) => specs.extend(parsed),
            Err(error) => problems.push(Problem::from(error)),
        }
    }
    problems.extend(twice(&specs));
    if !problems.is_empty() {
        return Err(Failure {
            exit: Exit::from(&ErrorKind::InvalidSpec),
            problems,
        });
    }
    for spec in &specs {
        for warning in spec.warnings() {
            let at = warning.position.map(|position| format!(":{position}"));
            let at = at.unwrap_or_default();
            out.note(&format!("warning: {}{at}: {warning}", spec.source.name()));
        }
    }
    Ok(specs)
}

fn read_stdin() -> Result<String> {
    let mut text = String::new();
    std::io::stdin()
        .lock()
        .read_to_string(&mut text)
        .map_err(|error| {
            Failure::input(
                format!("cannot read standard input: {error}"),
                "pipe UTF-8 text in",
            )
        })?;
    Ok(text)
}

fn read_file(path: &std::path::Path) -> Result<String> {
    std::fs::read_to_string(path).map_err(|error| {
        Failure::input(
            format!("cannot read {}: {error}", path.display()),
            "check the path and its permissions; specs are UTF-8 text",
        )
    })
}

/// Tenants that stand in two files; one file's own are found while it is read.
fn twice(specs: &[ParsedSpec]) -> Vec<Problem> {
    let mut first: BTreeMap<&str, &ParsedSpec> = BTreeMap::new();
    let mut problems = Vec::new();
    for spec in specs {
        let id = spec.spec.tenant_id.as_str();
        if let Some(other) = first.get(id) {
            problems.push(
                Problem::new(
                    ErrorKind::InvalidSpec.as_str(),
                    format!(
                        "tenant {id} stands in two files: {} and {}",
                        place(other),
                        place(spec)
                    ),
                )
                .help("keep one spec per tenant; nothing was changed"),
            );
        } else {
            first.insert(id, spec);
        }
    }
    problems
}

fn place(spec: &ParsedSpec) -> String {
    let position = spec.position("tenant_id");
    let at = position.map(|position| format!(":{position}"));
    format!("{}{}", spec.source.name(), at.unwrap_or_default())
}
