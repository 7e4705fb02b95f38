//! `cargo xtask deps`: which crate may depend on what.

mod direction;
mod inherited;
mod kept_out;
mod unused;
mod versions;

use anyhow::{Result, bail};

use crate::outcome::Outcome;
use crate::workspace::{self, metadata};

/// Checks every dependency rule and prints all offenders at once.
pub(crate) fn run() -> Result<Outcome> {
    let metadata = metadata()?;
    let manifests = workspace::manifests(&metadata)?;
    let rules = [
        (
            "no cloud SDK, HTTP client or CLI library where it does not belong",
            kept_out::offenders(&metadata)?,
        ),
        (
            "dependencies point at core",
            direction::offenders(&metadata),
        ),
        (
            "outside dependencies come from [workspace.dependencies]",
            inherited::offenders(&manifests),
        ),
        (
            "every dependency is used",
            unused::offenders(&metadata, &manifests)?,
        ),
        (
            "no dependency needs a later Rust than the crate promises",
            versions::offenders(&metadata),
        ),
    ];
    for name in inherited::unclaimed(&manifests) {
        println!("note: no crate uses {name} of [workspace.dependencies]");
    }
    let mut count = 0;
    for (rule, offenders) in rules {
        println!(
            "{} {rule}",
            if offenders.is_empty() {
                "ok    "
            } else {
                "BROKEN"
            }
        );
        offenders
            .iter()
            .for_each(|offender| println!("         {offender}"));
        count += offenders.len();
    }
    if count > 0 {
        bail!("{count} dependencies break a rule");
    }
    Ok(Outcome::Passed)
}
