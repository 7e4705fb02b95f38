//! A full disk: an error, and a chain without a mark of it.

use std::fs;
use std::path::Path;

use landlord_core::audit::{AuditError, AuditSink, FileSink, head};

use crate::child::command_after;
use crate::trail::{Trail, event};

/// Runs in the child, whose files may not grow beyond a few kilobytes.
pub(crate) async fn fill(sink: &FileSink, path: &Path) {
    let mut written = 0;
    let error = loop {
        match sink
            .append(event("filling").tenant("x".repeat(written * 7)))
            .await
        {
            Ok(position) => {
                written += 1;
                assert_eq!(position.seq, written as u64);
            }
            Err(error) => break error,
        }
    };
    assert!(matches!(error, AuditError::Io { .. }), "{error:?}");
    assert!(written > 2, "{written}");
    let text = fs::read_to_string(path).unwrap();
    assert!(text.ends_with("\"}\n"), "half a record stays: {text}");
    assert_eq!(text.lines().count(), written);

    // what cannot wait is kept, and holds its place
    sink.append_detached(event("kept").tenant("x".repeat(2000)));
    assert!(sink.flush().await.is_err());
    assert!(
        sink.append(event("refused").tenant("x".repeat(2000)))
            .await
            .is_err()
    );
    // a new file has room: the limit is one for each
    let last = head(path).unwrap().unwrap().seq;
    fs::rename(path, path.with_extension(format!("jsonl.{last:012}"))).unwrap();
    sink.flush().await.unwrap();
    sink.append(event("after")).await.unwrap();
}

#[test]
fn a_full_disk_refuses_and_leaves_the_chain_whole() {
    let trail = Trail::new();
    // the signal that comes with the limit would kill; real full disks send none
    let limit = "trap '' XFSZ; ulimit -f 8";
    let output = command_after(&trail, "full", limit).output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );
    let report = trail.intact();
    assert_eq!((report.torn, report.segments), (0, 2));
    let lines = trail.lines();
    assert!(lines[0].contains("\"kept\"") && lines[1].contains("\"after\""));
    trail.append(1).unwrap();
    assert_eq!(trail.intact().records, report.records + 1);
}

#[cfg(target_os = "linux")]
#[test]
fn a_device_that_is_full_is_an_error_at_once() {
    let trail = Trail::new();
    std::os::unix::fs::symlink("/dev/full", trail.path()).unwrap();
    let error = trail.append(1).unwrap_err();
    assert!(
        matches!(
            &error,
            AuditError::Io {
                action: "append to",
                ..
            }
        ),
        "{error:?}"
    );
    assert!(error.is_retryable());
}
