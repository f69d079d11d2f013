//! A release on a USB stick: one file that carries a signed repository to a stand with no network.
//!
//! The file is a tar archive with the repository's own paths, so that anyone can look into it:
//!
//! ```text
//! aqparat-courier.json                 what this is; the first entry
//! metadata/1.root.json …               every root, and the newest of the other roles
//! targets/BODY/HASH.manifest.json
//! blobs/HH/HASH …
//! ```
//!
//! Nothing in it is trusted because it lies in it: a stand verifies its metadata as if they had come
//! by network, and each blob by its digest. A [`Courier`] only promises not to be led astray by the
//! archive itself: no links, no other names, no endless sizes, and nothing is unpacked.

#[cfg(feature = "server")]
mod pack;

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read};
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sigstore_tuf::transport::FetchFuture;
use sigstore_tuf::{Error, Repository};

use super::manifest::{Digest, MAX_BLOB};
use crate::domain::BodyId;

#[cfg(feature = "server")]
pub use pack::Packer;

/// The first entry of a courier file.
const HEAD: &str = "aqparat-courier.json";
/// The format this build writes and the newest it reads.
const FORMAT: u32 = 1;
/// No metadata file or manifest is larger, bytes.
const LARGEST_FILE: u64 = 8 << 20;
/// The unit of a tar archive, bytes.
const BLOCK: u64 = 512;
/// No release has more files.
const MOST_ENTRIES: usize = 200_000;

/// What a courier file says of itself, unsigned: words for a person, not for trust.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Head {
    format: u32,
    body: BodyId,
    release: u64,
}

/// Why a courier file was not taken.
#[derive(Debug, thiserror::Error)]
pub enum CourierError {
    /// It cannot be read.
    #[error("the courier file cannot be read")]
    Io(#[from] io::Error),
    /// It is something else, or damaged.
    #[error("this is not a courier file, or it was damaged on the way: {0}")]
    NotACourier(String),
    /// It comes from a newer centre.
    #[error("the courier file has format {0}, this program reads {FORMAT}: update the stand")]
    TooNew(u32),
}

fn strange(what: impl Into<String>) -> CourierError {
    CourierError::NotACourier(what.into())
}

/// An opened courier file: a [`Repository`] for [`Trust::check`](super::trust::Trust::check), and
/// the blobs. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Courier {
    file: Arc<File>,
    head: Head,
    /// Where each file lies within the archive: offset and length.
    places: Arc<HashMap<String, (u64, u64)>>,
}

impl Courier {
    /// Opens a courier file and reads its table of contents; nothing is unpacked. Blocks while it
    /// reads.
    ///
    /// # Errors
    /// [`CourierError`].
    pub fn open(path: &Path) -> Result<Self, CourierError> {
        let file = File::open(path)?;
        let meta = file.metadata()?;
        if !meta.is_file() {
            return Err(strange("not a file"));
        }
        let mut places = HashMap::new();
        let mut end = 0;
        let mut archive = tar::Archive::new(&file);
        // Raw: long names and other extensions, which we never write, are not even read.
        for entry in archive.entries_with_seek()?.raw(true) {
            let entry = entry.map_err(|error| strange(error.to_string()))?;
            let name = std::str::from_utf8(&entry.path_bytes()).map(str::to_owned);
            let name = name.map_err(|_| strange("a name is not text"))?;
            if entry.header().entry_type() != tar::EntryType::Regular {
                return Err(strange(format!("\"{}\" is not a plain file", name.escape_debug())));
            }
            let limit = limit(&name).ok_or_else(|| strange(format!("\"{}\" does not belong", name.escape_debug())))?;
            let (offset, length) = (entry.raw_file_position(), entry.size());
            if length > limit {
                return Err(strange(format!("{name} is larger than any such file may be")));
            }
            match offset.checked_add(length) {
                Some(after) if after <= meta.len() => end = after,
                _ => return Err(strange(format!("it ends within {name}"))),
            }
            if places.is_empty() && name != HEAD {
                return Err(strange(format!("it does not begin with {HEAD}")));
            }
            if places.len() >= MOST_ENTRIES {
                return Err(strange("it has too many entries"));
            }
            if places.insert(name.clone(), (offset, length)).is_some() {
                return Err(strange(format!("{name} stands twice")));
            }
        }
        // Two empty blocks end an archive: without them, entries may have been cut off.
        if end.next_multiple_of(BLOCK) + 2 * BLOCK > meta.len() {
            return Err(strange("its end is missing"));
        }
        let head = read_head(&file, places.get(HEAD).copied())?;
        Ok(Self { file: Arc::new(file), head, places: Arc::new(places) })
    }

