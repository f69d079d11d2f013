//! The key pairs of surveys. Stands seal answers to the public key; the secret one never leaves this folder.
//!
//! ```text
//! keys/surveys/age1….age   a secret key, named by its public key
//! ```
//!
//! A survey has one pair. When it is given a new one, the old one stays: answers that wait on stands were sealed
//! to it.

use std::collections::HashMap;
use std::fmt;
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use age::secrecy::ExposeSecret;
use age::x25519::{Identity, Recipient};

use crate::durable;
use crate::server::error::Error;

/// The secret keys of surveys, read from their folder when they are needed.
pub struct KeyRing {
    folder: PathBuf,
    known: Mutex<HashMap<String, Arc<Identity>>>,
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyRing({})", self.folder.display())
    }
}

impl KeyRing {
    /// The keys in `keys`, the centre's folder of keys.
    pub fn new(keys: &Path) -> Self {
        Self { folder: keys.join("surveys"), known: Mutex::default() }
    }

    /// Makes a pair, writes the secret key so that only its owner reads it and a power cut does not lose it, and
    /// gives the public one: `age1…`.
    ///
    /// # Errors
    /// [`Error::File`].
    pub fn create(&self) -> Result<String, Error> {
        let secret = Identity::generate();
        let public = secret.to_public().to_string();
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&self.folder)
            .map_err(Error::file(&self.folder))?;
        let path = self.path(&public);
        // A temporary file, and so what it becomes, is made with mode 0600.
        durable::write(&path, format!("{}\n", secret.to_string().expose_secret()).as_bytes())
            .map_err(Error::file(&path))?;
        Ok(public)
    }

    /// The secret key to a public one; none if it is not here.
    ///
    /// # Errors
    /// [`Error::File`] if it is here and cannot be read.
    pub fn get(&self, public: &str) -> Result<Option<Arc<Identity>>, Error> {
        if let Some(known) = self.known().get(public) {
            return Ok(Some(known.clone()));
        }
        // It comes from outside and becomes a file's name: only a real key may.
        if !public.parse::<Recipient>().is_ok_and(|recipient| recipient.to_string() == public) {
            return Ok(None);
        }
        let path = self.path(public);
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Error::file(&path)(error)),
        };
        let secret: Identity =
            text.trim().parse().map_err(|problem: &str| Error::file(&path)(io::Error::other(problem)))?;
        let secret = Arc::new(secret);
        self.known().insert(public.to_owned(), secret.clone());
        Ok(Some(secret))
    }

    fn path(&self, public: &str) -> PathBuf {
        self.folder.join(format!("{public}.age"))
    }

    fn known(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<Identity>>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_secret_key_is_its_owners_alone_and_found_again_by_another_process() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let public = KeyRing::new(folder.path()).create().expect("made");
        let path = folder.path().join(format!("surveys/{public}.age"));
        let mode = |path: &Path| std::fs::metadata(path).expect("there").permissions().mode() & 0o777;
        assert_eq!((mode(&path), mode(path.parent().expect("a folder"))), (0o600, 0o700));
        let found = KeyRing::new(folder.path()).get(&public).expect("read").expect("there");
        assert_eq!(found.to_public().to_string(), public);
    }

    #[test]
    fn a_name_that_is_no_key_is_never_looked_for_on_the_disk() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::fs::write(folder.path().join("secret.age"), "AGE-SECRET-KEY-1").expect("written");
        let keys = KeyRing::new(folder.path());
        for hostile in ["../secret", "", "age1", "/etc/passwd", "age1\0", &"a".repeat(100_000)] {
            assert!(keys.get(hostile).expect("answered").is_none(), "{hostile:?}");
        }
    }
}
