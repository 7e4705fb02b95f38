//! Faults between provider and engine.

use std::time::Duration;

use async_trait::async_trait;

/// One way in which an engine fails to answer as it should.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// Credentials are refused (403).
    Denied,
    /// Calls are throttled (429), with the wait that the engine asks for.
    Throttled {
        /// What the engine asks to wait.
        retry_after: Option<Duration>,
    },
    /// The engine cannot be reached.
    Unreachable,
    /// Calls never answer.
    Hang,
}

/// Makes every engine call fail that this fixture's providers make.
#[async_trait]
pub trait Faults: Send + Sync {
    /// What can be injected here.
    fn kinds(&self) -> Vec<Fault>;

    /// From now on every call fails so.
    async fn inject(&self, fault: Fault);

    /// From now on every call is answered again.
    async fn clear(&self);
}
