//! The audit trail in files: several processes, crashes, full disks, forgers.

mod child;
mod crash;
mod detached;
mod disk;
mod files;
mod processes;
mod tamper;
mod trail;
