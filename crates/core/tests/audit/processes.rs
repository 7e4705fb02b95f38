//! Several real processes on one trail.

use std::collections::BTreeSet;

use landlord_core::audit::head;

use crate::child::{acknowledged, command};
use crate::trail::Trail;

const PROCESSES: usize = 4;
const RECORDS: usize = 400;

fn run_together(trail: &Trail) -> BTreeSet<u64> {
    let children: Vec<_> = (0..PROCESSES)
        .map(|_| command(trail, &RECORDS.to_string()).spawn().unwrap())
        .collect();
    let mut seen = BTreeSet::new();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success());
        for position in acknowledged(&output.stdout) {
            assert!(
                seen.insert(position.seq),
                "{} was given twice",
                position.seq
            );
        }
    }
    seen
}

#[test]
fn processes_at_once_make_one_chain_without_gap() {
    for trail in [Trail::new(), Trail::keyed()] {
        let seen = run_together(&trail);
        let report = trail.intact();
        let all = (PROCESSES * RECORDS) as u64;
        assert_eq!(report.records, all);
        assert_eq!(report.torn, 0);
        assert_eq!(seen, (1..=all).collect());
        assert_eq!(head(trail.path()).unwrap(), report.head);
    }
}

#[test]
fn rotation_among_processes_loses_nothing() {
    let trail = Trail {
        segment_bytes: 20_000,
        ..Trail::keyed()
    };
    run_together(&trail);
    let report = trail.intact();
    assert_eq!(report.records, (PROCESSES * RECORDS) as u64);
    let segments = trail.segments().len() as u64;
    assert!(segments > 5, "{segments} segments");
    assert_eq!(report.segments, segments + 1);
}
