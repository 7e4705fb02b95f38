//! Removing a tenant.

use std::time::{Duration, Instant};

use jiff::Timestamp;
use landlord_core::options::DestroyOptions;
use landlord_core::result::{DestroyResult, RemovedObject};
use landlord_core::{Context, Error, ErrorKind, Outcome, Result, TenantRef, Verb};
use rustix::process::Signal;

use super::call::Call;
use super::removal::freed;
use crate::client::Client;
use crate::folder::{TenantFolder, TenantLock};
use crate::process::has_mark;
use crate::protocol::{Report, Request};
use crate::provider::LocalProvider;

/// A supervisor that was killed is gone after this, or never.
const KILLED: Duration = Duration::from_secs(10);

/// Removes everything of a tenant and reads each back as gone.
pub(crate) async fn destroy(
    provider: &LocalProvider,
    ctx: &Context,
    tenant: &TenantRef,
    options: &DestroyOptions,
) -> Result<DestroyResult> {
    let call = Call::new(provider, ctx, Verb::Destroy, tenant.id().clone());
    call.destroy(options.grace)
        .await
        .map_err(|error| call.name(error))
}

impl Call<'_> {
    async fn destroy(&self, grace: Option<Duration>) -> Result<DestroyResult> {
        self.read().await?;
        let Some(folder) = self.folder()? else {
            return Ok(self.receipt(Vec::new()));
        };
        let lock = self.lock(&folder).await?;
        self.check_owner(&folder)?;
        let removed = if folder.exists() || folder.is_half_removed() {
            self.finish_destroy(&folder, &lock, grace).await?
        } else {
            // processes without a folder: somebody removed it by hand
            self.sweep_strays(&folder).await?
        };
        Ok(self.receipt(removed))
    }

    fn receipt(&self, removed: Vec<RemovedObject>) -> DestroyResult {
        let (provider, installation) = (&self.provider.name, self.ctx.installation());
        DestroyResult::new(
            self.tenant.clone(),
            provider.clone(),
            installation.clone(),
            removed,
            Timestamp::now(),
        )
    }

    /// Goes on from wherever an earlier destroy stopped: every step may be done twice.
    pub(super) async fn finish_destroy(
        &self,
        folder: &TenantFolder,
        _lock: &TenantLock,
        grace: Option<Duration>,
    ) -> Result<Vec<RemovedObject>> {
        let mut removed = Vec::new();
        let mut ports = Vec::new();
        if folder.exists() {
            crate::failpoint::hit("local.destroy.before_mark");
            self.write().await?;
            if let Ok(record) = folder.read_record() {
                ports = record.ports.values().copied().collect();
            }
            // a full disk cannot take the marker; removing frees it
            let _ = folder.mark_destroying();
            crate::failpoint::hit("local.destroy.after_mark");
            if let Some(report) = self.stop(folder, grace).await? {
                removed.extend(processes(&report));
            }
            crate::failpoint::hit("local.destroy.after_stop");
        }
        removed.extend(self.sweep_strays(folder).await?);
        crate::failpoint::hit("local.destroy.after_sweep");
        removed.extend(freed(ports));
        removed.push(self.remove_folder(folder).await?);
        Ok(removed)
    }

    /// Ends the supervisor and all that it runs; returns what ran.
    async fn stop(&self, folder: &TenantFolder, grace: Option<Duration>) -> Result<Option<Report>> {
        if !folder.is_supervised() {
            return Ok(None);
        }
        self.progress("stopping every container");
        let Ok(mut client) = Client::connect(folder).await else {
            self.kill_supervisor(folder).await?;
            return Ok(None);
        };
        let report = client.report(&Request::Status).await.ok();
        let grace_ms = grace.map(|grace| u64::try_from(grace.as_millis()).unwrap_or(u64::MAX));
        if client.ask(&Request::Stop { grace_ms }).await.is_err() && folder.is_supervised() {
            self.kill_supervisor(folder).await?;
            return Ok(report);
        }
        self.await_end(folder, None).await?;
        Ok(report)
    }

    /// Waits until the supervisor's proof of life is gone, `most` at most.
    ///
    /// # Errors
    /// When it still lives; it goes on stopping by itself.
    pub(super) async fn await_end(
        &self,
        folder: &TenantFolder,
        most: Option<Duration>,
    ) -> Result<()> {
        let end = most.map(|most| Instant::now() + most);
        let mut pause = Duration::from_millis(2);
        while folder.is_supervised() {
            if end.is_some_and(|end| end <= Instant::now()) {
                return Err(
                    Error::new(ErrorKind::DestroyFailed, "the supervisor does not end")
                        .with_outcome(Outcome::Partial)
                        .with_retryable(true),
                );
            }
            self.ctx.sleep(pause).await.map_err(|error| {
                error
                    .with_outcome(Outcome::Partial)
                    .with_help("it goes on stopping; destroy it again to see the end")
            })?;
            pause = (pause * 2).min(Duration::from_millis(50));
        }
        Ok(())
    }

    /// For a supervisor that lives and does not answer. It is killed only if it is the process
    /// that it noted, of this boot, and carries the tenant's mark.
    async fn kill_supervisor(&self, folder: &TenantFolder) -> Result<()> {
        self.write().await?;
        if let Some(note) = folder.read_note()
            && has_mark(note.process.pid, folder.mark())
        {
            note.process.signal(Signal::KILL);
        }
        self.await_end(folder, Some(KILLED)).await
    }
}

fn processes(report: &Report) -> Vec<RemovedObject> {
    report
        .containers
        .iter()
        .filter_map(|container| {
            let id = format!(
                "{}/{} pid {}",
                container.slot, container.name, container.pid?
            );
            Some(RemovedObject::new("container", id))
        })
        .collect()
}
