//! Verifying what the centre publishes: the stand's half of TUF.

use std::path::Path;

use jiff::Timestamp;

use super::manifest::{Digest, Manifest};
use crate::domain::BodyId;

/// The field of a signed timestamp role that tells when it was signed, Unix seconds.
pub const SIGNED_AT: &str = "x-aqparat-signed-at";

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

/// A stand's trust: the roots it has seen, the versions it will not go below, the clock it will not
/// go behind. Kept in a folder, whole after any crash.
#[derive(Debug)]
pub struct Trust {}

impl Trust {
    /// Opens the trust folder, beginning from `pinned_root` (TUF root JSON) when it is empty or
    /// damaged.
    ///
    /// # Errors
    /// [`TrustError::Refused`] if the pinned root is not valid, [`TrustError::Disk`] on I/O errors.
    pub fn open(_folder: &Path, _pinned_root: &[u8], _body: BodyId) -> Result<Self, TrustError> {
        Err(TrustError::Refused("not written yet".into()))
    }

    /// Asks `source` for the newest verified manifest of the body. At most two requests when
    /// nothing has changed. `now` is the system clock; it is never taken to be earlier than the
    /// last verified moment or the build date.
    ///
    /// # Errors
    /// See [`TrustError`].
    pub async fn check(
        &mut self,
        _source: Box<dyn sigstore_tuf::Repository>,
        _now: Timestamp,
        _known: Option<Digest>,
    ) -> Result<Checked, TrustError> {
        Err(TrustError::Refused("not written yet".into()))
    }
}
