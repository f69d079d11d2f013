//! Where a release comes from: a repository over the network, or a courier's file. The same engine
//! takes in both.

use std::io::Read;

use super::SyncError;
use super::remote::Remote;
use crate::kiosk::content::blobs::{Part, PartError};
use crate::release::BlobRef;
use crate::release::courier::Courier;
use crate::release::trust::TrustError;

/// Where a release comes from. Cheap to clone.
#[derive(Clone)]
pub(super) enum Source {
    /// A repository over HTTP.
    Remote(Box<Remote>),
    /// A file on a stick.
    Courier(Courier),
}

impl Source {
    /// The signed metadata, for verification.
    pub(super) fn repository(&self) -> Box<dyn sigstore_tuf::Repository> {
        match self {
            Self::Remote(remote) => remote.clone(),
            Self::Courier(courier) => Box::new(courier.clone()),
        }
    }

    /// Fetches what `part` still lacks of a blob.
    ///
    /// # Errors
    /// See [`SyncError`].
    pub(super) async fn blob(&self, blob: BlobRef, part: &mut Part) -> Result<(), SyncError> {
        match self {
            Self::Remote(remote) => remote.blob(blob, part).await,
            Self::Courier(courier) => carried(courier, blob, part).await,
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
            Self::Courier(_) => {}
        }
    }

    /// What was fetched has been refused or could not be had.
    pub(super) fn failed(&self, error: TrustError) -> SyncError {
        match self {
            Self::Remote(remote) => {
                let away = matches!(error, TrustError::Unreachable(_));
                remote.forget(!away);
                // The network's own words, where it was the network.
                remote.take_failure().filter(|_| away).unwrap_or(SyncError::Trust(error))
            }
            Self::Courier(_) => SyncError::Trust(error),
        }
    }
}

/// Copies a blob from a courier's file. Reads it where it stands: only the courier command does
/// this, in a process that has nothing else to do.
async fn carried(courier: &Courier, blob: BlobRef, part: &mut Part) -> Result<(), SyncError> {
    let wrong = |error| SyncError::Blob { blob, error };
    let mut reader = courier.blob(&blob.sha256).ok_or(SyncError::NoBlob(blob.sha256))?;
    if reader.remaining() > blob.length {
        return Err(wrong(PartError::Oversize(blob.length)));
    }
    part.restart().await.map_err(wrong)?;
    let mut buffer = vec![0; 64 * 1024];
    loop {
        match reader.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(read) => part.write(&buffer[..read]).await.map_err(wrong)?,
            Err(error) => return Err(SyncError::Courier(format!("{error}: is the stick still in?"))),
        }
    }
}
