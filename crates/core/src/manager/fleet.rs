//! Verbs about all tenants of the installation, across providers.

use std::sync::Arc;

use futures_util::{StreamExt as _, stream};

use super::Manager;
use crate::{
    context::Context,
    error::{Error, ErrorKind, Outcome, Result},
    options::{ListOptions, OrphansOptions, SweepOptions, WatchOptions},
    provider::{AnswerStream, Provider},
    result::{Cursor, Orphan, SweepResult, TenantSummary, WatchItem},
    spec::ProviderName,
    verb::Verb,
};

impl Manager {
    /// Every tenant of one provider, or of all that can list. An error of one
    /// provider in the stream ends that provider's items, not the others'.
    ///
    /// # Errors
    /// `ProviderNotFound`; `Unsupported` for a cursor without its provider;
    /// the providers' come in the stream.
    pub fn list_tenants(
        &self,
        ctx: &Context,
        provider: Option<&ProviderName>,
        options: &ListOptions,
    ) -> Result<AnswerStream<TenantSummary>> {
        let providers = self.chosen(provider, &Verb::List)?;
        one_for(options.after.as_ref(), &providers, Verb::List)?;
        let lists = providers.iter().map(|each| each.list(ctx, options));
        Ok(stream::iter(lists.collect::<Vec<_>>()).flatten().boxed())
    }

    /// Changes of tenants of one provider, or of all that can watch. An error of
    /// one provider in the stream ends that provider's items, not the others'.
    ///
    /// # Errors
    /// `ProviderNotFound`; `Unsupported` for a cursor without its provider;
    /// the providers' come in the stream.
    pub fn watch_tenants(
        &self,
        ctx: &Context,
        provider: Option<&ProviderName>,
        options: &WatchOptions,
    ) -> Result<AnswerStream<WatchItem>> {
        let providers = self.chosen(provider, &Verb::Watch)?;
        one_for(options.after.as_ref(), &providers, Verb::Watch)?;
        let watches = providers.iter().map(|each| each.watch(ctx, options));
        Ok(stream::select_all(watches.collect::<Vec<_>>()).boxed())
    }

    /// What bears the installation's mark without a complete tenant, of one
    /// provider or of all that can tell.
    ///
    /// # Errors
    /// `ProviderNotFound`; the providers' come in the stream.
    pub fn orphans(
        &self,
        ctx: &Context,
        provider: Option<&ProviderName>,
    ) -> Result<AnswerStream<Orphan>> {
        let providers = self.chosen(provider, &Verb::Orphans)?;
        let options = OrphansOptions::new();
        let orphans = providers.iter().map(|each| each.orphans(ctx, &options));
        Ok(stream::iter(orphans.collect::<Vec<_>>()).flatten().boxed())
    }

    /// Removes orphans of at least the options' age.
    ///
    /// # Errors
    /// `ProviderNotFound`; the first error of a provider, what came before it stays done.
    pub async fn sweep(
        &self,
        ctx: &Context,
        provider: Option<&ProviderName>,
        options: &SweepOptions,
    ) -> Result<Vec<SweepResult>> {
        let mut results = Vec::new();
        for each in self.chosen(provider, &Verb::Sweep)? {
            results.push(each.sweep(ctx, options).await?);
        }
        Ok(results)
    }

    /// The named provider, which then answers for itself, or all that have the verb.
    fn chosen(
        &self,
        provider: Option<&ProviderName>,
        verb: &Verb,
    ) -> Result<Vec<Arc<dyn Provider>>> {
        if let Some(name) = provider {
            return Ok(vec![self.provider(name)?]);
        }
        let mut providers = self.providers()?;
        providers.retain(|each| each.capabilities().supports(verb));
        Ok(providers)
    }
}

/// A cursor means something to the provider that made it alone.
fn one_for(cursor: Option<&Cursor>, providers: &[Arc<dyn Provider>], verb: Verb) -> Result<()> {
    if cursor.is_none() || providers.len() < 2 {
        return Ok(());
    }
    let error = Error::new(
        ErrorKind::Unsupported,
        "a cursor resumes at the one provider that made it, and several would be asked",
    )
    .with_operation(verb)
    .with_outcome(Outcome::Untouched)
    .with_help("name the provider that the cursor came from");
    Err(error)
}
