//! The audit trail in files: several processes, crashes, full disks, forgers.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod child;
mod crash;
mod detached;
mod disk;
mod files;
mod processes;
mod tamper;
mod trail;
