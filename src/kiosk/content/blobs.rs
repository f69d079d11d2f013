//! Blobs on the stand's disk, named by what they contain, fetched in parts that survive a break.

use std::collections::HashSet;
use std::io::Read;
use std::path::{Path, PathBuf};

use ring::digest::{Context, SHA256};
use tokio::fs::{File, OpenOptions};
use tokio::io::{AsyncSeekExt, AsyncWriteExt, SeekFrom};

use super::ContentError;
use super::pointer::names;
use crate::durable;
use crate::kiosk::fault;
use crate::release::{BlobRef, Digest};

/// Why a part did not become a blob.
#[derive(Debug, thiserror::Error)]
pub enum PartError {
    /// More bytes than the blob has; the part was dropped.
    #[error("more than the {0} bytes it should be")]
    Oversize(u64),
    /// The bytes ended early; the part is kept, to be resumed.
    #[error("ended after {written} of {length} bytes")]
    Truncated {
        /// Bytes so far.
        written: u64,
        /// Bytes it should be.
        length: u64,
    },
    /// Right length, wrong bytes; the part was dropped.
    #[error("its bytes are not what its name says")]
    Corrupt,
    /// The disk is full or failed.
    #[error("disk: {0}")]
    Disk(#[from] std::io::Error),
}

/// How much a finished blob must withstand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// Synced to the disk: nothing checks its bytes again.
    Durably,
    /// Left to the system to write: its hash is checked whenever it is read, and a lost one is
    /// fetched again. A first release of thousands of pages would otherwise take thousands of syncs.
    Loosely,
}

/// The blob folder of a stand.
#[derive(Debug, Clone)]
pub struct Blobs {
    folder: PathBuf,
}

impl Blobs {
    /// The blob folder in a stand's data folder; made when first written to.
    pub fn new(data: &Path) -> Self {
        Self { folder: data.join("blobs") }
    }

    /// Where a blob lies, whether it is there or not.
    pub fn path(&self, digest: &Digest) -> PathBuf {
        let hex = digest.to_string();
        self.folder.join(&hex[..2]).join(hex)
    }

    /// Whether the blob is there, judged by its length.
    pub fn has(&self, blob: &BlobRef) -> bool {
        std::fs::metadata(self.path(&blob.sha256)).is_ok_and(|meta| meta.is_file() && meta.len() == blob.length)
    }

    /// How many of the blob's bytes are here, whole or in part.
    pub fn present(&self, blob: &BlobRef) -> u64 {
        if self.has(blob) {
            return blob.length;
        }
        std::fs::metadata(self.part_path(&blob.sha256)).map_or(0, |meta| meta.len().min(blob.length))
    }

    /// Reads a blob whole and checks its hash. A damaged one is deleted, to be fetched again.
    ///
    /// # Errors
    /// [`ContentError::Blob`] when it is missing or damaged, [`ContentError::Disk`] on I/O errors.
    pub async fn read(&self, blob: &BlobRef) -> Result<Vec<u8>, ContentError> {
        let path = self.path(&blob.sha256);
        let bytes = match tokio::fs::read(&path).await {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(ContentError::Blob(*blob)),
            Err(error) => return Err(error.into()),
        };
        if bytes.len() as u64 != blob.length || Digest::of(&bytes) != blob.sha256 {
            tokio::fs::remove_file(&path).await?;
            return Err(ContentError::Blob(*blob));
        }
        Ok(bytes)
    }

    /// Begins or resumes a blob: the bytes of an earlier part are kept, and hashed again.
    ///
    /// # Errors
    /// [`PartError::Disk`].
    pub async fn part(&self, blob: BlobRef, keep: Keep) -> Result<Part, PartError> {
        let target = self.path(&blob.sha256);
        let path = self.part_path(&blob.sha256);
        if let Some(folder) = path.parent() {
            tokio::fs::create_dir_all(folder).await?;
        }
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path).await?;
        let (file, hash, written) = tokio::task::spawn_blocking({
            let file = file.into_std().await;
            move || hash_prefix(file)
        })
        .await
        .map_err(std::io::Error::other)??;
        let mut part = Part { blob, keep, path, target, file: File::from_std(file), hash, written };
        if written > blob.length {
            part.restart().await?;
        }
        Ok(part)
    }

    /// Deletes every blob and part that `needed` does not name.
    ///
    /// # Errors
    /// Any I/O error; what is left is deleted another time.
    pub fn retain(&self, needed: &HashSet<String>) -> std::io::Result<()> {
        for folder in names(&self.folder) {
            let folder = self.folder.join(folder);
            for name in names(&folder) {
                if !needed.contains(name.strip_suffix(".part").unwrap_or(&name)) {
                    std::fs::remove_file(folder.join(name))?;
                    fault::reached("mid-garbage");
                }
            }
        }
        Ok(())
    }

    fn part_path(&self, digest: &Digest) -> PathBuf {
        self.path(digest).with_extension("part")
    }
}

fn hash_prefix(mut file: std::fs::File) -> std::io::Result<(std::fs::File, Context, u64)> {
    let mut hash = Context::new(&SHA256);
    let mut written = 0;
    let mut buffer = vec![0; 64 * 1024];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok((file, hash, written)),
            read => {
                hash.update(&buffer[..read]);
                written += read as u64;
            }
        }
    }
}

