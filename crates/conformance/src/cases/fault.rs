//! Faults: an engine that did not say is never taken for one that said no.

use std::time::{Duration, Instant};

use futures_util::StreamExt as _;
use landlord_core::{
    CLEAN_UP_GRACE, Error, ErrorKind, Outcome, Result, Verb,
    options::{DestroyOptions, ListOptions, ProvisionOptions, StatusOptions, UpdateOptions},
};

use crate::{
    case::{Case, case},
    check::{Check, Stop, ensure, equal, refused},
    lab::Lab,
    part::Fault,
};

/// Long enough for any answer, short enough to wait for none.
const SHORT: Duration = Duration::from_millis(400);

pub(super) const CASES: &[Case] = &[case!(
    "case_22_engine_faults",
    "403, 429 and timeouts are typed errors; unreachable is never gone",
    [Faults],
    engine_faults
)];

fn wanted(fault: &Fault) -> ErrorKind {
    match fault {
        Fault::Denied => ErrorKind::PermissionDenied,
        Fault::Throttled { .. } => ErrorKind::Throttled,
        Fault::Unreachable => ErrorKind::Unavailable,
        Fault::Hang => ErrorKind::DeadlineExceeded,
    }
}

async fn engine_faults(lab: &Lab) -> Check {
    let faults = lab.faults()?;
    let kinds = faults.kinds();
    if kinds.is_empty() {
        return Err(Stop::NotProvable("the fixture knows no fault".to_owned()));
    }
    for fault in kinds {
        let label = format!("{fault:?}").to_lowercase();
        let label: String = label
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        let (here, absent) = (lab.tenant(&label)?, lab.tenant(&format!("no-{label}"))?);
        let spec = lab.spec(&here);
        lab.provision(&spec).await?;
        let before = lab.inspect(&here).await;
        faults.inject(fault.clone()).await;
        let faulty = Faulty { lab, fault };
        faulty.reads(&here).await?;
        faulty.reads(&absent).await?;
        faulty.writes(&here, &absent).await?;
        faults.clear().await;
        equal("the engine holds", &before, &lab.inspect(&here).await)?;
        lab.nothing_left(&absent, "a provision that the engine did not take")
            .await?;
        lab.running(&here).await?;
    }
    Ok(())
}

struct Faulty<'a> {
    lab: &'a Lab,
    fault: Fault,
}

impl Faulty<'_> {
    async fn reads(&self, tenant: &landlord_core::TenantRef) -> Check {
        let (provider, ctx) = (self.lab.provider(), self.lab.ctx_within(SHORT));
        let options = StatusOptions::new();
        let status = provider.status(&ctx, tenant, &options);
        self.expect("status", status).await?;
        if self.lab.capabilities().supports(&Verb::List) {
            let ctx = self.lab.ctx_within(SHORT);
            let mut list = provider.list(&ctx, &ListOptions::new());
            let first = async {
                match list.next().await {
                    Some(item) => item.map(drop),
                    None => Ok(()),
                }
            };
            self.expect("list", first).await?;
        }
        Ok(())
    }

    async fn writes(
        &self,
        here: &landlord_core::TenantRef,
        absent: &landlord_core::TenantRef,
    ) -> Check {
        let (lab, provider) = (self.lab, self.lab.provider());
        let (spec, options) = (lab.spec(absent), ProvisionOptions::new());
        let ctx = lab.ctx_within(SHORT);
        let provision = provider.provision(&ctx, &spec, &options);
        let error = self.expect("provision", provision).await?;
        expect_outcome(&error)?;
        let (spec, options) = (lab.changed(&lab.spec(here), 1), UpdateOptions::new());
        let ctx = lab.ctx_within(SHORT);
        let update = provider.update(&ctx, here, &spec, &options);
        expect_outcome(&self.expect("update", update).await?)?;
        let (options, ctx) = (DestroyOptions::new(), lab.ctx_within(SHORT));
        let destroy = provider.destroy(&ctx, here, &options);
        expect_outcome(&self.expect("destroy", destroy).await?)
    }

    /// Expects the fault's error, in time, with all that is to be known.
    async fn expect<T: std::fmt::Debug>(
        &self,
        verb: &str,
        work: impl Future<Output = Result<T>>,
    ) -> Check<Error> {
        let started = Instant::now();
        let limit = SHORT + CLEAN_UP_GRACE + Duration::from_secs(1);
        let result = tokio::time::timeout(limit, work).await;
        let result = result.map_err(|_| {
            Stop::failed(
                format!("{verb} answers within {limit:?}"),
                format!("none in {:?}", started.elapsed()),
            )
        })?;
        let what = format!("{verb} under {:?}", self.fault);
        let error = refused(&what, result, &[wanted(&self.fault)])?;
        if let Fault::Throttled { retry_after } = &self.fault {
            let said = error.throttle().map(|throttle| throttle.retry_after);
            equal(
                "the wait that the engine asked for is",
                &Some(*retry_after),
                &said,
            )?;
        }
        let passing = matches!(self.fault, Fault::Throttled { .. } | Fault::Unreachable);
        ensure(
            !passing || error.is_retryable(),
            format!("{what} is retryable"),
            || "permanent".into(),
        )?;
        Ok(error)
    }
}

/// Nothing was taken by the engine; a provider that cannot know says so.
fn expect_outcome(error: &Error) -> Check {
    let fits = matches!(error.outcome(), Some(Outcome::Untouched | Outcome::Unknown));
    ensure(fits, "it left untouched, or unknown", || {
        format!("{:?}", error.outcome())
    })
}
