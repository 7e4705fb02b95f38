//! The program as a person at a shell uses it.
#![cfg(feature = "local")]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failed assumption fails the test"
)]

mod bad_config;
mod bad_input;
mod bad_spec;
mod examples;
mod interface;
mod lifecycle;
mod support;
