//! The guide lists the cases that there are, in their own words.
#![cfg(test)]

use landlord_conformance::cases;

#[test]
fn the_guide_lists_every_case_with_its_promise() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/conformance.md");
    let guide = std::fs::read_to_string(path).unwrap();
    let rows: Vec<&str> = guide
        .lines()
        .filter(|line| line.starts_with("| `case_") || line.starts_with("| `verb_"))
        .collect();
    for case in cases::all() {
        let row = format!("| `{}` | {} |", case.name, case.promise);
        assert!(
            guide.contains(&row),
            "docs/conformance.md lacks the row {row}"
        );
    }
    for row in rows {
        let known = cases::all().any(|case| row.starts_with(&format!("| `{}` |", case.name)));
        assert!(known, "docs/conformance.md has a row of no case: {row}");
    }
}
