//! From accepted to complete, or back.

use landlord_core::{
    Context, Error, ErrorKind, Outcome, Result, Verb,
    result::{ReasonCode, RemovedObject, Settled, SettledKind},
};

use super::{MemoryProvider, Mutant, Wanted, client::CallError, observed::Observed};
use crate::engine::{Marks, Service, Stable};

impl MemoryProvider {
    /// Waits until the service serves what is wanted and marks it complete; takes a bad
    /// version back.
    pub(super) async fn finish(
        &self,
        ctx: &Context,
        verb: Verb,
        wanted: &Wanted,
    ) -> Result<Observed> {
        let ended = self.wait(ctx, wanted).await;
        let late = |error: &Error| {
            matches!(
                error.kind(),
                ErrorKind::DeadlineExceeded | ErrorKind::Cancelled
            )
        };
        match ended {
            Ok(Ok(done)) => Ok(done),
            Ok(Err(reason)) => {
                let kind = if verb == Verb::Provision {
                    ErrorKind::ProvisionFailed
                } else {
                    ErrorKind::UpdateFailed
                };
                let error = Error::new(
                    kind,
                    format!("the new version never became ready: {reason}"),
                )
                .with_context("reason", ReasonCode::ImagePull);
                let error = match self.mutant {
                    Mutant::SecretInError => {
                        error.with_context("env", format!("{:?}", env(wanted)))
                    }
                    _ => error,
                };
                Err(self.taken_back(ctx, wanted, error).await)
            }
            Err(error) if late(&error) => {
                Err(self.taken_back(&ctx.clean_up(), wanted, error).await)
            }
            Err(error) => Err(error),
        }
    }

    /// Complete, or why it never will be.
    async fn wait(
        &self,
        ctx: &Context,
        wanted: &Wanted,
    ) -> Result<std::result::Result<Observed, String>> {
        loop {
            let seen = self.observe(ctx, &wanted.tenant).await?;
            let (service, marks) = match seen.ours()? {
                Some((service, marks)) if marks.target == wanted.hash && !marks.deleting => {
                    (service, marks)
                }
                _ => return Err(superseded()),
            };
            if let Some(reason) = service.failure() {
                return Ok(Err(reason.to_owned()));
            }
            let all_ready = service.ready(self.client.engine.elapsed()) >= service.replicas;
            let settled = service.instances.len() == service.of_current().count();
            if all_ready && settled {
                if marks.is_complete() {
                    return Ok(Ok(seen));
                }
                match self.commit(ctx, &seen.name, service, marks).await {
                    Err(error) if error.is_conflict() => continue,
                    other => other?,
                };
                continue;
            }
            self.client.changed(ctx, seen.held.revision).await?;
        }
    }

    /// Marks the running version as the one to return to.
    async fn commit(
        &self,
        ctx: &Context,
        name: &str,
        service: &Service,
        marks: &Marks,
    ) -> Result<Service, CallError> {
        let mut complete = service.clone();
        complete.marks = Some(Marks {
            stable: Some(Stable {
                hash: marks.target.clone(),
                replicas: service.replicas,
                labels: service.labels.clone(),
                template: service.template.clone(),
            }),
            last_rollout: Some("completed"),
            ..marks.clone()
        });
        self.client
            .put(ctx, name, Some(service.version), complete)
            .await
    }

    /// Takes back what did not become ready, and says in the error how that went.
    async fn taken_back(&self, ctx: &Context, wanted: &Wanted, error: Error) -> Error {
        let back = async {
            let seen = self.observe(ctx, &wanted.tenant).await?;
            match seen.ours()? {
                Some((_, marks)) if marks.target == wanted.hash => {
                    self.take_back(ctx, &seen).await.map(drop)
                }
                _ => Ok(()),
            }
        };
        match back.await {
            Ok(()) => error.with_outcome(Outcome::RolledBack),
            Err(_) => error.with_outcome(Outcome::RollbackPending),
        }
    }

