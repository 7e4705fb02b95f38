//! The table for people.

use super::Measured;
use super::figures::{FIGURES, Figure, Unit};

/// The page around the table, where there is none yet.
pub(super) const PAGE: &str = "\
# Benchmarks

What landlord promises, and what was measured. Counts and sizes are gates: to miss one is a
failure. Times depend on the machine and are printed beside their targets.

    cargo xtask bench --write

measures all of it on your machine and renews this table.

<!-- generated: begin -->
<!-- generated: end -->
";

/// The figures beside their targets, in Markdown.
pub(super) fn render(measured: &Measured) -> String {
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let head = "| what | target | measured | |\n|---|---:|---:|---|\n".to_owned();
    let rows = FIGURES.iter().fold(head, |rows, figure| {
        let (value, verdict) = cells(figure, measured.get(figure.name));
        rows + &format!(
            "| {} | {} | {value} | {verdict} |\n",
            figure.title,
            target(figure)
        )
    });
    let (os, arch) = (std::env::consts::OS, std::env::consts::ARCH);
    rows + &format!("\nMeasured on {os} {arch} with {cores} cores.\n")
}

fn target(figure: &Figure) -> String {
    let sign = if figure.unit == Unit::PerSecond {
        "≥"
    } else {
        "≤"
    };
    format!("{sign} {}", shown(figure.unit, figure.at_most))
}

fn cells(figure: &Figure, measured: Option<&Result<f64, String>>) -> (String, String) {
    match measured {
        None => (
            "–".to_owned(),
            "not measured: no benchmark of this name".to_owned(),
        ),
        Some(Err(reason)) => ("–".to_owned(), format!("not measured: {reason}")),
        Some(Ok(value)) => {
            let verdict = match (*value <= figure.at_most, figure.gate) {
                (true, _) => "met",
                (false, true) => "**over the gate**",
                (false, false) => "missed",
            };
            (shown(figure.unit, *value), verdict.to_owned())
        }
    }
}

fn shown(unit: Unit, value: f64) -> String {
    match unit {
        Unit::Count => format!("{value:.0}"),
        Unit::Micros => format!("{:.2} µs", value / 1e3),
        Unit::Millis => format!("{:.1} ms", value / 1e6),
        Unit::PerSecond => format!("{:.0} /s", 1e9 / value),
        Unit::Megabytes => format!("{:.2} MB", value / 1e6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_converted() {
        assert_eq!(shown(Unit::Count, 20.0), "20");
        assert_eq!(shown(Unit::Micros, 4_250.0), "4.25 µs");
        assert_eq!(shown(Unit::Millis, 1e9), "1000.0 ms");
        assert_eq!(shown(Unit::PerSecond, 50_000.0), "20000 /s");
        assert_eq!(shown(Unit::Megabytes, 15e6), "15.00 MB");
    }

    #[test]
    fn the_table_tells_met_missed_and_not_measured_apart() {
        let measured = Measured::from([
            ("manager_status", Ok(4_000.0)),
            ("audit_buffered/one", Ok(60_000.0)),
            ("binary_size", Ok(16e6)),
            ("version_time", Err("no program".to_owned())),
        ]);
        let text = render(&measured);
        assert!(text.contains("| ≤ 5.00 µs | 4.00 µs | met |"), "{text}");
        assert!(
            text.contains("| ≤ 50.00 µs | 60.00 µs | missed |"),
            "{text}"
        );
        assert!(
            text.contains("| ≤ 15.00 MB | 16.00 MB | **over the gate** |"),
            "{text}"
        );
        assert!(text.contains("not measured: no program"), "{text}");
        assert!(
            text.contains("| ≥ 20000 /s | – | not measured: no benchmark"),
            "{text}"
        );
    }
}
