//! Names of a tenant's objects on an engine.

use std::{fmt, sync::Arc};

use data_encoding::BASE32_NOPAD;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::spec::{Installation, TenantId};

/// How much of an id is kept for people to recognise.
const SLUG_CHARS: usize = 20;
/// How many base32 characters of the hash are kept: 50 bits.
const HASH_CHARS: usize = 10;

/// Name of a tenant's objects on an engine: `t-`, a slug of the id, `-`, a hash.
///
/// At most 33 of `[a-z0-9-]`, a letter first: legal on every engine, with room for the suffixes
/// that engines add. The hash is always there, of the installation and the whole id; without it
/// a short id could take the name of a longer one that was cut.
///
/// ```
/// # use landlord_core::{name::EngineName, spec::{Installation, TenantId}};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let name = EngineName::derive(&Installation::new("prod")?, &TenantId::new("Acme/EU")?);
/// assert!(name.as_str().starts_with("t-acme-eu-"));
/// # Ok(()) }
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct EngineName(Arc<str>);

impl EngineName {
    /// The name of `tenant`'s objects in `installation`.
    #[must_use]
    pub fn derive(installation: &Installation, tenant: &TenantId) -> Self {
        let mut hash = Sha256::new();
        hash.update(installation.as_str());
        // neither may hold a NUL, so that no pair reads as another
        hash.update([0]);
        hash.update(tenant.as_str());
        let hash = BASE32_NOPAD.encode(&hash.finalize()).to_ascii_lowercase();
        let hash = hash.get(..HASH_CHARS).unwrap_or(&hash);
        Self(format!("t-{}-{hash}", slug(tenant.as_str())).into())
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Lower-case letters and digits of `id`, each run of others as one `-`, none at the ends.
/// Never empty, since an id begins with a letter or digit.
fn slug(id: &str) -> String {
    let mut slug = String::with_capacity(SLUG_CHARS);
    for character in id.chars() {
        if slug.len() == SLUG_CHARS {
            break;
        }
        if character.is_ascii_alphanumeric() {
            slug.push(character.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

impl fmt::Display for EngineName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for EngineName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.0, f)
    }
}

impl AsRef<str> for EngineName {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests;
