//! Automation for the workspace: the only runner, for people and for CI.
fn main() {}
