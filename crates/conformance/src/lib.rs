#![doc = include_str!("../README.md")]

mod capture;
mod case;
pub mod cases;
mod check;
mod fixture;
mod inventory;
mod lab;
mod observer;
mod outcome;
pub mod part;
mod report;
mod runner;
mod seed;
mod suite;
mod traffic;

pub use self::{
    capture::Capture,
    case::{Case, Need},
    check::{Check, Stop},
    fixture::{Absent, Engine, Fixture},
    inventory::{Inventory, Object},
    lab::Lab,
    outcome::CaseOutcome,
    runner::{run, run_case},
    seed::Seed,
};
