//! The `landlord` program.
fn main() {}
