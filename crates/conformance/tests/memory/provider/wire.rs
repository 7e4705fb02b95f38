//! The line between a client and the engine: counts calls, fails them, cuts them.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use landlord_conformance::part::{CrashPoint, Fault};
use tokio::sync::watch;

use crate::engine::{Answer, EngineError};

/// What a client's calls pass through.
#[derive(Debug)]
pub(crate) struct Wire {
    fault: watch::Receiver<Option<Fault>>,
    passed: Mutex<Passed>,
    armed: Option<CrashPoint>,
    cut: watch::Sender<bool>,
}

#[derive(Debug, Default)]
struct Passed {
    calls: BTreeMap<&'static str, u32>,
    points: Vec<CrashPoint>,
}

impl Wire {
    pub(crate) fn new(fault: watch::Receiver<Option<Fault>>, armed: Option<CrashPoint>) -> Self {
        Self {
            fault,
            passed: Mutex::default(),
            armed,
            cut: watch::Sender::new(false),
        }
    }

    /// Ends once the armed point is reached; no call passes from then on.
    pub(crate) async fn cut(&self) {
        let mut cut = self.cut.subscribe();
        let _ = cut.wait_for(|cut| *cut).await;
    }

    /// The points that were passed, in order, each once.
    pub(crate) fn points(&self) -> Vec<CrashPoint> {
        let passed = self.passed.lock().unwrap_or_else(PoisonError::into_inner);
        passed.points.clone()
    }

    /// On the way to the engine; `None` for a wait, of which no point is taken.
    pub(crate) async fn request(&self, call: &'static str, counted: bool) -> Answer<Option<u32>> {
        // a call takes time: others come in between
        tokio::task::yield_now().await;
        let fault = self.fault.borrow().clone();
        match fault {
            None => {}
            Some(Fault::Denied) => return Err(EngineError::Denied),
            Some(Fault::Throttled { retry_after }) => {
                return Err(EngineError::Throttled(retry_after));
            }
            Some(Fault::Unreachable) => return Err(EngineError::Unreachable),
            Some(_) => std::future::pending().await,
        }
        let number = counted.then(|| {
            let mut passed = self.passed.lock().unwrap_or_else(PoisonError::into_inner);
            let number = passed.calls.entry(call).or_default();
            *number += 1;
            *number
        });
        if let Some(number) = number {
            self.reach(format!("before {call}#{number}")).await;
        }
        Ok(number)
    }

    /// On the way back.
    pub(crate) async fn response(&self, call: &'static str, number: Option<u32>) {
        if let Some(number) = number {
            self.reach(format!("after {call}#{number}")).await;
        }
    }

    async fn reach(&self, point: String) {
        let point = CrashPoint(point);
        let armed = self.armed.as_ref() == Some(&point);
        self.passed
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .points
            .push(point);
        if armed {
            self.cut.send_replace(true);
        }
        if *self.cut.borrow() {
            // the client is dead; whoever runs it shuts its runtime down
            std::future::pending().await
        }
    }
}
