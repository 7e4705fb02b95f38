//! What the benchmarks counted.

use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::Measured;
use super::figures::FIGURES;

/// Reads `name<TAB>number` lines; no file means that nothing was counted.
pub(super) fn read(path: &Path) -> Result<Measured> {
    match std::fs::read_to_string(path) {
        Ok(text) => text.lines().map(parse).collect(),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Measured::new()),
        Err(error) => Err(error).context("cannot read the counts"),
    }
}

fn parse(line: &str) -> Result<(&'static str, Result<f64, String>)> {
    let Some((name, number)) = line.split_once('\t') else {
        bail!("`{line}` is not `name<TAB>number`");
    };
    let figure = FIGURES.iter().find(|figure| figure.name == name.trim());
    let name = figure
        .with_context(|| format!("no figure is called `{name}`"))?
        .name;
    let number = number
        .trim()
        .parse()
        .with_context(|| format!("`{number}` is no number"))?;
    Ok((name, Ok(number)))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn a_count_needs_a_known_name_and_a_number() {
        let (name, count) = parse("manager_status_allocations\t17").unwrap();
        assert_eq!((name, count), ("manager_status_allocations", Ok(17.0)));
        assert!(parse("allocations of what\t17").is_err());
        assert!(parse("manager_status_allocations\tmany").is_err());
        assert!(parse("manager_status_allocations 17").is_err());
    }
}