    /// The body whose release it says it carries. Not verified.
    pub fn body(&self) -> &BodyId {
        &self.head.body
    }

    /// The release it says it carries. Not verified.
    pub fn release(&self) -> u64 {
        self.head.release
    }

    /// A blob as a reader, if it is here. Not verified: hold it against its digest.
    pub fn blob(&self, digest: &Digest) -> Option<BlobReader> {
        let (offset, length) = *self.places.get(&digest.blob_path())?;
        Some(BlobReader { file: self.file.clone(), offset, remaining: length })
    }

    fn read(&self, path: &str, max_length: u64) -> sigstore_tuf::Result<Option<Vec<u8>>> {
        let Some(&(offset, length)) = self.places.get(path) else { return Ok(None) };
        if length > max_length {
            return Err(Error::transport(format!("{path} is longer than {max_length} bytes")));
        }
        let failed = |error| Error::transport_with_source(format!("{path} cannot be read"), error);
        read_at(&self.file, offset, length).map(Some).map_err(failed)
    }
}

fn read_head(file: &File, place: Option<(u64, u64)>) -> Result<Head, CourierError> {
    #[derive(Deserialize)]
    struct Format {
        format: u32,
    }
    let (offset, length) = place.ok_or_else(|| strange("it is empty"))?;
    let bytes = read_at(file, offset, length)?;
    let wrong = |error: serde_json::Error| strange(format!("{HEAD}: {error}"));
    let Format { format } = serde_json::from_slice(&bytes).map_err(wrong)?;
    if format > FORMAT {
        return Err(CourierError::TooNew(format));
    }
    serde_json::from_slice(&bytes).map_err(wrong)
}

/// How large the file of a name may be; none if no file has such a name.
fn limit(name: &str) -> Option<u64> {
    let plain = |text: &str| {
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'))
    };
    if name == HEAD {
        return Some(64 << 10);
    }
    let parts: Vec<_> = name.split('/').collect();
    match parts.as_slice() {
        ["metadata", file] if plain(file) => Some(LARGEST_FILE),
        ["targets", body, file] if body.parse::<BodyId>().is_ok() && plain(file) => Some(LARGEST_FILE),
        ["blobs", _, hash] if hash.parse::<Digest>().is_ok_and(|digest| digest.blob_path() == name) => Some(MAX_BLOB),
        _ => None,
    }
}

fn read_at(file: &File, offset: u64, length: u64) -> io::Result<Vec<u8>> {
    let length = usize::try_from(length).map_err(io::Error::other)?;
    let mut bytes = vec![0; length];
    file.read_exact_at(&mut bytes, offset)?;
    Ok(bytes)
}

/// The file is read where it is asked for: a few kilobytes from a stick, not worth a thread.
impl Repository for Courier {
    fn fetch_metadata<'a>(&'a self, name: &'a str, max_length: u64) -> FetchFuture<'a> {
        Box::pin(async move { self.read(&format!("metadata/{name}"), max_length) })
    }

    fn fetch_target<'a>(&'a self, path: &'a str, max_length: u64) -> FetchFuture<'a> {
        Box::pin(async move { self.read(&format!("targets/{path}"), max_length) })
    }
}

/// A blob of a courier file, read from its beginning to its end.
#[derive(Debug)]
pub struct BlobReader {
    file: Arc<File>,
    offset: u64,
    remaining: u64,
}

impl BlobReader {
    /// How many bytes are left to read.
    pub fn remaining(&self) -> u64 {
        self.remaining
    }
}

