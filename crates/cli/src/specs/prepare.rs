//! Checking all specs with their providers, before the first of them is applied.

use landlord_compute::{
    Context, ErrorKind, Manager, TenantComputeSpec,
    options::{ValidateMode, ValidateOptions},
    result::{Approximation, ValidateResult},
    spec::ParsedSpec,
};

use crate::failure::{Failure, Result};

/// A spec that its provider accepts.
#[derive(Debug)]
pub(crate) struct Prepared {
    pub(crate) parsed: ParsedSpec,
    pub(crate) valid: ValidateResult,
    pub(crate) provider: String,
}

impl Prepared {
    pub(crate) fn spec(&self) -> &TenantComputeSpec {
        &self.parsed.spec
    }

    pub(crate) fn approximations(&self) -> &[Approximation] {
        &self.valid.approximations
    }
}

/// Checks every spec with its provider; all that is wrong at once, each in its file.
pub(crate) async fn prepare(
    manager: &Manager,
    ctx: &Context,
    specs: Vec<ParsedSpec>,
    mode: ValidateMode,
) -> Result<Vec<Prepared>> {
    let options = ValidateOptions::new().mode(mode);
    let mut prepared = Vec::with_capacity(specs.len());
    let mut failures = Vec::new();
    for parsed in specs {
        let answer = match manager.provider_for(&parsed.spec) {
            Ok(provider) => provider
                .validate(ctx, &parsed.spec, &options)
                .await
                .map(|valid| (provider.name().to_string(), valid)),
            Err(error) => Err(error),
        };
        match answer {
            Ok((provider, valid)) => prepared.push(Prepared {
                parsed,
                valid,
                provider,
            }),
            Err(error)
                if matches!(
                    error.kind(),
                    ErrorKind::InvalidSpec | ErrorKind::ProviderNotFound
                ) =>
            {
                failures.push(Failure::of_spec(&error, &parsed));
            }
            Err(error) => return Err(error.into()),
        }
    }
    match failures.first() {
        None => Ok(prepared),
        Some(first) => Err(Failure {
            exit: first.exit,
            problems: failures
                .into_iter()
                .flat_map(|each| each.problems)
                .collect(),
        }),
    }
}
