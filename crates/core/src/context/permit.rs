//! Permits: every engine call takes one first.

use std::{
    any::Any,
    borrow::Cow,
    fmt::Debug,
    sync::atomic::{AtomicU64, Ordering},
};

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::error::Result;

/// A class of engine calls that share a limit; a provider declares its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CallCategory {
    /// The engine's word for it, such as `service-read`.
    pub name: Cow<'static, str>,
    /// Whether such a call may change what the engine holds.
    pub mutating: bool,
}

impl CallCategory {
    /// A category of calls that change nothing.
    #[must_use]
    pub const fn read(name: &'static str) -> Self {
        Self {
            name: Cow::Borrowed(name),
            mutating: false,
        }
    }

    /// A category of calls that may change something.
    #[must_use]
    pub const fn write(name: &'static str) -> Self {
        Self {
            name: Cow::Borrowed(name),
            mutating: true,
        }
    }
}

/// Leave for one engine call; dropping it says that the call has answered.
#[derive(Debug, Default)]
pub struct Permit {
    _held: Option<Box<dyn Held>>,
}

/// What a gate keeps alive while a call is under way.
trait Held: Any + Debug + Send + Sync {}
impl<T: Any + Debug + Send + Sync> Held for T {}

impl Permit {
    /// A permit that keeps `guard` until the call has answered.
    #[must_use]
    pub fn holding(guard: impl Any + Debug + Send + Sync) -> Self {
        Self {
            _held: Some(Box::new(guard)),
        }
    }
}

/// Decides when an engine call may start; a budget shared by tasks is one.
#[async_trait]
pub trait Gate: Debug + Send + Sync + 'static {
    /// Waits until a call of `category` may start.
    ///
    /// # Errors
    /// Whatever makes waiting pointless, such as an exhausted budget.
    async fn enter(&self, category: &CallCategory) -> Result<Permit>;
}

/// Lets every call through.
#[derive(Debug, Clone, Copy, Default)]
pub struct OpenGate;

#[async_trait]
impl Gate for OpenGate {
    async fn enter(&self, _: &CallCategory) -> Result<Permit> {
        Ok(Permit::default())
    }
}

/// Engine calls made under one operation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CallCounts {
    /// Calls that change nothing.
    pub reads: u64,
    /// Calls that may change something.
    pub writes: u64,
}

impl CallCounts {
    /// All calls.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.reads + self.writes
    }
}

#[derive(Debug, Default)]
pub(super) struct Calls {
    reads: AtomicU64,
    writes: AtomicU64,
}

impl Calls {
    pub(super) fn count(&self, category: &CallCategory) {
        let counter = if category.mutating {
            &self.writes
        } else {
            &self.reads
        };
        counter.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn get(&self) -> CallCounts {
        CallCounts {
            reads: self.reads.load(Ordering::Relaxed),
            writes: self.writes.load(Ordering::Relaxed),
        }
    }
}
