//! Every figure the project promises, with its target.

use super::Measured;

/// Size of the release program with the local provider alone.
pub(super) const BINARY_SIZE: &str = "binary_size";
/// Time of `landlord --version`.
pub(super) const VERSION_TIME: &str = "version_time";
/// Time of `landlord list`.
pub(super) const LIST_TIME: &str = "list_200_time";
/// Resident memory of the largest supervisor.
pub(super) const SUPERVISOR_MEMORY: &str = "supervisor_memory";

/// How a figure is shown. Times are held in nanoseconds, sizes in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// A number of things.
    Count,
    /// Nanoseconds, shown as microseconds.
    Micros,
    /// Nanoseconds, shown as milliseconds.
    Millis,
    /// Nanoseconds for one, shown as how many a second has room for.
    PerSecond,
    /// Bytes, shown as megabytes (10⁶).
    Megabytes,
}

/// A promise.
#[derive(Debug)]
pub(super) struct Figure {
    /// The benchmark's name: for criterion its folder, where the `/` of a group is a `_`.
    pub(super) name: &'static str,
    /// What a reader calls it.
    pub(super) title: &'static str,
    /// How it is shown.
    pub(super) unit: Unit,
    /// The most it may be, in the unit it is held in.
    pub(super) at_most: f64,
    /// Whether to miss the target is a failure: only what does not depend on the machine.
    pub(super) gate: bool,
}

const fn figure(name: &'static str, title: &'static str, unit: Unit, at_most: f64) -> Figure {
    Figure {
        name,
        title,
        unit,
        at_most,
        gate: false,
    }
}

const fn gate(name: &'static str, title: &'static str, unit: Unit, at_most: f64) -> Figure {
    Figure {
        name,
        title,
        unit,
        at_most,
        gate: true,
    }
}

/// The promises, in the order of the table.
pub(super) const FIGURES: &[Figure] = &[
    gate(
        "manager_status_allocations",
        "`status` through manager, tracing, timeout, retry: allocations",
        Unit::Count,
        20.0,
    ),
    figure("manager_status", "the same: time", Unit::Micros, 5_000.0),
    figure(
        "audit_buffered/one",
        "audit append without fsync",
        Unit::Micros,
        50_000.0,
    ),
    figure(
        "parse_json",
        "parse and validate a 1 KB spec, JSON",
        Unit::PerSecond,
        50_000.0,
    ),
    figure(
        "parse_yaml",
        "parse and validate a 1 KB spec, YAML with positions",
        Unit::PerSecond,
        200_000.0,
    ),
    figure(
        "plan_10000_unchanged",
        "plan of 10,000 unchanged tenants",
        Unit::Millis,
        1e9,
    ),
    figure(VERSION_TIME, "`landlord --version`", Unit::Millis, 10e6),
    figure(
        LIST_TIME,
        "`landlord list` with 200 local tenants",
        Unit::Millis,
        100e6,
    ),
    figure(
        SUPERVISOR_MEMORY,
        "supervisor of one local tenant, resident",
        Unit::Megabytes,
        10e6,
    ),
    gate(
        BINARY_SIZE,
        "release program with the local provider alone",
        Unit::Megabytes,
        15e6,
    ),
];

/// The gates that were measured and miss their target.
pub(super) fn broken_gates(measured: &Measured) -> Vec<&'static str> {
    let gates = FIGURES.iter().filter(|figure| figure.gate);
    gates
        .filter(|figure| matches!(measured.get(figure.name), Some(Ok(value)) if *value > figure.at_most))
        .map(|figure| figure.name)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_gate_fails() {
        let measured = |name, value| Measured::from([(name, Ok(value))]);
        assert_eq!(broken_gates(&measured(BINARY_SIZE, 15e6)).len(), 0);
        assert_eq!(
            broken_gates(&measured(BINARY_SIZE, 15e6 + 1.0)),
            [BINARY_SIZE]
        );
        assert_eq!(broken_gates(&measured(VERSION_TIME, 1e12)).len(), 0);
        assert_eq!(broken_gates(&Measured::new()).len(), 0);
    }

    #[test]
    fn names_are_unique() {
        let mut names: Vec<_> = FIGURES.iter().map(|figure| figure.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), FIGURES.len());
    }
}
