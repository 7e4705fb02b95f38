//! What the engine keeps about a tenant across restarts of everything.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::manifest::{Revision, Settings};

/// The version of the record's form that this build writes.
const SCHEMA: u32 = 1;

/// A tenant's record. While a supervisor lives it alone writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Record {
    /// The tenant's id as the spec gives it.
    pub(crate) tenant: String,
    pub(crate) installation: String,
    /// Grows with each write: a write on the basis of an older one is refused.
    pub(crate) generation: u64,
    /// The highest revision number given so far; none is given twice.
    pub(crate) revisions: u64,
    /// What shall run.
    pub(crate) desired: Revision,
    /// What last was ready as a whole; absent until the first rollout has completed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) stable: Option<Revision>,
    /// The unfinished operation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) rollout: Option<Rollout>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) last_rollout: Option<LastRollout>,
    /// Front ports by `container/port`.
    #[serde(default)]
    pub(crate) ports: BTreeMap<String, u16>,
    pub(crate) settings: Settings,
    pub(crate) created_at: Timestamp,
    pub(crate) changed_at: Timestamp,
}

/// An operation in flight.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Rollout {
    /// The id of the operation that asked for it.
    pub(crate) operation: String,
    pub(crate) kind: RolloutKind,
    pub(crate) started_at: Timestamp,
    /// How long it may take, milliseconds, by the supervisor's clock.
    pub(crate) deadline_ms: u64,
}

/// What a rollout is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RolloutKind {
    /// The first version; failing, it is undone.
    Provision,
    /// A later version; failing, it is rolled back.
    Update,
    /// The same version, every instance anew.
    Restart,
    /// Back to the stable version.
    Rollback,
    /// The stable version again, after its supervisor was gone.
    Recover,
}

/// How the last finished rollout ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LastRollout {
    pub(crate) operation: String,
    pub(crate) kind: RolloutKind,
    pub(crate) outcome: RolloutOutcome,
    /// The hash of the spec that it was to bring.
    pub(crate) spec_hash: String,
    /// Why it failed, for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) reason: Option<crate::protocol::Reason>,
    pub(crate) at: Timestamp,
}

/// The end of a rollout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RolloutOutcome {
    /// Everything asked for is ready.
    Completed,
    /// The version before runs at full strength again.
    RolledBack,
    /// A first version failed; nothing of it runs.
    Undone,
}

/// Why a record is of no use.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RecordError {
    /// It could not be read at all.
    #[error("cannot read the record")]
    Io(#[from] std::io::Error),
    /// It was cut short or changed.
    #[error("the record is damaged: {0}")]
    Damaged(&'static str),
    /// It is whole, and this build does not understand it.
    #[error("the record is not understood by this version of landlord")]
    Unknown(#[source] serde_json::Error),
    /// A newer build wrote it.
    #[error("the record has schema {0}, this version of landlord knows up to {SCHEMA}")]
    Newer(u32),
}

#[derive(Serialize, Deserialize)]
struct Header {
    schema: u32,
    sha256: String,
}

impl Record {
    /// The file's content: a line with schema and checksum, a line with the record.
    pub(crate) fn encode(&self) -> serde_json::Result<Vec<u8>> {
        let body = serde_json::to_vec(self)?;
        let mut file = serde_json::to_vec(&Header {
            schema: SCHEMA,
            sha256: checksum(&body),
        })?;
        file.push(b'\n');
        file.extend_from_slice(&body);
        file.push(b'\n');
        Ok(file)
    }

    /// Reads a file's content back.
    ///
    /// # Errors
    /// When it is damaged, or of a form that this build does not know.
    pub(crate) fn decode(file: &[u8]) -> Result<Self, RecordError> {
        let mut lines = file.splitn(2, |byte| *byte == b'\n');
        let header: Header = serde_json::from_slice(lines.next().unwrap_or_default())
            .map_err(|_| RecordError::Damaged("its first line is no header"))?;
        let body = lines
            .next()
            .and_then(|rest| rest.strip_suffix(b"\n"))
            .ok_or(RecordError::Damaged("it was cut short"))?;
        if checksum(body) != header.sha256 {
            return Err(RecordError::Damaged("its checksum does not match"));
        }
        if header.schema > SCHEMA {
            return Err(RecordError::Newer(header.schema));
        }
        serde_json::from_slice(body).map_err(RecordError::Unknown)
    }
}

fn checksum(body: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(body))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> Record {
        let manifest = crate::manifest::Manifest {
            tenant: "acme".into(),
            replicas: 1,
            containers: vec![],
            resources: None,
            secrets: vec![],
            labels: BTreeMap::new(),
        };
        let desired = Revision {
            number: 1,
            spec_hash: "a".into(),
            template_hash: "b".into(),
            manifest,
        };
        Record {
            tenant: "acme".into(),
            installation: "default".into(),
            generation: 3,
            revisions: 1,
            desired,
            stable: None,
            rollout: None,
            last_rollout: None,
            ports: BTreeMap::new(),
            settings: Settings::default(),
            created_at: Timestamp::UNIX_EPOCH,
            changed_at: Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn a_record_comes_back_as_it_was() {
        let file = record().encode().unwrap();
        assert_eq!(Record::decode(&file).unwrap(), record());
    }

    #[test]
    fn every_cut_and_every_flipped_byte_is_noticed() {
        let file = record().encode().unwrap();
        for end in 0..file.len() {
            assert!(Record::decode(&file[..end]).is_err(), "cut at {end}");
        }
        for at in 0..file.len() {
            let mut bent = file.clone();
            bent[at] ^= 1;
            // a flipped bit in the schema digit alone reads as another schema, an error too or 0
            if let Ok(read) = Record::decode(&bent) {
                assert_eq!(read, record(), "flipped at {at}");
            }
        }
    }

    #[test]
    fn a_newer_schema_is_named() {
        let file = String::from_utf8(record().encode().unwrap()).unwrap();
        let newer = file.replacen("\"schema\":1", "\"schema\":2", 1);
        assert!(matches!(
            Record::decode(newer.as_bytes()),
            Err(RecordError::Newer(2))
        ));
    }
}
