//! Writing a courier file.

use std::fmt;
use std::fs::Permissions;
use std::io::{self, BufWriter};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::{FORMAT, HEAD, Head};
use crate::domain::BodyId;
use crate::durable;

/// Writes a courier file beside its place, and moves it there when it is whole.
pub struct Packer {
    builder: tar::Builder<BufWriter<NamedTempFile>>,
    path: PathBuf,
}

impl fmt::Debug for Packer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Packer").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Packer {
    /// Begins a file for `release` of `body`.
    ///
    /// # Errors
    /// If the folder of `path` cannot be written.
    pub fn create(path: &Path, body: &BodyId, release: u64) -> io::Result<Self> {
        // Whoever carries the stick and whoever runs the stand must be able to read it.
        let readable = Permissions::from_mode(0o644);
        let file = tempfile::Builder::new().permissions(readable).tempfile_in(durable::parent(path))?;
        let mut packer = Self { builder: tar::Builder::new(BufWriter::new(file)), path: path.to_owned() };
        let head = Head { format: FORMAT, body: body.clone(), release };
        packer.add(HEAD, &serde_json::to_vec(&head)?)?;
        Ok(packer)
    }

    /// Adds a file of the repository by its path there.
    ///
    /// # Errors
    /// If the disk is full, or `path` is none a courier carries.
    pub fn add(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        if super::limit(path).is_none_or(|limit| bytes.len() as u64 > limit) {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, format!("a courier does not carry {path}")));
        }
        let mut header = tar::Header::new_ustar();
        header.set_path(path)?;
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        self.builder.append(&header, bytes)
    }

    /// Ends the file and puts it in its place, safe from the stick being pulled right after.
    ///
    /// # Errors
    /// If the disk is full; nothing is left behind then.
    pub fn finish(self) -> io::Result<()> {
        let file = self.builder.into_inner()?.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.as_file().sync_all()?;
        file.persist(&self.path).map_err(|error| error.error)?;
        durable::sync_folder(durable::parent(&self.path))
    }
}
