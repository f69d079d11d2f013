//! The content a stand shows: one database a release, switched atomically, the previous one kept.

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::domain::{Body, Language, Page, PageKey};

/// Why content could not be read or taken in.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ContentError {
    /// The database cannot be read or written.
    #[error("content database: {0}")]
    Database(String),
    /// The disk is full or failed.
    #[error("content folder: {0}")]
    Disk(String),
    /// No such page in this release.
    #[error("no page {0}")]
    NoPage(PageKey),
}

/// What lists and tiles show of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageHeader {
    /// Which page.
    pub key: PageKey,
    /// Its title.
    pub title: String,
    /// Its summary.
    pub summary: String,
    /// When an editor last checked it.
    pub verified_on: Date,
    /// The first day it is shown.
    pub valid_from: Option<Date>,
    /// The last day it is shown.
    pub expires_on: Option<Date>,
}

/// An opened release: the body and all page headers in memory, page texts in the database.
/// Cheap to clone.
#[derive(Debug, Clone)]
pub struct Content {}

impl Content {
    /// Opens the release a stand last switched to, or the one before it if that one is damaged.
    /// None on a stand that has never had content.
    pub async fn open_current(_data: &Path) -> Option<Self> {
        None
    }

    /// The body whose content this is.
    pub fn body(&self) -> &Body {
        unimplemented!("written by the content room")
    }

    /// The release number.
    pub fn release(&self) -> u64 {
        unimplemented!("written by the content room")
    }

    /// When it was published, Unix milliseconds.
    pub fn published_at(&self) -> i64 {
        unimplemented!("written by the content room")
    }

    /// All page headers in order of key.
    pub fn headers(&self) -> &[PageHeader] {
        unimplemented!("written by the content room")
    }

    /// A page's text.
    ///
    /// # Errors
    /// See [`ContentError`].
    pub async fn page(&self, _key: &PageKey) -> Result<Page, ContentError> {
        unimplemented!("written by the content room")
    }

    /// Pages in `language` whose words begin like those of `query`, best first, at most `limit`.
    ///
    /// # Errors
    /// See [`ContentError`].
    pub async fn search(
        &self,
        _language: Language,
        _query: &str,
        _limit: u32,
    ) -> Result<Vec<PageHeader>, ContentError> {
        unimplemented!("written by the content room")
    }

    /// Where a media file of this release lies on the stand's disk.
    pub fn media(&self, _name: &str) -> Option<PathBuf> {
        unimplemented!("written by the content room")
    }
}