    /// Returns to the version before, or to nothing where there was none.
    pub(super) async fn take_back(&self, ctx: &Context, seen: &Observed) -> Result<SettledKind> {
        let Some((service, marks)) = seen.ours()? else {
            return Ok(SettledKind::Undone);
        };
        let Some(stable) = &marks.stable else {
            if self.mutant == Mutant::UndoRemovesNeighbour {
                let prefix = format!("{}-", seen.name);
                self.client.engine.with(|state| {
                    let names: Vec<_> = state.services().map(|(name, _)| name.clone()).collect();
                    names
                        .iter()
                        .filter(|name| name.starts_with(&prefix))
                        .for_each(|name| state.erase(name));
                });
            }
            if self.mutant != Mutant::NoUndo {
                self.remove(ctx, seen).await?;
            }
            return Ok(SettledKind::Undone);
        };
        if self.mutant == Mutant::NoRollback {
            return Ok(SettledKind::RolledBack);
        }
        let mut previous = service.clone();
        previous.replicas = stable.replicas;
        previous.labels.clone_from(&stable.labels);
        previous.template = stable.template.clone();
        previous.marks = Some(Marks {
            target: stable.hash.clone(),
            last_rollout: Some("rolled_back"),
            ..marks.clone()
        });
        match self
            .client
            .put(ctx, &seen.name, Some(service.version), previous)
            .await
        {
            // someone else did it, or went on from it
            Err(error) if error.is_conflict() => Ok(SettledKind::RolledBack),
            other => Ok(other.map(|_| SettledKind::RolledBack)?),
        }
    }

    /// Settles an unfinished operation of another spec once its time is over.
    pub(super) async fn settle_or_refuse(
        &self,
        ctx: &Context,
        seen: &Observed,
        take_over: bool,
    ) -> Result<()> {
        let Some((service, marks)) = seen.ours()? else {
            return Ok(());
        };
        let age = self
            .client
            .engine
            .elapsed()
            .saturating_sub(service.changed_at);
        if age < marks.deadline && !take_over {
            return Err(Error::new(
                ErrorKind::Conflict,
                "an operation of another spec is in flight",
            )
            .with_help("wait for it, or take it over"));
        }
        let serves = service.failure().is_none()
            && service.ready(self.client.engine.elapsed()) >= service.replicas;
        let kind = if serves {
            self.commit(ctx, &seen.name, service, marks).await?;
            SettledKind::Promoted
        } else {
            self.take_back(ctx, seen).await?
        };
        tracing::debug!(settled = ?Settled::new(kind, None, "an earlier operation"), "settled");
        Ok(())
    }

    /// Removes service and address, in an order that any crash leaves to be finished.
    pub(super) async fn remove(
        &self,
        ctx: &Context,
        seen: &Observed,
    ) -> Result<Vec<RemovedObject>> {
        let mut removed = Vec::new();
        let mut seen = seen.clone();
        loop {
            let Some((service, marks)) = seen.ours()? else {
                return Ok(removed);
            };
            let mut version = service.version;
            if !marks.deleting {
                let mut going = service.clone();
                going.marks = Some(Marks {
                    deleting: true,
                    ..marks.clone()
                });
                match self.client.put(ctx, &seen.name, Some(version), going).await {
                    Ok(going) => version = going.version,
                    Err(error) if error.is_conflict() => {
                        seen = self.again(ctx, marks).await?;
                        continue;
                    }
                    Err(error) => return Err(error.into()),
                }
            }
            if let Some(address) = seen
                .held
                .address
                .as_ref()
                .filter(|_| self.mutant != Mutant::DestroyForgetsAddress)
            {
                self.client
                    .delete_address(ctx, &seen.name, address.id)
                    .await?;
                removed.push(RemovedObject::new("address", address.port.to_string()));
            }
            match self.client.delete(ctx, &seen.name, version).await {
                Ok(()) => removed.push(RemovedObject::new("service", seen.name.clone())),
                Err(error) if error.is_conflict() => {}
                Err(error) => return Err(error.into()),
            }
            let now = self.again(ctx, marks).await?;
            // one that someone made since is not ours to remove
            if now.held.service.as_ref().map(|held| held.uid) != Some(service.uid) {
                return Ok(removed);
            }
            seen = now;
        }
    }

    async fn again(&self, ctx: &Context, marks: &Marks) -> Result<Observed> {
        self.observe(ctx, &marks.tenant.clone().into()).await
    }
}

fn env(wanted: &Wanted) -> Vec<&String> {
    wanted
        .effective
        .containers
        .iter()
        .flat_map(|each| each.env.values())
        .collect()
}

fn superseded() -> Error {
    Error::new(
        ErrorKind::Superseded,
        "someone's later write replaced this one",
    )
}
