//! Files, folders and modes; what refuses to open.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use landlord_core::audit::{
    AuditError, AuditSink, Durability, FileSink, VerifyOptions, head, read, verify,
};

use crate::trail::{Trail, block_on, event, key};

fn mode(path: impl AsRef<std::path::Path>) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn files_and_folders_are_private() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state/audit/audit.jsonl");
    let sink = FileSink::builder(&path)
        .durability(Durability::Sync)
        .open()
        .unwrap();
    block_on(sink.append(event("op"))).unwrap();
    assert_eq!(mode(&path), 0o600);
    assert_eq!(mode(path.with_extension("jsonl.lock")), 0o600);
    assert_eq!(mode(path.parent().unwrap()), 0o700);
    assert_eq!(mode(folder.path().join("state")), 0o700);
}

#[test]
fn a_chain_keeps_to_its_key() {
    let keyed = Trail::keyed().with_records(1);
    let bare = FileSink::builder(keyed.path()).open().unwrap_err();
    assert!(matches!(bare, AuditError::KeyMismatch { .. }), "{bare:?}");
    assert!(bare.to_string().contains(key().id()), "{bare}");
    let unkeyed = Trail::new().with_records(1);
    let late = FileSink::builder(unkeyed.path())
        .key(key())
        .open()
        .unwrap_err();
    assert!(matches!(late, AuditError::KeyMismatch { .. }), "{late:?}");
    assert_eq!(keyed.intact().records, 1);
}

#[test]
fn an_edited_end_is_not_built_upon() {
    let trail = Trail::new().with_records(3);
    let mut lines = trail.lines();
    lines[2] = lines[2].replace("acme", "evil");
    trail.write_lines(&lines);
    let before = trail.bytes();
    let error = trail.open().unwrap_err();
    assert!(matches!(&error, AuditError::Damaged { .. }), "{error:?}");
    assert!(!error.is_retryable());
    assert_eq!(trail.bytes(), before);
}

#[test]
fn a_removed_lock_file_does_not_part_the_writers() {
    let trail = Trail::new();
    let one = trail.open().unwrap();
    fs::remove_file(trail.folder.path().join("audit.jsonl.lock")).unwrap();
    let two = trail.open().unwrap();
    block_on(async {
        for n in 0..50 {
            let (a, b) = (
                one.append(event(format!("a{n}"))),
                two.append(event(format!("b{n}"))),
            );
            let (a, b) = tokio::join!(a, b);
            a.unwrap();
            b.unwrap();
        }
    });
    assert_eq!(trail.intact().records, 100);
}

#[test]
fn an_absent_trail_is_an_error_and_an_empty_one_is_not() {
    let trail = Trail::new();
    assert!(verify(trail.path(), &VerifyOptions::new()).is_err());
    assert!(head(trail.path()).is_err());
    drop(trail.open().unwrap());
    assert_eq!(trail.intact().records, 0);
    assert_eq!(head(trail.path()).unwrap(), None);
}

#[test]
fn a_file_in_place_of_the_folder_is_an_error_with_its_path() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("file"), "").unwrap();
    let path = folder.path().join("file/audit.jsonl");
    let error = FileSink::builder(&path).open().unwrap_err();
    assert!(error.to_string().contains("file/audit.jsonl"), "{error}");
    assert!(matches!(
        FileSink::builder("/").open().unwrap_err(),
        AuditError::InvalidPath { .. }
    ));
}

#[test]
fn one_write_serves_all_that_wait() {
    let trail = Trail::new();
    let sink = trail.open().unwrap();
    let all = (0..2000).map(|n| sink.append(event(format!("op-{n}"))));
    let positions = block_on(futures_util::future::join_all(all));
    for (n, position) in positions.into_iter().enumerate() {
        assert_eq!(position.unwrap().seq, n as u64 + 1);
    }
    assert_eq!(trail.intact().records, 2000);
}

#[test]
fn records_are_read_through_all_segments_and_torn_lines_passed_over() {
    let trail = Trail {
        segment_bytes: 1500,
        ..Trail::new()
    }
    .with_records(12);
    let mut bytes = trail.bytes();
    bytes.extend_from_slice(b"{\"torn");
    trail.write(&bytes);
    let seqs: Vec<_> = read(trail.path())
        .unwrap()
        .map(|r| r.unwrap().seq)
        .collect();
    assert_eq!(seqs, (1..=12).collect::<Vec<_>>());
    assert!(trail.segments().len() > 1);
    assert!(read(trail.folder.path().join("absent")).is_err());
}
