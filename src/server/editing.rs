//! From an editor's folder to an edition: everything is checked, every fault named with file, line
//! and what to do, and nothing changes while there is one.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::domain::{Body, Page};
use crate::release::BlobRef;
use crate::release::api::ImportReport;

/// One body's whole content as an editor approved it, ready to be compiled into a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edition {
    /// The body.
    pub body: Body,
    /// Its pages in all languages, in order of key.
    pub pages: Vec<Page>,
    /// Its media files, in order of name.
    pub media: Vec<Media>,
}

/// A media file of an edition; its bytes lie in the repository's blobs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Media {
    /// File name, unique in the edition.
    pub name: String,
    /// MIME type.
    pub media_type: String,
    /// Its content.
    pub blob: BlobRef,
}

/// What reading a content folder gave.
#[derive(Debug)]
pub struct Reading {
    /// The edition; none when the report names faults.
    pub edition: Option<Edition>,
    /// Where each media file of the edition lies, in the same order.
    pub media_files: Vec<PathBuf>,
    /// What was found.
    pub report: ImportReport,
}

/// Reads and checks a content folder.
///
/// # Errors
/// Only when the folder itself cannot be read; whatever is wrong inside it is a fault in the report.
pub fn read_folder(_folder: &Path) -> std::io::Result<Reading> {
    Err(std::io::ErrorKind::Unsupported.into())
}
