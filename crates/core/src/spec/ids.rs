//! Ids and names, checked when made.

use std::{borrow::Cow, fmt, str::FromStr, sync::Arc};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::sensitive::Printable;

pub(crate) const TENANT_ID_PATTERN: &str = r"^[A-Za-z0-9][A-Za-z0-9._:@/+=-]{0,127}$";
pub(crate) const INSTALLATION_PATTERN: &str = r"^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$";
pub(crate) const PROVIDER_NAME_PATTERN: &str = r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$";
pub(crate) const CONTAINER_NAME_PATTERN: &str = PROVIDER_NAME_PATTERN;
pub(crate) const DNS_LABEL_PATTERN: &str = r"^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$";
pub(crate) const PORT_NAME_PATTERN: &str = r"^[a-z]([a-z0-9-]{0,13}[a-z0-9])?$";
pub(crate) const ENV_NAME_PATTERN: &str = r"^[A-Za-z_][A-Za-z0-9_]{0,254}$";

/// A text that breaks the rules of the id or name it was meant to be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what} \"{given}\" is not allowed: expected {allowed}")]
#[non_exhaustive]
pub struct InvalidId {
    /// What it was meant to be, such as `tenant id`.
    pub what: &'static str,
    /// What was given, shortened and with control characters escaped.
    pub given: String,
    /// What is allowed.
    pub allowed: &'static str,
}

/// Declares a text newtype that holds only what its rule allows.
macro_rules! id {
    ($(#[$meta:meta])* $name:ident, $what:literal, $pattern:ident, $rule:ident, $allowed:literal) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// What is allowed, in words.
            pub const ALLOWED: &'static str = $allowed;

            /// Checks `text` and makes it one.
            ///
            /// # Errors
            /// When `text` is not what [`ALLOWED`](Self::ALLOWED) says.
            pub fn new(text: impl AsRef<str>) -> Result<Self, InvalidId> {
                let text = text.as_ref();
                if Self::allows(text) {
                    Ok(Self(text.into()))
                } else {
                    Err(InvalidId {
                        what: $what,
                        given: Printable(text).to_string(),
                        allowed: $allowed,
                    })
                }
            }

            /// Whether `text` would be accepted.
            #[must_use]
            pub fn allows(text: &str) -> bool {
                $rule(text.as_bytes())
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&*self.0, f)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                &*self.0 == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                &*self.0 == *other
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                Self::new(text)
            }
        }

        impl TryFrom<&str> for $name {
            type Error = InvalidId;

            fn try_from(text: &str) -> Result<Self, InvalidId> {
                Self::new(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;

            fn try_from(text: String) -> Result<Self, InvalidId> {
                Self::new(text)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = Cow::<'de, str>::deserialize(deserializer)?;
                Self::new(text).map_err(D::Error::custom)
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "pattern": $pattern, "description": $allowed })
            }
        }
    };
}

id! {
    /// Id of a tenant, as the tenant's owner knows it; never changed or normalised.
    ///
    /// ```
    /// # use landlord_core::spec::TenantId;
    /// assert!(TenantId::new("acme/eu:42").is_ok());
    /// assert!(TenantId::new("../acme").is_err());
    /// ```
    TenantId, "tenant id", TENANT_ID_PATTERN, is_tenant_id,
    "1 to 128 characters: a letter or digit, then letters, digits and . _ : @ / + = -"
}

id! {
    /// Id of one deployment of landlord; two on one engine never touch each other's tenants.
    ///
    /// Legal as a Kubernetes label value, since it marks objects there.
    Installation, "installation", INSTALLATION_PATTERN, is_installation,
    "1 to 63 letters, digits and . _ -, a letter or digit first and last"
}

id! {
    /// Name of one configured instance of a provider, such as `ecs` or `ecs-eu`.
    ProviderName, "provider name", PROVIDER_NAME_PATTERN, is_dns_1123_label,
    "1 to 63 lower-case letters, digits and -, a letter or digit first and last"
}

id! {
    /// Name of a container, legal on every engine.
    ContainerName, "container name", CONTAINER_NAME_PATTERN, is_container_name,
    "1 to 63 lower-case letters, digits and -, a letter or digit first and last; not \"alloc\", which Nomad reserves"
}

id! {
    /// Name of an environment variable.
    ///
    /// Letters, digits and `_` only: Nomad would silently replace anything else.
    EnvName, "environment variable name", ENV_NAME_PATTERN, is_env_name,
    "1 to 255 letters, digits and _, no digit first"
}

fn is_tenant_id(text: &[u8]) -> bool {
    text.len() <= 128
        && text.first().is_some_and(u8::is_ascii_alphanumeric)
        && text
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || b"._:@/+=-".contains(byte))
}

fn is_installation(text: &[u8]) -> bool {
    framed(text, 63, u8::is_ascii_alphanumeric, b"._-")
}

pub(crate) fn is_dns_1123_label(text: &[u8]) -> bool {
    framed(text, 63, is_lower_or_digit, b"-")
}

fn is_container_name(text: &[u8]) -> bool {
    is_dns_1123_label(text) && text != b"alloc"
}

pub(crate) fn is_dns_1035_label(text: &[u8]) -> bool {
    is_dns_1123_label(text) && text.first().is_some_and(u8::is_ascii_lowercase)
}

pub(crate) fn is_port_name(text: &[u8]) -> bool {
    text.len() <= 15 && is_dns_1035_label(text) && !text.windows(2).any(|pair| pair == b"--")
}

fn is_env_name(text: &[u8]) -> bool {
    text.len() <= 255
        && text.first().is_some_and(|first| !first.is_ascii_digit())
        && text
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
}

const fn is_lower_or_digit(byte: &u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit()
}

/// At most `max` bytes of `outer` or `inner`, with `outer` first and last.
fn framed(text: &[u8], max: usize, outer: fn(&u8) -> bool, inner: &[u8]) -> bool {
    text.len() <= max
        && text.first().is_some_and(outer)
        && text.last().is_some_and(outer)
        && text.iter().all(|byte| outer(byte) || inner.contains(byte))
}