/// A blob on its way: hashed while it is written.
pub struct Part {
    blob: BlobRef,
    keep: Keep,
    path: PathBuf,
    target: PathBuf,
    file: File,
    hash: Context,
    written: u64,
}

impl Part {
    /// How many bytes it has: from here it goes on.
    pub fn written(&self) -> u64 {
        self.written
    }

    /// Drops what it has and begins at the first byte.
    ///
    /// # Errors
    /// [`PartError::Disk`].
    pub async fn restart(&mut self) -> Result<(), PartError> {
        self.file.set_len(0).await?;
        self.file.seek(SeekFrom::Start(0)).await?;
        self.hash = Context::new(&SHA256);
        self.written = 0;
        Ok(())
    }

    /// Appends bytes.
    ///
    /// # Errors
    /// [`PartError::Oversize`] when they are too many, [`PartError::Disk`].
    pub async fn write(&mut self, bytes: &[u8]) -> Result<(), PartError> {
        if self.written + bytes.len() as u64 > self.blob.length {
            tokio::fs::remove_file(&self.path).await?;
            return Err(PartError::Oversize(self.blob.length));
        }
        self.file.write_all(bytes).await?;
        self.hash.update(bytes);
        self.written += bytes.len() as u64;
        fault::reached("mid-blob");
        Ok(())
    }

    /// Puts what it has on the disk, to be resumed another time.
    ///
    /// # Errors
    /// [`PartError::Disk`].
    pub async fn pause(&mut self) -> Result<(), PartError> {
        Ok(self.file.flush().await?)
    }

    /// Gives back the room it takes.
    pub async fn discard(self) {
        // Best effort: whoever discards has a worse error to tell.
        let _ = tokio::fs::remove_file(&self.path).await;
    }

    /// Checks the whole and gives it its name.
    ///
    /// # Errors
    /// See [`PartError`]; a truncated part is kept, a corrupt one dropped, and so is one that the
    /// disk did not take: a stand with a full disk needs the room.
    pub async fn finish(self) -> Result<(), PartError> {
        let path = self.path.clone();
        let finished = self.check_and_name().await;
        if matches!(finished, Err(PartError::Disk(_))) {
            let _ = tokio::fs::remove_file(path).await;
        }
        finished
    }

    async fn check_and_name(mut self) -> Result<(), PartError> {
        self.file.flush().await?;
        if self.written < self.blob.length {
            return Err(PartError::Truncated { written: self.written, length: self.blob.length });
        }
        if self.hash.finish().as_ref() != self.blob.sha256.as_bytes() {
            tokio::fs::remove_file(&self.path).await?;
            return Err(PartError::Corrupt);
        }
        match self.keep {
            Keep::Loosely => {
                fault::reached("before-blob-rename");
                tokio::fs::rename(&self.path, &self.target).await?;
            }
            Keep::Durably => {
                self.file.sync_all().await?;
                fault::reached("before-blob-rename");
                let (path, target) = (self.path, self.target);
                tokio::task::spawn_blocking(move || durable::rename(&path, &target))
                    .await
                    .map_err(std::io::Error::other)??;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn fetch(blobs: &Blobs, blob: BlobRef, bytes: &[u8]) -> Result<(), PartError> {
        let mut part = blobs.part(blob, Keep::Durably).await?;
        part.write(bytes).await?;
        part.finish().await
    }

    #[tokio::test]
    async fn a_broken_download_goes_on_where_it_stopped() {
        let data = tempfile::tempdir().expect("temporary folder");
        let blobs = Blobs::new(data.path());
        let blob = BlobRef::to(b"one two");
        let broken = fetch(&blobs, blob, b"one ").await;
        assert!(matches!(broken, Err(PartError::Truncated { written: 4, length: 7 })), "{broken:?}");
        assert!(!blobs.has(&blob));
        let mut part = blobs.part(blob, Keep::Durably).await.expect("resumed");
        assert_eq!(part.written(), 4);
        part.write(b"two").await.expect("rest");
        part.finish().await.expect("whole");
        assert_eq!(blobs.read(&blob).await.expect("there"), b"one two");
    }

    #[tokio::test]
    async fn wrong_or_too_many_bytes_leave_nothing_behind() {
        let data = tempfile::tempdir().expect("temporary folder");
        let blobs = Blobs::new(data.path());
        let blob = BlobRef::to(b"right");
        assert!(matches!(fetch(&blobs, blob, b"wrong").await, Err(PartError::Corrupt)));
        assert_eq!(blobs.present(&blob), 0);
        assert!(matches!(fetch(&blobs, blob, b"right!").await, Err(PartError::Oversize(5))));
        assert_eq!(blobs.present(&blob), 0);
    }

    #[tokio::test]
    async fn a_blob_that_rotted_on_the_disk_is_dropped_to_be_fetched_again() {
        let data = tempfile::tempdir().expect("temporary folder");
        let blobs = Blobs::new(data.path());
        let blob = BlobRef::to(b"right");
        fetch(&blobs, blob, b"right").await.expect("stored");
        std::fs::write(blobs.path(&blob.sha256), b"rotte").expect("rot");
        assert!(matches!(blobs.read(&blob).await, Err(ContentError::Blob(_))));
        assert!(!blobs.has(&blob));
    }
}
