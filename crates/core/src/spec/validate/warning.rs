//! What is legal and deserves a second look.

use crate::spec::{TenantComputeSpec, Warning, WarningKind, path::Path};

/// Words in the name of a variable that mean a secret.
const SECRET_WORDS: [&str; 10] = [
    "PASSWORD",
    "PASSWD",
    "PASSPHRASE",
    "SECRET",
    "TOKEN",
    "APIKEY",
    "API_KEY",
    "ACCESS_KEY",
    "PRIVATE_KEY",
    "CREDENTIAL",
];
/// Last words that mean something about a secret rather than the secret itself.
const HARMLESS_LAST_WORDS: [&str; 14] = [
    "FILE", "PATH", "DIR", "URL", "URI", "NAME", "ID", "TTL", "EXPIRY", "LENGTH", "HEADER",
    "ENABLED", "SECONDS", "ISSUER",
];

/// What is legal in `spec` and deserves a second look: env values that look like passwords or
/// tokens and belong under `secrets`.
#[must_use]
pub fn warnings(spec: &TenantComputeSpec) -> Vec<Warning> {
    let containers = Path::ROOT.field("containers");
    let mut warnings = Vec::new();
    for (index, container) in spec.containers.iter().enumerate() {
        let container_path = containers.index(index);
        let env = container_path.field("env");
        for (key, value) in &container.env {
            let why = if value.is_empty() {
                continue;
            } else if names_secret(key) {
                "its name looks like that of a password or token"
            } else if holds_credentials(value) {
                "its value looks like a url with a password"
            } else {
                continue;
            };
            warnings.push(Warning::new(
                env.key(key).to_string(),
                WarningKind::LooksSecret,
                format!("{why}; whoever may read the engine's objects can read env: put it under `secrets`"),
            ));
        }
    }
    warnings
}

fn names_secret(key: &str) -> bool {
    let key = key.to_ascii_uppercase();
    let last = key.rsplit('_').next().unwrap_or_default();
    SECRET_WORDS.iter().any(|word| key.contains(word)) && !HARMLESS_LAST_WORDS.contains(&last)
}

/// `scheme://user:password@host`
fn holds_credentials(value: &str) -> bool {
    let Some((_, rest)) = value.split_once("://") else {
        return false;
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    authority
        .rsplit_once('@')
        .and_then(|(user, _)| user.split_once(':'))
        .is_some_and(|(_, password)| !password.is_empty())
}
