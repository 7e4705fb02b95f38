//! What there is of a tenant, without changing anything.

use landlord_core::result::{ComputeState, ComputeStatus, Reason, ReasonCode};
use landlord_core::{Error, ErrorKind, Outcome, Result};

use super::call::{Call, no_answer};
use crate::client::Client;
use crate::error;
use crate::folder::{Record, RecordError, RolloutOutcome, TenantFolder};
use crate::process::boot_id;
use crate::protocol::{Report, Request};
use crate::status;

/// What there is of a tenant.
#[derive(Debug)]
pub(super) enum Observed {
    /// Nothing.
    Absent,
    /// A verb is making or settling it at this moment.
    Busy,
    /// A destroy began; perhaps nothing goes on with it.
    Removing,
    /// Its supervisor answered.
    Alive(Client, Box<Report>),
    /// Its folder, and no supervisor.
    Dead(Box<Record>),
    /// Its folder, no supervisor, and a record that is of no use.
    Damaged(RecordError),
}

impl Call<'_> {
    /// Looks at the tenant.
    ///
    /// # Errors
    /// `OwnershipConflict` for a folder that is another's; `Unavailable` when a living supervisor
    /// does not answer.
    pub(super) async fn observe(&self, folder: &TenantFolder) -> Result<Observed> {
        self.read().await?;
        if !folder.exists() {
            let removing = folder.is_half_removed();
            return Ok(if removing {
                Observed::Removing
            } else {
                Observed::Absent
            });
        }
        self.check_owner(folder)?;
        if folder.is_destroying() {
            return Ok(Observed::Removing);
        }
        if folder.is_supervised() {
            let asked = async {
                let mut client = Client::connect(folder).await?;
                let report = client.report(&Request::Status).await?;
                Ok((client, report))
            };
            match asked.await {
                Ok((client, report)) => return Ok(Observed::Alive(client, Box::new(report))),
                // it ended while we asked
                Err(_) if !folder.is_supervised() => {}
                Err(error) => return Err(no_answer(&error)),
            }
        }
        if folder.is_locked() {
            return Ok(Observed::Busy);
        }
        Ok(match folder.read_record() {
            Ok(record) => Observed::Dead(Box::new(record)),
            Err(_) if !folder.exists() => Observed::Absent,
            Err(error) => Observed::Damaged(error),
        })
    }

    /// A folder of our name that bears no sign of ours, or another tenant's, is never touched.
    pub(super) fn check_owner(&self, folder: &TenantFolder) -> Result<()> {
        let foreign = |text: String| {
            Err(Error::new(ErrorKind::OwnershipConflict, text)
                .with_outcome(Outcome::Untouched)
                .with_help("move that folder away"))
        };
        if folder.exists() && !folder.is_ours() {
            return foreign(format!("{} is not landlord's", folder.path().display()));
        }
        let ours = |owner: &crate::folder::Owner| {
            owner.tenant == self.tenant.as_str()
                && owner.installation == self.ctx.installation().as_str()
        };
        match folder.read_owner() {
            Some(owner) if !ours(&owner) => foreign(format!(
                "{} belongs to tenant {} of installation {}",
                folder.path().display(),
                owner.tenant,
                owner.installation
            )),
            _ => Ok(()),
        }
    }

    /// The status that an observation amounts to; `None` for nothing.
    pub(super) fn status_of(
        &self,
        observed: &Observed,
        folder: &TenantFolder,
    ) -> Option<ComputeStatus> {
        let provider = &self.provider.name;
        let bare = |state, reason, record: Option<&Record>| {
            Some(status::of_folder(
                self.tenant.clone(),
                provider,
                state,
                reason,
                record,
            ))
        };
        match observed {
            Observed::Absent => None,
            Observed::Busy => bare(ComputeState::Pending, None, None),
            Observed::Removing => bare(ComputeState::Stopping, None, None),
            Observed::Alive(_, report) => {
                Some(status::of_report(report, self.tenant.clone(), provider))
            }
            Observed::Dead(record) => bare(
                ComputeState::Failed,
                Some(why_dead(record, folder)),
                Some(record),
            ),
            Observed::Damaged(error) => {
                let reason = Reason::new(ReasonCode::Configuration, "the record is of no use")
                    .with_evidence(error.to_string())
                    .with_next_step("destroy the tenant, which works without it, then apply it");
                bare(ComputeState::Failed, Some(reason), None)
            }
        }
    }
}

fn why_dead(record: &Record, folder: &TenantFolder) -> Reason {
    let undone = record
        .last_rollout
        .as_ref()
        .filter(|last| last.outcome == RolloutOutcome::Undone && record.stable.is_none());
    if let Some(reason) = undone.and_then(|last| last.reason.as_ref()) {
        return status::reason(reason);
    }
    let rebooted = folder
        .read_note()
        .is_some_and(|note| note.process.boot != boot_id());
    let evidence = if rebooted {
        "the machine was started anew since the supervisor ran"
    } else {
        "nobody holds supervisor.lock"
    };
    Reason::new(ReasonCode::EngineUnreachable, "supervisor gone")
        .with_evidence(evidence)
        .with_next_step("apply the tenant again, which starts it")
}

/// A record that a verb cannot go on from.
pub(super) fn damaged(error: &RecordError) -> Error {
    error::record(error)
}
