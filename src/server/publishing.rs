//! From an edition to a signed release in the repository.
//!
//! The repository follows TUF with consistent snapshots: root, signed by two of three keys that are
//! kept away from this machine; targets, which hands each body's folder to a role and key of the
//! body's own; snapshot and timestamp, signed day by day by one online key. Root and the targets
//! roles live a year, snapshot and timestamp a week; [`Publisher::refresh`] renews what has lived
//! half its life.
//!
//! Two publishes at once are safe: on one machine the second waits for a lock in the keys folder;
//! two machines with one S3 repository (and the same keys) see each other by conditional writes, and
//! the later one starts again from what the earlier one wrote.

mod commit;
mod compile;
mod courier;
mod keys;
mod rotation;
mod state;
mod store;

use std::path::{Path, PathBuf};
use std::time::Duration;

use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt, stream};
use jiff::{SignedDuration, Timestamp};

use crate::domain::BodyId;
use crate::release::manifest::MAX_BLOB;
use crate::release::signing::{
    Custom, Hashes, RoleKeys, Root, RootRoles, SPEC_VERSION, SigningError, TargetFile, Targets, sign,
};
use crate::release::{BlobRef, Digest, Manifest};
use crate::server::editing::Edition;
use crate::server::surveys::offering::Offer;

pub use rotation::KeyReport;
pub use store::{AddressError, RepositoryAddress};

use commit::{Change, Commit, WEEK, YEAR, expiry, is_old};
use keys::{Holder, KeyFolder, Lock};
use rotation::Rotation;
use state::{State, metadata_path, roots};
use store::Store;

/// How many files are written at once.
const UPLOADS: usize = 16;
/// How often a publish starts again because another centre was quicker.
const ATTEMPTS: u32 = 5;
/// How many root keys there are, and how many of them must sign.
const ROOT_KEYS: usize = 3;
const ROOT_THRESHOLD: usize = 2;
/// How long before root's end the log begins to ask for its keys.
const ROOT_WARNING: SignedDuration = SignedDuration::from_hours(60 * 24);

