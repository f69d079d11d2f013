//! What crosses the wire between the centre and a stand.
//!
//! A *release* is one body's content at one moment: a signed manifest naming shards, each shard
//! naming the blobs of some pages and media by their SHA-256. The manifest is a target of the
//! body's own delegated role in a TUF repository, so that no one but the body's key can change it.
//!
//! The repository is static files:
//!
//! ```text
//! metadata/N.root.json  metadata/timestamp.json  metadata/N.snapshot.json
//! metadata/N.targets.json  metadata/N.BODY.json
//! targets/BODY/HASH.manifest.json
//! blobs/HH/HASH                     (HH: the first two hex digits of HASH)
//! ```

pub mod api;
pub mod courier;
pub mod manifest;
pub(crate) mod provider;
#[cfg(feature = "server")]
pub mod signing;
pub mod survey;
pub mod trust;

pub use manifest::{BlobRef, Digest, Entry, Manifest, Shard};
pub use survey::{PublishedSurvey, SealedAnswer};
