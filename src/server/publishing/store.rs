//! Where the repository's files lie: a folder, or a bucket of an S3-compatible store.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;

use bytes::Bytes;
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{Attribute, Attributes, ObjectStore, ObjectStoreExt, PutMode, PutOptions, UpdateVersion};

use super::PublishError;

/// Where a release repository lies: the path of a folder, or `s3://BUCKET/PREFIX`.
///
/// An S3 store's address, region and credentials come from the usual `AWS_*` variables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RepositoryAddress {
    /// A folder of this machine.
    Folder(PathBuf),
    /// A bucket.
    S3 {
        /// Its name.
        bucket: String,
        /// The folder within it; may be empty.
        prefix: String,
    },
}

/// Not a folder and not `s3://BUCKET/PREFIX`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a repository: give the path of a folder, or s3://BUCKET/PREFIX")]
pub struct AddressError(String);

impl FromStr for RepositoryAddress {
    type Err = AddressError;
    fn from_str(text: &str) -> Result<Self, AddressError> {
        let wrong = || AddressError(text.to_owned());
        if let Some(rest) = text.strip_prefix("s3://") {
            let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
            if bucket.is_empty() {
                return Err(wrong());
            }
            return Ok(Self::S3 { bucket: bucket.to_owned(), prefix: prefix.trim_matches('/').to_owned() });
        }
        if text.is_empty() || text.contains("://") {
            return Err(wrong());
        }
        Ok(Self::Folder(PathBuf::from(text)))
    }
}

impl fmt::Display for RepositoryAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(path) => path.display().fmt(f),
            Self::S3 { bucket, prefix } => write!(f, "s3://{bucket}/{prefix}"),
        }
    }
}

/// The files of a repository.
#[derive(Debug, Clone)]
pub(super) struct Store {
    objects: Arc<dyn ObjectStore>,
    /// A bucket: a file can be replaced on condition that nobody else did meanwhile. A folder cannot,
    /// and need not: it has one machine, and the lock in the keys folder.
    conditional: bool,
}

/// A file and the version of it that was read.
#[derive(Debug, Clone)]
pub(super) struct Object {
    pub bytes: Bytes,
    pub version: UpdateVersion,
}

impl Store {
    /// Opens the repository; a folder is made if it is not there.
    pub fn open(address: &RepositoryAddress) -> Result<Self, PublishError> {
        match address {
            RepositoryAddress::Folder(path) => {
                std::fs::create_dir_all(path).map_err(|source| PublishError::Disk { path: path.clone(), source })?;
                // Every write goes to a name of its own, is synced, renamed, and the folder synced.
                let folder = LocalFileSystem::new_with_prefix(path)?.with_fsync(true);
                Ok(Self { objects: Arc::new(folder), conditional: false })
            }
            RepositoryAddress::S3 { bucket, prefix } => {
                Self::bucket(AmazonS3Builder::from_env().with_bucket_name(bucket), prefix)
            }
        }
    }

    /// The repository under `prefix` of the bucket that is set up in `builder`.
    pub fn bucket(builder: AmazonS3Builder, prefix: &str) -> Result<Self, PublishError> {
        // The HTTP client underneath takes the process's TLS provider; installing it twice is harmless.
        let _ = rustls::crypto::ring::default_provider().install_default();
        Ok(Self { objects: Arc::new(PrefixStore::new(builder.build()?, prefix)), conditional: true })
    }

    #[cfg(test)]
    pub fn memory() -> Self {
        Self { objects: Arc::new(object_store::memory::InMemory::new()), conditional: true }
    }

