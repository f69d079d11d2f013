//! Verified metadata on disk: gathered in memory during a check, then written durably, oldest first.
//!
//! Nothing on the shelf is trusted when it is read again: a zeroed or truncated file is the same as
//! none.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use sigstore_tuf::{Error, MetadataStore};

use crate::durable;

/// No metadata file of any role is taken if it is larger, bytes.
const LARGEST: u64 = 5_000_000;

#[derive(Debug)]
pub(super) struct Shelf {
    folder: PathBuf,
    /// What is to be written, or, if none, removed.
    pending: Mutex<BTreeMap<String, Option<Vec<u8>>>>,
}

impl Shelf {
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), pending: Mutex::default() }
    }

    fn pending(&self) -> MutexGuard<'_, BTreeMap<String, Option<Vec<u8>>>> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets what is not written yet.
    pub fn discard(&self) {
        self.pending().clear();
    }

    /// Takes a file from the shelf.
    pub fn purge(&self, name: &str) {
        self.pending().insert(name.to_owned(), None);
    }

    /// Writes what is pending: roots, then the rest, the timestamp last, so that a crash leaves
    /// nothing that refers to what is not there.
    pub fn flush(&self) -> io::Result<()> {
        let mut pending: Vec<_> = std::mem::take(&mut *self.pending()).into_iter().collect();
        pending.sort_by_key(|(name, _)| match name.as_str() {
            name if name.starts_with("root") => 0,
            "timestamp.json" => 2,
            _ => 1,
        });
        for (name, bytes) in pending {
            let path = self.folder.join(&name);
            match bytes {
                Some(bytes) => durable::write(&path, &bytes)?,
                None => remove(&path)?,
            }
        }
        Ok(())
    }

    /// Whether `root` is one of the verified roots here.
    pub fn has_root(&self, root: &[u8]) -> bool {
        let names = std::fs::read_dir(self.folder.join("root_history")).into_iter().flatten().flatten();
        names.into_iter().any(|entry| std::fs::read(entry.path()).is_ok_and(|bytes| bytes == root))
    }

    /// Removes everything.
    pub fn clear(&self) -> io::Result<()> {
        self.discard();
        for entry in std::fs::read_dir(&self.folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "json") {
                remove(&path)?;
            }
        }
        match std::fs::remove_dir_all(self.folder.join("root_history")) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => durable::sync_folder(&self.folder),
        }
    }

    fn read(&self, name: &str) -> io::Result<Option<Vec<u8>>> {
        let file = match File::open(self.folder.join(name)) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let mut bytes = Vec::new();
        file.take(LARGEST + 1).read_to_end(&mut bytes)?;
        Ok((bytes.len() as u64 <= LARGEST).then_some(bytes))
    }
}

fn remove(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Whether a name stays within the folder: one file, or one in `root_history`.
fn is_kept(name: &str) -> bool {
    let file = name.strip_prefix("root_history/").unwrap_or(name);
    let plain = !file.is_empty() && !file.contains('/') && file.ends_with(".json") && file != ".json";
    // The newest snapshot is kept as `snapshot.json`; its versions under their numbers would pile up.
    let is_version = file
        .strip_suffix(".snapshot.json")
        .is_some_and(|version| !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_digit()));
    plain && !is_version
}

impl MetadataStore for Shelf {
    fn load(&self, name: &str) -> sigstore_tuf::Result<Option<Vec<u8>>> {
        if !is_kept(name) {
            return Ok(None);
        }
        if let Some(pending) = self.pending().get(name) {
            return Ok(pending.clone());
        }
        self.read(name).map_err(|error| Error::io(format!("reading {name}"), error))
    }

    fn store(&self, name: &str, bytes: &[u8]) -> sigstore_tuf::Result<()> {
        if !is_kept(name) {
            return Ok(());
        }
        // Flash memory wears: what lies there already is not written again.
        let mut pending = self.pending();
        if pending.contains_key(name) || self.read(name).ok().flatten().as_deref() != Some(bytes) {
            pending.insert(name.to_owned(), Some(bytes.to_vec()));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_snapshots_and_strange_names_leave_nothing_on_disk() {
        let folder = tempfile::tempdir().expect("folder");
        let shelf = Shelf::new(folder.path());
        for name in
            ["7.snapshot.json", "targets/almaly/manifest.json", "../out.json", "root_history/../x.json", ".json"]
        {
            shelf.store(name, b"{}").expect("ignored");
        }
        for name in ["snapshot.json", "almaly.json", "root_history/2.root.json"] {
            shelf.store(name, b"{}").expect("kept");
        }
        shelf.flush().expect("written");
        let mut names: Vec<_> =
            std::fs::read_dir(folder.path()).expect("list").map(|entry| entry.expect("entry").file_name()).collect();
        names.sort();
        assert_eq!(names, ["almaly.json", "root_history", "snapshot.json"]);
        assert_eq!(shelf.load("root_history/2.root.json").expect("read"), Some(b"{}".to_vec()));
    }

    #[test]
    fn what_has_not_changed_is_not_written_again() {
        let folder = tempfile::tempdir().expect("folder");
        let shelf = Shelf::new(folder.path());
        shelf.store("root.json", b"one").expect("kept");
        shelf.flush().expect("written");
        shelf.store("root.json", b"one").expect("kept");
        assert!(shelf.pending().is_empty());
        shelf.store("root.json", b"two").expect("kept");
        shelf.discard();
        assert_eq!(shelf.load("root.json").expect("read"), Some(b"one".to_vec()));
        shelf.purge("root.json");
        shelf.flush().expect("removed");
        assert_eq!(shelf.load("root.json").expect("read"), None);
    }
}
