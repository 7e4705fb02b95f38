//! What the layers cost, in allocations: a gate, since counts do not depend on the machine.
#![cfg(test)]

#[path = "../benches/support/noop.rs"]
mod noop;

/// Manager, tracing, timeout and retry over a provider that does nothing.
const MOST: u64 = 20;

#[test]
fn a_status_through_all_layers_costs_few_allocations() {
    let count = noop::allocations();
    assert!(count <= MOST, "{count} allocations");
}
