//! What goes around any provider: audit, traces, deadlines, retries.
//!
//! A layer is an [`Around`]; [`Layered`] forwards every verb through it, so
//! that no layer can forget one. The first layer added to a [`Stack`] is the
//! outermost:
//!
//! ```text
//! right: audit, trace, timeout, retry   one record and one deadline per operation
//! wrong: retry, timeout, audit          a record and a fresh deadline per attempt
//! ```

mod around;
mod audit;

mod layered;
mod retry;
mod timeout;
mod trace;

use std::sync::Arc;

pub use self::{
    around::{Around, Call},
    audit::AuditLayer,
    layered::Layered,
    retry::RetryLayer,
    timeout::TimeoutLayer,
    trace::TraceLayer,
};
use crate::provider::Provider;

/// Wraps a provider in something that is a provider too.
pub trait Layer: std::fmt::Debug + Send + Sync + 'static {
    /// Wraps `inner`.
    fn layer(&self, inner: Arc<dyn Provider>) -> Arc<dyn Provider>;
}

impl<A: Around + Clone> Layer for A {
    fn layer(&self, inner: Arc<dyn Provider>) -> Arc<dyn Provider> {
        Arc::new(Layered::new(self.clone(), inner))
    }
}

/// Layers in order, the outermost first.
#[derive(Debug, Default)]
pub struct Stack {
    layers: Vec<Box<dyn Layer>>,
}

impl Stack {
    /// No layers.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a layer inside those that are there.
    #[must_use]
    pub fn with(mut self, layer: impl Layer) -> Self {
        self.layers.push(Box::new(layer));
        self
    }

    /// Wraps `provider` in all layers.
    #[must_use]
    pub fn wrap(&self, provider: Arc<dyn Provider>) -> Arc<dyn Provider> {
        let inside_out = self.layers.iter().rev();
        inside_out.fold(provider, |inner, layer| layer.layer(inner))
    }
}
