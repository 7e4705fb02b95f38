//! The supervisor as a program of its own, for those whose own program cannot be one.
//!
//! It is started by `landlord-local`, never by hand. `landlord-supervisor demo-server` runs the
//! small server that examples and tests use as a workload.

use std::process::ExitCode;

fn main() -> ExitCode {
    landlord_local::supervisor::init();
    let mut arguments = std::env::args().skip(1);
    match arguments.next().as_deref() {
        Some("demo-server") => landlord_local::demo::run(arguments),
        _ => ExitCode::from(64),
    }
}
