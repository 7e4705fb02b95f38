//! Records from `Drop`, and the end of a sink.

use std::sync::Arc;
use std::time::Duration;

use landlord_core::audit::{AuditError, AuditPhase, AuditSink};

use crate::trail::{Trail, block_on, event};

#[test]
fn dropping_the_sink_writes_what_was_handed_over() {
    let trail = Trail::new();
    let sink = trail.open().unwrap();
    for n in 0..500 {
        sink.append_detached(event(format!("op-{n}")));
    }
    drop(sink);
    assert_eq!(trail.intact().records, 500);
}

#[test]
fn appends_keep_the_order_of_the_calls() {
    let trail = Trail::new();
    let sink = trail.open().unwrap();
    block_on(async {
        sink.append_detached(event("first"));
        let second = sink.append(event("second")).await.unwrap();
        assert_eq!(second.seq, 2);
        sink.append_detached(event("third"));
        sink.flush().await.unwrap();
    });
    assert_eq!(trail.lines().len(), 3);
}

#[test]
fn a_dropped_future_leaves_a_record() {
    struct Guard(Arc<dyn AuditSink>);
    impl Drop for Guard {
        fn drop(&mut self) {
            let mut cancelled = event("op-1");
            cancelled.phase = AuditPhase::Cancelled;
            self.0.append_detached(cancelled);
        }
    }
    let trail = Trail::new();
    let sink: Arc<dyn AuditSink> = Arc::new(trail.open().unwrap());
    let verb = async {
        let _guard = Guard(Arc::clone(&sink));
        sink.append(event("op-1")).await.unwrap();
        std::future::pending::<()>().await;
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    runtime.block_on(async {
        tokio::time::timeout(Duration::from_millis(50), verb)
            .await
            .unwrap_err();
        sink.flush().await.unwrap();
    });
    assert!(trail.lines()[1].contains("\"phase\":\"cancelled\""));
}

#[test]
fn a_detached_record_is_written_by_itself_once_there_is_a_way() {
    let trail = Trail::new().with_records(1);
    let sink = trail.open().unwrap();
    let parked = trail.folder.path().join("parked");
    std::fs::rename(trail.path(), &parked).unwrap();
    std::fs::create_dir(trail.path()).unwrap();
    sink.append_detached(event("kept"));
    assert!(matches!(block_on(sink.flush()), Err(AuditError::Io { .. })));
    std::fs::remove_dir(trail.path()).unwrap();
    std::fs::rename(&parked, trail.path()).unwrap();
    for _ in 0..100 {
        if trail.lines().len() == 2 {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("the detached record was not tried again");
}
