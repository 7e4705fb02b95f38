//! What a forger does, and what verifying says about it.

use std::fs;

use landlord_core::audit::{
    AuditKey, AuditProblem, ChainPosition, VerifyOptions, VerifyReport, head, verify,
};

use crate::trail::Trail;

/// The one problem of a trail after `forge` changed its lines.
fn after(count: usize, forge: impl FnOnce(&mut Vec<String>)) -> Vec<AuditProblem> {
    let trail = Trail::keyed().with_records(count);
    let mut lines = trail.lines();
    forge(&mut lines);
    trail.write_lines(&lines);
    trail.verify().problems
}

#[test]
fn an_edit_of_any_line_is_found_once() {
    for n in 0..5 {
        let problems = after(5, |lines| lines[n] = lines[n].replace("acme", "evil"));
        let [AuditProblem::Edited { at, seq, .. }] = &problems[..] else {
            panic!("line {n}: {problems:#?}");
        };
        assert_eq!((at.line, *seq), (n as u64 + 1, n as u64 + 1));
    }
}

#[test]
fn a_changed_number_is_one_edit() {
    let problems = after(5, |lines| {
        lines[2] = lines[2].replace("\"seq\":3", "\"seq\":90")
    });
    assert!(
        matches!(&problems[..], [AuditProblem::Edited { seq: 3, .. }]),
        "{problems:#?}"
    );
}

#[test]
fn a_removed_line_is_a_gap() {
    for n in 0..4 {
        let problems = after(5, |lines| drop(lines.remove(n)));
        let missing = n as u64 + 1;
        let [AuditProblem::Gap { from, to, .. }] = &problems[..] else {
            panic!("line {n}: {problems:#?}");
        };
        assert_eq!((*from, *to), (missing, missing));
    }
    let problems = after(9, |lines| drop(lines.drain(2..6)));
    assert!(
        matches!(&problems[..], [AuditProblem::Gap { from: 3, to: 6, .. }]),
        "{problems:#?}"
    );
}

#[test]
fn swapped_and_repeated_lines_are_out_of_order() {
    let problems = after(6, |lines| lines.swap(2, 3));
    assert!(
        matches!(&problems[..], [AuditProblem::OutOfOrder { seq: 3, .. }]),
        "{problems:#?}"
    );
    let problems = after(6, |lines| lines.insert(4, lines[1].clone()));
    assert!(
        matches!(&problems[..], [AuditProblem::OutOfOrder { seq: 2, .. }]),
        "{problems:#?}"
    );
    let problems = after(6, |lines| lines.reverse());
    assert!(!problems.is_empty());
}

#[test]
fn noise_between_records_is_found() {
    let problems = after(3, |lines| lines.insert(1, "noise".to_owned()));
    assert!(
        matches!(&problems[..], [AuditProblem::Unreadable { bytes: 6, .. }]),
        "{problems:#?}"
    );
    let problems = after(3, |lines| lines[1].truncate(40));
    let [
        AuditProblem::Unreadable { bytes: 41, .. },
        AuditProblem::Gap { from: 2, to: 2, .. },
    ] = &problems[..]
    else {
        panic!("{problems:#?}");
    };
}

#[test]
fn a_line_from_another_chain_breaks_the_link() {
    let problems = after(3, |lines| {
        let other = Trail::keyed();
        other.append(1).unwrap();
        other.append(2).unwrap();
        // same length, same key, other operation ids
        lines[1] = other.lines()[1].clone();
    });
    let broken = problems
        .iter()
        .filter(|p| matches!(p, AuditProblem::BrokenLink { .. }))
        .count();
    assert!(broken >= 1, "{problems:#?}");
}

