//! `cargo xtask licences`: every dependency may be used under MIT or Apache-2.0 terms.

use anyhow::{Result, bail};
use cargo_metadata::{Metadata, Package};
use spdx::{Expression, ParseMode};

use crate::outcome::Outcome;
use crate::workspace::metadata;

/// Permissive licences whose only duty is to keep a notice: nothing that binds those who link
/// landlord beyond MIT and Apache-2.0 themselves.
const ALLOWED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Prints each dependency whose licence asks for more than the list allows.
pub(crate) fn run() -> Result<Outcome> {
    let metadata = metadata()?;
    let outside = outside(&metadata);
    let offenders: Vec<String> = outside
        .iter()
        .filter_map(|package| offence(package))
        .collect();
    offenders
        .iter()
        .for_each(|offender| println!("  {offender}"));
    if !offenders.is_empty() {
        bail!(
            "{} of {} dependencies have a licence that is not allowed",
            offenders.len(),
            outside.len()
        );
    }
    println!("{} dependencies are allowed", outside.len());
    Ok(Outcome::Passed)
}

/// What comes from a registry, or from anywhere but this workspace.
fn outside(metadata: &Metadata) -> Vec<&Package> {
    let packages = metadata.packages.iter();
    packages
        .filter(|package| !metadata.workspace_members.contains(&package.id))
        .collect()
}

fn offence(package: &Package) -> Option<String> {
    let licence = package.license.as_deref().unwrap_or_default();
    (!allowed(licence)).then(|| {
        let shown = if licence.is_empty() {
            "no SPDX expression"
        } else {
            licence
        };
        format!("{} {}: {shown}", package.name, package.version)
    })
}

/// Whether the choices that `licence` leaves include one that the list allows.
fn allowed(licence: &str) -> bool {
    // older crates write `MIT/Apache-2.0`
    Expression::parse_mode(licence, ParseMode::LAX).is_ok_and(|expression| {
        expression.evaluate(|requirement| ALLOWED.contains(&requirement.to_string().as_str()))
    })
}

#[cfg(test)]
mod tests {
    use super::allowed;

    #[test]
    fn a_choice_needs_one_allowed_side() {
        assert!(allowed("MIT OR Apache-2.0"));
        assert!(allowed("MIT/Apache-2.0"));
        assert!(allowed("GPL-3.0-only OR MIT"));
        assert!(allowed("Apache-2.0 WITH LLVM-exception OR GPL-2.0-only"));
    }

    #[test]
    fn a_sum_needs_all() {
        assert!(allowed("(MIT OR Apache-2.0) AND Unicode-3.0"));
        assert!(!allowed("MIT AND GPL-3.0-only"));
    }

    #[test]
    fn strangers_are_refused() {
        assert!(!allowed("MPL-2.0"));
        assert!(!allowed("Apache-2.0 WITH Classpath-exception-2.0"));
        assert!(!allowed("LicenseRef-own"));
        assert!(!allowed(""));
    }
}
