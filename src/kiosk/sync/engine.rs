//! One pass from "is there anything new?" to new content on the disk and switched to.

use std::collections::HashSet;
use std::fs::{File, TryLockError};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use futures_util::{StreamExt, stream};
use jiff::Timestamp;

use super::SyncError;
use super::enrolment::{Anchor, TRUST};
use super::source::Source;
use super::status::Queues;
use crate::domain::BodyId;
use crate::kiosk::content::blobs::{Blobs, Keep, PartError};
use crate::kiosk::content::pointer::{self, Stored};
use crate::kiosk::content::{Content, ContentError, ingest};
use crate::kiosk::fault;
use crate::release::manifest::{FORMAT, MAX_BLOB, SHARDS};
use crate::release::trust::{Checked, Trust};
use crate::release::{BlobRef, Digest, Entry, Manifest, Shard};

/// How many blobs are fetched at a time.
const AT_A_TIME: usize = 8;

/// How often a blob is tried again in one pass, as long as each try brings some of it.
const TRIES: u32 = 6;

/// How often a release is taken in again because a stored blob proved damaged.
const INGESTS: u32 = 3;

// Far above what an editor makes, far below what would hurt a stand.
const LARGEST_TEXT: u64 = 4 << 20;
const MOST_ENTRIES: usize = 200_000;

/// What is on the screen, as far as sync cares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shown {
    pub(super) body: BodyId,
    pub(super) release: u64,
    pub(super) published_at: i64,
    pub(super) stored: Stored,
    /// Whether something of it proved damaged, so that it must be taken in again.
    pub(super) damaged: bool,
}

impl Shown {
    pub(super) fn of(content: &Content) -> Self {
        Self {
            body: content.body().id.clone(),
            release: content.release(),
            published_at: content.published_at(),
            stored: content.stored().clone(),
            damaged: false,
        }
    }
}

/// How a pass ended.
#[derive(Debug)]
pub(super) enum Outcome {
    /// What is shown is the newest.
    Unchanged,
    /// Something newer is now shown.
    Switched(Content),
}

/// The right to change content, held by one process at a time.
struct Lock {
    // Given back by the system when the file is closed, however the process ends.
    _file: File,
}

impl Lock {
    fn take(data: &Path) -> Result<Self, SyncError> {
        std::fs::create_dir_all(data)?;
        let file = File::options().create(true).truncate(false).write(true).open(data.join("sync.lock"))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(SyncError::Busy),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }
}

/// Checks, fetches, takes in and switches. `queue` is told what is still to be fetched.
///
/// # Errors
/// See [`SyncError`]. The content on screen is then what it was, and what was fetched so far is kept.
pub(super) async fn pass(
    data: &Path,
    source: &Source,
    anchor: &Anchor,
    shown: Option<Shown>,
    now: Timestamp,
    queue: &(dyn Fn(Queues) + Sync),
) -> Result<Outcome, SyncError> {
    let _lock = Lock::take(data)?;
    // Another process may have switched since we looked.
    let shown = match shown {
        Some(shown) if pointer::current(data).is_some_and(|current| current == shown.stored) => Some(shown),
        _ => Content::open_current(data).await.as_ref().map(Shown::of),
    };
    let known = shown.as_ref().filter(|shown| !shown.damaged && shown.body == anchor.body);
    let checked = check(data, source, anchor, now, known.and_then(|shown| shown.stored.manifest)).await?;
    let (digest, manifest) = match checked {
        Checked::Unchanged => return Ok(Outcome::Unchanged),
        Checked::Changed { digest, manifest } => (digest, manifest),
    };
    fault::reached("after-manifest");
    usable(&manifest, &anchor.body)?;
    let pass = Pass { data, source, blobs: Blobs::new(data), queue };
    let stored = pass.take_in(digest, &manifest).await?;
    let content = pointer::switch(data, stored, shown.as_ref().map(|shown| &shown.stored)).await?;
    if let Err(error) = pointer::collect_garbage(data).await {
        tracing::warn!(%error, "old content not swept; it will be after the next release");
    }
    fault::reached("before-status");
    Ok(Outcome::Switched(content))
}

