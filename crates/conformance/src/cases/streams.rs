//! The verbs that answer with a stream: list, watch, logs, orphans.

use std::{fmt::Debug, time::Duration};

use futures_util::StreamExt as _;
use landlord_core::{
    AnswerStream, ErrorKind, Result, TenantRef, Verb,
    options::{ListOptions, LogsOptions, OrphansOptions, WatchOptions},
    result::{ComputeState, LogLine, TenantSummary, WatchEvent, WatchItem},
};

use super::capabilities::{declared, provisioned};
use crate::{
    case::{Case, case},
    check::{Check, Stop, ensure, equal, ok, refused},
    lab::Lab,
};

pub(super) const CASES: &[Case] = &[
    case!(
        "verb_list",
        "list has every tenant of the installation once, in O(pages) calls, where it is declared",
        [],
        list
    ),
    case!(
        "verb_watch",
        "watch begins with snapshots and tells each change, where it is declared",
        [],
        watch
    ),
    case!(
        "verb_logs",
        "logs gives every line once and can be resumed, where it is declared",
        [],
        logs
    ),
    case!(
        "verb_orphans",
        "orphans names no complete tenant, where it is declared",
        [],
        orphans
    ),
];

/// All items up to the end or the first error.
async fn all<T>(mut items: AnswerStream<T>) -> Result<Vec<T>> {
    let mut all = Vec::new();
    while let Some(item) = items.next().await {
        all.push(item?);
    }
    Ok(all)
}

/// The first item of a stream that does not end, checked against the declaration.
async fn first<T: Debug>(lab: &Lab, verb: &Verb, items: &mut AnswerStream<T>) -> Check<Option<T>> {
    match tokio::time::timeout(lab.fixture().patience(), items.next()).await {
        Ok(Some(item)) => declared(lab, verb, item),
        Ok(None) => Err(Stop::failed(format!("{verb} answers"), "an empty stream")),
        Err(_) => Err(Stop::failed(format!("{verb} answers"), "nothing in time")),
    }
}

fn of<'a>(tenants: &'a [TenantSummary], tenant: &TenantRef) -> Vec<&'a TenantSummary> {
    tenants
        .iter()
        .filter(|each| each.tenant_id == *tenant.id())
        .collect()
}

async fn list(lab: &Lab) -> Check {
    let (tenant, made) = provisioned(lab).await?;
    let others = [lab.tenant("b")?, lab.tenant("c")?];
    for other in &others {
        lab.provision(&lab.spec(other)).await?;
    }
    let ctx = lab.ctx();
    let result = all(lab.provider().list(&ctx, &ListOptions::new())).await;
    let Some(tenants) = declared(lab, &Verb::List, result)? else {
        return Ok(());
    };
    let calls = ctx.calls();
    equal("its mutating calls are", &0, &calls.writes)?;
    for each in others.iter().chain([&tenant]) {
        equal("entries of one tenant are", &1, &of(&tenants, each).len())?;
    }
    for summary in of(&tenants, &tenant) {
        equal("its state is", &ComputeState::Running, &summary.state)?;
        let proven = summary
            .spec_hash
            .as_ref()
            .is_none_or(|hash| *hash == made.spec_hash);
        ensure(proven, "the hash that runs, or none", || {
            format!("{:?}", summary.spec_hash)
        })?;
        let rest = ListOptions::new().after(summary.cursor.clone());
        let rest = ok(
            "a resumed list",
            all(lab.provider().list(&lab.ctx(), &rest)).await,
        )?;
        equal(
            "entries behind its own cursor are",
            &0,
            &of(&rest, &tenant).len(),
        )?;
    }
    lab.destroy(&tenant).await?;
    let left = ok(
        "list",
        all(lab.provider().list(&lab.ctx(), &ListOptions::new())).await,
    )?;
    equal(
        "entries of a destroyed tenant are",
        &0,
        &of(&left, &tenant).len(),
    )
}

