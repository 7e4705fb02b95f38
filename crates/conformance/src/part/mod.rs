//! Optional parts of a fixture; a case that needs a missing one is not provable.

mod crash;
mod fault;
mod foreign;
mod out_of_band;

pub use self::{
    crash::{Crash, CrashPoint, Ended, VerbCall},
    fault::{Fault, Faults},
    foreign::{Foreign, ForeignObject},
    out_of_band::{Done, OutOfBand},
};
