//! Files that survive a power cut: written whole under a temporary name, synced, renamed, and the
//! folder synced. A reader sees the old file or the new one, never a part.

use std::fs::File;
use std::io::{self, Write};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

/// Writes `bytes` to `path` so that a crash at any moment leaves the old file or the new one.
///
/// # Errors
/// Any I/O error, a full disk among them; the old file is then untouched.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = parent(path);
    std::fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    sync_folder(folder)
}

/// Moves `from` over `to` within one file system, durably. `from` must be synced already.
///
/// # Errors
/// Any I/O error; `to` is then untouched.
pub fn rename(from: &Path, to: &Path) -> io::Result<()> {
    std::fs::rename(from, to)?;
    sync_folder(parent(to))
}

/// Asserts that `folder` belongs to the user who runs this program: what another writes into it, root above all, the
/// program it belongs to could not read. A folder that is not there yet belongs to nobody.
///
/// # Errors
/// `PermissionDenied` with the owner and what to do; or why the folder cannot be looked at.
pub fn belongs_to_us(folder: &Path) -> io::Result<()> {
    let owner = match std::fs::metadata(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        told => told?.uid(),
    };
    let us = rustix::process::geteuid().as_raw();
    if owner == us {
        return Ok(());
    }
    let advice =
        format!("it belongs to user {owner}, and this is user {us}: run it as its owner, sudo -u '#{owner}' …");
    Err(io::Error::new(io::ErrorKind::PermissionDenied, advice))
}

/// Makes the names in `folder` durable.
///
/// # Errors
/// Any I/O error.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// The folder of a path; the current one for a bare name.
pub(crate) fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_of_another_user_is_left_alone_and_whose_it_is_is_told() {
        let folder = tempfile::tempdir().expect("temporary folder");
        assert!(belongs_to_us(folder.path()).is_ok());
        assert!(belongs_to_us(&folder.path().join("not there")).is_ok());
        // Somebody's, whoever runs this test: the system's folder, or one that root gives away.
        let other = if rustix::process::geteuid().is_root() {
            std::os::unix::fs::chown(folder.path(), Some(65_534), None).expect("given away");
            folder.path()
        } else {
            Path::new("/")
        };
        let error = belongs_to_us(other).expect_err("another's");
        assert!(error.to_string().contains("sudo -u '#"), "{error}");
    }

    #[test]
    fn a_second_write_replaces_the_first_and_leaves_nothing_behind() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let path = folder.path().join("deep/current");
        write(&path, b"one").expect("first");
        write(&path, b"two").expect("second");
        assert_eq!(std::fs::read(&path).expect("read"), b"two");
        let names = std::fs::read_dir(folder.path().join("deep")).expect("list").count();
        assert_eq!(names, 1);
    }
}
