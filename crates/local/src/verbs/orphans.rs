//! What bears our mark without a complete tenant.

use std::time::Duration;

use futures_util::StreamExt as _;
use jiff::Timestamp;
use landlord_core::options::SweepOptions;
use landlord_core::result::{Orphan, RemovedObject, SweepResult};
use landlord_core::{AnswerStream, Context, Result, TenantId, Verb};

use super::call::Call;
use super::fleet::folders;
use super::observe::Observed;
use crate::folder::TenantFolder;
use crate::provider::LocalProvider;

/// Folders without a complete tenant, of this installation.
pub(crate) fn orphans(provider: &LocalProvider, ctx: &Context) -> AnswerStream<Orphan> {
    let (provider, ctx) = (provider.clone(), ctx.clone());
    let all = async move {
        let found = match folders(&provider) {
            Ok(found) => found,
            Err(error) => return futures_util::stream::iter([Err(error)]).boxed(),
        };
        futures_util::stream::iter(found)
            .then(move |folder| {
                let (provider, ctx) = (provider.clone(), ctx.clone());
                async move {
                    let found = examine(&provider, &ctx, &folder).await;
                    found.map(|found| found.map(|(orphan, _)| orphan))
                }
            })
            .filter_map(|found| std::future::ready(found.transpose()))
            .boxed()
    };
    futures_util::stream::once(all).flatten().boxed()
}

/// Removes orphans of at least the given age.
pub(crate) async fn sweep(
    provider: &LocalProvider,
    ctx: &Context,
    options: &SweepOptions,
) -> Result<SweepResult> {
    let mut removed = Vec::new();
    for folder in folders(provider)? {
        let Some((orphan, tenant)) = examine(provider, ctx, &folder).await? else {
            continue;
        };
        let old = orphan.age.is_some_and(|age| age >= options.older_than);
        let Some(tenant) = tenant.filter(|_| old) else {
            continue;
        };
        if options.dry_run {
            removed.push(RemovedObject::new(
                "folder",
                folder.path().display().to_string(),
            ));
            continue;
        }
        let call = Call::new(provider, ctx, Verb::Sweep, tenant);
        removed.extend(
            call.sweep_one(&folder)
                .await
                .map_err(|error| call.name(error))?,
        );
    }
    Ok(SweepResult::new(provider.name.clone(), removed))
}

impl Call<'_> {
    async fn sweep_one(&self, folder: &TenantFolder) -> Result<Vec<RemovedObject>> {
        let lock = self.lock(folder).await?;
        // looked at again under the lock: it may have become complete
        if examine(self.provider, self.ctx, folder).await?.is_none() {
            return Ok(Vec::new());
        }
        self.finish_destroy(folder, &lock, None).await
    }
}

/// Why a folder is no complete tenant; `None` for one that is, or that a living supervisor is
/// still completing, or that is another installation's.
async fn examine(
    provider: &LocalProvider,
    ctx: &Context,
    folder: &TenantFolder,
) -> Result<Option<(Orphan, Option<TenantId>)>> {
    let owner = folder.read_owner();
    if owner
        .as_ref()
        .is_some_and(|owner| owner.installation != ctx.installation().as_str())
    {
        return Ok(None);
    }
    if folder.exists() && !folder.is_ours() {
        return Ok(None);
    }
    let tenant = owner.and_then(|owner| TenantId::new(&owner.tenant).ok());
    let reason = match &tenant {
        Some(tenant) => {
            let call = Call::new(provider, ctx, Verb::Orphans, tenant.clone());
            match call
                .observe(folder)
                .await
                .map_err(|error| call.name(error))?
            {
                // under the lock of a sweep the folder itself counts as busy
                Observed::Busy => match folder.read_record() {
                    Ok(record) if record.stable.is_some() => return Ok(None),
                    _ => "a provision never completed",
                },
                Observed::Absent | Observed::Alive(..) => return Ok(None),
                Observed::Dead(record) if record.stable.is_some() => return Ok(None),
                Observed::Dead(_) => "a provision never completed",
                Observed::Removing => "a destroy was interrupted",
                Observed::Damaged(_) => "its record is damaged",
            }
        }
        None => "it does not say whose it is",
    };
    let mut orphan = Orphan::new(folder.name(), provider.name.clone(), reason);
    orphan.tenant_id = tenant.clone();
    orphan
        .objects
        .insert("folder".to_owned(), folder.path().display().to_string());
    orphan.age = age(folder);
    Ok(Some((orphan, tenant)))
}

fn age(folder: &TenantFolder) -> Option<Duration> {
    let changed = match folder.read_record() {
        Ok(record) => record.changed_at,
        Err(_) => {
            Timestamp::try_from(std::fs::metadata(folder.path()).ok()?.modified().ok()?).ok()?
        }
    };
    Duration::try_from(Timestamp::now().duration_since(changed)).ok()
}
