//! All tenants of an installation, and the engine itself.

use futures_util::StreamExt as _;
use landlord_core::options::ListOptions;
use landlord_core::result::{
    Ability, ComputeState, ComputeStatus, Cursor, ProviderHealth, TenantSummary,
};
use landlord_core::{AnswerStream, Context, Error, Result, TenantId, Verb};

use super::call::Call;
use super::observe::Observed;
use crate::error;
use crate::folder::{Root, TenantFolder};
use crate::provider::{LocalProvider, READ};

/// How many supervisors are asked at once.
const AT_ONCE: usize = 32;

/// Every tenant of the installation, by its name on this engine.
pub(crate) fn list(
    provider: &LocalProvider,
    ctx: &Context,
    options: &ListOptions,
) -> AnswerStream<TenantSummary> {
    let (provider, ctx) = (provider.clone(), ctx.clone());
    let after = options.after.clone();
    let all = async move {
        let names = match tenants(&provider, &ctx).await {
            Ok(names) => names,
            Err(error) => return futures_util::stream::iter([Err(error)]).boxed(),
        };
        let behind = move |name: &String| {
            after
                .as_ref()
                .is_none_or(|after| name.as_str() > after.as_str())
        };
        futures_util::stream::iter(names.into_iter().filter(move |(name, _)| behind(name)))
            .map(move |(name, tenant)| summary(provider.clone(), ctx.clone(), name, tenant))
            .buffered(AT_ONCE)
            .filter_map(|summary| std::future::ready(summary.transpose()))
            .boxed()
    };
    futures_util::stream::once(all).flatten().boxed()
}

/// Name and id of every tenant of the installation that has a folder.
pub(super) async fn tenants(
    provider: &LocalProvider,
    ctx: &Context,
) -> Result<Vec<(String, TenantId)>> {
    ctx.permit(&READ)
        .await
        .map_err(|error| error.or_provider(&provider.name, &Verb::List))?;
    Ok(folders(provider)?
        .into_iter()
        .filter_map(|folder| {
            let owner = folder.read_owner()?;
            let ours = owner.installation == ctx.installation().as_str();
            let tenant = TenantId::new(&owner.tenant).ok().filter(|_| ours)?;
            Some((folder.name().to_owned(), tenant))
        })
        .collect())
}

/// Every folder below the root, whole or half removed.
pub(super) fn folders(provider: &LocalProvider) -> Result<Vec<TenantFolder>> {
    let unreadable = |error: std::io::Error| {
        error::io("read the folder for state", &provider.root, &error)
            .or_provider(&provider.name, &Verb::List)
    };
    let Some(root) = Root::open_existing(&provider.root).map_err(unreadable)? else {
        return Ok(Vec::new());
    };
    let names = root.names().map_err(unreadable)?;
    Ok(names.iter().map(|name| root.tenant(name)).collect())
}

async fn summary(
    provider: LocalProvider,
    ctx: Context,
    name: String,
    tenant: TenantId,
) -> Result<Option<TenantSummary>> {
    let call = Call::new(&provider, &ctx, Verb::List, tenant);
    let Some(status) = call.look_at().await? else {
        return Ok(None);
    };
    let mut summary = TenantSummary::of(&status, Cursor::from(name));
    let proven = matches!(status.state, ComputeState::Running | ComputeState::Stopped)
        && status.in_flight.is_none();
    summary.spec_hash = status.target_hash.filter(|_| proven);
    Ok(Some(summary))
}

impl Call<'_> {
    /// The status now; a supervisor that does not answer is a state of its own here, since one
    /// tenant must not hide the others.
    pub(super) async fn look_at(&self) -> Result<Option<ComputeStatus>> {
        let Some(folder) = self.folder()? else {
            return Ok(None);
        };
        match self.ctx.run(self.observe(&folder)).await {
            Ok(Observed::Absent) => Ok(None),
            Ok(observed) => Ok(self.status_of(&observed, &folder)),
            Err(error) if self.ctx.check().is_err() => Err(self.name(error)),
            Err(error) => {
                use landlord_core::result::{Reason, ReasonCode};
                let reason = Reason::new(ReasonCode::EngineUnreachable, error.to_string());
                let provider = &self.provider.name;
                let tenant = self.tenant.clone();
                let state = ComputeState::Unknown;
                Ok(Some(crate::status::of_folder(
                    tenant,
                    provider,
                    state,
                    Some(reason),
                    None,
                )))
            }
        }
    }
}

/// Whether the root can be read and written.
pub(crate) async fn health(provider: &LocalProvider, ctx: &Context) -> Result<ProviderHealth> {
    ctx.permit(&READ).await?;
    let read = folders(provider);
    let able = |good: bool| if good { Ability::Ok } else { Ability::Failing };
    // a root that is not there yet is made by the first tenant: what counts is whether it can be
    let writable = provider
        .root
        .ancestors()
        .find(|folder| folder.exists())
        .is_some_and(|folder| {
            rustix::fs::access(
                folder,
                rustix::fs::Access::WRITE_OK | rustix::fs::Access::EXEC_OK,
            )
            .is_ok()
        });
    let mut health = ProviderHealth::new(provider.name.clone(), able(read.is_ok()), able(writable));
    health.message = match (&read, writable) {
        (Err(error), _) => Some(Error::to_string(error)),
        (Ok(_), false) => Some(format!("{} cannot be written", provider.root.display())),
        (Ok(_), true) => None,
    };
    Ok(health)
}
