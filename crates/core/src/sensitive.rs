//! Showing what must not be shown: fingerprints of sensitive values, and text made printable.

use std::{
    collections::BTreeMap,
    fmt::{self, Write as _},
    sync::OnceLock,
};

use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit as _, Mac as _};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::Sha256;

/// How many characters of a text are shown before it is cut.
const SHOWN_CHARS: usize = 64;

/// The key of this process; `None` inside when the system gave no randomness.
static KEY: OnceLock<Option<[u8; 32]>> = OnceLock::new();

/// Stands for a sensitive value: equal values have equal ones within a process.
///
/// It is the start of an HMAC under a key that each process draws anew, so that it can be
/// neither guessed back nor compared with another process's.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Fingerprint(String);

impl Fingerprint {
    /// The fingerprint of `value` in this process, such as `#a1b2c3d4`.
    #[must_use]
    pub fn of(value: impl AsRef<[u8]>) -> Self {
        let key = KEY.get_or_init(random_key);
        let Some(mut mac) = key
            .as_ref()
            .and_then(|key| Hmac::<Sha256>::new_from_slice(key).ok())
        else {
            return Self("#????????".to_owned());
        };
        mac.update(value.as_ref());
        let tag = mac.finalize().into_bytes();
        let short = tag.get(..4).unwrap_or_default();
        Self(format!("#{}", HEXLOWER.encode(short)))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Fixes the key of this process, for snapshots of output. The first key stands: returns
/// whether it is this one, which fails once a fingerprint was made under another.
pub fn fix_fingerprint_key(key: [u8; 32]) -> bool {
    *KEY.get_or_init(|| Some(key)) == Some(key)
}

fn random_key() -> Option<[u8; 32]> {
    let mut key = [0; 32];
    getrandom::fill(&mut key).ok().map(|()| key)
}

/// A text as it may be printed: control, format and other invisible characters escaped, cut
/// after 64 characters.
#[derive(Debug, Clone, Copy)]
pub struct Printable<'a>(pub &'a str);

impl fmt::Display for Printable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, character) in self.0.chars().enumerate() {
            if index == SHOWN_CHARS {
                return write!(f, "… ({} bytes)", self.0.len());
            }
            match character {
                '"' | '\'' => f.write_char(character)?,
                _ => write!(f, "{}", character.escape_debug())?,
            }
        }
        Ok(())
    }
}

/// A map of sensitive values for `Debug`: keys, and fingerprints of values.
pub(crate) struct ShownMap<'a>(pub(crate) &'a BTreeMap<String, String>);

impl fmt::Debug for ShownMap<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map()
            .entries(
                self.0
                    .iter()
                    .map(|(key, value)| (key, Fingerprint::of(value))),
            )
            .finish()
    }
}

/// JSON of unknown content for `Debug`: the names of an object's fields, and fingerprints.
pub(crate) struct ShownJson<'a>(pub(crate) &'a Value);

impl fmt::Debug for ShownJson<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Value::Object(fields) => f
                .debug_map()
                .entries(
                    fields
                        .iter()
                        .map(|(key, value)| (key, Fingerprint::of(value.to_string()))),
                )
                .finish(),
            other => fmt::Debug::fmt(&Fingerprint::of(other.to_string()), f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_have_equal_fingerprints() {
        let fingerprint = Fingerprint::of("a value");
        assert_eq!(fingerprint, Fingerprint::of("a value"));
        assert_ne!(fingerprint, Fingerprint::of("another value"));
        let text = fingerprint.as_str();
        assert!(text.len() == 9 && text.starts_with('#'), "{text}");
        assert!(
            text[1..].bytes().all(|byte| byte.is_ascii_hexdigit()),
            "{text}"
        );
        // a key is in use by now and stays
        assert!(!fix_fingerprint_key([7; 32]));
        assert_eq!(fingerprint, Fingerprint::of("a value"));
    }

    #[test]
    fn a_fingerprint_is_no_plain_hash() {
        use sha2::Digest as _;
        let plain = HEXLOWER.encode(&Sha256::digest("a value"));
        assert_ne!(
            Fingerprint::of("a value").as_str(),
            format!("#{}", &plain[..8])
        );
    }

    #[test]
    fn nothing_invisible_is_printed() {
        let shown = Printable("a\u{1b}[31m\0\n\u{202e}\u{200b}'\"ü漢").to_string();
        assert_eq!(shown, "a\\u{1b}[31m\\0\\n\\u{202e}\\u{200b}'\"ü漢");
        assert_eq!(Printable(&"x".repeat(64)).to_string(), "x".repeat(64));
        let long = Printable(&"ü".repeat(65)).to_string();
        assert_eq!(long, format!("{}… (130 bytes)", "ü".repeat(64)));
    }
}
