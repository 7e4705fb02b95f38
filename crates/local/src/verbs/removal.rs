//! Taking away what is left of a tenant whose supervisor does not live.

use std::net::{Ipv4Addr, TcpListener};
use std::time::Duration;

use landlord_core::result::RemovedObject;
use landlord_core::{Error, ErrorKind, Outcome, Result};

use super::call::{Call, blocking};
use crate::error;
use crate::folder::TenantFolder;
use crate::process::{self, Cgroup};

/// How long killed processes may take to disappear.
const PATIENCE: Duration = Duration::from_secs(10);

impl Call<'_> {
    /// Kills every process that bears the tenant's mark or is in its control group.
    ///
    /// Only with the tenant's lock held and no supervisor alive: then none of them is wanted.
    pub(super) async fn sweep_strays(&self, folder: &TenantFolder) -> Result<Vec<RemovedObject>> {
        self.write().await?;
        let mark = folder.mark().to_owned();
        let group = folder
            .read_note()
            .and_then(|note| note.cgroup)
            .map(Cgroup::at);
        let (killed, left) = blocking(move || {
            if let Some(group) = &group {
                group.kill();
            }
            let swept = process::sweep(&mark, PATIENCE);
            if let Some(group) = &group {
                group.remove();
            }
            swept
        })
        .await?;
        if !left.is_empty() {
            let pids: Vec<String> = left.iter().map(ToString::to_string).collect();
            return Err(Error::new(
                ErrorKind::DestroyFailed,
                format!("processes {} cannot be killed", pids.join(", ")),
            )
            .with_outcome(Outcome::Partial)
            .with_retryable(true));
        }
        Ok(killed
            .iter()
            .map(|pid| RemovedObject::new("process", pid.to_string()))
            .collect())
    }

    /// Removes the folder and reads back that it is gone.
    pub(super) async fn remove_folder(&self, folder: &TenantFolder) -> Result<RemovedObject> {
        self.write().await?;
        let path = folder.path().to_owned();
        let left = |error: std::io::Error| {
            error::io("remove", &path, &error).with_outcome(Outcome::Partial)
        };
        folder.retire().map_err(left)?;
        crate::failpoint::hit("local.destroy.after_rename");
        let retired = folder.clone();
        blocking(move || retired.remove_retired())
            .await?
            .map_err(left)?;
        crate::failpoint::hit("local.destroy.after_remove");
        if folder.exists() || folder.is_half_removed() {
            return Err(Error::new(
                ErrorKind::DestroyFailed,
                format!("{} is there again", path.display()),
            )
            .with_outcome(Outcome::Partial));
        }
        Ok(RemovedObject::new("folder", path.display().to_string()))
    }
}

/// The ports of which nobody listens any more.
pub(super) fn freed(ports: impl IntoIterator<Item = u16>) -> Vec<RemovedObject> {
    ports
        .into_iter()
        .filter(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok())
        .map(|port| RemovedObject::new("port", format!("127.0.0.1:{port}")))
        .collect()
}
