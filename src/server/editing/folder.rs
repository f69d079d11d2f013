//! Lists a content folder: which file is which page or image, what does not belong there, and
//! whether it is all within bounds. Reads names only; links are never followed.

use std::ffi::OsStr;
use std::fs::{self, ReadDir};
use std::io;
use std::path::{Path, PathBuf};

use crate::domain::{Category, Language, PageKey, Slug};

use super::findings::{Findings, did_you_mean, quoted};

/// The most entries a folder may have.
const MAX_ENTRIES: usize = 20_000;
/// The most bytes the pages may have in all: they are all held in memory to be checked together.
const MAX_PAGE_BYTES: u64 = 128 << 20;
/// The most bytes a folder may have in all.
const MAX_BYTES: u64 = 1 << 30;

/// A page's file.
#[derive(Debug)]
pub(super) struct PageFile {
    pub(super) key: PageKey,
    /// Relative to the folder.
    pub(super) file: String,
    pub(super) path: PathBuf,
}

/// A file in `media/`.
#[derive(Debug)]
pub(super) struct MediaFile {
    pub(super) name: String,
    /// Relative to the folder.
    pub(super) file: String,
    pub(super) path: PathBuf,
}

/// What lies in a content folder, in order of name.
#[derive(Debug, Default)]
pub(super) struct Listing {
    pub(super) stand: Option<PathBuf>,
    pub(super) pronunciation: Option<PathBuf>,
    pub(super) pages: Vec<PageFile>,
    pub(super) media: Vec<MediaFile>,
    /// Whether the folder is within its bounds; when not, it is not worth reading.
    pub(super) within_bounds: bool,
}

/// Lists `folder`.
///
/// # Errors
/// Only when the folder itself cannot be listed.
pub(super) fn list(folder: &Path, findings: &mut Findings) -> io::Result<Listing> {
    let mut walk = Walk { findings, entries: 0, bytes: 0, page_bytes: 0 };
    let mut listing = Listing::default();
    for entry in walk.entries(fs::read_dir(folder)?, "") {
        match (entry.name.as_str(), entry.is_folder) {
            ("stand.toml", false) => listing.stand = Some(entry.path),
            ("pronunciation.toml", false) => listing.pronunciation = Some(entry.path),
            ("pages", true) => walk.pages(&entry, &mut listing.pages),
            ("media", true) => walk.media(&entry, &mut listing.media),
            (name, true) => walk.findings.of(&entry.file).warning(
                None,
                "this folder is not read",
                did_you_mean(name, ["pages", "media"], || {
                    "pages belong in pages/, images in media/; move or delete it".to_owned()
                }),
            ),
            (name, false) => walk.findings.of(&entry.file).warning(
                None,
                "this file is not read",
                did_you_mean(name, ["stand.toml", "pronunciation.toml"], || {
                    "only stand.toml, pronunciation.toml, pages/ and media/ are; move or delete it".to_owned()
                }),
            ),
        }
    }
    listing.pages.sort_by(|a, b| a.key.cmp(&b.key));
    listing.within_bounds = walk.is_within_bounds();
    Ok(listing)
}

struct Entry {
    name: String,
    file: String,
    path: PathBuf,
    is_folder: bool,
    bytes: u64,
}

struct Walk<'f> {
    findings: &'f mut Findings,
    entries: usize,
    bytes: u64,
    page_bytes: u64,
}

