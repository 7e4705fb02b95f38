//! The verbs that answer with a stream.

use std::{collections::BTreeMap, collections::VecDeque};

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use landlord_core::{
    AnswerStream, Context, Error, Result, TenantId, TenantRef,
    options::{ListOptions, LogsOptions, WatchOptions},
    result::{ComputeStatus, Cursor, LogLine, LogStream, TenantSummary, WatchEvent, WatchItem},
    spec::ContainerName,
};

use super::{MemoryProvider, Mutant, client::Held, observed::Observed};
use crate::engine::{Line, Marks};

type Found = (String, Held, Marks);

impl MemoryProvider {
    /// Every service that bears the installation's mark, page by page.
    pub(super) fn services(&self, ctx: &Context, after: Option<String>) -> AnswerStream<Found> {
        let (provider, ctx) = (self.clone(), ctx.clone());
        let pages = stream::try_unfold(Some(after), move |next| {
            let (provider, ctx) = (provider.clone(), ctx.clone());
            async move {
                let Some(after) = next else {
                    return Ok::<_, Error>(None);
                };
                let (page, more) = provider.client.page(&ctx, after.as_deref()).await?;
                let more = more && provider.mutant != Mutant::ListDropsPage;
                let next = more.then(|| page.last().map(|(name, _)| name.clone()));
                let ours = page.into_iter().filter_map(|(name, held)| {
                    let marks = held.service.as_ref()?.marks.clone()?;
                    (marks.installation == *ctx.installation()).then_some((name, held, marks))
                });
                let ours: Vec<Result<Found>> = ours.map(Ok).collect();
                Ok(Some((stream::iter(ours), next)))
            }
        });
        pages.try_flatten().boxed()
    }

    pub(super) fn list_tenants(
        &self,
        ctx: &Context,
        options: &ListOptions,
    ) -> AnswerStream<TenantSummary> {
        let after = options
            .after
            .as_ref()
            .map(|cursor| cursor.as_str().to_owned());
        let (provider, ctx_for_status) = (self.clone(), ctx.clone());
        let summaries = self
            .services(ctx, after)
            .and_then(move |(name, held, marks)| {
                let tenant = TenantRef::from(marks.tenant.clone());
                let seen = Observed::of_marked(name.clone(), held);
                let status = provider.status_of(&ctx_for_status, &tenant, &seen);
                std::future::ready(status.map(|status| {
                    let mut summary = TenantSummary::of(&status, Cursor::from(name));
                    summary.spec_hash = marks.is_complete().then_some(marks.target);
                    summary
                }))
            });
        summaries.boxed()
    }

    async fn statuses(
        &self,
        ctx: &Context,
        only: Option<&TenantRef>,
    ) -> Result<BTreeMap<TenantId, ComputeStatus>> {
        let found: Vec<Found> = self.services(ctx, None).try_collect().await?;
        let mut statuses = BTreeMap::new();
        for (name, held, marks) in found {
            let tenant = TenantRef::from(marks.tenant);
            if only.is_none_or(|only| *only == tenant) {
                let mut status = self.status_of(ctx, &tenant, &Observed::of_marked(name, held))?;
                // else every look would differ from the one before
                status.last_updated = status.last_transition.unwrap_or(status.last_updated);
                statuses.insert(tenant.id().clone(), status);
            }
        }
        Ok(statuses)
    }

    pub(super) fn watch_tenants(
        &self,
        ctx: &Context,
        options: &WatchOptions,
    ) -> AnswerStream<WatchItem> {
        let start = Watching {
            provider: self.clone(),
            ctx: ctx.clone(),
            only: options.tenant.clone(),
            known: None,
            queue: VecDeque::new(),
        };
        let items = stream::try_unfold(start, |mut watching| async move {
            let event = watching.next().await?;
            let now = watching.ctx.clock().now();
            let item = WatchItem::new(event, now, Cursor::from(now.to_string()));
            Ok(Some((item, watching)))
        });
        items.boxed()
    }