/// Why nothing was published. What stands saw before, they see still.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// There is no repository yet.
    #[error("the repository has not been set up yet: run init first")]
    NotInitialised,
    /// There is a repository already.
    #[error("the repository has been set up already")]
    AlreadyInitialised,
    /// A file of the repository is not what its signed parent says.
    #[error("{0} in the repository is damaged: restore it from a copy")]
    Damaged(String),
    /// The repository shows older versions than these keys have signed.
    #[error(
        "the repository is older than what these keys last signed: restore its newest copy; stands would refuse \
         anything built on the old one"
    )]
    SetBack,
    /// Root has ended, or the clock is wrong.
    #[error("the root metadata ended on {0}: check this machine's clock, or renew root with its offline keys")]
    RootExpired(Timestamp),
    /// The release is not newer than the one in the repository.
    #[error("release {release} is not newer than {current}, which is published already")]
    NotNewer {
        /// The release asked for.
        release: u64,
        /// The newest one in the repository.
        current: u64,
    },
    /// The body has never published, or was withdrawn.
    #[error("{0} has no role in the repository")]
    UnknownBody(BodyId),
    /// The body's id is a name TUF keeps for itself.
    #[error("a body cannot be called \"{0}\": the name is taken by the signing format")]
    ReservedName(BodyId),
    /// Two entries of an edition have one name.
    #[error("\"{0}\" stands twice in the edition")]
    Twice(String),
    /// A media file was not added before.
    #[error("the media file \"{0}\" is not in the repository: import it again")]
    MissingBlob(String),
    /// The bytes are not what their reference says.
    #[error("the content of {0} is not what it should be")]
    WrongBlob(Digest),
    /// Larger than [`MAX_BLOB`].
    #[error("{0} is larger than the {limit} MB a file may have", limit = MAX_BLOB >> 20)]
    TooLarge(Digest),
    /// Root keys are kept away from this machine, and are needed now.
    #[error("{need} root keys are needed in keys/offline, {have} are there: bring them back for this step")]
    TooFewRootKeys {
        /// How many are there.
        have: usize,
        /// How many are needed.
        need: usize,
    },
    /// A file of the keys folder cannot be used.
    #[error("{} cannot be read: restore it from a copy", .0.display())]
    BadKeyFile(PathBuf),
    /// Another centre kept publishing at the same time.
    #[error("another centre is publishing to this repository: try again")]
    Busy,
    /// A courier file could not be written, or what was written does not verify.
    #[error("the courier file could not be written")]
    Courier(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Signing failed.
    #[error(transparent)]
    Signing(#[from] SigningError),
    /// A folder could not be read or written.
    #[error("{} cannot be read or written", path.display())]
    Disk {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The repository could not be read or written.
    #[error("the repository cannot be reached")]
    Store(#[from] object_store::Error),
}

/// What a blob is read from.
#[derive(Debug, Clone)]
pub enum BlobSource<'a> {
    /// A file.
    File(&'a Path),
    /// Memory.
    Bytes(Bytes),
}

impl<'a> From<&'a Path> for BlobSource<'a> {
    fn from(path: &'a Path) -> Self {
        Self::File(path)
    }
}

impl From<Bytes> for BlobSource<'_> {
    fn from(bytes: Bytes) -> Self {
        Self::Bytes(bytes)
    }
}

/// What is to be signed, before it is known on top of what.
enum Plan<'a> {
    Release { body: &'a BodyId, release: u64, manifest: BlobRef },
    Refresh { force: bool },
    Rotation(Rotation<'a>),
}

/// Signs releases and writes them to a repository. One for all tasks; it needs no lock around it.
#[derive(Debug, Clone)]
pub struct Publisher {
    keys: KeyFolder,
    store: Store,
}

impl Publisher {
    /// Sets up keys and an empty repository: three root keys (two must sign) in `keys/offline`, to
    /// be moved away by the operator at once; a targets key; an online key for snapshot and
    /// timestamp; root 1, empty targets, snapshot and timestamp. If it is cut off, calling it again
    /// goes on with the keys that are there.
    ///
    /// # Errors
    /// [`PublishError::AlreadyInitialised`] if the repository has a timestamp already.
    pub async fn init(keys_folder: &Path, repository: &RepositoryAddress, now: Timestamp) -> Result<(), PublishError> {
        Self { keys: KeyFolder::new(keys_folder), store: Store::open(repository)? }.set_up(now).await
    }

    async fn set_up(&self, now: Timestamp) -> Result<(), PublishError> {
        self.keys.prepare()?;
        let _lock = self.lock().await?;
        if self.store.get(&metadata_path("timestamp.json"), 1 << 20).await?.is_some() {
            return Err(PublishError::AlreadyInitialised);
        }
        let (mut existing, _) = roots(&self.store).await?;
        let root = match existing.pop() {
            Some(root) => root,
            None => {
                let mut offline = self.keys.all(Holder::Root)?;
                while offline.len() < ROOT_KEYS {
                    offline.push(self.keys.create(Holder::Root)?);
                }
                let one = |holder| -> Result<_, PublishError> {
                    match self.keys.all(holder)?.pop() {
                        Some(key) => Ok(key),
                        None => self.keys.create(holder),
                    }
                };
                let (targets, online) = (one(Holder::Targets)?, one(Holder::Online)?);
                let single = |id: &crate::release::signing::KeyId| RoleKeys { keyids: vec![id.clone()], threshold: 1 };
                let root_role = RoleKeys {
                    keyids: offline.iter().map(|key| key.id().clone()).collect(),
                    threshold: ROOT_THRESHOLD,
                };
                let named = offline.iter().chain([&targets, &online]);
                let root = Root {
                    spec_version: SPEC_VERSION.into(),
                    version: 1,
                    expires: expiry(now, YEAR),
                    consistent_snapshot: true,
                    keys: named.map(|key| (key.id().clone(), key.public())).collect(),
                    roles: RootRoles {
                        root: root_role,
                        targets: single(targets.id()),
                        snapshot: single(online.id()),
                        timestamp: single(online.id()),
                    },
                };
                let bytes = sign(&root, &offline, &[&root.root_authority()])?;
                if !self.store.create(&metadata_path("1.root.json"), bytes.into()).await? {
                    return Err(PublishError::Busy);
                }
                root
            }
        };
        self.commit(now).first(&root).await
    }

    /// Opens keys and repository that [`init`](Self::init) has set up.
    ///
    /// # Errors
    /// [`PublishError::Disk`] if the keys folder cannot be opened; the repository itself is looked
    /// at when it is needed.
    pub fn open(keys_folder: &Path, repository: &RepositoryAddress) -> Result<Self, PublishError> {
        let keys = KeyFolder::new(keys_folder);
        keys.prepare()?;
        Ok(Self { keys, store: Store::open(repository)? })
    }

    /// The newest root, as JSON text: what a stand is given at enrolment and trusts from then on.
    ///
    /// # Errors
    /// [`PublishError::NotInitialised`] if there is none.
    pub async fn root(&self) -> Result<String, PublishError> {
        let (_, bytes) = roots(&self.store).await?;
        if bytes.is_empty() {
            return Err(PublishError::NotInitialised);
        }
        String::from_utf8(bytes).map_err(|_| PublishError::Damaged("root".into()))
    }

    /// The number of the body's newest release in the repository; none if it never published.
    ///
    /// # Errors
    /// See [`PublishError`].
    pub async fn release(&self, body: &BodyId) -> Result<Option<u64>, PublishError> {
        let state = self.state().await?;
        Ok(state.body(&self.store, body).await?.and_then(|role| release_of(&role, body)))
    }

    /// Puts a blob into the repository, unless it is there. `source` is checked against `blob` first.
    ///
    /// # Errors
    /// [`PublishError::WrongBlob`] if `source` is not that blob, [`PublishError::TooLarge`] if it is
    /// larger than [`MAX_BLOB`].
    pub async fn add_blob(&self, blob: BlobRef, source: impl Into<BlobSource<'_>>) -> Result<(), PublishError> {
        if blob.length > MAX_BLOB {
            return Err(PublishError::TooLarge(blob.sha256));
        }
        let bytes = match source.into() {
            BlobSource::Bytes(bytes) => bytes,
            BlobSource::File(path) => tokio::fs::read(path)
                .await
                .map_err(|source| PublishError::Disk { path: path.to_owned(), source })?
                .into(),
        };
        let checked = bytes.clone();
        let right = tokio::task::spawn_blocking(move || BlobRef::to(&checked) == blob).await;
        if !right.unwrap_or(false) {
            return Err(PublishError::WrongBlob(blob.sha256));
        }
        self.upload(blob, bytes).await
    }

    /// The bytes of a blob, if the repository has it.
    ///
    /// # Errors
    /// [`PublishError`] when the repository cannot be read.
    pub async fn blob(&self, blob: BlobRef) -> Result<Option<Bytes>, PublishError> {
        let object = self.store.get(&blob.sha256.blob_path(), blob.length).await?;
        Ok(object.map(|object| object.bytes))
    }

    async fn upload(&self, blob: BlobRef, bytes: Bytes) -> Result<(), PublishError> {
        let path = blob.sha256.blob_path();
        if self.store.has(&path, blob.length).await? {
            return Ok(());
        }
        self.store.put(&path, bytes).await
    }

    /// Compiles `edition`, signs it as the body's release `release` and puts it into the repository.
    /// A body that publishes for the first time gets its key and role. Its media must have been
    /// added by [`add_blob`](Self::add_blob). Gives the manifest that stands will fetch.
    ///
    /// # Errors
    /// See [`PublishError`]; whatever went wrong, stands see the old release or the new one.
    pub async fn publish(&self, edition: &Edition, release: u64, now: Timestamp) -> Result<BlobRef, PublishError> {
        self.publish_with(edition, &Offer::default(), release, now).await
    }

    /// The same with surveys, whose images must have been added too.
    ///
    /// # Errors
    /// As [`publish`](Self::publish).
    pub async fn publish_with(
        &self,
        edition: &Edition,
        offer: &Offer,
        release: u64,
        now: Timestamp,
    ) -> Result<BlobRef, PublishError> {
        let body = &edition.body.id;
        if matches!(body.as_str(), "root" | "targets" | "snapshot" | "timestamp") {
            return Err(PublishError::ReservedName(body.clone()));
        }
        let compiled = compile::compile(edition, offer, release, now)?;
        stream::iter(compiled.media)
            .map(|(name, blob)| async move {
                let there = self.store.has(&blob.sha256.blob_path(), blob.length).await?;
                if there { Ok(()) } else { Err(PublishError::MissingBlob(name)) }
            })
            .buffer_unordered(UPLOADS)
            .try_collect::<()>()
            .await?;
        stream::iter(compiled.blobs)
            .map(|(blob, bytes)| self.upload(blob, bytes))
            .buffer_unordered(UPLOADS)
            .try_collect::<()>()
            .await?;
        let manifest = BlobRef::to(&compiled.manifest);
        self.store.put(&format!("targets/{body}/{}.manifest.json", manifest.sha256), compiled.manifest).await?;

        self.change(now, &Plan::Release { body, release, manifest }).await?;
        Ok(manifest)
    }

    async fn plan_release(
        &self,
        state: &State,
        body: &BodyId,
        release: u64,
        manifest: BlobRef,
    ) -> Result<Change, PublishError> {
        let before = state.body(&self.store, body).await?;
        if let Some(current) = before.and_then(|role| release_of(&role, body))
            && current >= release
        {
            return Err(PublishError::NotNewer { release, current });
        }
        let file = TargetFile {
            hashes: Hashes { sha256: manifest.sha256 },
            length: manifest.length,
            custom: Some(Custom { release }),
        };
        let role = Targets {
            spec_version: SPEC_VERSION.into(),
            version: 0,
            expires: Timestamp::UNIX_EPOCH,
            targets: [(Manifest::target_name(body), file)].into(),
            delegations: None,
        };
        Ok(Change { targets: self.with_body(state, body)?, bodies: vec![(body.clone(), role)], root: None })
    }

    /// The targets role with a delegation to `body`; none if it has one already.
    fn with_body(&self, state: &State, body: &BodyId) -> Result<Option<Targets>, PublishError> {
        let delegations = state.targets.delegations.clone().unwrap_or_default();
        if delegations.authority(body.as_str()).is_some() {
            return Ok(None);
        }
        let key = match self.keys.all(Holder::Body(body))?.pop() {
            Some(key) => key,
            None => self.keys.create(Holder::Body(body))?,
        };
        let mut targets = state.targets.clone();
        targets.delegations.get_or_insert_default().set(body.as_str(), key.id(), key.public());
        Ok(Some(targets))
    }

    /// Signs timestamp and snapshot anew, by the online key alone, when less than half their life
    /// is left. While it is at it, roles that live a year and are past their half are renewed too,
    /// if their keys are here. True if anything was signed. To be called on a timer.
    ///
    /// # Errors
    /// See [`PublishError`].
    pub async fn refresh(&self, now: Timestamp) -> Result<bool, PublishError> {
        self.change(now, &Plan::Refresh { force: false }).await
    }

    async fn plan_refresh(&self, state: &State, force: bool, now: Timestamp) -> Result<Option<Change>, PublishError> {
        let old = is_old(state.timestamp.expires, WEEK, now) || is_old(state.snapshot.expires, WEEK, now);
        if !force && !old && !state.online_stale && !state.targets_stale {
            return Ok(None);
        }
        if state.root.expires.duration_since(now) < ROOT_WARNING {
            tracing::warn!(ends = %state.root.expires, "root ends soon: bring two root keys and run keys renew-root");
        }
        let mut bodies = Vec::new();
        for role in state.targets.delegations.iter().flat_map(|delegations| &delegations.roles) {
            let Ok(body) = role.name.parse::<BodyId>() else { continue };
            let has_key = self.keys.all(Holder::Body(&body))?.iter().any(|key| role.keyids.contains(key.id()));
            if let Some(targets) = state.body(&self.store, &body).await?
                && has_key
                && is_old(targets.expires, YEAR, now)
            {
                bodies.push((body, targets));
            }
        }
        Ok(Some(Change { bodies, ..Change::default() }))
    }

    /// Reads the state under the lock, works out what `plan` changes in it, and does it; again from
    /// the start if another centre was quicker. False if there was nothing to change.
    async fn change(&self, now: Timestamp, plan: &Plan<'_>) -> Result<bool, PublishError> {
        let _lock = self.lock().await?;
        for attempt in 1..=ATTEMPTS {
            let state = self.state().await?;
            let change = match plan {
                Plan::Release { body, release, manifest } => {
                    Some(self.plan_release(&state, body, *release, *manifest).await?)
                }
                Plan::Refresh { force } => self.plan_refresh(&state, *force, now).await?,
                Plan::Rotation(rotation) => Some(self.plan_rotation(&state, rotation, now).await?),
            };
            let Some(change) = change else { return Ok(false) };
            match self.commit(now).apply(&state, change).await {
                Err(PublishError::Busy) => tokio::time::sleep(Duration::from_millis(50) * attempt).await,
                other => return other.map(|()| true),
            }
        }
        Err(PublishError::Busy)
    }

    fn commit(&self, now: Timestamp) -> Commit<'_> {
        Commit { keys: &self.keys, store: &self.store, now }
    }

    async fn state(&self) -> Result<State, PublishError> {
        State::load(&self.store, self.keys.last_signed()?).await
    }

    async fn lock(&self) -> Result<Lock, PublishError> {
        let keys = self.keys.clone();
        let path = keys.path().to_owned();
        tokio::task::spawn_blocking(move || keys.lock())
            .await
            .map_err(|error| PublishError::Disk { path, source: std::io::Error::other(error) })?
    }
}

fn release_of(role: &Targets, body: &BodyId) -> Option<u64> {
    Some(role.targets.get(&Manifest::target_name(body))?.custom.as_ref()?.release)
}

#[cfg(test)]
mod tests;