async fn check(
    data: &Path,
    source: &Source,
    anchor: &Anchor,
    now: Timestamp,
    known: Option<Digest>,
) -> Result<Checked, SyncError> {
    let checked = match Trust::open(&data.join(TRUST), anchor.root.as_bytes(), anchor.body.clone()) {
        Ok(mut trust) => trust.check(source.repository(), now, known).await,
        Err(error) => Err(error),
    };
    match checked {
        Ok(checked) => {
            source.verified();
            Ok(checked)
        }
        Err(error) => Err(source.failed(error)),
    }
}

/// Whether this build can show the release.
fn usable(manifest: &Manifest, body: &BodyId) -> Result<(), ContentError> {
    let unusable = |why: String| Err(ContentError::Unusable(why));
    if manifest.format > FORMAT {
        return unusable(format!(
            "it is of format {}, and this program reads {FORMAT}: renew the program",
            manifest.format
        ));
    }
    if manifest.body.id != *body {
        return unusable(format!("it is the content of {}", manifest.body.id));
    }
    if manifest.shards.len() > usize::from(SHARDS) || manifest.shards.iter().any(|blob| blob.length > LARGEST_TEXT) {
        return unusable("its lists are larger than any edition's".into());
    }
    Ok(())
}

struct Pass<'a> {
    data: &'a Path,
    source: &'a Source,
    blobs: Blobs,
    queue: &'a (dyn Fn(Queues) + Sync),
}

