//! The folder of signing keys, and the lock that lets one process sign at a time.
//!
//! ```text
//! keys/offline/root-….pk8      three root keys, two of which must sign; kept away from this machine
//! keys/targets/targets-….pk8   says which bodies there are
//! keys/online/online-….pk8     signs snapshot and timestamp, day by day
//! keys/bodies/BODY/BODY-….pk8  signs one body's releases
//! keys/last-signed.json        the newest versions these keys have signed
//! keys/lock
//! ```
//!
//! Which key of a folder is the right one is always asked of the root or targets role, by its id.
//! A rotation therefore first writes the new key, then publishes, then removes the old one, and may
//! be cut off anywhere in between.
//!
//! The lock is an advisory one of the operating system on `keys/lock`: it holds between programs of
//! one machine, and ends with the program that holds it. Two machines that sign for one S3
//! repository are kept apart by conditional writes instead.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::PublishError;
use crate::domain::BodyId;
use crate::durable;
use crate::release::signing::{KeyId, SigningKey};

/// Whose key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holder<'a> {
    Root,
    Targets,
    Online,
    Body(&'a BodyId),
}

#[derive(Debug, Clone)]
pub(super) struct KeyFolder {
    path: PathBuf,
}

/// The newest versions signed: a repository that shows less has been set back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct LastSigned {
    pub root: u64,
    pub timestamp: u64,
    pub snapshot: u64,
}

/// Held while signing.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl KeyFolder {
    pub fn new(path: &Path) -> Self {
        Self { path: path.to_owned() }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    fn folder(&self, holder: Holder<'_>) -> PathBuf {
        match holder {
            Holder::Root => self.path.join("offline"),
            Holder::Targets => self.path.join("targets"),
            Holder::Online => self.path.join("online"),
            Holder::Body(body) => self.path.join("bodies").join(body.as_str()),
        }
    }

    fn file(&self, holder: Holder<'_>, id: &KeyId) -> PathBuf {
        let name = match holder {
            Holder::Root => "root",
            Holder::Targets => "targets",
            Holder::Online => "online",
            Holder::Body(body) => body.as_str(),
        };
        self.folder(holder).join(format!("{name}-{}.pk8", id.short()))
    }

    /// Makes the folder for its owner alone.
    pub fn prepare(&self) -> Result<(), PublishError> {
        make_private(&self.path)
    }

    /// Waits for the lock. Never on an async thread: waiting may be long.
    pub fn lock(&self) -> Result<Lock, PublishError> {
        let path = self.path.join("lock");
        let disk = |source| PublishError::Disk { path: path.clone(), source };
        let file = OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(&path).map_err(disk)?;
        file.lock().map_err(disk)?;
        Ok(Lock { _file: file })
    }

    /// Makes a key and writes it so that only its owner reads it.
    pub fn create(&self, holder: Holder<'_>) -> Result<SigningKey, PublishError> {
        let key = SigningKey::generate()?;
        let path = self.file(holder, key.id());
        make_private(&self.folder(holder))?;
        // A temporary file, and so what it becomes, is made with mode 0600.
        durable::write(&path, key.pkcs8()).map_err(|source| PublishError::Disk { path, source })?;
        Ok(key)
    }

    /// Every key of a holder that lies here; none if the folder is not there.
    pub fn all(&self, holder: Holder<'_>) -> Result<Vec<SigningKey>, PublishError> {
        let folder = self.folder(holder);
        let disk = |path: &Path, source| PublishError::Disk { path: path.to_owned(), source };
        let entries = match std::fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(disk(&folder, error)),
        };
        let mut paths = Vec::new();
        for entry in entries {
            let path = entry.map_err(|error| disk(&folder, error))?.path();
            if path.extension().is_some_and(|extension| extension == "pk8") {
                paths.push(path);
            }
        }
        paths.sort();
        let mut keys = Vec::new();
        for path in paths {
            let bytes = std::fs::read(&path).map_err(|error| disk(&path, error))?;
            keys.push(SigningKey::from_pkcs8(&bytes).map_err(|_| PublishError::BadKeyFile(path))?);
        }
        Ok(keys)
    }

    /// Removes a holder's keys except those named.
    pub fn keep_only(&self, holder: Holder<'_>, keep: &[KeyId]) -> Result<(), PublishError> {
        for key in self.all(holder)? {
            if !keep.contains(key.id()) {
                let path = self.file(holder, key.id());
                match std::fs::remove_file(&path) {
                    // Under another name: a copy the operator put there, which is theirs to destroy.
                    Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                    other => other.map_err(|source| PublishError::Disk { path, source })?,
                }
            }
        }
        Ok(())
    }

    pub fn last_signed(&self) -> Result<LastSigned, PublishError> {
        let path = self.path.join("last-signed.json");
        match std::fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|_| PublishError::BadKeyFile(path)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(LastSigned::default()),
            Err(source) => Err(PublishError::Disk { path, source }),
        }
    }

    pub fn set_last_signed(&self, last: LastSigned) -> Result<(), PublishError> {
        let path = self.path.join("last-signed.json");
        let bytes = serde_json::to_vec(&last).map_err(|error| PublishError::Signing(error.into()))?;
        durable::write(&path, &bytes).map_err(|source| PublishError::Disk { path, source })
    }
}

fn make_private(path: &Path) -> Result<(), PublishError> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)
        .map_err(|source| PublishError::Disk { path: path.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn keys_are_readable_by_their_owner_alone() {
        let folder = tempfile::tempdir().expect("folder");
        let keys = KeyFolder::new(&folder.path().join("keys"));
        keys.prepare().expect("made");
        let body: BodyId = "almaly".parse().expect("a name");
        let key = keys.create(Holder::Body(&body)).expect("made");
        let path = keys.file(Holder::Body(&body), key.id());
        let mode = |path: &Path| std::fs::metadata(path).expect("there").permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o600);
        assert_eq!(mode(path.parent().expect("a folder")), 0o700);
        assert_eq!(mode(keys.path()), 0o700);
        assert_eq!(keys.all(Holder::Body(&body)).expect("read")[0].id(), key.id());
        assert!(keys.all(Holder::Online).expect("read").is_empty());
    }

    #[test]
    fn a_spoilt_key_file_is_named() {
        let folder = tempfile::tempdir().expect("folder");
        let keys = KeyFolder::new(folder.path());
        std::fs::create_dir(folder.path().join("online")).expect("made");
        std::fs::write(folder.path().join("online/online-1.pk8"), b"").expect("written");
        let error = keys.all(Holder::Online).expect_err("refused");
        assert!(error.to_string().contains("online-1.pk8"), "{error}");
    }
}
