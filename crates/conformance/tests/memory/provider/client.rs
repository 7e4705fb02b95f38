//! The engine's calls, each with a permit.

use std::sync::Arc;

use landlord_core::{CallCategory, Context, Error, Result};

use super::{error, wire::Wire};
use crate::engine::{Address, Answer, Engine, EngineError, Service, State};

pub(crate) static READ: CallCategory = CallCategory::read("read");
pub(crate) static WRITE: CallCategory = CallCategory::write("write");
/// Services on one page of a list.
const PAGE: usize = 2;

#[derive(Debug, Clone)]
pub(crate) struct Client {
    pub(crate) engine: Engine,
    pub(crate) wire: Arc<Wire>,
}

/// What stands under one name.
#[derive(Debug, Clone)]
pub(crate) struct Held {
    pub(crate) service: Option<Service>,
    pub(crate) address: Option<Address>,
    /// State of the engine when it was asked.
    pub(crate) revision: u64,
}

impl Client {
    async fn call<T>(
        &self,
        ctx: &Context,
        name: &'static str,
        category: &CallCategory,
        work: impl FnOnce(&mut State) -> Answer<T> + Send,
    ) -> Result<T, CallError> {
        let _permit = ctx.permit(category).await.map_err(CallError::Context)?;
        let exchange = async {
            let answered = async {
                let number = self.wire.request(name, category.mutating).await?;
                let answer = self.engine.with(work);
                self.wire.response(name, number).await;
                answer
            };
            Ok(answered.await)
        };
        let answer = ctx.run(exchange).await.map_err(CallError::Context)?;
        answer.map_err(CallError::Engine)
    }

    pub(crate) async fn get(&self, ctx: &Context, name: &str) -> Result<Held> {
        let held = self.call(ctx, "get", &READ, |state| {
            Ok(Held {
                service: state.service(name).cloned(),
                address: state.address(name).cloned(),
                revision: state.revision(),
            })
        });
        Ok(held.await?)
    }

    pub(crate) async fn put(
        &self,
        ctx: &Context,
        name: &str,
        expect: Option<u64>,
        service: Service,
    ) -> Result<Service, CallError> {
        let now = self.engine.elapsed();
        let put = |state: &mut State| state.put(name, expect, service, now);
        self.call(ctx, "put service", &WRITE, put).await
    }

    pub(crate) async fn put_address(
        &self,
        ctx: &Context,
        name: &str,
        owner: u64,
    ) -> Result<Address, CallError> {
        let put = |state: &mut State| state.put_address(name, owner);
        self.call(ctx, "put address", &WRITE, put).await
    }

    /// Success also where it is gone already.
    pub(crate) async fn delete(
        &self,
        ctx: &Context,
        name: &str,
        expect: u64,
    ) -> Result<(), CallError> {
        let delete = |state: &mut State| state.delete(name, expect);
        gone_is_fine(self.call(ctx, "delete service", &WRITE, delete).await)
    }

    /// Success also where it is gone already.
    pub(crate) async fn delete_address(
        &self,
        ctx: &Context,
        name: &str,
        id: u64,
    ) -> Result<(), CallError> {
        let delete = |state: &mut State| state.delete_address(name, id);
        gone_is_fine(self.call(ctx, "delete address", &WRITE, delete).await)
    }

    /// One page of services behind a name, and whether there are more.
    pub(crate) async fn page(
        &self,
        ctx: &Context,
        after: Option<&str>,
    ) -> Result<(Vec<(String, Held)>, bool)> {
        let page = self.call(ctx, "list", &READ, |state| {
            let behind = state
                .services()
                .filter(|(name, _)| after.is_none_or(|after| name.as_str() > after));
            let mut names: Vec<String> = behind
                .map(|(name, _)| name.clone())
                .take(PAGE + 1)
                .collect();
            let more = names.len() > PAGE;
            names.truncate(PAGE);
            let revision = state.revision();
            let held = names.into_iter().map(|name| {
                let service = state.service(&name).cloned();
                let address = state.address(&name).cloned();
                (
                    name,
                    Held {
                        service,
                        address,
                        revision,
                    },
                )
            });
            Ok((held.collect(), more))
        });
        Ok(page.await?)
    }

    pub(crate) async fn lines(
        &self,
        ctx: &Context,
        service: u64,
    ) -> Result<(Vec<crate::engine::Line>, u64)> {
        let lines = self.call(ctx, "lines", &READ, |state| {
            let lines = state.lines().iter().filter(|line| line.service == service);
            Ok((lines.cloned().collect(), state.revision()))
        });
        Ok(lines.await?)
    }

    /// Waits until the engine differs from what was seen at `revision`.
    pub(crate) async fn changed(&self, ctx: &Context, revision: u64) -> Result<()> {
        ctx.run(async {
            self.engine.changed(revision).await;
            Ok(())
        })
        .await
    }
}

/// Why a call has no answer.
#[derive(Debug)]
pub(crate) enum CallError {
    Engine(EngineError),
    Context(Error),
}

impl CallError {
    pub(crate) fn is_conflict(&self) -> bool {
        matches!(
            self,
            Self::Engine(EngineError::Conflict | EngineError::NotFound)
        )
    }
}

impl From<CallError> for Error {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Engine(error) => error::from_engine(&error),
            CallError::Context(error) => error,
        }
    }
}

fn gone_is_fine(answer: Result<(), CallError>) -> Result<(), CallError> {
    match answer {
        Err(CallError::Engine(EngineError::NotFound)) => Ok(()),
        other => other,
    }
}
