//! A repository that is not asked for what is known already.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use serde::Deserialize;
use sigstore_tuf::transport::FetchFuture;
use sigstore_tuf::{Error, MetadataStore, Repository};

use super::shelf::Shelf;

/// Answers for targets roles of the version that lies on the shelf, and hands everything else on.
/// What it answers is verified like anything fetched; [`purge_served`](Self::purge_served) is for
/// when that fails.
#[derive(Clone)]
pub(super) struct Remembering {
    source: Arc<dyn Repository>,
    shelf: Arc<Shelf>,
    served: Arc<Mutex<BTreeSet<String>>>,
    remember: Arc<AtomicBool>,
}

impl Remembering {
    pub fn new(source: Arc<dyn Repository>, shelf: Arc<Shelf>, remember: bool) -> Self {
        Self { source, shelf, served: Arc::default(), remember: Arc::new(AtomicBool::new(remember)) }
    }

    /// Takes from the shelf what was served from it, and serves no more. False if nothing was.
    pub fn purge_served(&self) -> bool {
        let served = std::mem::take(&mut *self.served.lock().unwrap_or_else(PoisonError::into_inner));
        for name in &served {
            self.shelf.purge(name);
        }
        self.remember.store(false, Ordering::Relaxed);
        !served.is_empty()
    }

    fn remembered(&self, name: &str, max_length: u64) -> Option<Vec<u8>> {
        if !self.remember.load(Ordering::Relaxed) {
            return None;
        }
        let (version, file) = name.split_once('.')?;
        let version: u64 = version.parse().ok()?;
        if matches!(file, "root.json" | "snapshot.json") {
            return None;
        }
        let bytes = self.shelf.load(file).ok().flatten()?;
        if bytes.len() as u64 > max_length || version_of(&bytes)? != version {
            return None;
        }
        self.served.lock().unwrap_or_else(PoisonError::into_inner).insert(file.to_owned());
        Some(bytes)
    }
}

fn version_of(bytes: &[u8]) -> Option<u64> {
    #[derive(Deserialize)]
    struct Envelope {
        signed: Signed,
    }
    #[derive(Deserialize)]
    struct Signed {
        version: u64,
    }
    Some(serde_json::from_slice::<Envelope>(bytes).ok()?.signed.version)
}

/// A source that gives more than was asked for is not read further, whatever it says.
fn bounded(name: &str, bytes: Option<Vec<u8>>, max_length: u64) -> sigstore_tuf::Result<Option<Vec<u8>>> {
    match bytes {
        Some(bytes) if bytes.len() as u64 > max_length => {
            Err(Error::transport(format!("{name} is longer than {max_length} bytes")))
        }
        bytes => Ok(bytes),
    }
}

impl Repository for Remembering {
    fn fetch_metadata<'a>(&'a self, name: &'a str, max_length: u64) -> FetchFuture<'a> {
        Box::pin(async move {
            match self.remembered(name, max_length) {
                Some(bytes) => Ok(Some(bytes)),
                None => bounded(name, self.source.fetch_metadata(name, max_length).await?, max_length),
            }
        })
    }

    fn fetch_target<'a>(&'a self, path: &'a str, max_length: u64) -> FetchFuture<'a> {
        Box::pin(async move { bounded(path, self.source.fetch_target(path, max_length).await?, max_length) })
    }
}
