//! The one error of the contract.

mod kind;

use std::{borrow::Cow, fmt, time::Duration};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    result::Settled,
    spec::{InvalidId, ProviderName, TenantId, Violation},
    verb::Verb,
};

pub use self::kind::{ErrorKind, Outcome};

/// Result of every operation of the contract.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// How an engine throttled us.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Throttle {
    /// Call category that was throttled, as the provider declares them.
    pub category: String,
    /// What shares the limit, such as an account, a Region or a client address.
    pub scope: String,
    /// How long the engine asks to wait.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<Duration>,
}

/// The one error of the contract.
///
/// It round-trips through serde, its sources as a chain of texts, since a
/// provider may live in another process. It never carries headers, bodies,
/// query strings or env values.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Error(Box<Repr>);

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Repr {
    kind: ErrorKind,
    message: String,
    retryable: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    outcome: Option<Outcome>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    provider: Option<ProviderName>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    operation: Option<Verb>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    tenant: Option<TenantId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    help: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    context: Vec<(String, String)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    violations: Vec<Violation>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    settled: Option<Settled>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    throttle: Option<Throttle>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    source: Option<SourceText>,
}

/// One link in an error's chain of sources, kept as text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct SourceText {
    message: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    source: Option<Box<SourceText>>,
}

impl SourceText {
    fn of(error: &(dyn std::error::Error + 'static)) -> Self {
        Self {
            message: error.to_string(),
            source: error.source().map(|source| Box::new(Self::of(source))),
        }
    }
}

impl fmt::Display for SourceText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for SourceText {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

impl Error {
    /// An error of `kind`; `message` is a lower-case fragment that says what and why.
    ///
    /// `Throttled` and `Unavailable` are retryable from the start, the others permanent.
    #[must_use]
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        let retryable = matches!(kind, ErrorKind::Throttled | ErrorKind::Unavailable);
        Self(Box::new(Repr {
            kind,
            message: message.into(),
            retryable,
            outcome: None,
            provider: None,
            operation: None,
            tenant: None,
            help: None,
            context: Vec::new(),
            violations: Vec::new(),
            settled: None,
            throttle: None,
            at: None,
            source: None,
        }))
    }

    /// A spec that breaks rules, with all of them.
    #[must_use]
    pub fn invalid_spec(violations: Vec<Violation>) -> Self {
        let message = match violations.as_slice() {
            [one] => one.to_string(),
            [first, rest @ ..] => format!("{first} (and {} more)", rest.len()),
            [] => "the spec breaks a rule".to_owned(),
        };
        let mut error = Self::new(ErrorKind::InvalidSpec, message).with_outcome(Outcome::Untouched);
        error.0.violations = violations;
        error
    }

    /// An optional verb that the provider does not have.
    #[must_use]
    pub fn unsupported(provider: &ProviderName, operation: Verb) -> Self {
        Self::new(
            ErrorKind::Unsupported,
            format!("provider {provider} does not support {operation}"),
        )
        .with_provider(provider.clone())
        .with_operation(operation)
        .with_outcome(Outcome::Untouched)
    }

    /// A tenant that the engine says it does not hold.
    #[must_use]
    pub fn tenant_not_found(tenant: &TenantId) -> Self {
        Self::new(
            ErrorKind::TenantNotFound,
            format!("no tenant {tenant} here"),
        )
        .with_tenant(tenant.clone())
        .with_outcome(Outcome::Untouched)
    }

    /// Says whether repeating may help.
    #[must_use]
    pub fn with_retryable(mut self, retryable: bool) -> Self {
        self.0.retryable = retryable;
        self
    }

    /// Says what a mutating verb left.
    #[must_use]
    pub fn with_outcome(mut self, outcome: Outcome) -> Self {
        self.0.outcome = Some(outcome);
        self
    }

    /// Names the provider.
    #[must_use]
    pub fn with_provider(mut self, provider: ProviderName) -> Self {
        self.0.provider = Some(provider);
        self
    }

    /// Names the operation.
    #[must_use]
    pub fn with_operation(mut self, operation: Verb) -> Self {
        self.0.operation = Some(operation);
        self
    }

