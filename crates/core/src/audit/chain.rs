//! Hashes, keys and the written form of a record.

use std::fmt;
use std::str::FromStr;

use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::record::FORMAT;
use super::{AuditError, AuditEvent, AuditRecord};

/// Half the hash's width: what NIST SP 800-107 asks of an HMAC key at least.
pub(super) const MIN_KEY_BYTES: usize = 16;

const HASH_FIELD: &[u8] = b",\"hash\":\"";
const LINE_END: &[u8] = b"\"}";
/// The bytes of a line that its hash does not cover.
pub(super) const SUFFIX_LEN: usize = HASH_FIELD.len() + 64 + LINE_END.len();

/// A SHA-256, or an HMAC of that width; 64 lower-case hexadecimal digits as text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ChainHash([u8; 32]);

impl ChainHash {
    /// What the first record of a chain has as the hash of the one before.
    pub const GENESIS: Self = Self([0; 32]);

    /// The bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    pub(super) fn finish(hasher: Sha256) -> Self {
        Self(hasher.finalize().into())
    }

    fn parse(hex: &[u8]) -> Option<Self> {
        let bytes = HEXLOWER.decode(hex).ok()?;
        Some(Self(bytes.try_into().ok()?))
    }
}

impl fmt::Display for ChainHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
    }
}

impl fmt::Debug for ChainHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<ChainHash> for String {
    fn from(hash: ChainHash) -> Self {
        hash.to_string()
    }
}

impl TryFrom<String> for ChainHash {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(text.as_bytes()).ok_or("a hash is 64 lower-case hexadecimal digits")
    }
}

/// A record's place in a chain; as text `<seq>:<hash>`.
///
/// Kept outside the machine, the newest one proves later that nothing was cut
/// off the end: see [`VerifyOptions::expect_head`](super::VerifyOptions::expect_head).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ChainPosition {
    /// The record's number, from 1.
    pub seq: u64,
    /// The record's hash.
    pub hash: ChainHash,
}

impl ChainPosition {
    /// Before the first record.
    pub(super) const START: Self = Self {
        seq: 0,
        hash: ChainHash::GENESIS,
    };

    pub(super) fn new(seq: u64, hash: ChainHash) -> Self {
        Self { seq, hash }
    }
}

impl fmt::Display for ChainPosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.seq, self.hash)
    }
}

impl FromStr for ChainPosition {
    type Err = AuditError;

    fn from_str(text: &str) -> Result<Self, AuditError> {
        text.split_once(':')
            .and_then(|(seq, hash)| {
                Some(Self {
                    seq: seq.parse().ok()?,
                    hash: ChainHash::parse(hash.as_bytes())?,
                })
            })
            .ok_or_else(|| AuditError::InvalidPosition {
                text: text.to_owned(),
            })
    }
}

/// The secret that makes the chain's hashes HMACs.
///
/// `Debug` shows the key's id alone.
#[derive(Clone)]
pub struct AuditKey {
    mac: Hmac<Sha256>,
    id: String,
}

impl AuditKey {
    /// A key from its bytes, which should be random.
    ///
    /// # Errors
    /// [`AuditError::WeakKey`] under 16 bytes.
    pub fn new(bytes: &[u8]) -> Result<Self, AuditError> {
        let weak = AuditError::WeakKey { bytes: bytes.len() };
        if bytes.len() < MIN_KEY_BYTES {
            return Err(weak);
        }
        let mac = Hmac::<Sha256>::new_from_slice(bytes).map_err(|_| weak)?;
        let tag = mac
            .clone()
            .chain_update(b"landlord audit key id")
            .finalize();
        let id = HEXLOWER.encode(&tag.into_bytes()[..8]);
        Ok(Self { mac, id })
    }

    /// A public name of the key, derived from it, by which records say who
    /// made their hash: 16 hexadecimal digits.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }
}

impl fmt::Debug for AuditKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuditKey")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// Writes records as lines, and reads lines as records, under one key or none.
#[derive(Debug, Clone)]
pub(super) struct Sealer {
    key: Option<AuditKey>,
}

/// What a line turned out to be.
#[derive(Debug)]
pub(super) enum Line {
    /// A record whose hash is right.
    Sealed(Box<AuditRecord>),
    /// A record whose hash was made by another key, or by none.
    OtherKey(Box<AuditRecord>),
    /// A record whose hash is wrong.
    Edited(Box<AuditRecord>),
    /// No record.
    Unreadable,
}

/// A record as it is written: all but the hash.
#[derive(Serialize)]
struct Unsealed<'a> {
    v: u32,
    seq: u64,
    #[serde(flatten)]
    event: &'a AuditEvent,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<&'a str>,
    prev: ChainHash,
}

impl Sealer {
    pub(super) fn new(key: Option<AuditKey>) -> Self {
        Self { key }
    }

    pub(super) fn key_id(&self) -> Option<&str> {
        self.key.as_ref().map(AuditKey::id)
    }

    /// Appends the line of `event`, newline included, to `out`.
    pub(super) fn seal(
        &self,
        prev: ChainPosition,
        event: &AuditEvent,
        out: &mut Vec<u8>,
    ) -> Result<ChainPosition, AuditError> {
        let start = out.len();
        let unsealed = Unsealed {
            v: FORMAT,
            seq: prev.seq + 1,
            event,
            key: self.key_id(),
            prev: prev.hash,
        };
        if let Err(error) = serde_json::to_writer(&mut *out, &unsealed) {
            out.truncate(start);
            return Err(AuditError::Encode {
                reason: error.to_string(),
            });
        }
        out.pop(); // the closing brace comes after the hash
        let hash = self.hash(&out[start..]);
        out.extend_from_slice(HASH_FIELD);
        out.extend_from_slice(HEXLOWER.encode(&hash.0).as_bytes());
        out.extend_from_slice(LINE_END);
        out.push(b'\n');
        Ok(ChainPosition::new(prev.seq + 1, hash))
    }

    /// Reads one line, given without its newline.
    pub(super) fn open(&self, line: &[u8]) -> Line {
        let Ok(record) = serde_json::from_slice::<AuditRecord>(line) else {
            return Line::Unreadable;
        };
        let record = Box::new(record);
        if record.key.as_deref() != self.key_id() {
            return Line::OtherKey(record);
        }
        // the hash is compared where it stands, so that no second spelling of
        // the same JSON passes for what was written
        match split_hash(line) {
            Some((covered, hash)) if hash == self.hash(covered) => Line::Sealed(record),
            _ => Line::Edited(record),
        }
    }

    fn hash(&self, bytes: &[u8]) -> ChainHash {
        match &self.key {
            Some(key) => {
                let tag = key.mac.clone().chain_update(bytes).finalize();
                ChainHash(tag.into_bytes().into())
            }
            None => ChainHash(Sha256::digest(bytes).into()),
        }
    }
}

/// Parts a line, given without its newline, into what the hash covers and the hash.
pub(super) fn split_hash(line: &[u8]) -> Option<(&[u8], ChainHash)> {
    let (covered, suffix) = line.split_at_checked(line.len().checked_sub(SUFFIX_LEN)?)?;
    let hex = suffix.strip_prefix(HASH_FIELD)?.strip_suffix(LINE_END)?;
    Some((covered, ChainHash::parse(hex)?))
}

/// A key's id, or its absence, for a message.
pub(super) fn key_text(id: Option<&str>) -> String {
    id.map_or_else(|| "no key".to_owned(), |id| format!("key {id}"))
}

#[cfg(test)]
mod tests;
