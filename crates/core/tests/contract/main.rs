//! The contract as its users meet it: manager, layers, and what every public type promises.
#![cfg(feature = "mock")]
#![cfg(test)]

mod answers;
mod layers;
mod manager;
mod many;
mod types;
