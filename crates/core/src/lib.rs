#![doc = include_str!("../README.md")]

pub mod change;
pub mod name;
mod open_enum;
pub mod sensitive;
pub mod spec;
