//! Following a TUF repository, whatever it holds.
//!
//! The verifying itself is `sigstore-tuf`'s. Around it stands what a machine in a hallway needs:
//! durable files, versions that are remembered even when those files are lost, no request for what is
//! known already, and a second try when the stand's own copy was the trouble.

use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use sigstore_tuf::{Error, Repository, TargetFile, TrustedMetadataSet, Updater, UpdaterConfig};

use super::floor::{Floor, FloorFiles};
use super::shelf::Shelf;
use super::source::Remembering;
use super::{SIGNED_AT, TrustError};
use crate::domain::BodyId;
use crate::release::{Digest, provider};

/// The newest verified state of one repository, in a folder.
#[derive(Debug)]
pub struct Client {
    pinned: Vec<u8>,
    shelf: Arc<Shelf>,
    files: FloorFiles,
    floor: Floor,
    /// The floor as it lies on disk.
    saved: Floor,
    config: UpdaterConfig,
}

impl Client {
    /// Opens `folder`, or begins it from `pinned_root`. `max_target` bounds what
    /// [`Session::download`] takes, bytes.
    ///
    /// The newest metadata lie in the folder under their names without version: `root.json`,
    /// `timestamp.json`, `snapshot.json`, `targets.json`, `ROLE.json`.
    ///
    /// # Errors
    /// [`TrustError::Refused`] if the pinned root is not valid, [`TrustError::Disk`] on I/O errors.
    pub fn open(folder: &Path, pinned_root: &[u8], max_target: u64) -> Result<Self, TrustError> {
        provider::install();
        TrustedMetadataSet::from_root(pinned_root)?;
        std::fs::create_dir_all(folder)?;
        let files = FloorFiles::new(folder);
        let pinned = Digest::of(pinned_root);
        let shelf = Arc::new(Shelf::new(folder));
        let saved = match files.load() {
            // Given a later root of its own centre, one it has followed already, it forgets nothing.
            Some(floor) if floor.pinned == pinned || shelf.has_root(pinned_root) => floor,
            Some(floor) => {
                // Enrolled anew, at another centre: what the old one signed says nothing here.
                shelf.clear()?;
                floor.begun_anew(pinned)
            }
            None => Floor::new(pinned),
        };
        let mut floor = saved.clone();
        floor.pinned = pinned;
        let mut config = UpdaterConfig::default();
        config.target_max_length = max_target;
        Ok(Self { pinned: pinned_root.to_vec(), shelf, files, floor, saved, config })
    }

    /// When the newest verified timestamp was signed, if it says so.
    pub fn moment(&self) -> Option<Timestamp> {
        self.floor.moment()
    }