    /// Names the tenant.
    #[must_use]
    pub fn with_tenant(mut self, tenant: TenantId) -> Self {
        self.0.tenant = Some(tenant);
        self
    }

    /// Says what to do next.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.0.help = Some(help.into());
        self
    }

    /// Adds a fact; never a header, a body, a query string or an env value.
    #[must_use]
    pub fn with_context(mut self, key: impl Into<String>, value: impl fmt::Display) -> Self {
        self.0.context.push((key.into(), value.to_string()));
        self
    }

    /// Says what the verb settled before it failed.
    #[must_use]
    pub fn with_settled(mut self, settled: Option<Settled>) -> Self {
        if settled.is_some() {
            self.0.settled = settled;
        }
        self
    }

    /// Says how the engine throttled.
    #[must_use]
    pub fn with_throttle(
        mut self,
        category: impl Into<String>,
        scope: impl Into<String>,
        retry_after: Option<Duration>,
    ) -> Self {
        self.0.throttle = Some(Throttle {
            category: category.into(),
            scope: scope.into(),
            retry_after,
        });
        self
    }

    /// Says when the engine was asked.
    #[must_use]
    pub fn with_time(mut self, at: Timestamp) -> Self {
        self.0.at = Some(at);
        self
    }

    /// Keeps the cause, and its causes, as texts.
    #[must_use]
    pub fn with_source(mut self, source: &(dyn std::error::Error + 'static)) -> Self {
        self.0.source = Some(SourceText::of(source));
        self
    }

    /// Fills in what the provider left out; what is there stays.
    #[must_use]
    pub fn or_provider(mut self, provider: &ProviderName, operation: &Verb) -> Self {
        self.0.provider.get_or_insert_with(|| provider.clone());
        self.0.operation.get_or_insert_with(|| operation.clone());
        self
    }

    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> &ErrorKind {
        &self.0.kind
    }

    /// The message alone, without provider, operation and tenant.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Whether the same call may succeed later.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.0.retryable
    }

    /// What a mutating verb left; `None` on reads.
    #[must_use]
    pub fn outcome(&self) -> Option<&Outcome> {
        self.0.outcome.as_ref()
    }

    /// The provider that failed.
    #[must_use]
    pub fn provider(&self) -> Option<&ProviderName> {
        self.0.provider.as_ref()
    }

    /// The verb that failed.
    #[must_use]
    pub fn operation(&self) -> Option<&Verb> {
        self.0.operation.as_ref()
    }

    /// The tenant it was about.
    #[must_use]
    pub fn tenant(&self) -> Option<&TenantId> {
        self.0.tenant.as_ref()
    }

    /// What to do next.
    #[must_use]
    pub fn help(&self) -> Option<&str> {
        self.0.help.as_deref()
    }

    /// Facts around the failure, in the order they were added.
    #[must_use]
    pub fn context(&self) -> &[(String, String)] {
        &self.0.context
    }

    /// Every rule that the spec breaks, for `InvalidSpec`.
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        &self.0.violations
    }

    /// What the verb settled before it failed.
    #[must_use]
    pub fn settled(&self) -> Option<&Settled> {
        self.0.settled.as_ref()
    }

    /// How the engine throttled, for `Throttled`.
    #[must_use]
    pub fn throttle(&self) -> Option<&Throttle> {
        self.0.throttle.as_ref()
    }

    /// When the engine was asked, where the provider said it.
    #[must_use]
    pub fn time(&self) -> Option<Timestamp> {
        self.0.at
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verb = self.0.operation.as_ref().map(Verb::as_str);
        let what: Cow<'_, str> = match (verb, &self.0.tenant) {
            (Some(verb), Some(tenant)) => format!("{verb} of {tenant}: ").into(),
            (Some(verb), None) => format!("{verb}: ").into(),
            (None, Some(tenant)) => format!("{tenant}: ").into(),
            (None, None) => "".into(),
        };
        write!(f, "{what}{}", self.0.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_ref().map(|source| source as _)
    }
}

impl From<InvalidId> for Error {
    fn from(error: InvalidId) -> Self {
        Self::new(ErrorKind::InvalidSpec, error.to_string()).with_outcome(Outcome::Untouched)
    }
}
