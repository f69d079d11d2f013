//! What the repository says now, read and verified before anything is signed on top of it.

use object_store::UpdateVersion;
use sigstore_tuf::TrustedMetadataSet;

use super::PublishError;
use super::keys::LastSigned;
use super::store::Store;
use crate::domain::BodyId;
use crate::release::signing::{self, Authority, FileMeta, Role, Root, Snapshot, Targets, Timestamp};

/// No metadata file of ours comes near this many bytes.
pub(super) const METADATA_LIMIT: u64 = 5_000_000;

/// The newest metadata of the repository.
#[derive(Debug)]
pub(super) struct State {
    pub root: Root,
    pub timestamp: Timestamp,
    /// For replacing exactly the timestamp that was read.
    pub timestamp_read: UpdateVersion,
    pub snapshot: Snapshot,
    pub targets: Targets,
    /// The root has named new online keys, but what they sign is not there yet: a rotation was cut off.
    pub online_stale: bool,
    /// The same for the targets key.
    pub targets_stale: bool,
}

pub(super) fn metadata_path(name: &str) -> String {
    format!("metadata/{name}")
}

/// Every root, oldest first, each verified from the one before, and the bytes of the newest.
/// Empty if there is none.
pub(super) async fn roots(store: &Store) -> Result<(Vec<Root>, Vec<u8>), PublishError> {
    crate::release::provider::install();
    let mut chain: Option<TrustedMetadataSet> = None;
    let mut roots = Vec::new();
    for version in 1.. {
        let path = metadata_path(&format!("{version}.root.json"));
        let Some(object) = store.get(&path, METADATA_LIMIT).await? else { break };
        let set = match chain.take() {
            None => TrustedMetadataSet::from_root(&object.bytes),
            Some(mut set) => set.update_root(&object.bytes).map(|()| set),
        };
        let set = set.map_err(|_| PublishError::Damaged(path))?;
        roots.push(signing::read(set.root_bytes())?);
        chain = Some(set);
    }
    Ok((roots, chain.map(|set| set.root_bytes().to_vec()).unwrap_or_default()))
}

impl State {
    /// Reads and verifies root, timestamp, snapshot and targets. Expiry is not looked at: what has
    /// expired is what must be signed anew.
    pub async fn load(store: &Store, last: LastSigned) -> Result<Self, PublishError> {
        let (mut older, _) = roots(store).await?;
        let root = older.pop().ok_or(PublishError::NotInitialised)?;
        if root.version <= last.root {
            // Everything was signed under this root once: what only an older one vouches for is not ours.
            older.clear();
        }
        let chain = Chain { newest: &root, older: &older };

        let path = metadata_path("timestamp.json");
        let object = store.get(&path, METADATA_LIMIT).await?.ok_or(PublishError::NotInitialised)?;
        let (timestamp, online_stale) = chain.verify::<Timestamp>(&object.bytes, &path, Root::timestamp_authority)?;

        let pin = timestamp.meta.get("snapshot.json").ok_or_else(|| PublishError::Damaged(path.clone()))?;
        let path = metadata_path(&format!("{}.snapshot.json", pin.version));
        let bytes = pinned(store, &path, pin).await?;
        let (snapshot, _) = chain.verify::<Snapshot>(&bytes, &path, Root::snapshot_authority)?;

        let pin = snapshot.meta.get("targets.json").ok_or_else(|| PublishError::Damaged(path.clone()))?;
        let path = metadata_path(&format!("{}.targets.json", pin.version));
        let bytes = pinned(store, &path, pin).await?;
        let (targets, targets_stale) = chain.verify::<Targets>(&bytes, &path, Root::targets_authority)?;

        if timestamp.version < last.timestamp || snapshot.version < last.snapshot || root.version < last.root {
            return Err(PublishError::SetBack);
        }
        let timestamp_read = object.version;
        Ok(Self { root, timestamp, timestamp_read, snapshot, targets, online_stale, targets_stale })
    }

    /// Whether a body may publish.
    pub fn delegates_to(&self, body: &BodyId) -> bool {
        self.targets.delegations.as_ref().is_some_and(|delegations| delegations.authority(body.as_str()).is_some())
    }

    /// A body's own role, if it has ever published. Of a body that was taken away and has come back
    /// under another key, only the version counts.
    pub async fn body(&self, store: &Store, body: &BodyId) -> Result<Option<Targets>, PublishError> {
        let Some(pin) = self.snapshot.meta.get(&format!("{body}.json")) else { return Ok(None) };
        let path = metadata_path(&format!("{}.{body}.json", pin.version));
        let bytes = pinned(store, &path, pin).await?;
        Ok(Some(signing::read(&bytes).map_err(|_| PublishError::Damaged(path))?))
    }
}

/// A file that must be exactly what its parent pins.
pub(super) async fn pinned(store: &Store, path: &str, pin: &FileMeta) -> Result<Vec<u8>, PublishError> {
    let object = store.get(path, METADATA_LIMIT).await?;
    object
        .map(|object| object.bytes.to_vec())
        .filter(|bytes| pin.is(bytes))
        .ok_or_else(|| PublishError::Damaged(path.to_owned()))
}

/// The roots that may vouch for a file.
struct Chain<'a> {
    newest: &'a Root,
    /// Empty once everything has been signed under the newest.
    older: &'a [Root],
}

impl Chain<'_> {
    /// The role, and whether only an older root vouches for it.
    fn verify<R: Role>(
        &self,
        bytes: &[u8],
        path: &str,
        authority: fn(&Root) -> Authority,
    ) -> Result<(R, bool), PublishError> {
        if let Ok(role) = signing::verify(bytes, &authority(self.newest)) {
            return Ok((role, false));
        }
        let mut older = self.older.iter().rev();
        older
            .find_map(|root| signing::verify(bytes, &authority(root)).ok())
            .map(|role| (role, true))
            .ok_or_else(|| PublishError::Damaged(path.to_owned()))
    }
}
