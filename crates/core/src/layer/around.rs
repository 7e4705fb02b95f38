//! The one place where a layer acts: around a call.

use std::{fmt::Debug, future::Future};

use crate::{
    capabilities::Capabilities, context::Context, error::Result, provider::AnswerStream,
    result::Reported, spec::ProviderName, tenant::TenantRef, verb::Verb,
};

/// A call as layers see it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Call<'a> {
    /// The verb.
    pub verb: Verb,
    /// Name of the provider.
    pub provider: &'a ProviderName,
    /// Kind of the provider.
    pub kind: &'a str,
    /// The tenant, where the verb is about one.
    pub tenant: Option<TenantRef>,
    /// What the provider declares.
    pub capabilities: &'a Capabilities,
    /// The operation; engine calls are counted here.
    pub ctx: &'a Context,
}

/// What one layer does around every call of a provider.
pub trait Around: Debug + Send + Sync + 'static {
    /// Makes the call, any number of times, each with the context to use.
    fn around<'a, T, F, Fut>(
        &'a self,
        call: Call<'a>,
        next: F,
    ) -> impl Future<Output = Result<T>> + Send + 'a
    where
        T: Reported + 'a,
        F: Fn(Context) -> Fut + Send + Sync + 'a,
        Fut: Future<Output = Result<T>> + Send + 'a;

    /// Passes a stream's items on.
    fn stream<T: Send + 'static>(
        &self,
        _call: Call<'_>,
        items: AnswerStream<T>,
    ) -> AnswerStream<T> {
        items
    }
}
