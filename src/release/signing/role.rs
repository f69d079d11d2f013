//! The four TUF roles, as the centre writes them.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{KeyId, PublicKey, SigningError};
use crate::release::Digest;

/// The version of the TUF specification this follows.
pub const SPEC_VERSION: &str = "1.0.31";

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Envelope<R> {
    pub signatures: Vec<Signature>,
    pub signed: R,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Signature {
    pub keyid: KeyId,
    pub sig: String,
}

/// A role that can be signed.
pub trait Role: Serialize + DeserializeOwned {
    /// The role's type, as TUF names it.
    const NAME: &'static str;
    /// The verifier's own type for the role.
    type Verified: sigstore_tuf::metadata::Role;
    /// The version.
    fn version(&self) -> u64;
    /// Sets the version.
    fn set_version(&mut self, version: u64);
}

macro_rules! role {
    ($type:ident, $name:literal) => {
        impl Role for $type {
            const NAME: &'static str = $name;
            type Verified = sigstore_tuf::$type;
            fn version(&self) -> u64 {
                self.version
            }
            fn set_version(&mut self, version: u64) {
                self.version = version;
            }
        }
    };
}

role!(Root, "root");
role!(Timestamp, "timestamp");
role!(Snapshot, "snapshot");
role!(Targets, "targets");

/// Who may sign, and how many of them must.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authority {
    /// Public keys by id; may hold others than `keyids`.
    pub keys: BTreeMap<KeyId, PublicKey>,
    /// The keys that may sign.
    pub keyids: Vec<KeyId>,
    /// How many different ones must.
    pub threshold: usize,
}

impl Authority {
    pub(super) fn for_verifier(
        &self,
    ) -> Result<(BTreeMap<String, sigstore_tuf::Key>, sigstore_tuf::RoleKeys), SigningError> {
        let keys = serde_json::from_value(serde_json::to_value(&self.keys)?)?;
        let role_keys = RoleKeys { keyids: self.keyids.clone(), threshold: self.threshold };
        Ok((keys, serde_json::from_value(serde_json::to_value(role_keys)?)?))
    }
}

/// The keys of a role within root.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleKeys {
    /// The keys that may sign.
    pub keyids: Vec<KeyId>,
    /// How many different ones must.
    pub threshold: usize,
}

/// The role all trust begins with: who may sign the other three.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "_type", rename = "root")]
pub struct Root {
    /// The TUF version.
    pub spec_version: String,
    /// Grows by one.
    pub version: u64,
    /// When it ends; whole seconds.
    pub expires: jiff::Timestamp,
    /// Always true: metadata are named by version, targets by hash.
    pub consistent_snapshot: bool,
    /// Every key any role uses.
    pub keys: BTreeMap<KeyId, PublicKey>,
    /// Who signs what.
    pub roles: RootRoles,
}

impl Root {
    fn authority(&self, role: &RoleKeys) -> Authority {
        Authority { keys: self.keys.clone(), keyids: role.keyids.clone(), threshold: role.threshold }
    }

    /// Who may sign the next root.
    pub fn root_authority(&self) -> Authority {
        self.authority(&self.roles.root)
    }

    /// Who may sign the top-level targets role.
    pub fn targets_authority(&self) -> Authority {
        self.authority(&self.roles.targets)
    }

    /// Who may sign snapshot.
    pub fn snapshot_authority(&self) -> Authority {
        self.authority(&self.roles.snapshot)
    }

    /// Who may sign timestamp.
    pub fn timestamp_authority(&self) -> Authority {
        self.authority(&self.roles.timestamp)
    }
}

/// The keys of the four top-level roles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RootRoles {
    /// Root itself.
    pub root: RoleKeys,
    /// Snapshot.
    pub snapshot: RoleKeys,
    /// Targets.
    pub targets: RoleKeys,
    /// Timestamp.
    pub timestamp: RoleKeys,
}

/// What a metadata file must be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileMeta {
    /// Its SHA-256.
    pub hashes: Hashes,
    /// Its length in bytes.
    pub length: u64,
    /// Its version.
    pub version: u64,
}

impl FileMeta {
    /// The meta of a file.
    pub fn of(bytes: &[u8], version: u64) -> Self {
        Self { hashes: Hashes { sha256: Digest::of(bytes) }, length: bytes.len() as u64, version }
    }

    /// Whether `bytes` are that file.
    pub fn is(&self, bytes: &[u8]) -> bool {
        bytes.len() as u64 == self.length && Digest::of(bytes) == self.hashes.sha256
    }
}

