//! Packing a body's newest release for a stand with no network.

use std::collections::HashSet;
use std::error::Error;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;

use super::state::{METADATA_LIMIT, metadata_path, pinned};
use super::{Plan, PublishError, Publisher, release_of};
use crate::domain::BodyId;
use crate::release::courier::{Courier, Packer};
use crate::release::manifest::MAX_BLOB;
use crate::release::signing::{self, Snapshot, Targets};
use crate::release::trust::{Client, MAX_MANIFEST};
use crate::release::{BlobRef, Digest, Manifest, Shard};

fn failed(error: impl Into<Box<dyn Error + Send + Sync>>) -> PublishError {
    PublishError::Courier(error.into())
}

impl Publisher {
    /// Writes the newest release of `body` as one courier file to `out`, and verifies it as a stand
    /// will. Timestamp and snapshot are signed anew first: a stand takes the file for a week from
    /// `now`.
    ///
    /// # Errors
    /// [`PublishError::UnknownBody`] if the body has not published, [`PublishError::Courier`] if the
    /// file cannot be written.
    pub async fn courier(&self, body: &BodyId, out: &Path, now: Timestamp) -> Result<(), PublishError> {
        self.change(now, &Plan::Refresh { force: true }).await?;
        let unknown = || PublishError::UnknownBody(body.clone());
        // Metadata that belong together are read under the lock; blobs never change.
        let lock = self.lock().await?;
        let state = self.state().await?;
        let role = state.body(&self.store, body).await?.filter(|_| state.delegates_to(body)).ok_or_else(unknown)?;
        let release = release_of(&role, body).ok_or_else(unknown)?;
        let mut packer = Packer::create(out, body, release).map_err(failed)?;
        for version in 1..=state.root.version {
            self.carry(&mut packer, &metadata_path(&format!("{version}.root.json")), METADATA_LIMIT).await?;
        }
        let timestamp = self.carry(&mut packer, &metadata_path("timestamp.json"), METADATA_LIMIT).await?;
        drop(lock);
        let timestamp: signing::Timestamp = signing::read(&timestamp)?;
        let damaged = |name: &str| PublishError::Damaged(metadata_path(name));
        let pin = timestamp.meta.get("snapshot.json").ok_or_else(|| damaged("timestamp.json"))?;
        let path = metadata_path(&format!("{}.snapshot.json", pin.version));
        let bytes = pinned(&self.store, &path, pin).await?;
        packer.add(&path, &bytes).map_err(failed)?;
        let snapshot: Snapshot = signing::read(&bytes)?;
        for name in ["targets.json".to_owned(), format!("{body}.json")] {
            let pin = snapshot.meta.get(&name).ok_or_else(|| damaged(&name))?;
            let path = metadata_path(&format!("{}.{name}", pin.version));
            packer.add(&path, &pinned(&self.store, &path, pin).await?).map_err(failed)?;
        }
        self.carry_release(&mut packer, &role, body).await?;
        tokio::task::spawn_blocking(move || packer.finish()).await.map_err(failed)?.map_err(failed)?;
        self.prove(body, out, now).await.inspect_err(|_| {
            // A file that does not verify must not be carried anywhere.
            let _ = std::fs::remove_file(out);
        })
    }

    async fn carry_release(&self, packer: &mut Packer, role: &Targets, body: &BodyId) -> Result<(), PublishError> {
        let name = Manifest::target_name(body);
        let target = role.targets.get(&name).ok_or_else(|| PublishError::UnknownBody(body.clone()))?;
        let path = format!("targets/{body}/{}.manifest.json", target.hashes.sha256);
        let damaged = || PublishError::Damaged(path.clone());
        let manifest = self.carry(packer, &path, MAX_MANIFEST).await?;
        let manifest: Manifest = serde_json::from_slice(&manifest).map_err(|_| damaged())?;
        let mut carried = HashSet::new();
        for survey in manifest.surveys {
            self.carry_blob(packer, survey, &mut carried).await?;
        }
        for shard in manifest.shards {
            let bytes = self.carry_blob(packer, shard, &mut carried).await?;
            let shard: Shard = serde_json::from_slice(&bytes).map_err(|_| damaged())?;
            for entry in shard.entries {
                if !carried.contains(&entry.blob().sha256) {
                    self.carry_blob(packer, entry.blob(), &mut carried).await?;
                }
            }
        }
        Ok(())
    }

    async fn carry_blob(
        &self,
        packer: &mut Packer,
        blob: BlobRef,
        carried: &mut HashSet<Digest>,
    ) -> Result<Vec<u8>, PublishError> {
        let path = blob.sha256.blob_path();
        let object = self.store.get(&path, MAX_BLOB).await?;
        let bytes = object.map(|object| object.bytes).filter(|bytes| BlobRef::to(bytes) == blob);
        let bytes = bytes.ok_or_else(|| PublishError::Damaged(path.clone()))?;
        if carried.insert(blob.sha256) {
            packer.add(&path, &bytes).map_err(failed)?;
        }
        Ok(bytes.to_vec())
    }

    async fn carry(&self, packer: &mut Packer, path: &str, limit: u64) -> Result<Vec<u8>, PublishError> {
        let object = self.store.get(path, limit).await?;
        let bytes = object.ok_or_else(|| PublishError::Damaged(path.to_owned()))?.bytes;
        packer.add(path, &bytes).map_err(failed)?;
        Ok(bytes.to_vec())
    }

    /// Follows the written file as a new stand would.
    async fn prove(&self, body: &BodyId, out: &Path, now: Timestamp) -> Result<(), PublishError> {
        let courier = Courier::open(out).map_err(failed)?;
        let folder = tempfile::tempdir().map_err(failed)?;
        let root = self.root().await?;
        let mut client = Client::open(folder.path(), root.as_bytes(), MAX_MANIFEST).map_err(failed)?;
        let mut session = client.refresh(Arc::new(courier), now).await.map_err(failed)?;
        let name = Manifest::target_name(body);
        let target = session.target(&name).await.map_err(failed)?;
        let target = target.ok_or_else(|| PublishError::UnknownBody(body.clone()))?;
        session.download(&target, &name).await.map_err(failed)?;
        Ok(())
    }
}
