//! What an apply came to, for each tenant and in total.

use std::fmt;

use landlord_compute::{
    Error, ErrorKind,
    core::{SpecHash, TenantApplied, TenantOutcome, change::Change},
    result::{ApplyResult, Approximation, Endpoint, Settled, UpdateStatus},
};
use serde::Serialize;

use crate::output::Cell;

/// The whole answer of `apply`.
#[derive(Debug, Serialize)]
pub(super) struct Applied<'a> {
    pub(super) tenants: Vec<Tenant<'a>>,
    pub(super) summary: Summary,
}

/// One tenant of it.
#[derive(Debug, Default, Serialize)]
pub(super) struct Tenant<'a> {
    tenant_id: &'a str,
    provider_type: &'a str,
    /// `created`, `updated`, `unchanged`, `joined`, `accepted`, `skipped`, `failed` or `not_started`.
    result: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    spec_hash: Option<&'a SpecHash>,
    changes: &'a [Change],
    endpoints: &'a [Endpoint],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    approximations: &'a [Approximation],
    #[serde(skip_serializing_if = "Option::is_none")]
    settled: Option<&'a Settled>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a Error>,
}

/// How many tenants ended how.
#[derive(Debug, Default, Serialize)]
pub(super) struct Summary {
    created: usize,
    updated: usize,
    unchanged: usize,
    failed: usize,
    not_started: usize,
}

/// Whether a tenant was left alone because another one failed.
pub(super) fn is_not_started(error: &Error) -> bool {
    *error.kind() == ErrorKind::Cancelled && error.message().starts_with("not started")
}

impl<'a> Applied<'a> {
    pub(super) fn of(outcomes: &'a [TenantOutcome<TenantApplied>]) -> Self {
        let tenants: Vec<Tenant<'_>> = outcomes.iter().map(Tenant::of).collect();
        let mut summary = Summary::default();
        for tenant in &tenants {
            summary.count(tenant);
        }
        Self { tenants, summary }
    }

    /// Where the tenants can be reached, a line each.
    pub(super) fn urls(&self) -> Vec<String> {
        let several = self.tenants.len() > 1;
        let endpoints = self
            .tenants
            .iter()
            .flat_map(|tenant| tenant.endpoints.iter().map(move |each| (tenant, each)));
        let line = |(tenant, endpoint): (&Tenant<'_>, &Endpoint)| {
            if several {
                format!("{}  {}", endpoint.url, tenant.tenant_id)
            } else {
                endpoint.url.clone()
            }
        };
        endpoints.map(line).collect()
    }
}

impl<'a> Tenant<'a> {
    fn of(outcome: &'a TenantOutcome<TenantApplied>) -> Self {
        let base = Self {
            tenant_id: outcome.tenant_id.as_str(),
            provider_type: outcome.provider_type.as_str(),
            ..Self::default()
        };
        match &outcome.result {
            Ok(TenantApplied::Skipped { spec_hash, .. }) => Self {
                result: "skipped",
                spec_hash: Some(spec_hash),
                ..base
            },
            Ok(TenantApplied::Applied(applied)) => base.applied(applied),
            Ok(_) => Self {
                result: "unknown",
                ..base
            },
            Err(error) => Self {
                result: if is_not_started(error) {
                    "not_started"
                } else {
                    "failed"
                },
                error: Some(error),
                ..base
            },
        }
    }

    fn applied(self, applied: &'a ApplyResult) -> Self {
        let endpoints = applied.endpoints();
        let settled = applied.settled();
        match applied {
            ApplyResult::Provision(result) => Self {
                result: result.status.as_str(),
                spec_hash: Some(&result.spec_hash),
                approximations: &result.approximations,
                endpoints,
                settled,
                ..self
            },
            ApplyResult::Update(result) => Self {
                result: match result.status {
                    UpdateStatus::NoChanges => "unchanged",
                    ref other => other.as_str(),
                },
                spec_hash: Some(&result.spec_hash),
                changes: &result.changes,
                approximations: &result.approximations,
                endpoints,
                settled,
                ..self
            },
            _ => Self {
                result: "unknown",
                endpoints,
                settled,
                ..self
            },
        }
    }

    pub(super) fn row(&self) -> [Cell; 4] {
        let changes = match self.changes.len() {
            0 => String::new(),
            count => count.to_string(),
        };
        [
            self.tenant_id.into(),
            self.provider_type.into(),
            self.result.into(),
            changes.into(),
        ]
    }
}

impl Summary {
    fn count(&mut self, tenant: &Tenant<'_>) {
        let counter = match tenant.result {
            "created" => &mut self.created,
            "unchanged" | "skipped" => &mut self.unchanged,
            "failed" => &mut self.failed,
            "not_started" => &mut self.not_started,
            _ => &mut self.updated,
        };
        *counter += 1;
    }

    pub(super) fn succeeded(&self) -> usize {
        self.created + self.updated + self.unchanged
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} created, {} updated, {} unchanged, {} failed",
            self.created, self.updated, self.unchanged, self.failed
        )?;
        if self.not_started > 0 {
            write!(f, ", {} not started", self.not_started)?;
        }
        Ok(())
    }
}
