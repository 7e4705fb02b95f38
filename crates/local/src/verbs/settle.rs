//! Finishing what an earlier verb or supervisor left, before anything else is done.

use jiff::Timestamp;
use landlord_core::result::{Settled, SettledKind};
use landlord_core::{Error, Outcome, Result};

use super::call::{Call, blocking};
use super::observe::{Observed, damaged};
use crate::client::Client;
use crate::error;
use crate::folder::{Record, Rollout, RolloutKind, RolloutOutcome, TenantFolder, TenantLock};
use crate::protocol::Report;
use crate::status;
use crate::supervisor;

/// A settled tenant.
#[derive(Debug)]
pub(super) enum Ground {
    /// Nothing is there.
    Absent,
    /// Its supervisor lives.
    Alive(Client, Box<Report>),
}

impl Call<'_> {
    /// Brings the tenant to one of the two states from which a verb can go on. The lock proves
    /// that nobody else is at it.
    pub(super) async fn settle(
        &self,
        folder: &TenantFolder,
        lock: &TenantLock,
    ) -> Result<(Ground, Option<Settled>)> {
        if !folder.exists() && !folder.is_half_removed() {
            return Ok((Ground::Absent, None));
        }
        self.check_owner(folder)?;
        if !folder.exists() || folder.is_destroying() {
            self.finish_destroy(folder, lock, None).await?;
            let settled = Settled::new(
                SettledKind::Destroyed,
                None,
                "finished an interrupted destroy",
            );
            return Ok((Ground::Absent, Some(settled)));
        }
        if folder.is_supervised()
            && let Observed::Alive(client, report) = self.observe(folder).await?
        {
            if !is_undone(&report) {
                return Ok((Ground::Alive(client, report), None));
            }
            self.await_end(folder, None).await?;
        }
        let record = folder.read_record().map_err(|error| damaged(&error))?;
        match record.stable.is_some() {
            true => self.recover(folder, record).await,
            false => self.remove_undone(folder, &record).await,
        }
    }

    /// A first version that never was complete: nothing of it is kept.
    async fn remove_undone(
        &self,
        folder: &TenantFolder,
        record: &Record,
    ) -> Result<(Ground, Option<Settled>)> {
        self.progress("removing what an unfinished provision left");
        self.sweep_strays(folder).await?;
        crate::failpoint::hit("local.settle.after_sweep");
        self.remove_folder(folder).await?;
        let hash = status::hash(&record.desired.spec_hash);
        let settled = Settled::new(
            SettledKind::Undone,
            hash,
            "removed what a provision that never completed had made",
        );
        Ok((Ground::Absent, Some(settled)))
    }

    /// A tenant that was complete and lost its supervisor: the stable version is started again.
    async fn recover(
        &self,
        folder: &TenantFolder,
        mut record: Record,
    ) -> Result<(Ground, Option<Settled>)> {
        self.progress("starting the tenant again: its supervisor was gone");
        self.sweep_strays(folder).await?;
        crate::failpoint::hit("local.settle.after_sweep");
        let settled = self.take_back(&mut record);
        self.write().await?;
        folder.write_record(&record).map_err(|error| {
            error::io("write the record in", folder.path(), &error).with_outcome(Outcome::Untouched)
        })?;
        crate::failpoint::hit("local.settle.after_record");
        self.launch(folder).await?;
        match self.observe(folder).await? {
            Observed::Alive(client, report) => Ok((Ground::Alive(client, report), Some(settled))),
            _ => Err(Error::new(
                landlord_core::ErrorKind::Unavailable,
                "the supervisor ended right after its start",
            )
            .with_outcome(Outcome::Partial)),
        }
    }

    fn take_back(&self, record: &mut Record) -> Settled {
        let unfinished = record.rollout.as_ref().is_some_and(|rollout| {
            matches!(rollout.kind, RolloutKind::Update | RolloutKind::Restart)
        });
        let hash = status::hash(&record.desired.spec_hash);
        let settled = if unfinished {
            let text = "an update ended with its supervisor; the version before runs again";
            Settled::new(SettledKind::RolledBack, hash, text)
        } else {
            let text = "the tenant's supervisor was gone; it was started again";
            Settled::new(SettledKind::from("restarted"), hash, text)
        };
        if let Some(rollout) = record.rollout.take().filter(|_| unfinished) {
            record.last_rollout = Some(crate::folder::LastRollout {
                operation: rollout.operation,
                kind: rollout.kind,
                outcome: RolloutOutcome::RolledBack,
                spec_hash: record.desired.spec_hash.clone(),
                reason: Some(crate::protocol::Reason::new(
                    crate::protocol::ReasonCode::SupervisorGone,
                    "the supervisor ended during the rollout",
                )),
                at: Timestamp::now(),
            });
        }
        if let Some(stable) = record.stable.clone() {
            record.desired = stable;
        }
        record.generation += 1;
        record.settings = self.provider.settings.clone();
        record.rollout = Some(Rollout {
            operation: self.ctx.operation_id().to_string(),
            kind: RolloutKind::Recover,
            started_at: Timestamp::now(),
            deadline_ms: self.rollout_deadline_ms(),
        });
        settled
    }

    /// Starts the tenant's supervisor.
    pub(super) async fn launch(&self, folder: &TenantFolder) -> Result<()> {
        self.write().await?;
        let (program, folder) = (self.provider.program.clone(), folder.clone());
        let launched = blocking(move || supervisor::launch(&program, &folder)).await?;
        launched.map_err(|error| error::launch(&error))?;
        crate::failpoint::hit("local.launch.after_start");
        Ok(())
    }
}

/// Whether a first version failed and its supervisor is about to end.
pub(super) fn is_undone(report: &Report) -> bool {
    report.stable.is_none()
        && report
            .last_rollout
            .as_ref()
            .is_some_and(|last| last.outcome == RolloutOutcome::Undone)
}
