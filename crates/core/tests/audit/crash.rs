//! What a crash leaves is fenced off, kept, and reported.

use std::io::Read;
use std::time::Duration;

use landlord_core::audit::{AuditPhase, AuditRecord, verify};
use proptest::prelude::*;

use crate::child::{acknowledged, command};
use crate::trail::{Random, Trail};

#[test]
fn killed_writers_leave_a_chain_that_goes_on() {
    let mut random = Random::seeded();
    let fresh = || Trail {
        segment_bytes: 100_000,
        ..Trail::new()
    };
    let (mut trail, mut last, mut total) = (fresh(), None, 0);
    for round in 0..60 {
        // a chain that grows all the while takes long to verify
        if round % 10 == 0 {
            (trail, last) = (fresh(), None);
        }
        let mut child = command(&trail, "forever").spawn().unwrap();
        let mut stdout = child.stdout.take().unwrap();
        let reader = std::thread::spawn(move || {
            let mut output = Vec::new();
            stdout.read_to_end(&mut output).map(|_| output)
        });
        std::thread::sleep(Duration::from_micros(5_000 + random.below(60_000)));
        child.kill().unwrap();
        child.wait().unwrap();
        let acks = acknowledged(&reader.join().unwrap().unwrap());
        total += acks.len();
        last = acks.last().copied().or(last);

        trail.append(1).unwrap();
        let mut options = trail.options();
        if let Some(last) = last {
            options = options.expect_head(last);
        }
        let report = verify(trail.path(), &options).unwrap();
        assert!(report.is_intact(), "round {round}: {:#?}", report.problems);
        assert_eq!(report.torn_tail_bytes, 0, "round {round}");
    }
    assert!(
        total > 40,
        "the children were killed before they wrote: {total}"
    );
}

/// Cuts at `cut` thousandths of the file, adds `noise`, and lets the next append mend it.
fn crash_and_mend(trail: &Trail, cut: u64, noise: &[u8]) {
    let mut bytes = trail.bytes();
    let keep = bytes.len() as u64 * cut / 1000;
    bytes.truncate(keep as usize);
    bytes.extend_from_slice(noise);
    trail.write(&bytes);

    let before = trail.intact();
    let whole = before.records;
    trail.append(2).unwrap();
    let after = trail.intact();
    let torn = u64::from(before.torn_tail_bytes > 0);
    assert_eq!(after.torn, before.torn + torn);
    assert_eq!(after.records, whole + torn + 2);
    assert_eq!(after.torn_tail_bytes, 0);
    assert!(
        trail.bytes().starts_with(&bytes),
        "what the crash left was changed"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn any_cut_is_mended_again_and_again(
        cuts in prop::collection::vec(0..=1000_u64, 1..4),
        keyed: bool,
    ) {
        let trail = if keyed { Trail::keyed() } else { Trail::new() }.with_records(5);
        for cut in cuts {
            crash_and_mend(&trail, cut, b"");
        }
    }

    #[test]
    fn any_noise_after_any_cut_is_fenced_off(
        cut in 0..=1000_u64,
        noise in prop::collection::vec(prop_oneof![Just(0_u8), Just(b'\n'), any::<u8>()], 1..200),
    ) {
        crash_and_mend(&Trail::new().with_records(5), cut, &noise);
    }
}

#[test]
fn every_cut_of_the_last_record_is_mended() {
    let whole = Trail::new().with_records(2);
    let bytes = whole.bytes();
    let first = bytes.iter().position(|b| *b == b'\n').unwrap() + 1;
    for keep in first..=bytes.len() {
        let trail = Trail::new();
        trail.write(&bytes[..keep]);
        trail.append(1).unwrap();
        let report = trail.intact();
        // a record that lacks its newline alone is a record
        let lost = keep < bytes.len() - 1;
        assert_eq!(report.torn, u64::from(lost && keep > first), "{keep}");
        assert_eq!(report.records, if keep == first { 2 } else { 3 }, "{keep}");
    }
}

#[test]
fn the_torn_record_counts_and_hashes_what_it_fences_off() {
    let trail = Trail::new().with_records(1);
    let mut bytes = trail.bytes();
    bytes.extend_from_slice(b"{\"v\":1,\"se");
    trail.write(&bytes);
    assert_eq!(trail.intact().torn_tail_bytes, 10);
    trail.append(1).unwrap();
    let lines = trail.lines();
    assert_eq!(lines[1], "{\"v\":1,\"se");
    let record: AuditRecord = serde_json::from_str(&lines[2]).unwrap();
    assert_eq!(record.event.phase, AuditPhase::Torn);
    let torn = record.event.torn.unwrap();
    assert_eq!(
        torn.bytes, 11,
        "the newline that ends the torn line is counted"
    );
    // sha256 of the eleven bytes, by sha256sum
    assert_eq!(
        torn.sha256.to_string(),
        "cc6a9fc89dc5e6b6d7a7a902d14110ccfa68fad7b7303f41e7aec3f40da6f2e7"
    );
}

#[test]
fn a_crash_between_rename_and_new_file_is_no_gap() {
    let trail = Trail::new().with_records(3);
    let moved = trail.folder.path().join("audit.jsonl.000000000003");
    std::fs::rename(trail.path(), moved).unwrap();
    assert_eq!(trail.intact().records, 3);
    trail.append(1).unwrap();
    assert_eq!(trail.intact().records, 4);
    // and torn right after
    let bytes = trail.bytes();
    trail.write(&bytes[..bytes.len() / 2]);
    trail.append(1).unwrap();
    let report = trail.intact();
    assert_eq!((report.records, report.torn), (5, 1));
}
