//! Runs one case as one test.

use std::{any::Any, future::Future, panic::AssertUnwindSafe, sync::Arc, time::Instant};

use futures_util::FutureExt as _;

use crate::{
    case::Case,
    cases,
    check::{Check, Stop},
    fixture::{Absent, Fixture},
    lab::Lab,
    outcome::CaseOutcome,
    report::Record,
    seed::Seed,
};

/// Runs the case `name` on a fixture that `make` makes, and fails the test that
/// calls it when the promise is broken. [`suite!`](crate::suite) calls it once per case.
///
/// # Panics
/// When the case fails or does not exist: that is how a test fails.
#[expect(
    clippy::panic,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "called by tests alone: a panic fails one, and libtest captures what is printed"
)]
pub fn run<M, F>(module: &str, name: &str, make: M)
where
    M: FnOnce() -> F,
    F: Future<Output: IntoFixture>,
{
    let case = cases::all()
        .find(|case| case.name == name)
        .unwrap_or_else(|| panic!("the suite has no case {name}"));
    let test = test_name(module, name);
    let seed = Seed::from_env();
    println!("seed {seed}: repeat with LANDLORD_CONFORMANCE_SEED={seed}");
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("the machine has room for a runtime");
    let started = Instant::now();
    let (engine, outcome) = runtime.block_on(async {
        match make().await.into_fixture() {
            Ok(fixture) => {
                let engine = fixture.engine();
                (Some(engine), run_case(case, fixture, seed).await)
            }
            Err(absent) => (None, CaseOutcome::Skipped { why: absent.0 }),
        }
    });
    let record = Record {
        case,
        test: &test,
        engine: engine.as_ref(),
        seed: seed.to_string(),
        millis: started.elapsed().as_millis(),
        outcome: &outcome,
    };
    record.write().expect("the outcome can be recorded");
    println!("{test}: {outcome}");
    assert!(!outcome.is_failed(), "{test} {outcome}");
}

/// A fixture, or why there is none.
pub trait IntoFixture {
    /// The fixture.
    ///
    /// # Errors
    /// When the engine is not on this machine.
    fn into_fixture(self) -> Result<Arc<dyn Fixture>, Absent>;
}

impl<F: Fixture> IntoFixture for Result<F, Absent> {
    fn into_fixture(self) -> Result<Arc<dyn Fixture>, Absent> {
        self.map(|fixture| Arc::new(fixture) as Arc<dyn Fixture>)
    }
}

/// Runs one case on a fixture, cleans up, and says how it ended.
pub async fn run_case(case: &Case, fixture: Arc<dyn Fixture>, seed: Seed) -> CaseOutcome {
    let lab = Lab::new(Arc::clone(&fixture), case.name, seed).await;
    if let Some(need) = case.needs.iter().find(|need| !need.is_met(&*fixture, &lab)) {
        return CaseOutcome::NotProvable {
            why: need.missing().to_owned(),
        };
    }
    let verdict = AssertUnwindSafe((case.body)(&lab)).catch_unwind().await;
    let verdict = verdict.unwrap_or_else(|panic| Err(panicked(&*panic)));
    let cleaned = AssertUnwindSafe(lab.clean_up()).catch_unwind().await;
    let cleaned = cleaned.unwrap_or_else(|panic| Err(panicked(&*panic)));
    outcome_of(case, verdict, cleaned)
}

/// A case that passed and cannot be cleaned up has failed; one that failed says why it did.
fn outcome_of(case: &Case, verdict: Check, cleaned: Check) -> CaseOutcome {
    match verdict.and(cleaned) {
        Ok(()) => CaseOutcome::Passed,
        Err(Stop::Failed { expected, held }) => CaseOutcome::Failed {
            promise: case.promise.to_owned(),
            expected,
            held,
        },
        Err(Stop::NotProvable(why)) => CaseOutcome::NotProvable { why },
    }
}

fn panicked(panic: &(dyn Any + Send)) -> Stop {
    let text = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied());
    Stop::failed("no panic", text.unwrap_or("a panic without a text"))
}

/// The name that libtest gives the test: its path without the crate.
fn test_name(module: &str, name: &str) -> String {
    match module.split_once("::") {
        Some((_, inner)) => format!("{inner}::{name}"),
        None => name.to_owned(),
    }
}