impl Walk<'_> {
    /// The files and folders of a folder in order of name, without hidden ones.
    fn entries(&mut self, folder: ReadDir, parent: &str) -> Vec<Entry> {
        let mut entries = Vec::new();
        for entry in folder {
            self.entries += 1;
            if self.entries > MAX_ENTRIES {
                break;
            }
            match entry.and_then(|entry| self.entry(&entry, parent)) {
                Ok(found) => entries.extend(found),
                Err(error) => self.unreadable(parent, &error),
            }
        }
        entries.sort_by(|a, b| a.name.cmp(&b.name));
        entries
    }

    fn entry(&mut self, entry: &fs::DirEntry, parent: &str) -> io::Result<Option<Entry>> {
        let name = entry.file_name();
        if is_of_the_editors_machine(&name) {
            return Ok(None);
        }
        let shown = name.to_string_lossy().into_owned();
        let file = if parent.is_empty() { shown.clone() } else { format!("{parent}/{shown}") };
        let metadata = fs::symlink_metadata(entry.path())?;
        if metadata.is_symlink() {
            self.findings.of(&file).fault(
                None,
                "this is a link to another place, which is not followed",
                "put a copy of the file itself here",
            );
        } else if !metadata.is_file() && !metadata.is_dir() {
            self.findings.of(&file).fault(None, "this is neither a file nor a folder", "delete it");
        } else if name.to_str().is_none() {
            self.findings.of(&file).fault(
                None,
                "the name is not UTF-8 text",
                "rename it with the letters a-z, digits and hyphens",
            );
        } else {
            let is_folder = metadata.is_dir();
            let bytes = if is_folder { 0 } else { metadata.len() };
            self.bytes = self.bytes.saturating_add(bytes);
            return Ok(Some(Entry { name: shown, file, path: entry.path(), is_folder, bytes }));
        }
        Ok(None)
    }

    /// The entries of a folder within the content folder; none when it cannot be listed.
    fn list(&mut self, folder: &Entry) -> Vec<Entry> {
        match fs::read_dir(&folder.path) {
            Ok(entries) => self.entries(entries, &folder.file),
            Err(error) => {
                self.unreadable(&folder.file, &error);
                Vec::new()
            }
        }
    }

    fn unreadable(&mut self, file: &str, error: &io::Error) {
        self.findings.of(file).fault(
            None,
            format!("the folder cannot be read: {error}"),
            "look whether it is whole and whether you may read it",
        );
    }

    fn pages(&mut self, pages: &Entry, list: &mut Vec<PageFile>) {
        for entry in self.list(pages) {
            if !entry.is_folder {
                self.findings.of(&entry.file).fault(
                    None,
                    "this file is in no category",
                    "move it into a category's folder, such as pages/contacts/",
                );
            } else if let Some(category) = Category::from_id(&entry.name) {
                for file in self.list(&entry) {
                    self.page(category, file, list);
                }
            } else {
                self.findings.of(&entry.file).fault(
                    None,
                    format!("{} is no category of a stand", quoted(&entry.name)),
                    did_you_mean(&entry.name, Category::ALL.map(Category::id), || {
                        format!("name the folder as one of: {}", Category::ALL.map(Category::id).join(", "))
                    }),
                );
            }
        }
    }

    fn page(&mut self, category: Category, entry: Entry, list: &mut Vec<PageFile>) {
        let mut findings = self.findings.of(&entry.file);
        if entry.is_folder {
            findings.fault(None, "a category has no folders within", "move its pages up into the category's folder");
            return;
        }
        let Some(stem) = entry.name.strip_suffix(".md") else {
            findings.warning(None, "this file is not read", "pages end in .kk.md, .ru.md or .en.md; move or delete it");
            return;
        };
        let Some((slug, language)) = stem.rsplit_once('.') else {
            findings.fault(
                None,
                "the file's name does not say its language",
                format!("rename it to {stem}.kk.md, {stem}.ru.md or {stem}.en.md"),
            );
            return;
        };
        let language = Language::from_code(language).or_else(|| {
            let advice = match language.to_lowercase().as_str() {
                "kz" | "kaz" | "qaz" | "kk" => format!("Kazakh is kk: rename it to {slug}.kk.md"),
                "rus" | "ru" => format!("Russian is ru: rename it to {slug}.ru.md"),
                "eng" | "gb" | "us" | "en" => format!("English is en: rename it to {slug}.en.md"),
                _ => "a stand has kk (Kazakh), ru (Russian) and en (English)".to_owned(),
            };
            findings.fault(None, format!("unknown language {}", quoted(language)), advice);
            None
        });
        match (slug.parse::<Slug>(), language) {
            (Ok(slug), Some(language)) => {
                self.page_bytes = self.page_bytes.saturating_add(entry.bytes);
                list.push(PageFile { key: PageKey { category, slug, language }, file: entry.file, path: entry.path });
            }
            (Ok(_), None) => {}
            (Err(_), _) => findings.fault(
                None,
                format!("{} is not a page name", quoted(slug)),
                "rename it with 1 to 63 of the letters a-z, digits and hyphens, the same in every language",
            ),
        }
    }

    fn media(&mut self, media: &Entry, list: &mut Vec<MediaFile>) {
        for entry in self.list(media) {
            if entry.is_folder {
                self.findings.of(&entry.file).fault(
                    None,
                    "media/ has no folders within",
                    "move its images up into media/",
                );
            } else {
                list.push(MediaFile { name: entry.name, file: entry.file, path: entry.path });
            }
        }
    }

    fn is_within_bounds(&mut self) -> bool {
        if self.entries > MAX_ENTRIES {
            self.findings.of(".").fault(
                None,
                format!("the folder has more than {MAX_ENTRIES} files"),
                "keep only what belongs to this stand",
            );
        }
        if self.bytes > MAX_BYTES {
            self.findings.of(".").fault(
                None,
                format!("the folder is larger than {} MB", MAX_BYTES >> 20),
                "save the images smaller, and keep only what belongs to this stand",
            );
        }
        if self.page_bytes > MAX_PAGE_BYTES {
            self.findings.of("pages").fault(
                None,
                format!("the pages are larger than {} MB in all", MAX_PAGE_BYTES >> 20),
                "keep only what belongs to this stand",
            );
        }
        self.entries <= MAX_ENTRIES && self.bytes <= MAX_BYTES && self.page_bytes <= MAX_PAGE_BYTES
    }
}