    pub(super) fn log_lines(
        &self,
        ctx: &Context,
        tenant: &TenantRef,
        options: &LogsOptions,
    ) -> AnswerStream<LogLine> {
        let (provider, ctx, tenant, options) =
            (self.clone(), ctx.clone(), tenant.clone(), options.clone());
        let after = options
            .after
            .as_ref()
            .and_then(|cursor| cursor.as_str().parse().ok());
        let chunks =
            stream::try_unfold((after, true), move |(after, first): (Option<u64>, bool)| {
                let (provider, ctx, tenant, options) = (
                    provider.clone(),
                    ctx.clone(),
                    tenant.clone(),
                    options.clone(),
                );
                async move {
                    let mut revision = None;
                    loop {
                        if let Some(seen) = revision {
                            provider.client.changed(&ctx, seen).await?;
                        } else if !first && !options.follow {
                            return Ok::<_, Error>(None);
                        }
                        let seen = provider.observe(&ctx, &tenant).await?;
                        let (service, _) = seen
                            .ours()?
                            .ok_or_else(|| Error::tenant_not_found(tenant.id()))?;
                        let (lines, now) = provider.client.lines(&ctx, service.uid).await?;
                        revision = Some(now);
                        let mut lines: Vec<Line> = lines
                            .into_iter()
                            .filter(|line| after.is_none_or(|after| line.number > after))
                            .collect();
                        if let (true, Some(tail)) = (first, options.tail) {
                            lines.drain(..lines.len().saturating_sub(tail));
                        }
                        let last = lines.last().map(|line| line.number).or(after);
                        if !lines.is_empty() || !options.follow {
                            let shown: Vec<Result<LogLine>> =
                                lines.iter().filter_map(shown).map(Ok).collect();
                            return Ok(Some((stream::iter(shown), (last, false))));
                        }
                    }
                }
            });
        chunks.try_flatten().boxed()
    }
}

fn shown(line: &Line) -> Option<LogLine> {
    let container = ContainerName::new(&line.container).ok()?;
    let cursor = Cursor::from(line.number.to_string());
    let replica = format!("i{}", line.instance);
    Some(LogLine::new(
        replica,
        container,
        LogStream::Stdout,
        line.time,
        line.text.clone().into_bytes(),
        cursor,
    ))
}

struct Watching {
    provider: MemoryProvider,
    ctx: Context,
    only: Option<TenantRef>,
    known: Option<BTreeMap<TenantId, ComputeStatus>>,
    queue: VecDeque<WatchEvent>,
}

impl Watching {
    async fn next(&mut self) -> Result<WatchEvent> {
        loop {
            if let Some(event) = self.queue.pop_front() {
                return Ok(event);
            }
            let revision = self.provider.client.engine.with(|state| state.revision());
            let now = self
                .provider
                .statuses(&self.ctx, self.only.as_ref())
                .await?;
            self.compare(&now);
            self.known = Some(now);
            if self.queue.is_empty() {
                self.provider.client.changed(&self.ctx, revision).await?;
            }
        }
    }

    fn compare(&mut self, now: &BTreeMap<TenantId, ComputeStatus>) {
        for (tenant, status) in now {
            let status = Box::new(status.clone());
            match self.known.as_ref().map(|known| known.get(tenant)) {
                None => self.queue.push_back(WatchEvent::Snapshot { status }),
                Some(Some(known)) if *known == *status => {}
                Some(_) => self.queue.push_back(WatchEvent::Delta { status }),
            }
        }
        let gone = self
            .known
            .iter()
            .flat_map(BTreeMap::keys)
            .filter(|tenant| !now.contains_key(*tenant));
        self.queue.extend(gone.map(|tenant| WatchEvent::Gone {
            tenant_id: tenant.clone(),
        }));
    }
}
