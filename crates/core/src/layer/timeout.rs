//! Gives every operation a deadline.

use std::{future::Future, time::Duration};

use super::around::{Around, Call};
use crate::{
    context::{CLEAN_UP_GRACE, Context},
    error::{Error, ErrorKind, Outcome, Result},
    result::Reported,
};

/// Default for engines on this machine.
const LOCAL: Duration = Duration::from_secs(2 * 60);
/// Default for engines behind a network.
const REMOTE: Duration = Duration::from_secs(10 * 60);

/// Sets the deadline in the context where the caller set none.
///
/// The deadline is the provider's to keep. The layer cuts in only
/// [`CLEAN_UP_GRACE`] later, when the provider hangs, with outcome `Unknown`.
/// Streams have no deadline.
#[derive(Debug, Clone, Default)]
pub struct TimeoutLayer {
    default: Option<Duration>,
}

impl TimeoutLayer {
    /// Two minutes for kind `local`, ten for every other.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// One default for every kind.
    #[must_use]
    pub fn with_default(timeout: Duration) -> Self {
        Self {
            default: Some(timeout),
        }
    }

    fn default_for(&self, kind: &str) -> Duration {
        self.default
            .unwrap_or(if kind == "local" { LOCAL } else { REMOTE })
    }
}

impl Around for TimeoutLayer {
    async fn around<'a, T, F, Fut>(&'a self, call: Call<'a>, next: F) -> Result<T>
    where
        T: Reported + 'a,
        F: Fn(Context) -> Fut + Send + Sync + 'a,
        Fut: Future<Output = Result<T>> + Send + 'a,
    {
        let remaining = call.ctx.remaining().unwrap_or(self.default_for(call.kind));
        let ctx = call.ctx.with_timeout(remaining);
        let cut = ctx.clock().sleep(remaining.saturating_add(CLEAN_UP_GRACE));
        tokio::select! {
            biased;
            result = next(ctx) => result,
            () = cut => Err(hung(&call, remaining)),
        }
    }
}

fn hung(call: &Call<'_>, after: Duration) -> Error {
    let error = Error::new(
        ErrorKind::DeadlineExceeded,
        format!("no answer {CLEAN_UP_GRACE:?} past the deadline of {after:?}"),
    )
    .with_help("ask for the status to see what stands, then run the verb again");
    let error = match &call.tenant {
        Some(tenant) => error.with_tenant(tenant.id().clone()),
        None => error,
    };
    let error = error.or_provider(call.provider, &call.verb);
    if call.verb.is_mutating() {
        error.with_outcome(Outcome::Unknown)
    } else {
        error
    }
}
