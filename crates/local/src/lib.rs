#![doc = include_str!("../README.md")]

pub mod demo;
pub mod failpoint;
mod folder;
mod guard;
mod manifest;
mod process;
mod protocol;
pub mod supervisor;
