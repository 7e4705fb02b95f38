//! `landlord providers`

use std::sync::Arc;

use clap::Args;
use landlord_compute::{
    Context, Provider, ProviderName,
    core::{Capabilities, Verb},
    options::{HealthOptions, ProbeOptions},
    result::ProviderHealth,
};
use serde::Serialize;
use serde_json::Value;

use crate::{
    app::App,
    exit::Exit,
    failure::Result,
    output::{Output, Table},
};

const EXAMPLES: &str = "\
Examples:
  landlord providers               every registered provider: health, guarantees
  landlord providers local         one, with its verbs
  landlord providers -o json       with capabilities, guarantees and the schema of each's settings";

/// `landlord providers`
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Providers {
    /// Name of one provider
    #[arg(value_name = "NAME", value_parser = name)]
    name: Option<ProviderName>,
}

fn name(text: &str) -> Result<ProviderName, String> {
    ProviderName::new(text).map_err(|error| format!("expected {}", error.allowed))
}

#[derive(Debug, Serialize)]
struct Shown {
    name: String,
    kind: String,
    default: bool,
    health: Option<ProviderHealth>,
    /// What this engine, version and account can do; the static maximum where it cannot be asked.
    capabilities: Capabilities,
    probed: bool,
    config_schema: Option<Value>,
}

impl Providers {
    pub(crate) async fn run(self, app: &App, out: &mut Output) -> Result<Exit> {
        let ctx = app.context();
        let providers = match &self.name {
            Some(name) => vec![app.manager.provider(name)?],
            None => app.manager.providers()?,
        };
        let mut shown = Vec::with_capacity(providers.len());
        for provider in providers {
            shown.push(look(app, &ctx, provider).await);
        }
        app.quiet_progress();
        out.result(&shown, |out| {
            out.table(&overview(&shown))?;
            if self.name.is_some() {
                for each in &shown {
                    details(each, out)?;
                }
            }
            Ok(())
        })?;
        Ok(Exit::Success)
    }
}

async fn look(app: &App, ctx: &Context, provider: Arc<dyn Provider>) -> Shown {
    let statically = provider.capabilities();
    let health = match statically.supports(&Verb::Health) {
        true => provider.health(ctx, &HealthOptions::new()).await.ok(),
        false => None,
    };
    let probed = provider.probe(ctx, &ProbeOptions::new()).await;
    let kind = landlord_compute::kind::Kind::find(provider.kind());
    Shown {
        name: provider.name().to_string(),
        kind: provider.kind().to_owned(),
        default: *provider.name() == app.loaded.config.default_provider,
        health,
        probed: probed.is_ok(),
        capabilities: probed.unwrap_or(statically),
        config_schema: kind
            .and_then(|kind| kind.schema())
            .map(|schema| schema.to_value()),
    }
}

fn overview(shown: &[Shown]) -> Table {
    let mut table = Table::new([
        "PROVIDER",
        "KIND",
        "READ",
        "WRITE",
        "ISOLATION",
        "ZERO DOWNTIME",
        "CONCURRENCY",
    ]);
    for each in shown {
        let health = each.health.as_ref();
        let ability = |of: fn(&ProviderHealth) -> &str| health.map_or("unknown", of);
        let guarantees = &each.capabilities.guarantees;
        table.row([
            each.name.as_str().into(),
            each.kind.as_str().into(),
            ability(|health| health.read.as_str()).into(),
            ability(|health| health.write.as_str()).into(),
            guarantees.isolation.as_str().into(),
            guarantees.zero_downtime.as_str().into(),
            guarantees.concurrency.as_str().into(),
        ]);
    }
    table
}

fn details(shown: &Shown, out: &mut Output) -> Result<()> {
    let verbs: Vec<&str> = Verb::KNOWN
        .iter()
        .filter(|verb| shown.capabilities.supports(verb))
        .map(Verb::as_str)
        .collect();
    let guarantees = &shown.capabilities.guarantees;
    out.line("")?;
    out.line(&format!("verbs: {}", verbs.join(", ")))?;
    out.line(&format!(
        "rollback after a crash: {}; fence: {}",
        guarantees.rollback_after_crash, guarantees.fence
    ))?;
    if let Some(message) = shown
        .health
        .as_ref()
        .and_then(|each| each.message.as_deref())
    {
        out.line(&format!("health: {}", crate::output::clean(message)))?;
    }
    Ok(())
}
