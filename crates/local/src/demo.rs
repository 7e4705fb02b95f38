//! A small HTTP server to try things with: what the examples run, and the tests.
//!
//! It answers every GET with its version, tenant and replica, and `/healthz` with `ok`; `/env/X`
//! shows a variable. SIGTERM ends it after the requests in flight, if it is asked to wait for them.

mod options;
mod server;

pub use options::DemoOptions;
pub use server::{run, serve};
