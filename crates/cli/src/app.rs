//! What commands work with: the manager inside its layers, and contexts.

mod actor;
mod trail;

use std::sync::Arc;

use landlord_compute::{
    Context, Installation, Manager, ProviderName, Registry, TenantRef,
    audit::AuditSink,
    config::Loaded,
    core::ErrorKind,
    layer::{AuditLayer, RetryLayer, Stack, TimeoutLayer, TraceLayer},
    register_enabled,
};
use tokio_util::sync::CancellationToken;

pub(crate) use self::trail::{causes, trail_key, trail_path};
use crate::{
    args::Globals,
    exit::Exit,
    failure::{Failure, Problem, Result},
    output::reader_gone,
    progress::Reporter,
    signals,
};

/// Everything a command that asks engines needs.
#[derive(Debug)]
pub(crate) struct App {
    pub(crate) manager: Manager,
    pub(crate) loaded: Loaded,
    installation: Installation,
    globals: Globals,
    actor: String,
    cancel: CancellationToken,
    progress: Arc<Reporter>,
    trail: Option<Arc<dyn AuditSink>>,
}

/// Whether a command may change something, and so is audited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    Read,
    Change,
}

impl App {
    /// Registers the configured providers and wraps them; needs a runtime.
    pub(crate) fn new(globals: &Globals, loaded: Loaded, access: Access) -> Result<Self> {
        let registry = Arc::new(Registry::new());
        register_enabled(&registry, &loaded.config)?;
        let trail = match access {
            Access::Read => None,
            Access::Change => trail::open(&loaded.config.audit)?,
        };
        let cancel = CancellationToken::new();
        signals::watch(cancel.clone(), access);
        Ok(Self {
            manager: Manager::new(registry)
                .with_default_provider(loaded.config.default_provider.clone())
                .with_layers(layers(trail.as_ref())),
            installation: loaded.config.installation()?,
            actor: actor::actor(globals.actor.as_deref()),
            globals: globals.clone(),
            progress: Reporter::start(globals.quiet),
            loaded,
            cancel,
            trail,
        })
    }

    /// A context for one command.
    pub(crate) fn context(&self) -> Context {
        let sink = Arc::clone(&self.progress);
        let builder = Context::builder(self.installation.clone())
            .actor(self.actor.as_str())
            .cancellation(self.cancel.clone())
            .progress(sink);
        match self.globals.timeout {
            Some(timeout) => builder.timeout(timeout).build(),
            None => builder.build(),
        }
    }

    /// The provider that the person named.
    pub(crate) fn provider(&self) -> Option<&ProviderName> {
        self.globals.provider.as_ref()
    }

    /// Runs one operation; spinners are gone when it ends.
    pub(crate) async fn run<T>(
        &self,
        operation: impl Future<Output = landlord_compute::Result<T>>,
    ) -> Result<T> {
        let result = operation.await;
        self.progress.finish();
        Ok(result?)
    }

    /// The next item of a stream; an interruption or a reader that went away ends the command
    /// quietly.
    pub(crate) async fn next<T>(
        &self,
        stream: &mut landlord_compute::core::AnswerStream<T>,
    ) -> Result<Option<T>> {
        use futures_util::{
            StreamExt as _,
            future::{Either, select},
        };
        let gone = Box::pin(reader_gone());
        let ended = select(Box::pin(self.cancel.cancelled()), gone);
        match select(stream.next(), ended).await {
            // a stream that ends because it was cancelled has not come to its end
            Either::Left((None, _)) if self.cancel.is_cancelled() => {
                Err(Failure::silent(Exit::Cancelled))
            }
            Either::Left((item, _)) => match item.transpose() {
                Err(error) if *error.kind() == ErrorKind::Cancelled => {
                    Err(Failure::silent(Exit::Cancelled))
                }
                item => Ok(item?),
            },
            Either::Right((Either::Left(_), _)) => Err(Failure::silent(Exit::Cancelled)),
            Either::Right((Either::Right(_), _)) => Err(Failure::silent(Exit::Success)),
        }
    }

    /// Takes spinners away before output begins.
    pub(crate) fn quiet_progress(&self) {
        self.progress.finish();
    }

    /// Waits until every audit record is written.
    pub(crate) async fn close(self) -> Result<()> {
        let Some(trail) = self.trail else {
            return Ok(());
        };
        trail.flush().await.map_err(|error| {
            let mut problem = Problem::new(
                "audit",
                "the audit trail did not take the outcome of this command",
            );
            problem.causes.push(error.to_string());
            problem
                .notes
                .push("the operation itself has ended as told above".to_owned());
            Failure::new(
                Exit::from(&ErrorKind::Unavailable),
                problem.help("free or repair the disk of the audit file"),
            )
        })
    }
}

/// Outermost first: one record and one deadline per operation, however often it is retried.
fn layers(trail: Option<&Arc<dyn AuditSink>>) -> Stack {
    let stack = match trail {
        Some(trail) => Stack::new().with(AuditLayer::new(Arc::clone(trail))),
        None => Stack::new(),
    };
    stack
        .with(TraceLayer::new())
        .with(TimeoutLayer::new())
        .with(RetryLayer::default())
}

/// A tenant of which nothing was found, as an error.
pub(crate) fn not_found(tenant: &TenantRef) -> Failure {
    landlord_compute::Error::tenant_not_found(tenant.id()).into()
}
