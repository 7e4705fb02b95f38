//! Crashes: the call is made by a process of its own, which a failpoint aborts.

use std::{env, os::unix::process::ExitStatusExt as _, path::PathBuf, process::Stdio};

use async_trait::async_trait;
use landlord_conformance::part::{Crash, CrashPoint, Ended, VerbCall};
use landlord_core::{Context, Error, ErrorKind, Installation};
use landlord_local::failpoint;

use crate::fixture::{Local, provider_at};

/// Tells the victim what to call, as JSON.
const CALL: &str = "LANDLORD_CONFORMANCE_CALL";
/// Tells the victim where the case's engine lives.
const FOLDER: &str = "LANDLORD_CONFORMANCE_FOLDER";
/// Less than the suite's patience: a victim whose supervisor was aborted may wait as long.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(8);

#[async_trait]
impl Crash for Local {
    async fn points(&self, call: &VerbCall) -> Vec<CrashPoint> {
        // a supervisor that runs already has no failpoint armed, so that its points are
        // reached by a provision alone
        let prefixes: &[&str] = match call {
            VerbCall::Provision { .. } => {
                &["local.provision.", "local.launch.", "local.supervisor."]
            }
            VerbCall::Update { .. } => &["local.update."],
            VerbCall::Destroy { .. } => &["local.destroy."],
            _ => &[],
        };
        let names = failpoint::NAMES.iter();
        let names = names.filter(|name| prefixes.iter().any(|prefix| name.starts_with(prefix)));
        names.map(|name| CrashPoint((*name).to_owned())).collect()
    }

    async fn run_until(&self, call: &VerbCall, point: &CrashPoint) -> Ended {
        let mut victim = tokio::process::Command::new(env::current_exe().unwrap());
        let status = victim
            .args(["--exact", "crash::victim", "--nocapture"])
            .env(CALL, serde_json::to_string(call).unwrap())
            .env(FOLDER, self.folder())
            .env(failpoint::VARIABLE, &point.0)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .await
            .unwrap();
        let aborted = status.signal().is_some();
        // an aborted supervisor makes the victim's call fail
        let supervisor = point.0.starts_with("local.supervisor.") && !status.success();
        if aborted || supervisor {
            Ended::Crashed
        } else if status.success() {
            Ended::NotReached(Ok(()))
        } else {
            Ended::NotReached(Err(Error::new(
                ErrorKind::Internal,
                "the victim's call failed",
            )))
        }
    }
}

/// Makes one call in a process of its own when another test asks for it; else does nothing.
#[tokio::test]
async fn victim() {
    let (Ok(call), Some(folder)) = (env::var(CALL), env::var_os(FOLDER)) else {
        return;
    };
    let call: VerbCall = serde_json::from_str(&call).unwrap();
    let provider = provider_at(&PathBuf::from(folder));
    let ctx = Context::builder(Installation::new("default").unwrap())
        .timeout(PATIENCE)
        .build();
    call.make(&provider, &ctx).await.unwrap();
}
