//! Verbs about what is not one complete tenant: orphans, sweep, adopt.

use std::time::Duration;

use futures_util::{StreamExt as _, TryStreamExt as _};
use landlord_core::{
    AnswerStream, Context, Error, Result,
    options::SweepOptions,
    result::{AdoptResult, Orphan, SweepResult},
};

use super::{MemoryProvider, Wanted, observed::Observed, render};
use crate::engine::{Marks, Stable};

impl MemoryProvider {
    pub(super) fn list_orphans(&self, ctx: &Context) -> AnswerStream<Orphan> {
        let (provider, now) = (self.clone(), self.client.engine.elapsed());
        let incomplete = self
            .services(ctx, None)
            .try_filter_map(move |(name, held, marks)| {
                let orphan = (!marks.is_complete()).then(|| {
                    let mut orphan = Orphan::new(name, provider.name.clone(), "never completed");
                    orphan.tenant_id = Some(marks.tenant);
                    orphan.age = held
                        .service
                        .map(|service| now.saturating_sub(service.changed_at));
                    orphan
                });
                std::future::ready(Ok(orphan))
            });
        incomplete.boxed()
    }

    pub(super) async fn sweep_orphans(
        &self,
        ctx: &Context,
        options: &SweepOptions,
    ) -> Result<SweepResult> {
        let mut result = SweepResult::new(self.name.clone(), Vec::new());
        let orphans: Vec<Orphan> = self.list_orphans(ctx).try_collect().await?;
        for orphan in orphans {
            let old = orphan.age.unwrap_or(Duration::ZERO) >= options.older_than;
            let Some(tenant) = orphan.tenant_id.filter(|_| old && !options.dry_run) else {
                continue;
            };
            let seen = self.observe(ctx, &tenant.clone().into()).await?;
            result.removed.extend(self.remove(ctx, &seen).await?);
        }
        Ok(result)
    }

    /// Marks a service that reads as exactly the wanted spec.
    pub(super) async fn take_in(&self, ctx: &Context, wanted: &Wanted) -> Result<AdoptResult> {
        let (tenant, name) = (wanted.tenant.id(), self.name.clone());
        let seen: Observed = self.observe(ctx, &wanted.tenant).await?;
        let not_found = || Error::tenant_not_found(tenant);
        let service = seen.held.service.clone().ok_or_else(not_found)?;
        if service.marks.is_some() {
            seen.ours()?;
        }
        let deployed = render::read(&service, tenant.as_str()).ok_or_else(not_found)?;
        let differences =
            landlord_core::change::changes(&deployed, &wanted.effective, render::effect);
        let mut result = AdoptResult::new(tenant.clone(), name, differences);
        if !result.differences.is_empty() {
            return Ok(result);
        }
        let mut adopted = service.clone();
        adopted.marks = self.service(ctx, wanted).marks.map(|marks| Marks {
            stable: Some(Stable {
                hash: wanted.hash.clone(),
                replicas: service.replicas,
                labels: service.labels.clone(),
                template: service.template.clone(),
            }),
            ..marks
        });
        let adopted = self
            .client
            .put(ctx, &seen.name, Some(service.version), adopted)
            .await?;
        self.client
            .put_address(ctx, &seen.name, adopted.uid)
            .await?;
        result.resource_ids.insert("service".to_owned(), seen.name);
        Ok(result)
    }
}
