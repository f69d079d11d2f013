//! Answers on their way to the centre: sealed, on the disk before the visitor is told so, sent until the centre
//! has them, then deleted.
//!
//! A file of its own, apart from the content that comes and goes: `answers.sqlite`, WAL, every commit synced.
//! Rows are kept in the order of their ids, which tells nobody who came when.

use std::path::Path;

use sqlx::sqlite::SqlitePool;
use uuid::Uuid;

use crate::release::SealedAnswer;
use crate::release::survey::SealError;

/// The answers that wait. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Outbox {
    pool: SqlitePool,
}

/// Why an answer could not be kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OutboxError {
    /// The disk is full.
    #[error("the disk is full")]
    Full,
    /// The file cannot be read or written.
    #[error("answers cannot be kept: {0}")]
    Disk(String),
    /// It could not be sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
}
