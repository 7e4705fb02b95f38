//! One file per command.

mod adopt;
mod apply;
mod audit;
mod completions;
mod config;
#[cfg(feature = "local")]
mod demo_server;
mod destroy;
mod generate;
mod list;
mod logs;
mod orphans;
mod plan;
mod providers;
mod restart;
mod scale;
mod schema;
mod show;
mod status;
mod validate;
mod wait;
mod watch;

#[cfg(feature = "local")]
pub(crate) use self::demo_server::DemoServer;
pub(crate) use self::{
    adopt::Adopt, apply::Apply, audit::Audit, completions::Completions, config::Config,
    destroy::Destroy, generate::Generate, list::List, logs::Logs, orphans::Orphans, plan::Plan,
    providers::Providers, restart::Restart, scale::Scale, schema::Schema, show::Show,
    status::Status, validate::Validate, wait::Wait, watch::Watch,
};
