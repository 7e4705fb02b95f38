//! What the program's own events look like on standard error.

use tracing::Level;
use tracing_subscriber::{
    Layer as _, filter::Targets, fmt, layer::SubscriberExt as _, util::SubscriberInitExt as _,
};

use crate::args::LogFormat;

/// Sends events to standard error. `-v` raises landlord's own targets only: engine clients
/// print request bodies, and with them env values, in their debug output.
pub(crate) fn init(verbose: u8, quiet: bool, format: LogFormat, color: bool) {
    let own = match (quiet, verbose) {
        (true, _) => Level::ERROR,
        (false, 0) => Level::WARN,
        (false, 1) => Level::DEBUG,
        (false, _) => Level::TRACE,
    };
    let others = match (quiet, verbose) {
        (true, _) => Level::ERROR,
        (false, 0) => Level::WARN,
        (false, _) => Level::INFO,
    };
    let filter = Targets::new()
        .with_default(others)
        .with_target("landlord", own);
    let layer = fmt::layer().with_writer(std::io::stderr).with_ansi(color);
    let layer = match format {
        LogFormat::Text => layer.with_filter(filter).boxed(),
        LogFormat::Json => layer.json().with_filter(filter).boxed(),
    };
    // a subscriber is there already only in tests
    drop(tracing_subscriber::registry().with(layer).try_init());
}
