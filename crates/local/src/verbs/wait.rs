//! Following a rollout to its end.

use std::time::Duration;

use landlord_core::result::{ComputeState, ReasonCode};
use landlord_core::{Error, ErrorKind, Outcome, Result};

use super::call::{Call, no_answer};
use super::settle::is_undone;
use crate::client::Client;
use crate::folder::{LastRollout, RolloutKind, RolloutOutcome, TenantFolder};
use crate::protocol::{Report, Request};
use crate::status;

/// How long the clean-up at the end of a verb's own time may take.
const CLEAN_UP: Duration = Duration::from_secs(3);

impl Call<'_> {
    /// Waits until the rollout in flight has ended, and says how.
    ///
    /// # Errors
    /// Why it was rolled back or undone; what is left when time runs out or the caller cancels.
    pub(super) async fn wait_ready(
        &self,
        folder: &TenantFolder,
        kind: ErrorKind,
    ) -> Result<Report> {
        let mut last = None;
        let followed = self.ctx.run(self.follow(folder, &mut last)).await;
        let operation = last.as_ref().and_then(operation);
        match followed {
            Ok(report) => self.judge(folder, report, operation, kind).await,
            Err(error)
                if matches!(
                    error.kind(),
                    ErrorKind::DeadlineExceeded | ErrorKind::Cancelled
                ) =>
            {
                Err(self.give_up(folder, error, last).await)
            }
            Err(error) => Err(error),
        }
    }

    async fn follow(&self, folder: &TenantFolder, last: &mut Option<Report>) -> Result<Report> {
        let mut client = self.connect_or_ended(folder).await?;
        let lost = |error: &crate::client::ClientError| {
            no_answer(error)
                .with_outcome(Outcome::Unknown)
                .with_help("ask for its status; apply it again to start it")
        };
        let mut report = client
            .report(&Request::Watch)
            .await
            .map_err(|error| lost(&error))?;
        loop {
            self.tell(&report);
            if report.rollout.is_none() {
                return Ok(report);
            }
            *last = Some(report);
            report = client.changed().await.map_err(|error| lost(&error))?;
        }
    }

    async fn connect_or_ended(&self, folder: &TenantFolder) -> Result<Client> {
        self.connect(folder)
            .await
            .map_err(|error| error.with_outcome(Outcome::Unknown))
    }

    fn tell(&self, report: &Report) {
        let counts = status::of_report(report, self.tenant.clone(), &self.provider.name).replicas;
        let rolling_back = report
            .rollout
            .as_ref()
            .is_some_and(|r| r.kind == RolloutKind::Rollback);
        let waiting = report.containers.iter().find(|container| !container.ready);
        let message = match waiting {
            _ if rolling_back => "rolling back to the version before".to_owned(),
            Some(container) => match &container.reason {
                Some(reason) => format!("waiting for {}: {}", container.name, reason.evidence),
                None => format!("waiting for {} to become ready", container.name),
            },
            None => "replacing replicas".to_owned(),
        };
        self.ctx
            .progress(self.step(message).counts(counts.ready, counts.desired));
    }

    /// Says how the operation ended that was followed, or this one if it was over at once. An
    /// older one's end says nothing.
    async fn judge(
        &self,
        folder: &TenantFolder,
        report: Report,
        operation: Option<String>,
        kind: ErrorKind,
    ) -> Result<Report> {
        let followed = operation.unwrap_or_else(|| self.ctx.operation_id().to_string());
        if let Some(last) = report
            .last_rollout
            .clone()
            .filter(|l| l.operation == followed)
        {
            match last.outcome {
                RolloutOutcome::Undone => return Err(self.undone(folder, &last).await),
                RolloutOutcome::RolledBack => {
                    let error = failed(kind, &last, "rolled back: ");
                    return Err(error.with_outcome(Outcome::RolledBack));
                }
                RolloutOutcome::Completed => {}
            }
        }
        let status = status::of_report(&report, self.tenant.clone(), &self.provider.name);
        if matches!(status.state, ComputeState::Failed | ComputeState::Degraded) {
            let why = status
                .reasons
                .first()
                .and_then(|reason| reason.evidence.clone());
            let why = why.unwrap_or_else(|| "not every replica is ready".to_owned());
            return Err(Error::new(kind, why).with_outcome(Outcome::Partial));
        }
        Ok(report)
    }

    /// After a first version failed: its supervisor has stopped everything and ends; the folder is
    /// removed here.
    async fn undone(&self, folder: &TenantFolder, last: &LastRollout) -> Error {
        let error = failed(ErrorKind::ProvisionFailed, last, "");
        let cleaned = async {
            self.await_end(folder, Some(CLEAN_UP)).await?;
            let _lock = self.lock(folder).await?;
            // another verb may have settled it meanwhile, and even made the tenant anew
            let still_ours = folder
                .read_record()
                .is_ok_and(|record| record.last_rollout.as_ref() == Some(last));
            if still_ours && !folder.is_supervised() {
                self.sweep_strays(folder).await?;
                self.remove_folder(folder).await?;
            }
            Ok::<(), Error>(())
        };
        match cleaned.await {
            Ok(()) => error.with_outcome(Outcome::RolledBack),
            Err(_) => error.with_outcome(Outcome::RollbackPending),
        }
    }

    /// The verb's time is over: one call that ends the rollout, and a short wait for how it went.
    async fn give_up(&self, folder: &TenantFolder, error: Error, last: Option<Report>) -> Error {
        let Some(report) = last else {
            return error.with_outcome(Outcome::Unknown);
        };
        let operation = report
            .rollout
            .as_ref()
            .map(|rollout| rollout.operation.clone());
        let ours = operation.as_deref() == Some(self.ctx.operation_id().as_str());
        if !ours {
            // we only watched somebody else's operation
            return error.with_outcome(Outcome::Untouched);
        }
        let reason = report
            .containers
            .iter()
            .filter(|container| !container.ready)
            .find_map(|container| container.reason.clone());
        let error = match reason {
            Some(reason) => error.with_context("reason", reason.evidence),
            None => error,
        };
        let clean_up = self.ctx.clean_up();
        let call = Call {
            ctx: &clean_up,
            ..Call::new(
                self.provider,
                &clean_up,
                self.verb.clone(),
                self.tenant.clone(),
            )
        };
        let aborted =
            tokio::time::timeout(CLEAN_UP, call.abort(folder, operation.unwrap_or_default()));
        match aborted.await {
            Ok(Ok(true)) => error.with_outcome(Outcome::RolledBack),
            _ => error.with_outcome(Outcome::RollbackPending),
        }
    }

    /// Ends the rollout; returns whether it is all taken back already.
    async fn abort(&self, folder: &TenantFolder, operation: String) -> Result<bool> {
        self.write().await?;
        let mut client = self.connect(folder).await?;
        client
            .ask(&Request::Abort { operation })
            .await
            .map_err(|error| no_answer(&error))?;
        let mut seen = None;
        let report = self.follow(folder, &mut seen).await?;
        if !is_undone(&report) {
            return Ok(true);
        }
        let last = report.last_rollout.clone();
        let Some(last) = last else { return Ok(false) };
        Ok(self.undone(folder, &last).await.outcome() == Some(&Outcome::RolledBack))
    }
}

/// The operation in flight.
fn operation(report: &Report) -> Option<String> {
    report
        .rollout
        .as_ref()
        .map(|rollout| rollout.operation.clone())
}

/// The error of a rollout that failed, with the reason that the engine saw.
fn failed(kind: ErrorKind, last: &LastRollout, prefix: &str) -> Error {
    let Some(reason) = &last.reason else {
        return Error::new(kind, format!("{prefix}the new version never became ready"));
    };
    let reason = status::reason(reason);
    let evidence = reason.evidence.clone().unwrap_or_default();
    let error = Error::new(kind, format!("{prefix}{evidence}"))
        .with_context("reason", reason.code.as_str());
    match reason.next_step {
        Some(next) if reason.code != ReasonCode::Unknown => error.with_help(next),
        _ => error,
    }
}