impl Pass<'_> {
    async fn take_in(&self, digest: Digest, manifest: &Manifest) -> Result<Stored, SyncError> {
        let mut damaged = None;
        for _ in 0..INGESTS {
            let entries = self.entries(manifest).await?;
            fault::reached("after-shards");
            let keep = |entry: &Entry| match entry {
                Entry::Page { .. } => Keep::Loosely,
                Entry::Media { .. } => Keep::Durably,
            };
            let surveys = manifest.surveys.iter().filter(|blob| ingest::can_be_taken(blob));
            let surveys = surveys.map(|blob| (*blob, Keep::Loosely));
            self.fetch(entries.iter().map(|entry| (entry.blob(), keep(entry))).chain(surveys)).await?;
            fault::reached("after-blobs");
            match ingest::ingest(self.data, digest, manifest, &entries).await {
                Ok(stored) => return Ok(stored),
                // Dropped from the disk by now: fetch it again.
                Err(ContentError::Blob(blob)) => damaged = Some(blob),
                Err(error) => return Err(error.into()),
            }
        }
        let error = damaged.map_or_else(|| ContentError::Disk("nothing taken in".into()), ContentError::Blob);
        Err(error.into())
    }

    /// All entries of a release, from its shards, which are fetched where they are missing.
    async fn entries(&self, manifest: &Manifest) -> Result<Vec<Entry>, SyncError> {
        self.fetch(manifest.shards.iter().map(|blob| (*blob, Keep::Loosely))).await?;
        let mut entries = Vec::new();
        for blob in &manifest.shards {
            let bytes = match self.blobs.read(blob).await {
                Err(ContentError::Blob(blob)) => {
                    self.fetch(std::iter::once((blob, Keep::Loosely))).await?;
                    self.blobs.read(&blob).await?
                }
                other => other?,
            };
            let shard: Shard = serde_json::from_slice(&bytes)
                .map_err(|error| ContentError::Unusable(format!("list {}: {error}", blob.sha256)))?;
            entries.extend(shard.entries);
            fault::reached("mid-shards");
        }
        let too_large = |entry: &Entry| match entry {
            Entry::Page { blob, .. } => blob.length > LARGEST_TEXT,
            Entry::Media { blob, .. } => blob.length > MAX_BLOB,
        };
        if let Some(entry) = entries.iter().find(|entry| too_large(entry)) {
            return Err(ContentError::Unusable(format!("{} is larger than a stand takes", entry.name())).into());
        }
        if entries.len() > MOST_ENTRIES {
            return Err(ContentError::Unusable("it has more pages than a stand takes".into()).into());
        }
        Ok(entries)
    }

    /// Fetches the blobs that are missing, several at a time. One bad blob does not keep the others
    /// away; a bad network or disk ends it.
    async fn fetch(&self, wanted: impl Iterator<Item = (BlobRef, Keep)>) -> Result<(), SyncError> {
        let mut seen = HashSet::new();
        let missing: Vec<(BlobRef, Keep)> =
            wanted.filter(|(blob, _)| seen.insert(blob.sha256) && !self.blobs.has(blob)).collect();
        if missing.is_empty() {
            return Ok(());
        }
        let mut left = Queues {
            blobs: missing.len() as u64,
            blob_bytes: missing.iter().map(|(blob, _)| blob.length - self.blobs.present(blob)).sum(),
            ..Queues::default()
        };
        (self.queue)(left.clone());
        self.room(&missing)?;
        let ended = AtomicBool::new(false);
        let ended = &ended;
        let mut results = stream::iter(missing)
            .map(|(blob, keep)| async move {
                if ended.load(Ordering::Relaxed) {
                    return None;
                }
                let present = self.blobs.present(&blob);
                let fetched = self.fetch_one(blob, keep).await.map(|()| blob.length - present);
                if fetched.as_ref().is_err_and(SyncError::ends_the_pass) {
                    ended.store(true, Ordering::Relaxed);
                }
                Some(fetched)
            })
            .buffer_unordered(AT_A_TIME);
        let mut failure: Option<SyncError> = None;
        while let Some(result) = results.next().await {
            match result {
                Some(Ok(bytes)) => {
                    left.blobs -= 1;
                    left.blob_bytes = left.blob_bytes.saturating_sub(bytes);
                    (self.queue)(left.clone());
                }
                // What ended the pass says more than what only spoilt one blob.
                Some(Err(error)) if failure.as_ref().is_none_or(|f| !f.ends_the_pass()) => failure = Some(error),
                Some(Err(_)) | None => {}
            }
        }
        failure.map_or(Ok(()), Err)
    }

    /// Whether the disk can take what is missing: a release that does not fit would otherwise be
    /// fetched again and again, over a network that someone may pay for.
    fn room(&self, missing: &[(BlobRef, Keep)]) -> Result<(), SyncError> {
        // Whether there is room is then seen when it is written.
        let Ok(disk) = rustix::fs::statvfs(self.data) else { return Ok(()) };
        let block = disk.f_frsize.max(1);
        let blocks = |(blob, _): &(BlobRef, Keep)| blob.length.saturating_sub(self.blobs.present(blob)).div_ceil(block);
        let needed = missing.iter().map(blocks).sum::<u64>().saturating_mul(block);
        let free = disk.f_bavail.saturating_mul(block);
        if needed > free { Err(SyncError::NoRoom { needed, free }) } else { Ok(()) }
    }

    async fn fetch_one(&self, blob: BlobRef, keep: Keep) -> Result<(), SyncError> {
        let wrong = |error| SyncError::Blob { blob, error };
        let mut tries = 0;
        loop {
            tries += 1;
            let mut part = self.blobs.part(blob, keep).await.map_err(wrong)?;
            let before = part.written();
            let error = match self.source.blob(blob, &mut part).await {
                Ok(()) => match part.finish().await {
                    Ok(()) => return Ok(()),
                    Err(error) => wrong(error),
                },
                Err(error) => {
                    let brought = part.written() > before;
                    let paused = part.pause().await.map_err(wrong);
                    let error = paused.err().unwrap_or(error);
                    if matches!(error, SyncError::Blob { error: PartError::Disk(_), .. }) {
                        part.discard().await;
                        return Err(error);
                    }
                    // A connection that broke off may go on at once; one that never was, may not.
                    if matches!(error, SyncError::Unreachable(_)) && brought && tries < TRIES {
                        continue;
                    }
                    error
                }
            };
            // Spoilt on the way, or resumed from a spoilt part: once more, from the first byte.
            let spoilt = matches!(
                error,
                SyncError::Answer(_)
                    | SyncError::Blob {
                        error: PartError::Corrupt | PartError::Oversize(_) | PartError::Truncated { .. },
                        ..
                    }
            );
            if !spoilt || tries >= 2 {
                return Err(error);
            }
        }
    }
}