/// The hashes of a file; we write one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hashes {
    /// SHA-256.
    pub sha256: Digest,
}

/// The newest snapshot, signed often, so that a stand notices when it is kept from news.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "_type", rename = "timestamp")]
pub struct Timestamp {
    /// The TUF version.
    pub spec_version: String,
    /// Grows with each signing.
    pub version: u64,
    /// When it ends; whole seconds.
    pub expires: jiff::Timestamp,
    /// One entry, `snapshot.json`.
    pub meta: BTreeMap<String, FileMeta>,
    /// When it was signed, Unix seconds: a stand's clock is never taken to be earlier. The name is
    /// [`SIGNED_AT`](crate::release::trust::SIGNED_AT).
    #[serde(rename = "x-aqparat-signed-at")]
    pub signed_at: i64,
}

/// Which versions of the targets roles belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "_type", rename = "snapshot")]
pub struct Snapshot {
    /// The TUF version.
    pub spec_version: String,
    /// Grows with each signing.
    pub version: u64,
    /// When it ends; whole seconds.
    pub expires: jiff::Timestamp,
    /// By file name without version. A role once named here stays: taking it out would look to
    /// stands like an attack.
    pub meta: BTreeMap<String, FileMeta>,
}

/// Which files there are, or who may say so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "_type", rename = "targets")]
pub struct Targets {
    /// The TUF version.
    pub spec_version: String,
    /// Grows with each signing.
    pub version: u64,
    /// When it ends; whole seconds.
    pub expires: jiff::Timestamp,
    /// The files by name.
    pub targets: BTreeMap<String, TargetFile>,
    /// Who else may name files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delegations: Option<Delegations>,
}

/// A file a targets role vouches for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetFile {
    /// Its SHA-256.
    pub hashes: Hashes,
    /// Its length in bytes.
    pub length: u64,
    /// What we add.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom: Option<Custom>,
}

/// What we add to a manifest's target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Custom {
    /// The manifest's release number, to be known without fetching it.
    pub release: u64,
}

/// The roles a targets role hands trust to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Delegations {
    /// Their keys.
    pub keys: BTreeMap<KeyId, PublicKey>,
    /// The roles, in order of search.
    pub roles: Vec<DelegatedRole>,
}

impl Delegations {
    /// Who may sign the role `name`, if it is one of these.
    pub fn authority(&self, name: &str) -> Option<Authority> {
        let role = self.roles.iter().find(|role| role.name == name)?;
        Some(Authority { keys: self.keys.clone(), keyids: role.keyids.clone(), threshold: role.threshold })
    }

    /// Hands the paths `NAME/*` to the role `name` with one key, in place of what stood there before.
    pub fn set(&mut self, name: &str, id: &KeyId, key: PublicKey) {
        self.remove(name);
        self.keys.insert(id.clone(), key);
        self.roles.push(DelegatedRole {
            name: name.to_owned(),
            keyids: vec![id.clone()],
            threshold: 1,
            terminating: true,
            paths: vec![format!("{name}/*")],
        });
        self.roles.sort_by(|a, b| a.name.cmp(&b.name));
    }

    /// Takes the role `name` out, and its keys if no other role uses them.
    pub fn remove(&mut self, name: &str) {
        self.roles.retain(|role| role.name != name);
        let roles = &self.roles;
        self.keys.retain(|id, _| roles.iter().any(|role| role.keyids.contains(id)));
    }
}

/// A role that may vouch for some paths.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DelegatedRole {
    /// Its name.
    pub name: String,
    /// The keys that may sign it.
    pub keyids: Vec<KeyId>,
    /// How many different ones must.
    pub threshold: usize,
    /// Whether the search for a matching path ends here.
    pub terminating: bool,
    /// The paths; `*` stays within one segment.
    pub paths: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signed_moment_is_written_where_stands_look_for_it() {
        let timestamp = Timestamp {
            spec_version: SPEC_VERSION.into(),
            version: 1,
            expires: jiff::Timestamp::UNIX_EPOCH,
            meta: BTreeMap::new(),
            signed_at: 42,
        };
        let json = serde_json::to_value(timestamp).expect("JSON");
        assert_eq!(json[crate::release::trust::SIGNED_AT], 42);
        assert_eq!(json["_type"], "timestamp");
        assert_eq!(json["expires"], "1970-01-01T00:00:00Z");
    }
}
