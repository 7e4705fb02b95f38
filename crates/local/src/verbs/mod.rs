//! One file per verb, and what they share: observing a tenant, settling it, waiting for it.

mod call;
mod destroy;
mod fleet;
mod logs;
mod observe;
mod orphans;
mod provision;
mod read;
mod removal;
mod settle;
mod update;
mod wait;
mod watch;

pub(crate) use destroy::destroy;
pub(crate) use fleet::{health, list};
pub(crate) use logs::logs;
pub(crate) use orphans::{orphans, sweep};
pub(crate) use provision::provision;
pub(crate) use read::{plan, show, status, validate};
pub(crate) use update::{apply, restart, update};
pub(crate) use watch::watch;
