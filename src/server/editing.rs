//! From an editor's folder to an edition: everything is checked, every fault named with file, line
//! and what to do, and nothing changes while there is one.

mod checks;
pub(super) mod findings;
mod folder;
mod front_matter;
mod image_header;
mod markdown;
mod media;
mod pronunciation_file;
mod stand_file;
mod text;
mod toml_reader;

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::domain::{Body, Dictionary, Page};
use crate::release::BlobRef;
use crate::release::api::{Fault, ImportReport};
use checks::ReadPage;
use findings::Findings;
use folder::{Listing, MediaFile, PageFile};
use stand_file::StandFile;
use text::Source;

/// The largest `stand.toml`, `pronunciation.toml` or page, in bytes.
const MAX_TEXT_BYTES: u64 = 256 << 10;

/// One body's whole content as an editor approved it, ready to be compiled into a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edition {
    /// The body.
    pub body: Body,
    /// Its pages in all languages, in order of key.
    pub pages: Vec<Page>,
    /// Its media files, in order of name.
    pub media: Vec<Media>,
    /// How its abbreviations and names are said.
    #[serde(default, skip_serializing_if = "Dictionary::is_empty")]
    pub pronunciation: Dictionary,
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

/// Reads and checks a content folder. Dates that are past or ahead are warned of by the clock of
/// this machine; see [`read_folder_at`].
///
/// # Errors
/// Only when the folder itself cannot be read; whatever is wrong inside it is a fault in the report.
pub fn read_folder(folder: &Path) -> io::Result<Reading> {
    read_folder_at(folder, Timestamp::now())
}

/// Reads and checks a content folder as it is at `now`. The clock only brings warnings: the same
/// folder gives the same edition, byte for byte, whenever it is read.
///
/// # Errors
/// Only when the folder itself cannot be read; whatever is wrong inside it is a fault in the report.
pub fn read_folder_at(folder: &Path, now: Timestamp) -> io::Result<Reading> {
    let mut findings = Findings::default();
    let listing = folder::list(folder, &mut findings)?;
    let stand = stand(&listing, &mut findings);
    let pronunciation = pronunciation(&listing, &mut findings);
    let zone = stand.time_zone.clone().unwrap_or(TimeZone::UTC);
    let today = now.to_zoned(zone).date();

    let (mut pages, mut media) = (Vec::new(), Vec::new());
    if listing.within_bounds {
        pages = listing.pages.iter().map(|file| page(file, today, &mut findings)).collect();
        media = media::read(&listing.media, &mut findings);
        checks::check(&pages, &listing.media, &stand.switched_off, today, &mut findings);
    }

    let (page_count, media_count) = (pages.len(), media.len());
    let has_faults = findings.has_faults();
    let (faults, warnings) = findings.into_sorted();
    let report = ImportReport { body: stand.id, pages: page_count, media: media_count, faults, warnings };
    let all_pages: Option<Vec<Page>> = pages.into_iter().map(|read| read.page).collect();
    let edition = match (stand.body, all_pages) {
        (Some(body), Some(pages)) if !has_faults => Some(Edition { body, pages, media, pronunciation }),
        _ => None,
    };
    let media_files =
        edition.iter().flat_map(|edition| &edition.media).map(|media| folder.join("media").join(&media.name));
    Ok(Reading { media_files: media_files.collect(), edition, report })
}

/// Reads the images with these names in `folder`, and checks them as those of a content folder. Gives each with where
/// it lies, and what must be mended; one that is not there is left out.
pub fn read_images(folder: &Path, names: &BTreeSet<String>) -> (Vec<(Media, PathBuf)>, Vec<Fault>) {
    let mut findings = Findings::default();
    let files: Vec<_> = names
        .iter()
        .map(|name| MediaFile { name: name.clone(), file: name.clone(), path: folder.join(name) })
        // A name from a workbook must not lead out of the folder.
        .filter(|file| media::is_safe_name(&file.name) && file.path.is_file())
        .collect();
    let media = media::read(&files, &mut findings);
    let path = |media: &Media| folder.join(&media.name);
    let images = media.into_iter().map(|media| (media.clone(), path(&media))).collect();
    (images, findings.into_sorted().0)
}

/// Reads `stand.toml`.
fn stand(listing: &Listing, findings: &mut Findings) -> StandFile {
    let mut findings = findings.of("stand.toml");
    let Some(path) = &listing.stand else {
        findings.fault(None, "the file is missing", "write it: it names the body, its address, hours and phones");
        return StandFile::default();
    };
    text::read_file(path, MAX_TEXT_BYTES, &mut findings)
        .and_then(|bytes| Source::decode(&bytes, &mut findings))
        .map(|source| stand_file::read(&source, &mut findings))
        .unwrap_or_default()
}

/// Reads `pronunciation.toml`, if there is one.
fn pronunciation(listing: &Listing, findings: &mut Findings) -> Dictionary {
    let Some(path) = &listing.pronunciation else { return Dictionary::default() };
    let mut findings = findings.of("pronunciation.toml");
    text::read_file(path, MAX_TEXT_BYTES, &mut findings)
        .and_then(|bytes| Source::decode(&bytes, &mut findings))
        .map(|source| pronunciation_file::read(&source, &mut findings))
        .unwrap_or_default()
}

/// Reads one page.
fn page(file: &PageFile, today: Date, findings: &mut Findings) -> ReadPage {
    let mut findings = findings.of(&file.file);
    let mut read = ReadPage {
        file: file.file.clone(),
        key: file.key.clone(),
        page: None,
        title_line: None,
        pages: Vec::new(),
        media: Vec::new(),
    };
    let source = text::read_file(&file.path, MAX_TEXT_BYTES, &mut findings)
        .and_then(|bytes| Source::decode(&bytes, &mut findings));
    let Some(source) = source else { return read };
    let front = front_matter::read(&source, today, &mut findings);
    let compiled = markdown::compile(&source, front.body, &file.key, &front.title, &mut findings);
    read.title_line = front.title_line();
    (read.pages, read.media) = (compiled.pages, compiled.media);
    read.page = front.verified_on.map(|verified_on| Page {
        key: file.key.clone(),
        title: front.title,
        summary: front.summary,
        verified_on,
        valid_from: front.valid_from,
        expires_on: front.expires_on,
        blocks: compiled.blocks,
    });
    read
}
