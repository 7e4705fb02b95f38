//! The suite on an engine in this process: on a provider that keeps every promise, inside
//! every layer, and on providers that each break one.
#![cfg(test)]

mod engine;
mod fixture;
mod layers;
mod mutants;
mod provider;
mod recorder;
mod sentinel;

use landlord_conformance::Absent;

use self::{
    fixture::{Memory, unwrapped},
    provider::Mutant,
};

async fn memory() -> Result<Memory, Absent> {
    Ok(Memory::new(Mutant::None, unwrapped))
}

landlord_conformance::suite!(bare, memory);
