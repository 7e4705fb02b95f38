//! One verb on one tenant.

use std::time::{Duration, Instant};

use landlord_core::name::EngineName;
use landlord_core::{Context, Error, Outcome, Progress, Result, TenantId, TenantRef, Verb};

use crate::client::{Client, ClientError};
use crate::error;
use crate::folder::{Root, TenantFolder, TenantLock};
use crate::protocol::Apply;
use crate::provider::{LocalProvider, READ, WRITE};

/// How long a verb may take that was given no time.
const DEFAULT: Duration = Duration::from_secs(120);

/// A verb under way.
#[derive(Debug)]
pub(super) struct Call<'a> {
    pub(super) provider: &'a LocalProvider,
    pub(super) ctx: &'a Context,
    pub(super) verb: Verb,
    pub(super) tenant: TenantId,
}

impl<'a> Call<'a> {
    pub(super) fn new(
        provider: &'a LocalProvider,
        ctx: &'a Context,
        verb: Verb,
        tenant: TenantId,
    ) -> Self {
        Self {
            provider,
            ctx,
            verb,
            tenant,
        }
    }

    /// Names provider, verb and tenant in an error.
    pub(super) fn name(&self, error: Error) -> Error {
        error
            .or_provider(&self.provider.name, &self.verb)
            .with_tenant(self.tenant.clone())
    }

    /// The tenant's name on this engine.
    pub(super) fn engine_name(&self) -> EngineName {
        EngineName::derive(self.ctx.installation(), &self.tenant)
    }

    /// The tenant's folder for a verb that may make it.
    pub(super) fn make_folder(&self) -> Result<TenantFolder> {
        let root = Root::open(&self.provider.root).map_err(|error| {
            error::io("use the folder for state", &self.provider.root, &error)
                .with_outcome(Outcome::Untouched)
                .with_help("set `local.root` to a folder of your own that can be written")
        })?;
        Ok(root.tenant(self.engine_name().as_str()))
    }

    /// The tenant's folder for a verb that must not make anything; `None` when this root never
    /// had a tenant.
    pub(super) fn folder(&self) -> Result<Option<TenantFolder>> {
        let root = Root::open_existing(&self.provider.root)
            .map_err(|error| error::io("read the folder for state", &self.provider.root, &error))?;
        Ok(root.map(|root| root.tenant(self.engine_name().as_str())))
    }

    /// Waits for the right to change the tenant's folder.
    pub(super) async fn lock(&self, folder: &TenantFolder) -> Result<TenantLock> {
        self.write().await?;
        let deadline = Instant::now() + self.remaining();
        let locked = async { Ok(folder.lock(deadline).await) };
        self.ctx
            .run(locked)
            .await?
            .map_err(|error| error::lock(&error))
    }

    pub(super) fn remaining(&self) -> Duration {
        self.ctx.remaining().unwrap_or(DEFAULT)
    }

    /// How long a rollout may take: a little less than the verb, so that it can still tell how
    /// the rollback went.
    pub(super) fn rollout_deadline_ms(&self) -> u64 {
        let remaining = self.remaining();
        let spare = (remaining / 10).min(Duration::from_secs(5));
        u64::try_from((remaining - spare).as_millis()).unwrap_or(u64::MAX)
    }

    /// Leave for one read of the engine.
    pub(super) async fn read(&self) -> Result<()> {
        self.ctx.permit(&READ).await.map(drop)
    }

    /// Leave for one change of the engine.
    pub(super) async fn write(&self) -> Result<()> {
        self.ctx.permit(&WRITE).await.map(drop)
    }

    pub(super) fn progress(&self, message: impl Into<String>) {
        self.ctx.progress(self.step(message));
    }

    pub(super) fn step(&self, message: impl Into<String>) -> Progress {
        Progress::new(
            TenantRef::from(self.tenant.clone()),
            self.verb.clone(),
            message,
        )
    }

    /// Connects to the tenant's supervisor.
    pub(super) async fn connect(&self, folder: &TenantFolder) -> Result<Client> {
        self.read().await?;
        Client::connect(folder)
            .await
            .map_err(|error| no_answer(&error))
    }

    /// Hands a rollout to the supervisor.
    pub(super) async fn send_apply(&self, client: &mut Client, apply: Apply) -> Result<()> {
        self.write().await?;
        crate::failpoint::hit("local.update.before_apply");
        let request = crate::protocol::Request::Apply(Box::new(apply));
        client.ask(&request).await.map_err(|error| match error {
            ClientError::Refused(code, message) => error::refusal(code, &message),
            other => no_answer(&other).with_outcome(Outcome::Unknown),
        })?;
        crate::failpoint::hit("local.update.after_apply");
        Ok(())
    }
}

/// A supervisor that did not answer.
pub(super) fn no_answer(error: &ClientError) -> Error {
    use landlord_core::ErrorKind;
    match error {
        ClientError::Gone(source) => Error::new(
            ErrorKind::Unavailable,
            "the tenant's supervisor does not answer",
        )
        .with_source(source),
        ClientError::Foreign => Error::new(ErrorKind::OwnershipConflict, error.to_string()),
        ClientError::Refused(code, message) => error::refusal(*code, message),
        ClientError::Silent => Error::new(ErrorKind::Unavailable, error.to_string()),
        ClientError::Garbled => Error::new(ErrorKind::Internal, error.to_string()),
    }
}

/// Runs what blocks off the runtime's threads.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(|error| {
        Error::new(
            landlord_core::ErrorKind::Internal,
            "a blocking step panicked",
        )
        .with_source(&error)
    })
}
