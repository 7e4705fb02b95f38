//! Changes as they happen.

use std::collections::BTreeMap;
use std::time::Duration;

use futures_util::StreamExt as _;
use jiff::Timestamp;
use landlord_core::options::WatchOptions;
use landlord_core::result::{ComputeStatus, Cursor, WatchEvent, WatchItem};
use landlord_core::{AnswerStream, Context, Error, ErrorKind, Result, TenantId, Verb};

use super::call::Call;
use super::fleet::tenants;
use crate::provider::LocalProvider;

/// How often the watcher looks. It is the one who asked that polls; supervisors stay idle.
const INTERVAL: Duration = Duration::from_millis(250);

/// A snapshot of each tenant, then each change.
///
/// Every watch begins with snapshots, a resumed one too: nothing is kept of what happened while
/// nobody watched.
pub(crate) fn watch(
    provider: &LocalProvider,
    ctx: &Context,
    options: &WatchOptions,
) -> AnswerStream<WatchItem> {
    let watcher = Watcher {
        provider: provider.clone(),
        ctx: ctx.clone(),
        only: options.tenant.as_ref().map(|tenant| tenant.id().clone()),
        known: BTreeMap::new(),
        pending: Vec::new(),
        looked: false,
        ended: false,
    };
    futures_util::stream::unfold(watcher, |mut watcher| async move {
        let item = watcher.next().await?;
        Some((item, watcher))
    })
    .boxed()
}

struct Watcher {
    provider: LocalProvider,
    ctx: Context,
    only: Option<TenantId>,
    known: BTreeMap<TenantId, ComputeStatus>,
    /// Newest first.
    pending: Vec<WatchItem>,
    looked: bool,
    ended: bool,
}

impl Watcher {
    async fn next(&mut self) -> Option<Result<WatchItem>> {
        while !self.ended {
            if let Some(item) = self.pending.pop() {
                return Some(Ok(item));
            }
            let looked = self.look().await;
            if let Err(error) = looked {
                self.ended = true;
                // a watch ends when its caller has had enough: that is no failure
                let asked_to = matches!(error.kind(), ErrorKind::Cancelled);
                return (!asked_to).then_some(Err(error));
            }
        }
        None
    }

    async fn look(&mut self) -> Result<()> {
        if self.looked {
            self.ctx.sleep(INTERVAL).await?;
        }
        let all = match &self.only {
            Some(tenant) => vec![tenant.clone()],
            None => tenants(&self.provider, &self.ctx)
                .await?
                .into_iter()
                .map(|(_, id)| id)
                .collect(),
        };
        let mut seen = BTreeMap::new();
        for tenant in all {
            let call = Call::new(&self.provider, &self.ctx, Verb::Watch, tenant.clone());
            if let Some(status) = call.look_at().await? {
                seen.insert(tenant, status);
            }
        }
        if let (Some(tenant), true, false) = (&self.only, seen.is_empty(), self.looked) {
            return Err(
                Error::tenant_not_found(tenant).or_provider(&self.provider.name, &Verb::Watch)
            );
        }
        self.compare(seen);
        self.looked = true;
        Ok(())
    }

    fn compare(&mut self, seen: BTreeMap<TenantId, ComputeStatus>) {
        let mut events = Vec::new();
        for (tenant, status) in &seen {
            match self.known.get(tenant) {
                Some(known) if same(known, status) => {}
                Some(_) => events.push(WatchEvent::Delta {
                    status: Box::new(status.clone()),
                }),
                None => events.push(WatchEvent::Snapshot {
                    status: Box::new(status.clone()),
                }),
            }
        }
        for tenant in self
            .known
            .keys()
            .filter(|tenant| !seen.contains_key(*tenant))
        {
            events.push(WatchEvent::Gone {
                tenant_id: tenant.clone(),
            });
        }
        self.known = seen;
        let now = Timestamp::now();
        let cursor = Cursor::from(now.to_string());
        let items = events
            .into_iter()
            .rev()
            .map(|event| WatchItem::new(event, now, cursor.clone()));
        self.pending.extend(items);
    }
}

/// Times that pass are no change.
fn same(before: &ComputeStatus, after: &ComputeStatus) -> bool {
    let mut timeless = after.clone();
    timeless.last_updated = before.last_updated;
    if timeless.in_flight.is_some() && before.in_flight.is_some() {
        timeless.in_flight.clone_from(&before.in_flight);
    }
    timeless == *before
}
