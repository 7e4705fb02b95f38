//! What the containers said. The files are read as they are: that works without a supervisor, too.

use std::collections::BTreeSet;

use futures_util::StreamExt as _;
use landlord_core::options::LogsOptions;
use landlord_core::result::LogLine;
use landlord_core::spec::{Violation, ViolationKind};
use landlord_core::{AnswerStream, Context, Error, ErrorKind, Result, TenantRef, Verb};

use super::call::Call;
use crate::folder::Record;
use crate::logs::{LogReader, Selection};
use crate::provider::{LocalProvider, READ};

/// How often a follower looks for new lines.
const INTERVAL: std::time::Duration = std::time::Duration::from_millis(150);

/// The lines of a tenant's containers, oldest first.
pub(crate) fn logs(
    provider: &LocalProvider,
    ctx: &Context,
    tenant: &TenantRef,
    options: &LogsOptions,
) -> AnswerStream<LogLine> {
    let (provider, ctx, tenant) = (provider.clone(), ctx.clone(), tenant.clone());
    let (selection, follow) = (Selection::from(options), options.follow);
    let start = async move {
        let call = Call::new(&provider, &ctx, Verb::Logs, tenant.id().clone());
        match open(&call, selection).await {
            Ok(reader) => {
                let name = provider.name.clone();
                stream(reader, ctx, follow)
                    .map(move |line| line.map_err(|error| error.or_provider(&name, &Verb::Logs)))
                    .boxed()
            }
            Err(error) => futures_util::stream::iter([Err(call.name(error))]).boxed(),
        }
    };
    futures_util::stream::once(start).flatten().boxed()
}

async fn open(call: &Call<'_>, selection: Selection) -> Result<LogReader> {
    call.ctx.permit(&READ).await?;
    let folder = call
        .folder()?
        .filter(|folder| folder.exists() && folder.is_ours());
    let Some(folder) = folder else {
        return Err(Error::tenant_not_found(&call.tenant));
    };
    call.check_owner(&folder)?;
    if let (Some(container), Ok(record)) = (selection.container(), folder.read_record()) {
        check_container(container, &record)?;
    }
    Ok(LogReader::new(folder.logs(), selection))
}

/// A name that no version of the tenant has would be answered by silence, for ever when followed.
/// Logs are shown without a record, too: then nothing is known of the names.
fn check_container(container: &str, record: &Record) -> Result<()> {
    let revisions = std::iter::once(&record.desired).chain(&record.stable);
    let names: BTreeSet<&str> = revisions
        .flat_map(|revision| &revision.manifest.containers)
        .map(|container| container.name.as_str())
        .collect();
    if names.contains(container) {
        return Ok(());
    }
    let names: Vec<_> = names.into_iter().collect();
    let violation = Violation::new(
        "container",
        ViolationKind::Unresolved,
        "a container of the tenant",
    );
    Err(Error::invalid_spec(vec![violation.given(container)])
        .with_help(format!("the tenant's containers are: {}", names.join(", "))))
}

fn stream(
    reader: LogReader,
    ctx: Context,
    follow: bool,
) -> impl futures_util::Stream<Item = Result<LogLine>> + Send {
    let state = (reader, std::collections::VecDeque::new(), ctx, false);
    futures_util::stream::unfold(
        state,
        move |(mut reader, mut lines, ctx, mut ended)| async move {
            loop {
                if let Some(line) = lines.pop_front() {
                    return Some((Ok(line), (reader, lines, ctx, ended)));
                }
                if ended {
                    return None;
                }
                match reader.read() {
                    Ok(more) => lines.extend(more),
                    Err(error) => {
                        ended = true;
                        let error = crate::error::io("read the logs in", reader.folder(), &error);
                        return Some((Err(error), (reader, lines, ctx, ended)));
                    }
                }
                if !follow {
                    ended = true;
                } else if lines.is_empty() {
                    if !reader.folder().exists() {
                        return None;
                    }
                    if let Err(error) = ctx.sleep(INTERVAL).await {
                        ended = true;
                        if *error.kind() == ErrorKind::Cancelled {
                            return None;
                        }
                        return Some((Err(error), (reader, lines, ctx, ended)));
                    }
                }
            }
        },
    )
}
