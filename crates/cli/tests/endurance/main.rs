//! The program under repeated violence: `kill -9` at random moments, and rolling
//! updates under load.
//!
//! The counts are small here, so that the tests stay fast; the figures of a
//! release come from larger ones:
//!
//! ```sh
//! LANDLORD_KILLS=200 LANDLORD_UPDATES=20 LANDLORD_REQUESTS=10000 \
//!     cargo test --release -p landlord-cli --test endurance -- --nocapture
//! ```
//!
//! `LANDLORD_SEED` repeats a run whose seed was printed.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failed assumption fails the test"
)]
#![expect(
    clippy::print_stderr,
    reason = "seed and figures are for whoever runs it"
)]
#![cfg(target_os = "linux")]

mod kill;
mod machine;
mod rolling;

/// A number from the environment, or the default.
fn count(variable: &str, default: u64) -> u64 {
    std::env::var(variable)
        .ok()
        .map_or(default, |text| text.parse().unwrap())
}
