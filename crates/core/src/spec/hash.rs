//! The hash of a spec.

use std::{borrow::Cow, fmt, str::FromStr, sync::Arc};

use data_encoding::BASE32_NOPAD;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::{Installation, TenantComputeSpec, TenantId, canonical};

/// Length of 32 bytes in base32 without padding.
const LENGTH: usize = 52;

/// Hash of an effective spec, of one tenant in one installation.
///
/// 52 of `[a-z2-7]`: SHA-256 in base32, legal as a Kubernetes label value, which hex is not.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SpecHash(Arc<str>);

/// A text that is no spec hash.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a spec hash: expected 52 of a-z and 2-7")]
#[non_exhaustive]
pub struct InvalidSpecHash;

impl SpecHash {
    /// Reads a hash that was written before.
    ///
    /// # Errors
    /// When `text` is not 52 of `[a-z2-7]`.
    pub fn new(text: impl AsRef<str>) -> Result<Self, InvalidSpecHash> {
        let text = text.as_ref();
        let fits = text.len() == LENGTH
            && text
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || (b'2'..=b'7').contains(&byte));
        fits.then(|| Self(text.into())).ok_or(InvalidSpecHash)
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn of(hash: Sha256) -> Self {
        let mut text = BASE32_NOPAD.encode(&hash.finalize());
        text.make_ascii_lowercase();
        Self(text.into())
    }
}

/// The hash of what one tenant of one installation runs.
///
/// `effective` is the spec as its provider made it effective, with `provider_config` as the
/// provider's own type writes it; `provider_type` doesn't count. It is SHA-256 over the
/// installation, the tenant and the [`canonical`] form, and the same in every release. The salt keeps two tenants
/// with equal specs from showing that they are equal.
#[must_use]
pub fn spec_hash(
    effective: &TenantComputeSpec,
    installation: &Installation,
    tenant: &TenantId,
) -> SpecHash {
    let mut hash = Sha256::new();
    hash.update(installation.as_str());
    hash.update([0]);
    hash.update(tenant.as_str());
    hash.update([0]);
    let mut form = canonical(effective);
    if let Value::Object(fields) = &mut form {
        fields.retain(|key, _| key != "provider_type");
    }
    hash.update(form.to_string());
    SpecHash::of(hash)
}

impl fmt::Display for SpecHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for SpecHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.0, f)
    }
}

impl AsRef<str> for SpecHash {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl FromStr for SpecHash {
    type Err = InvalidSpecHash;

    fn from_str(text: &str) -> Result<Self, InvalidSpecHash> {
        Self::new(text)
    }
}

impl Serialize for SpecHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for SpecHash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(Cow::<'de, str>::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

impl JsonSchema for SpecHash {
    fn schema_name() -> Cow<'static, str> {
        "SpecHash".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[a-z2-7]{52}$" })
    }
}