/// Files that an editor's system or tools leave behind, and that no one means to publish.
fn is_of_the_editors_machine(name: &OsStr) -> bool {
    let name = name.as_encoded_bytes();
    name.starts_with(b".") || name.ends_with(b"~") || name == b"Thumbs.db" || name == b"desktop.ini"
}

#[cfg(test)]
mod tests {
    use super::super::findings::testing::assert_found;
    use super::*;

    fn listed(files: &[&str]) -> (Listing, Findings, tempfile::TempDir) {
        let folder = tempfile::tempdir().expect("temporary folder");
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().expect("parent")).expect("folders");
            fs::write(path, "x").expect("file");
        }
        let mut findings = Findings::default();
        let listing = list(folder.path(), &mut findings).expect("listed");
        (listing, findings, folder)
    }

    #[test]
    fn pages_come_in_the_order_of_their_keys_and_the_machines_own_files_are_passed_over() {
        let (listing, findings, _folder) = listed(&[
            "stand.toml",
            "pages/reception/a.ru.md",
            "pages/working-hours/b.en.md",
            "pages/working-hours/b.kk.md",
            "media/plan.png",
            ".git/config",
            "media/Thumbs.db",
            "pages/reception/a.ru.md~",
        ]);
        let keys: Vec<_> = listing.pages.iter().map(|page| page.key.to_string()).collect();
        assert_eq!(keys, ["working-hours/b.kk", "working-hours/b.en", "reception/a.ru"]);
        assert_eq!(listing.media.len(), 1);
        assert!(listing.stand.is_some() && listing.within_bounds);
        assert_eq!(findings.into_sorted(), (vec![], vec![]));
    }

    #[test]
    fn every_misplaced_or_misnamed_file_is_named_with_what_to_do() {
        let (listing, findings, _folder) = listed(&[
            "notes.txt",
            "drafts/x",
            "pages/loose.kk.md",
            "pages/contact/desk.kk.md",
            "pages/contacts/sub/desk.kk.md",
            "pages/contacts/desk.md",
            "pages/contacts/desk.kz.md",
            "pages/contacts/Desk 1.kk.md",
            "pages/contacts/desk.docx",
            "media/sub/a.png",
        ]);
        assert_eq!(listing.pages.len(), 0);
        let (faults, warnings) = findings.into_sorted();
        let fault = |file: &str| {
            let of_file: Vec<_> = faults.iter().filter(|fault| fault.file == file).cloned().collect();
            assert_eq!(of_file.len(), 1, "{file} in {faults:#?}");
            of_file
        };
        assert_found(&fault("pages/loose.kk.md"), None, "in no category");
        assert_eq!(fault("pages/contact")[0].advice, "did you mean \"contacts\"?");
        assert_found(&fault("pages/contacts/sub"), None, "no folders within");
        assert_found(&fault("pages/contacts/desk.md"), None, "does not say its language");
        assert!(fault("pages/contacts/desk.kz.md")[0].advice.contains("desk.kk.md"));
        assert_found(&fault("pages/contacts/Desk 1.kk.md"), None, "not a page name");
        assert_found(&fault("media/sub"), None, "no folders within");
        assert_eq!(faults.len(), 7);
        let warned: Vec<_> = warnings.iter().map(|warning| warning.file.as_str()).collect();
        assert_eq!(warned, ["drafts", "notes.txt", "pages/contacts/desk.docx"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_out_of_the_folder_is_never_followed() {
        let folder = tempfile::tempdir().expect("temporary folder");
        std::os::unix::fs::symlink("/etc", folder.path().join("pages")).expect("link");
        std::os::unix::fs::symlink("/etc/passwd", folder.path().join("stand.toml")).expect("link");
        let mut findings = Findings::default();
        let listing = list(folder.path(), &mut findings).expect("listed");
        assert!(listing.stand.is_none() && listing.pages.is_empty());
        let (faults, _) = findings.into_sorted();
        assert_eq!(faults.len(), 2);
        assert_found(&faults[..1], None, "link to another place");
    }

    #[test]
    fn a_folder_with_too_many_files_is_refused_without_reading_them() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let media = folder.path().join("media");
        fs::create_dir(&media).expect("folder");
        for number in 0..=MAX_ENTRIES {
            fs::File::create(media.join(format!("{number}.png"))).expect("file");
        }
        let mut findings = Findings::default();
        let listing = list(folder.path(), &mut findings).expect("listed");
        assert!(!listing.within_bounds);
        assert_found(&findings.into_sorted().0, None, "more than 20000 files");
    }

    #[test]
    fn a_folder_that_is_too_large_is_refused_without_reading_it() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let file = fs::File::create(folder.path().join("big")).expect("file");
        file.set_len(MAX_BYTES + 1).expect("sparse");
        let mut findings = Findings::default();
        assert!(!list(folder.path(), &mut findings).expect("listed").within_bounds);
        assert_found(&findings.into_sorted().0, None, "larger than 1024 MB");
    }

    #[test]
    fn pages_that_would_fill_the_memory_are_refused_without_reading_them() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let pages = folder.path().join("pages/news");
        fs::create_dir_all(&pages).expect("folders");
        let file = fs::File::create(pages.join("long.kk.md")).expect("file");
        file.set_len(MAX_PAGE_BYTES + 1).expect("sparse");
        let mut findings = Findings::default();
        assert!(!list(folder.path(), &mut findings).expect("listed").within_bounds);
        assert_found(&findings.into_sorted().0, None, "larger than 128 MB in all");
    }

    #[test]
    fn a_folder_that_is_not_there_is_an_error_of_its_own() {
        assert!(list(Path::new("/nowhere/at/all"), &mut Findings::default()).is_err());
    }
}