async fn watch(lab: &Lab) -> Check {
    let (tenant, made) = provisioned(lab).await?;
    let options = WatchOptions::new().tenant(tenant.clone());
    let mut events = lab
        .provider()
        .watch(&lab.ctx_within(Duration::from_secs(3600)), &options);
    let Some(item) = first(lab, &Verb::Watch, &mut events).await? else {
        return Ok(());
    };
    let snapshot =
        matches!(&item.event, WatchEvent::Snapshot { status } if status.tenant_id == *tenant.id());
    ensure(snapshot, "a snapshot first", || format!("{:?}", item.event))?;
    let updated = lab
        .update(&tenant, &lab.changed(&lab.spec(&tenant), 1))
        .await?;
    ensure(updated.spec_hash != made.spec_hash, "another hash", || {
        "the same".into()
    })?;
    until(
        lab,
        &mut events,
        "the new version running",
        |event| match event {
            WatchEvent::Snapshot { status } | WatchEvent::Delta { status } => {
                status.state == ComputeState::Running
                    && status.running_hash.as_ref() == Some(&updated.spec_hash)
            }
            _ => false,
        },
    )
    .await?;
    lab.destroy(&tenant).await?;
    until(
        lab,
        &mut events,
        "the tenant gone",
        |event| matches!(event, WatchEvent::Gone { tenant_id } if tenant_id == tenant.id()),
    )
    .await
}

/// Reads events until one is as wanted.
async fn until(
    lab: &Lab,
    events: &mut AnswerStream<WatchItem>,
    wanted: &str,
    is: impl Fn(&WatchEvent) -> bool,
) -> Check {
    let expected = format!("watch tells of {wanted}");
    let read = async {
        loop {
            match events.next().await {
                Some(Ok(item)) if is(&item.event) => return Ok(()),
                Some(Ok(_)) => {}
                Some(Err(error)) => {
                    return Err(Stop::failed(&expected, crate::check::told(&error)));
                }
                None => return Err(Stop::failed(&expected, "the stream ended")),
            }
        }
    };
    let read = tokio::time::timeout(lab.fixture().patience(), read).await;
    read.unwrap_or_else(|_| Err(Stop::failed(&expected, "nothing in time")))
}

async fn logs(lab: &Lab) -> Check {
    let unknown = lab.tenant("unknown")?;
    let (tenant, _) = provisioned(lab).await?;
    let provider = lab.provider();
    let mut lines = provider.logs(&lab.ctx(), &tenant, &LogsOptions::new().follow(true));
    if !lab.capabilities().supports(&Verb::Logs) {
        return first(lab, &Verb::Logs, &mut lines).await.map(drop);
    }
    if lab.fixture().writes_logs() {
        first(lab, &Verb::Logs, &mut lines).await?;
    }
    drop(lines);
    let read = |options: LogsOptions| all(provider.logs(&lab.ctx(), &tenant, &options));
    let lines = ok("logs", read(LogsOptions::new()).await)?;
    expect_known_containers(lab, &tenant, &lines)?;
    if let Some(last) = lines.last() {
        let tail = ok(
            "the tail of logs",
            read(LogsOptions::new().tail(1_usize)).await,
        )?;
        ensure(
            !tail.is_empty() && tail.len() <= lines.len(),
            "a tail",
            || format!("{} lines", tail.len()),
        )?;
        let rest = ok(
            "resumed logs",
            read(LogsOptions::new().after(last.cursor.clone())).await,
        )?;
        ensure(!rest.contains(last), "no line twice", || {
            "the line behind which to resume".into()
        })?;
    }
    let mut unknown = provider.logs(&lab.ctx(), &unknown, &LogsOptions::new());
    match unknown.next().await {
        Some(item) => refused(
            "logs of an unknown tenant",
            item,
            &[ErrorKind::TenantNotFound],
        )
        .map(drop),
        None => Err(Stop::failed("tenant_not_found", "an empty stream")),
    }
}

fn expect_known_containers(lab: &Lab, tenant: &TenantRef, lines: &[LogLine]) -> Check {
    let spec = lab.spec(tenant);
    let stranger = lines
        .iter()
        .find(|line| spec.container(line.container.as_str()).is_none());
    ensure(stranger.is_none(), "lines of the spec's containers", || {
        format!("{stranger:?}")
    })
}

async fn orphans(lab: &Lab) -> Check {
    let (tenant, _) = provisioned(lab).await?;
    let result = all(lab.provider().orphans(&lab.ctx(), &OrphansOptions::new())).await;
    let Some(orphans) = declared(lab, &Verb::Orphans, result)? else {
        return Ok(());
    };
    let ours = orphans
        .iter()
        .find(|orphan| orphan.tenant_id.as_ref() == Some(tenant.id()));
    ensure(
        ours.is_none(),
        "no complete tenant among the orphans",
        || format!("{ours:?}"),
    )
}
