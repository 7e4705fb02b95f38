//! `landlord wait`

use std::time::Duration;

use clap::Args;
use landlord_compute::{
    Context, Error, ErrorKind,
    result::{ComputeState, ComputeStatus, HealthStatus},
};

use crate::{
    app::App,
    args::TenantArg,
    exit::Exit,
    failure::Result,
    output::{Output, status_text},
};

/// Time between two looks: short against the start of a container, long against a status call.
const PAUSE: Duration = Duration::from_millis(500);
/// Where `--timeout` is not given.
const PATIENCE: Duration = Duration::from_secs(10 * 60);

const EXAMPLES: &str = "\
Examples:
  landlord wait acme                              until it is ready, ten minutes at most
  landlord wait acme --for gone --timeout 30s     until a destroy is through
  landlord wait acme --for degraded               until it is in that state";

/// `landlord wait`
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Wait {
    #[command(flatten)]
    tenant: TenantArg,

    /// ready, gone, or a state: pending, starting, running, updating, degraded, failed, stopping,
    /// stopped
    #[arg(long = "for", value_name = "WHAT", default_value = "ready", value_parser = goal)]
    goal: Goal,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Goal {
    Ready,
    Gone,
    State(ComputeState),
}

fn goal(text: &str) -> Result<Goal, String> {
    match text {
        "ready" => Ok(Goal::Ready),
        "gone" => Ok(Goal::Gone),
        state => match ComputeState::from(state) {
            ComputeState::Other(_) => {
                let known: Vec<&str> = ComputeState::KNOWN
                    .iter()
                    .map(|each| each.as_str())
                    .collect();
                Err(format!(
                    "expected ready, gone or one of {}",
                    known.join(", ")
                ))
            }
            state => Ok(Goal::State(state)),
        },
    }
}

impl Goal {
    fn is_met(&self, status: &ComputeStatus) -> bool {
        match self {
            Self::Gone => false,
            Self::State(state) => status.state == *state,
            Self::Ready => {
                let healthy =
                    matches!(status.health, HealthStatus::Healthy | HealthStatus::NoCheck);
                status.is_settled() && (healthy || status.state == ComputeState::Stopped)
            }
        }
    }
}

impl Wait {
    pub(crate) async fn run(self, app: &App, out: &mut Output) -> Result<Exit> {
        let ctx = app.context();
        let ctx = match ctx.remaining() {
            Some(_) => ctx,
            None => ctx.with_timeout(PATIENCE),
        };
        let reached = app.run(self.reach(app, &ctx)).await?;
        match reached {
            Some(status) => {
                let color = out.color;
                out.result(&status, |out| out.text(&status_text(&status, color)))?;
            }
            None => out.note(&format!("{} is gone", self.tenant.tenant)),
        }
        Ok(Exit::Success)
    }

    /// The status that meets the goal; `None` once the tenant is gone.
    async fn reach(
        &self,
        app: &App,
        ctx: &Context,
    ) -> landlord_compute::Result<Option<ComputeStatus>> {
        let tenant = &self.tenant.tenant;
        loop {
            let found = app
                .manager
                .get_tenant_status(ctx, tenant, app.provider())
                .await;
            let status = match found {
                Ok(status) if self.goal.is_met(&status) => return Ok(Some(status)),
                Ok(status) => status,
                Err(error)
                    if *error.kind() == ErrorKind::TenantNotFound && self.goal == Goal::Gone =>
                {
                    return Ok(None);
                }
                Err(error) => return Err(error),
            };
            if let Err(error) = ctx.sleep(PAUSE).await {
                return Err(not_reached(error, &status));
            }
        }
    }
}

/// Time ran out: says how the tenant is instead.
fn not_reached(error: Error, status: &ComputeStatus) -> Error {
    let mut error = error
        .with_tenant(status.tenant_id.clone())
        .with_context("state", &status.state)
        .with_context("health", &status.health)
        .with_help("`landlord status` and `landlord logs` say why; wait longer with --timeout");
    for reason in &status.reasons {
        error = error.with_context(reason.code.as_str(), &reason.message);
    }
    error
}