    /// The file at `path`, if there is one. At most `limit` bytes.
    pub async fn get(&self, path: &str, limit: u64) -> Result<Option<Object>, PublishError> {
        let result = match self.objects.get(&Path::from(path)).await {
            Ok(result) => result,
            Err(object_store::Error::NotFound { .. }) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        if result.meta.size > limit {
            return Err(PublishError::Damaged(path.to_owned()));
        }
        let version = UpdateVersion { e_tag: result.meta.e_tag.clone(), version: result.meta.version.clone() };
        Ok(Some(Object { bytes: result.bytes().await?, version }))
    }

    /// Whether a file of exactly `length` bytes lies at `path`.
    pub async fn has(&self, path: &str, length: u64) -> Result<bool, PublishError> {
        match self.objects.head(&Path::from(path)).await {
            Ok(meta) => Ok(meta.size == length),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// How a file is written. A bucket is told how long caches on the way may keep it: all but the
    /// timestamp are named by version or content and never change.
    fn options(&self, path: &str, mode: PutMode) -> PutOptions {
        let mut attributes = Attributes::new();
        if self.conditional {
            let fixed = !path.ends_with("/timestamp.json");
            let cache = if fixed { "public, max-age=31536000, immutable" } else { "no-cache" };
            attributes.insert(Attribute::CacheControl, cache.into());
        }
        PutOptions { attributes, ..mode.into() }
    }

    /// Writes a file, whatever lay there.
    pub async fn put(&self, path: &str, bytes: Bytes) -> Result<(), PublishError> {
        self.objects.put_opts(&Path::from(path), bytes.into(), self.options(path, PutMode::Overwrite)).await?;
        Ok(())
    }

    /// Writes a file where none may lie. False, with nothing changed, if there is one.
    pub async fn create(&self, path: &str, bytes: Bytes) -> Result<bool, PublishError> {
        match self.objects.put_opts(&Path::from(path), bytes.into(), self.options(path, PutMode::Create)).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::AlreadyExists { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Writes a file in place of the version that was read, or of none. False, with nothing changed,
    /// if another centre has written it since.
    pub async fn replace(&self, path: &str, bytes: Bytes, read: Option<&UpdateVersion>) -> Result<bool, PublishError> {
        let mode = match read {
            _ if !self.conditional => PutMode::Overwrite,
            Some(version) => PutMode::Update(version.clone()),
            None => PutMode::Create,
        };
        match self.objects.put_opts(&Path::from(path), bytes.into(), self.options(path, mode)).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::AlreadyExists { .. } | object_store::Error::Precondition { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repository_is_a_folder_or_a_bucket_and_nothing_else() {
        assert_eq!("data/releases".parse(), Ok(RepositoryAddress::Folder("data/releases".into())));
        let bucket = |prefix: &str| RepositoryAddress::S3 { bucket: "aqparat".into(), prefix: prefix.into() };
        assert_eq!("s3://aqparat".parse(), Ok(bucket("")));
        assert_eq!("s3://aqparat/stands/one/".parse(), Ok(bucket("stands/one")));
        for wrong in ["", "s3://", "s3:///x", "https://example.org/x"] {
            assert!(wrong.parse::<RepositoryAddress>().is_err(), "{wrong:?} was taken");
        }
    }

    #[tokio::test]
    async fn a_file_another_centre_wrote_meanwhile_is_not_overwritten() {
        let store = Store::memory();
        assert!(store.replace("timestamp.json", "one".into(), None).await.expect("written"));
        let read = store.get("timestamp.json", 10).await.expect("read").expect("there").version;
        assert!(store.replace("timestamp.json", "two".into(), Some(&read)).await.expect("written"));
        assert!(!store.replace("timestamp.json", "late".into(), Some(&read)).await.expect("answered"));
        assert!(!store.create("timestamp.json", "late".into()).await.expect("answered"));
        assert_eq!(store.get("timestamp.json", 10).await.expect("read").expect("there").bytes, "two");
    }

    #[tokio::test]
    async fn caches_are_told_that_only_the_timestamp_changes() {
        let store = Store::memory();
        store.put("metadata/timestamp.json", "one".into()).await.expect("written");
        store.create("metadata/1.root.json", "one".into()).await.expect("written");
        let told = async |path: &str| {
            let result = store.objects.get(&Path::from(path)).await.expect("there");
            result.attributes.get(&Attribute::CacheControl).map(|value| value.as_ref().to_owned())
        };
        assert_eq!(told("metadata/timestamp.json").await.as_deref(), Some("no-cache"));
        assert!(told("metadata/1.root.json").await.is_some_and(|words| words.contains("immutable")));
    }
}
