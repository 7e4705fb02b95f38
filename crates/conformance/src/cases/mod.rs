//! The cases, a file per promise.

mod capabilities;
mod crash;
mod destroy;
mod fault;
mod foreign;
mod in_flight;
mod names;
mod plan;
mod provision;
mod rollout;
mod secrets;
mod status;
mod streams;
mod update;
mod validate;

use crate::case::Case;

/// Every case of the suite, in the order of the contract's list.
pub fn all() -> impl Iterator<Item = &'static Case> {
    [
        provision::CASES,
        crash::CASES,
        update::CASES,
        rollout::CASES,
        in_flight::CASES,
        destroy::CASES,
        foreign::CASES,
        status::CASES,
        fault::CASES,
        validate::CASES,
        names::CASES,
        secrets::CASES,
        plan::CASES,
        capabilities::CASES,
        streams::CASES,
    ]
    .into_iter()
    .flatten()
}
