//! What can go wrong between the centre and the stand's disk, and what the stand does about it.

use std::time::Duration;

use super::status::Next;
use crate::domain::BodyId;
use crate::kiosk::content::ContentError;
use crate::kiosk::content::blobs::PartError;
use crate::kiosk::outbox::OutboxError;
use crate::release::trust::TrustError;
use crate::release::{BlobRef, Digest};

/// Why a sync did not come to its end. Whatever it is, the content on screen stays.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    /// No connection, or it broke off or stalled.
    #[error("centre not reached: {0}")]
    Unreachable(String),
    /// Bytes came, but so slowly that waiting for the rest made no sense.
    #[error("centre not reached: an answer took too long")]
    TooSlow,
    /// The centre, or something before it, answered with an error.
    #[error("the centre answered {code}")]
    Status {
        /// The HTTP status.
        code: u16,
        /// How long it asked us to wait.
        retry_after: Option<Duration>,
        /// Whether it was the centre itself that answered.
        ours: bool,
    },
    /// A success that is not the centre's: a log-in page of the network.
    #[error("the network answers with a page of its own instead of the centre; it may want a log-in")]
    Portal,
    /// The centre's own answer cannot be understood.
    #[error("answer not understood: {0}")]
    Answer(String),
    /// The centre no longer accepts the stand's credential.
    #[error("the centre has withdrawn this stand's credential")]
    Revoked,
    /// Verification of metadata or manifest.
    #[error(transparent)]
    Trust(#[from] TrustError),
    /// A blob did not arrive as its name says.
    #[error("blob {}: {error}", .blob.sha256)]
    Blob {
        /// Which.
        blob: BlobRef,
        /// Why.
        error: PartError,
    },
    /// The repository lacks a blob that its own manifest names.
    #[error("blob {0} is not in the repository")]
    NoBlob(Digest),
    /// The release cannot be stored or shown.
    #[error(transparent)]
    Content(#[from] ContentError),
    /// The stand's own disk failed.
    #[error("data folder: {0}")]
    Disk(#[from] std::io::Error),
    /// The disk has not the room; nothing was fetched in vain.
    #[error("the disk has {free} bytes free, and the new release needs {needed}")]
    NoRoom {
        /// Bytes needed for what is still to be fetched.
        needed: u64,
        /// Bytes free.
        free: u64,
    },
    /// No identity yet: neither enrolled nor given a root.
    #[error("this stand is not enrolled: start it with --server and approve its pairing code at the centre")]
    NotEnrolled,
    /// A first courier came to a stand that has never been told whom to trust.
    #[error(
        "this stand has not been told whom to trust: give --root FILE, the centre's root metadata, which must not \
         come by the same stick"
    )]
    NoRoot,
    /// The stand belongs to another body than the one given.
    #[error("this stand belongs to {0}: a courier for another body is not taken")]
    OtherBody(BodyId),
    /// Another process is changing the content right now.
    #[error("another process is changing the content right now")]
    Busy,
    /// Answers to surveys cannot be read or deleted.
    #[error(transparent)]
    Outbox(#[from] OutboxError),
    /// The courier file cannot be read.
    #[error("courier file: {0}")]
    Courier(String),
}

impl SyncError {
    /// How long the other side asked us to wait.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Status { retry_after, .. } => *retry_after,
            _ => None,
        }
    }

    /// What is done about it, for `status`.
    pub fn next(&self) -> Next {
        match self {
            Self::Revoked => Next::Operator,
            Self::NoRoom { .. } | Self::Disk(_) | Self::Content(ContentError::Disk(_) | ContentError::Database(_)) => {
                Next::Room
            }
            Self::Outbox(_) => Next::Room,
            Self::Trust(TrustError::Disk(_)) | Self::Blob { error: PartError::Disk(_), .. } => Next::Room,
            Self::NotEnrolled => Next::Enrol,
            Self::NoRoot | Self::OtherBody(_) | Self::Courier(_) => Next::Courier,
            Self::Content(ContentError::Unusable(_)) => Next::Editor,
            Self::Portal => Next::Network,
            _ => Next::Retry,
        }
    }

    /// Whether going on with other blobs makes no sense: the network or the disk is at fault, not
    /// the one blob.
    pub(super) fn ends_the_pass(&self) -> bool {
        !matches!(self, Self::NoBlob(_) | Self::Blob { error: PartError::Corrupt | PartError::Oversize(_), .. })
    }
}