#[test]
fn the_wrong_key_is_told_from_an_edit() {
    let trail = Trail::keyed().with_records(4);
    let wrong = AuditKey::new(b"not the key it was written with").unwrap();
    for options in [VerifyOptions::new(), VerifyOptions::new().key(wrong)] {
        let problems = verify(trail.path(), &options).unwrap().problems;
        assert!(
            matches!(&problems[..], [AuditProblem::OtherKey { .. }]),
            "{problems:#?}"
        );
    }
    let unkeyed = Trail::new().with_records(4);
    let problems = verify(unkeyed.path(), &trail.options()).unwrap().problems;
    assert!(
        matches!(&problems[..], [AuditProblem::OtherKey { .. }]),
        "{problems:#?}"
    );
}

#[test]
fn what_a_torn_record_fences_off_cannot_be_changed_either() {
    let trail = Trail::keyed().with_records(2);
    let bytes = trail.bytes();
    trail.write(&bytes[..bytes.len() - 20]);
    trail.append(1).unwrap();
    assert_eq!(trail.intact().torn, 1);
    let lines = trail.lines();

    let mut changed = lines.clone();
    changed[1] = changed[1].replace("acme", "evil");
    trail.write_lines(&changed);
    let problems = trail.verify().problems;
    assert!(
        matches!(&problems[..], [AuditProblem::TornMismatch { seq: 2, .. }]),
        "{problems:#?}"
    );

    let mut removed = lines;
    removed.remove(1);
    trail.write_lines(&removed);
    let problems = trail.verify().problems;
    assert!(
        matches!(&problems[..], [AuditProblem::TornMismatch { seq: 2, .. }]),
        "{problems:#?}"
    );
}

fn expecting(trail: &Trail, head: ChainPosition) -> VerifyReport {
    verify(trail.path(), &trail.options().expect_head(head)).unwrap()
}

#[test]
fn a_lost_tail_is_found_by_the_expected_head_alone() {
    let trail = Trail::new().with_records(5);
    let expected = head(trail.path()).unwrap().unwrap();
    assert!(expecting(&trail, expected).is_intact());
    trail.append(2).unwrap();
    assert!(expecting(&trail, expected).is_intact(), "a chain may grow");

    trail.write_lines(&trail.lines()[..3]);
    assert!(trail.verify().is_intact());
    let problems = expecting(&trail, expected).problems;
    assert!(
        matches!(&problems[..], [AuditProblem::HeadMissing { .. }]),
        "{problems:#?}"
    );

    // grown again by other records, as a forger without a key can
    let sink = trail.open().unwrap();
    for n in 0..4 {
        crate::trail::block_on(landlord_core::audit::AuditSink::append(
            &sink,
            crate::trail::event(format!("forged-{n}")),
        ))
        .unwrap();
    }
    assert!(trail.verify().is_intact());
    let problems = expecting(&trail, expected).problems;
    assert!(
        matches!(&problems[..], [AuditProblem::HeadChanged { .. }]),
        "{problems:#?}"
    );
}

#[test]
fn a_missing_segment_is_a_gap_unless_it_was_archived() {
    let trail = Trail {
        segment_bytes: 1500,
        ..Trail::new()
    }
    .with_records(20);
    let segments = trail.segments();
    assert!(segments.len() > 2, "{segments:?}");
    assert_eq!(trail.intact().records, 20);

    let archived = head(&segments[0]).unwrap().unwrap();
    fs::remove_file(&segments[0]).unwrap();
    let problems = trail.verify().problems;
    assert!(
        matches!(&problems[..], [AuditProblem::Gap { from: 1, .. }]),
        "{problems:#?}"
    );
    let options = trail.options().after(archived);
    assert!(verify(trail.path(), &options).unwrap().is_intact());

    fs::remove_file(&segments[1]).unwrap();
    assert!(!verify(trail.path(), &options).unwrap().is_intact());
}

#[test]
fn problems_say_where_and_round_trip() {
    let problems = after(3, |lines| lines[1] = lines[1].replace("acme", "evil"));
    let text = problems[0].to_string();
    assert!(
        text.contains("audit.jsonl:2: record 2 was edited"),
        "{text}"
    );
    let json = serde_json::to_string(&problems).unwrap();
    assert_eq!(
        serde_json::from_str::<Vec<AuditProblem>>(&json).unwrap(),
        problems
    );
}
