//! Checking all specs with their providers, before the first of them is applied.

use futures_util::{StreamExt as _, stream};
use landlord_compute::{
    Context, Error, ErrorKind, Manager, TenantComputeSpec,
    options::{ValidateMode, ValidateOptions},
    result::{Approximation, ValidateResult},
    spec::ParsedSpec,
};

use crate::failure::{Failure, Result};

/// Specs that providers check at the same time: engines answer slowly, but bear few askers.
const AT_ONCE: usize = 8;

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
    let answers = stream::iter(&specs)
        .map(|parsed| check(manager, ctx, &parsed.spec, &options))
        .buffered(AT_ONCE)
        .collect::<Vec<_>>()
        .await;
    let mut prepared = Vec::with_capacity(specs.len());
    let mut failures = Vec::new();
    for (parsed, answer) in specs.into_iter().zip(answers) {
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

/// One spec's check, with the name of the provider that made it.
async fn check(
    manager: &Manager,
    ctx: &Context,
    spec: &TenantComputeSpec,
    options: &ValidateOptions,
) -> Result<(String, ValidateResult), Error> {
    let provider = manager.provider_for(spec)?;
    let valid = provider.validate(ctx, spec, options).await?;
    Ok((provider.name().to_string(), valid))
}
