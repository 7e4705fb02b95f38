//! A small orchestrator in this process: services with instances, addresses, events.
//!
//! It knows nothing of tenants and specs. Whoever clones it talks to the same engine.

mod object;
mod state;

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use landlord_core::{Clock, SystemClock};
use tokio::sync::watch;

pub(crate) use self::{
    object::{Address, Instance, Line, Marks, Service, Stable, Template},
    state::State,
};

/// Why the engine refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum EngineError {
    #[error("no such object")]
    NotFound,
    #[error("the object was changed by someone else")]
    Conflict,
    #[error("403 forbidden")]
    Denied,
    #[error("429 too many requests")]
    Throttled(Option<Duration>),
    #[error("connection refused")]
    Unreachable,
}

pub(crate) type Answer<T> = Result<T, EngineError>;

/// One engine, shared by all its clones.
#[derive(Debug, Clone)]
pub(crate) struct Engine {
    state: Arc<Mutex<State>>,
    changes: Arc<watch::Sender<u64>>,
    clock: Arc<dyn Clock>,
}

impl Default for Engine {
    fn default() -> Self {
        Self {
            state: Arc::default(),
            changes: Arc::new(watch::Sender::new(0)),
            clock: Arc::new(SystemClock::default()),
        }
    }
}

impl Engine {
    pub(crate) fn elapsed(&self) -> Duration {
        self.clock.elapsed()
    }

    /// Works on the engine's state as it is now.
    pub(crate) fn with<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        let mut state = self.lock();
        state.reconcile(self.clock.elapsed());
        let before = state.revision();
        let answer = work(&mut state);
        state.reconcile(self.clock.elapsed());
        if state.revision() != before {
            self.changes.send_replace(state.revision());
        }
        answer
    }

    /// Answers once anything differs from what the caller saw at `seen`, or is due to.
    pub(crate) async fn changed(&self, seen: u64) {
        let mut changes = self.changes.subscribe();
        let due = self.with(|state| state.next_due());
        let due = async {
            match due {
                Some(at) => {
                    let wait = at.saturating_sub(self.clock.elapsed());
                    self.clock.sleep(wait + Duration::from_millis(1)).await;
                }
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            _ = changes.wait_for(|now| *now != seen) => {}
            () = due => {}
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
