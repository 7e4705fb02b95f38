//! The local engine on real processes.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "in a test a panic is how to fail"
)]

mod bad_input;
mod concurrency;
mod crash;
mod failpoints;
mod health;
mod lifecycle;
mod logs;
mod rollout;
mod secrets;
mod storage;
mod support;
