//! Where a release comes from: a repository over the network, or a courier's file. The same engine
//! takes in both.

use super::SyncError;
use super::remote::Remote;
use crate::kiosk::content::blobs::Part;
use crate::release::BlobRef;
use crate::release::trust::TrustError;

/// Where a release comes from. Cheap to clone.
#[derive(Clone)]
pub(super) enum Source {
    /// A repository over HTTP.
    Remote(Remote),
}

impl Source {
    /// The signed metadata, for verification.
    pub(super) fn repository(&self) -> Box<dyn sigstore_tuf::Repository> {
        match self {
            Self::Remote(remote) => Box::new(remote.clone()),
        }
    }

    /// Fetches what `part` still lacks of a blob.
    ///
    /// # Errors
    /// See [`SyncError`].
    pub(super) async fn blob(&self, blob: BlobRef, part: &mut Part) -> Result<(), SyncError> {
        match self {
            Self::Remote(remote) => remote.blob(blob, part).await,
        }
    }

    /// What was fetched has been verified.
    pub(super) fn verified(&self) {
        match self {
            Self::Remote(remote) => {
                if let Err(error) = remote.keep() {
                    tracing::warn!(%error, "validators not kept; the next check costs a little more");
                }
            }
        }
    }

    /// What was fetched has been refused or could not be had.
    pub(super) fn failed(&self, error: TrustError) -> SyncError {
        match self {
            Self::Remote(remote) => {
                remote.forget(!matches!(error, TrustError::Unreachable(_)));
                SyncError::Trust { error, retry_after: remote.take_retry_after() }
            }
        }
    }
}