    /// Brings root, timestamp, snapshot and targets up to date from `source`, as of `now`, which is
    /// not taken to be earlier than [`moment`](Self::moment).
    ///
    /// # Errors
    /// See [`TrustError`]. What was verified before the error is kept.
    pub async fn refresh(&mut self, source: Arc<dyn Repository>, now: Timestamp) -> Result<Session<'_>, TrustError> {
        let mut remember = true;
        loop {
            let clock = self.floor.moment().map_or(now, |moment| moment.max(now));
            let online_keys = self.floor.online_keys;
            let source = Remembering::new(source.clone(), self.shelf.clone(), remember);
            let mut updater =
                Updater::new(source.clone(), &self.pinned)?.with_config(self.config).with_store(self.shelf.clone());
            let result = updater.refresh(clock).await;
            self.hold(updater.trusted(), result.is_ok())?;
            match result {
                Err(error) if may_be_ours(&error) && source.purge_served() => {
                    tracing::warn!(%error, "stored metadata do not verify; fetching them anew");
                    remember = false;
                }
                // The clock was held by what the keys before these had signed.
                Err(Error::Expired { .. }) if self.floor.online_keys != online_keys && clock > now => {}
                result => {
                    self.save().await?;
                    result?;
                    return Ok(Session { client: self, updater, source, clock });
                }
            }
        }
    }

    /// Holds what was verified against the floor, and raises it. If it is below, nothing of it is kept.
    fn hold(&mut self, trusted: &TrustedMetadataSet, complete: bool) -> Result<(), TrustError> {
        self.raise(trusted, complete).inspect_err(|_| {
            self.shelf.discard();
            self.floor = self.saved.clone();
        })
    }

    fn raise(&mut self, trusted: &TrustedMetadataSet, complete: bool) -> Result<(), TrustError> {
        let root = trusted.root();
        self.floor.raise_root(root)?;
        if let Some(timestamp) = trusted.timestamp() {
            self.floor.raise_timestamp(timestamp)?;
            let signed_at = timestamp.extra.get(SIGNED_AT).and_then(serde_json::Value::as_i64);
            if let Some(signed_at) = signed_at
                && complete
                && signed_at <= timestamp.expires.as_second()
                && signed_at <= root.expires.as_second()
            {
                self.floor.raise_moment(signed_at);
            }
        }
        // Until the snapshot is fetched that a new timestamp names, the trusted one is the old one.
        let named = trusted.timestamp().and_then(|timestamp| timestamp.snapshot_meta()).map(|pin| pin.version);
        if let Some(snapshot) = trusted.snapshot()
            && named == Some(snapshot.version)
        {
            self.floor.raise_snapshot(snapshot, |role| trusted.targets_role(role).is_some())?;
        }
        Ok(())
    }

    /// Writes what has changed, off the async threads: a slow disk must not hold up anything else.
    async fn save(&mut self) -> Result<(), TrustError> {
        let (shelf, files) = (self.shelf.clone(), self.files.clone());
        let floor = (self.floor != self.saved).then(|| self.floor.next());
        let written = floor.clone();
        tokio::task::spawn_blocking(move || {
            // The floor first: cut off in between, older metadata under a newer floor are fetched anew.
            if let Some(floor) = written {
                files.save(&floor)?;
            }
            shelf.flush()
        })
        .await
        .map_err(std::io::Error::other)??;
        if let Some(floor) = floor {
            self.floor = floor.clone();
            self.saved = floor;
        }
        Ok(())
    }
}

/// Whether fetching anew what we remember may mend this: bytes that do not verify, as opposed to a
/// repository that is away or too old.
fn may_be_ours(error: &Error) -> bool {
    !matches!(error, Error::Transport { .. } | Error::Io { .. } | Error::Expired { .. } | Error::Rollback { .. })
}

/// A repository brought up to date, to take targets from.
pub struct Session<'a> {
    client: &'a mut Client,
    updater: Updater,
    source: Remembering,
    clock: Timestamp,
}

impl Session<'_> {
    /// Which file `name` is, by the first role that may and does say so; none if no role does.
    ///
    /// # Errors
    /// See [`TrustError`].
    pub async fn target(&mut self, name: &str) -> Result<Option<TargetFile>, TrustError> {
        let mut found = self.updater.get_target_info(name, self.clock).await;
        if let Err(error) = &found
            && may_be_ours(error)
            && self.source.purge_served()
        {
            tracing::warn!(%error, "stored metadata do not verify; fetching them anew");
            found = self.updater.get_target_info(name, self.clock).await;
        }
        self.client.hold(self.updater.trusted(), true)?;
        self.client.save().await?;
        Ok(found?)
    }

    /// The whole content of a target, verified.
    ///
    /// # Errors
    /// See [`TrustError`].
    pub async fn download(&mut self, target: &TargetFile, name: &str) -> Result<Vec<u8>, TrustError> {
        Ok(self.updater.download_target(target, name).await?)
    }

    /// When the timestamp ends.
    pub(super) fn ends(&self) -> Option<Timestamp> {
        self.updater.trusted().timestamp().map(|timestamp| timestamp.expires)
    }

    /// Notes a body's release, refusing one older than was noted under the same key.
    pub(super) async fn release(&mut self, body: &BodyId, release: u64) -> Result<(), TrustError> {
        let targets = self.updater.trusted().targets_role("targets");
        let delegations = targets.and_then(|targets| targets.delegations.as_ref());
        let role = delegations.and_then(|found| found.roles.iter().find(|role| role.name == body.as_str()));
        let keys = role.map(|role| role.keyids.clone()).unwrap_or_default();
        self.client.floor.raise_release(body, &keys, release)?;
        self.client.save().await
    }
}
