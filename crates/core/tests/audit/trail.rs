//! A trail in a folder of its own, and what tests do to it.

use std::fs;
use std::num::NonZeroU64;
use std::path::PathBuf;

use landlord_core::audit::{
    AuditError, AuditEvent, AuditKey, AuditPhase, AuditSink, Durability, FileSink, VerifyOptions,
    VerifyReport, verify,
};
use tempfile::TempDir;

pub(crate) const KEY: &[u8] = b"a key for tests, of 32 bytes, ok";

pub(crate) fn key() -> AuditKey {
    AuditKey::new(KEY).unwrap()
}

pub(crate) fn event(id: impl Into<String>) -> AuditEvent {
    let time = "2026-03-04T05:06:07.5Z".parse().unwrap();
    AuditEvent::new(time, AuditPhase::Intent, id, "provision")
        .actor("ci")
        .installation("test")
        .provider("local")
        .tenant("acme")
        .object_id("supervisor", "ll-acme-0c1d2e")
}

#[derive(Debug)]
pub(crate) struct Trail {
    pub(crate) folder: TempDir,
    pub(crate) key: Option<AuditKey>,
    pub(crate) segment_bytes: u64,
}

impl Trail {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            key: None,
            segment_bytes: 1 << 30,
        }
    }

    pub(crate) fn keyed() -> Self {
        Self {
            key: Some(key()),
            ..Self::new()
        }
    }

    pub(crate) fn with_records(self, count: usize) -> Self {
        self.append(count).unwrap();
        self
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("audit.jsonl")
    }

    pub(crate) fn open(&self) -> Result<FileSink, AuditError> {
        let mut builder = FileSink::builder(self.path())
            .durability(Durability::Buffered)
            .max_segment_bytes(NonZeroU64::new(self.segment_bytes).unwrap());
        if let Some(key) = &self.key {
            builder = builder.key(key.clone());
        }
        builder.open()
    }

    /// Opens, appends one after the other, closes.
    pub(crate) fn append(&self, count: usize) -> Result<(), AuditError> {
        let sink = self.open()?;
        block_on(async {
            for n in 0..count {
                sink.append(event(format!("op-{n}"))).await?;
            }
            Ok(())
        })
    }

    pub(crate) fn options(&self) -> VerifyOptions {
        match &self.key {
            Some(key) => VerifyOptions::new().key(key.clone()),
            None => VerifyOptions::new(),
        }
    }

    pub(crate) fn verify(&self) -> VerifyReport {
        verify(self.path(), &self.options()).unwrap()
    }

    /// Verifies and insists.
    pub(crate) fn intact(&self) -> VerifyReport {
        let report = self.verify();
        assert!(report.is_intact(), "{:#?}", report.problems);
        report
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        fs::read(self.path()).unwrap()
    }

    pub(crate) fn write(&self, bytes: &[u8]) {
        fs::write(self.path(), bytes).unwrap();
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        let text = String::from_utf8(self.bytes()).unwrap();
        text.lines().map(str::to_owned).collect()
    }

    pub(crate) fn write_lines(&self, lines: &[String]) {
        self.write((lines.join("\n") + "\n").as_bytes());
    }

    /// The full segments, oldest first.
    pub(crate) fn segments(&self) -> Vec<PathBuf> {
        let mut found: Vec<_> = fs::read_dir(self.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| {
                path.extension()
                    .is_some_and(|e| e.to_str().unwrap().parse::<u64>().is_ok())
            })
            .collect();
        found.sort();
        found
    }
}

pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(future)
}

/// Random numbers from a seed that is printed, and may be given again.
#[derive(Debug)]
pub(crate) struct Random(u64);

impl Random {
    #[expect(clippy::print_stderr, reason = "a failure is repeated by its seed")]
    pub(crate) fn seeded() -> Self {
        let given = std::env::var("LANDLORD_TEST_SEED").ok();
        let seed = given.map_or_else(
            || jiff::Timestamp::now().as_nanosecond() as u64,
            |seed| seed.parse().unwrap(),
        );
        eprintln!("LANDLORD_TEST_SEED={seed}");
        Self(seed)
    }

    /// The next number under `end`, by splitmix64.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % end
    }
}