impl Read for BlobReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.remaining).unwrap_or(usize::MAX).min(buffer.len());
        let count = self.file.read_at(&mut buffer[..most], self.offset)?;
        if count == 0 && most > 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.offset += count as u64;
        self.remaining -= count as u64;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BLOB: &[u8] = b"a page";

    fn archive(entries: &[(&str, tar::EntryType, &[u8])]) -> tempfile::NamedTempFile {
        let mut builder = tar::Builder::new(tempfile::NamedTempFile::new().expect("file"));
        for (name, kind, bytes) in entries {
            let mut header = tar::Header::new_ustar();
            header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
            header.set_entry_type(*kind);
            header.set_size(bytes.len() as u64);
            header.set_cksum();
            builder.append(&header, *bytes).expect("appended");
        }
        builder.into_inner().expect("finished")
    }

    const PLAIN: tar::EntryType = tar::EntryType::Regular;
    const START: (&str, tar::EntryType, &[u8]) = (HEAD, PLAIN, br#"{"format":1,"body":"almaly","release":7}"#);

    fn refused(entries: &[(&str, tar::EntryType, &[u8])]) -> String {
        Courier::open(archive(entries).path()).expect_err("refused").to_string()
    }

    #[test]
    fn a_blob_is_found_by_its_digest_and_read_in_pieces() {
        let digest = Digest::of(BLOB);
        let file = archive(&[START, (&digest.blob_path(), PLAIN, BLOB)]);
        let courier = Courier::open(file.path()).expect("opened");
        assert_eq!((courier.body().as_str(), courier.release()), ("almaly", 7));
        let mut reader = courier.blob(&digest).expect("here");
        assert_eq!(reader.remaining(), 6);
        let mut piece = [0; 4];
        reader.read_exact(&mut piece).expect("read");
        let mut rest = Vec::new();
        reader.read_to_end(&mut rest).expect("read");
        assert_eq!((&piece, rest.as_slice()), (b"a pa", b"ge".as_slice()));
        assert!(courier.blob(&Digest::of(b"other")).is_none());
    }

    #[test]
    fn entries_that_could_lead_astray_are_refused() {
        let blob = Digest::of(BLOB).blob_path();
        let misplaced = format!("blobs/zz/{}", Digest::of(BLOB));
        for name in ["../../etc/passwd", "/etc/passwd", "metadata/../x", "metadata/a/b", "blobs/aa/x", &misplaced] {
            assert!(refused(&[START, (name, PLAIN, b"")]).contains("does not belong"), "{name}");
        }
        use tar::EntryType;
        let kinds = [
            EntryType::Symlink,
            EntryType::Link,
            EntryType::Directory,
            EntryType::Fifo,
            EntryType::GNULongName,
            EntryType::XHeader,
            EntryType::GNUSparse,
        ];
        for kind in kinds {
            assert!(refused(&[START, (&blob, kind, b"")]).contains("not a plain file"), "{kind:?}");
        }
        assert!(refused(&[START, (&blob, PLAIN, BLOB), (&blob, PLAIN, BLOB)]).contains("twice"));
        assert!(refused(&[(&blob, PLAIN, BLOB), START]).contains("begin"));
        assert!(refused(&[]).contains("empty"));
        assert!(refused(&[START, ("metadata/timestamp.json", PLAIN, &vec![0; 9 << 20])]).contains("larger"));
        let newer = (HEAD, PLAIN, br#"{"format":2}"#.as_slice());
        assert!(refused(&[newer]).contains("update the stand"));
    }

    #[test]
    fn sizes_that_are_lies_are_noticed() {
        let blob = Digest::of(BLOB).blob_path();
        let whole = archive(&[START, (&blob, PLAIN, BLOB)]);
        let bytes = std::fs::read(whole.path()).expect("read");
        for length in [100, 600, 1030, 1024 + 512 + 3] {
            std::fs::write(whole.path(), &bytes[..length]).expect("cut");
            assert!(Courier::open(whole.path()).is_err(), "cut to {length}");
        }
        // A size of nearly 2^64 in GNU's binary notation.
        let mut lie = bytes;
        let mut header = tar::Header::new_gnu();
        header.as_mut_bytes().copy_from_slice(&lie[1024..1536]);
        header.set_size(u64::MAX - 3);
        header.set_cksum();
        lie[1024..1536].copy_from_slice(header.as_bytes());
        std::fs::write(whole.path(), lie).expect("written");
        assert!(Courier::open(whole.path()).is_err());
        assert!(Courier::open(Path::new("/dev/zero")).is_err());
        assert!(Courier::open(Path::new("/")).is_err());
    }
}
