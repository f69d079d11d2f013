//! Verifying what the centre publishes: the stand's half of TUF.
//!
//! [`Client`] follows any TUF repository, and is what the public conformance suite is run against
//! (`examples/tuf_client.rs`). [`Trust`] is a stand's: one body's manifest, on top of a client, with a
//! clock that cannot be fooled backwards.
//!
//! **The clock.** "Now" is the latest of the system clock, the moment the newest verified timestamp
//! was signed at, and the program's build date; so a clock at 1970 does not make an expired
//! timestamp fresh. What is remembered comes from signed metadata only, never from the system
//! clock: at 2099 everything looks expired and is refused, nothing is remembered, and the first
//! check after the clock has come back succeeds. A signed moment that lies beyond the end of what
//! vouches for it is not remembered either, and new online keys begin a new memory, so that a
//! centre whose own clock ran wild can be followed again.

mod client;
mod floor;
mod shelf;
mod source;

use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use serde::Deserialize;

use super::manifest::{Digest, FORMAT, Manifest, SHARDS};
use crate::domain::BodyId;

pub use client::{Client, Session};

/// The field of a signed timestamp role that tells when it was signed, Unix seconds.
pub const SIGNED_AT: &str = "x-aqparat-signed-at";

/// The largest manifest a stand takes, bytes.
pub const MAX_MANIFEST: u64 = 8 << 20;

/// Why a check did not bring verified content. Nothing on screen changes because of it.
#[derive(Debug, thiserror::Error)]
pub enum TrustError {
    /// The repository could not be reached or answered wrongly; try again later.
    #[error("repository not reached: {0}")]
    Unreachable(String),
    /// The metadata or manifest is not what its keys, versions, hashes or dates demand.
    #[error("refused: {0}")]
    Refused(String),
    /// The stand's own disk failed.
    #[error("trust folder: {0}")]
    Disk(#[from] std::io::Error),
}

impl From<sigstore_tuf::Error> for TrustError {
    fn from(error: sigstore_tuf::Error) -> Self {
        let mut words = error.to_string();
        let mut source = std::error::Error::source(&error);
        while let Some(cause) = source {
            words.push_str(": ");
            words.push_str(&cause.to_string());
            source = cause.source();
        }
        match error {
            // Something that is not even JSON is a captive portal or a broken proxy, not the centre.
            sigstore_tuf::Error::Transport { .. } | sigstore_tuf::Error::Json(_) => Self::Unreachable(words),
            sigstore_tuf::Error::Io { source, .. } => Self::Disk(source),
            sigstore_tuf::Error::Expired { .. } => {
                Self::Refused(format!("{words}: the centre has not renewed it, or this machine's clock is wrong"))
            }
            _ => Self::Refused(words),
        }
    }
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Checked {
    /// The manifest is the one already known.
    Unchanged,
    /// A verified manifest that differs from the known one.
    Changed {
        /// Its SHA-256, to be given as `known` next time, once it is on screen.
        digest: Digest,
        /// The manifest.
        manifest: Box<Manifest>,
    },
}

/// When this program was built, or shortly before: no clock of a running stand is earlier.
///
/// `SOURCE_DATE_EPOCH` (Unix seconds, see reproducible-builds.org) if it was set for the build.
pub fn build_date() -> Timestamp {
    let set = option_env!("SOURCE_DATE_EPOCH").and_then(|seconds| seconds.parse().ok());
    // 2026-11-01, before which no copy of this file existed.
    Timestamp::from_second(set.unwrap_or(1_793_491_200)).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// A stand's trust: the roots it has seen, the versions it will not go below, the clock it will not
/// go behind. Kept in a folder, whole after any crash.
#[derive(Debug)]
pub struct Trust {
    client: Client,
    body: BodyId,
}

impl Trust {
    /// Opens the trust folder, beginning from `pinned_root` (TUF root JSON) when it is empty or
    /// damaged, or belongs to another root.
    ///
    /// # Errors
    /// [`TrustError::Refused`] if the pinned root is not valid, [`TrustError::Disk`] on I/O errors.
    pub fn open(folder: &Path, pinned_root: &[u8], body: BodyId) -> Result<Self, TrustError> {
        Ok(Self { client: Client::open(folder, pinned_root, MAX_MANIFEST)?, body })
    }

    /// The latest moment proven by a signature: when the newest verified timestamp was signed. None
    /// before the first successful check.
    pub fn last_verified(&self) -> Option<Timestamp> {
        self.client.moment()
    }

    /// Asks `source` for the newest verified manifest of the body. At most two requests when
    /// nothing has changed. `now` is the system clock; it is never taken to be earlier than the
    /// last verified moment or the build date.
    ///
    /// # Errors
    /// See [`TrustError`].
    pub async fn check(
        &mut self,
        source: Box<dyn sigstore_tuf::Repository>,
        now: Timestamp,
        known: Option<Digest>,
    ) -> Result<Checked, TrustError> {
        let name = Manifest::target_name(&self.body);
        let mut session = self.client.refresh(Arc::from(source), now.max(build_date())).await?;
        let target = session.target(&name).await?;
        let target = target.ok_or_else(|| TrustError::Refused(format!("no release of {} is signed", self.body)))?;
        let digest = target.hashes.get("sha256").and_then(|hash| hash.parse::<Digest>().ok());
        let digest = digest.ok_or_else(|| TrustError::Refused("the manifest is signed without its SHA-256".into()))?;
        if known == Some(digest) {
            return Ok(Checked::Unchanged);
        }
        let bytes = session.download(&target, &name).await?;
        let manifest = read(&bytes, &self.body)?;
        if session.ends().is_some_and(|ends| manifest.published_at > ends.as_millisecond()) {
            return Err(TrustError::Refused("the manifest is dated after the end of the timestamp".into()));
        }
        session.release(&self.body, manifest.release).await?;
        Ok(Checked::Changed { digest, manifest: Box::new(manifest) })
    }
}

/// The manifest in `bytes`, if it is one this program can read and the body's own.
fn read(bytes: &[u8], body: &BodyId) -> Result<Manifest, TrustError> {
    #[derive(Deserialize)]
    struct Head {
        format: u32,
    }
    let wrong = |error: serde_json::Error| TrustError::Refused(format!("not a manifest: {error}"));
    // A newer format need not have the fields this one has: its number is looked at first.
    let head: Head = serde_json::from_slice(bytes).map_err(wrong)?;
    if head.format > FORMAT {
        return Err(TrustError::Refused(format!(
            "the manifest has format {}, this program reads {FORMAT}: update the stand",
            head.format
        )));
    }
    let manifest: Manifest = serde_json::from_slice(bytes).map_err(wrong)?;
    if manifest.body.id != *body {
        return Err(TrustError::Refused(format!("the manifest is of {}, not of {body}", manifest.body.id)));
    }
    if manifest.shards.len() > usize::from(SHARDS) {
        return Err(TrustError::Refused(format!("the manifest names {} shards", manifest.shards.len())));
    }
    Ok(manifest)
}
