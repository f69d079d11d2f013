//! The manifest of a release, and the shards that keep a small change small.
//!
//! A thousand pages in one list would make every change cost the whole list. Entries are therefore
//! spread over [`SHARDS`] lists by a hash of their name: one changed page costs the manifest, one
//! shard and the page.

use std::fmt;
use std::str::FromStr;

use ring::digest::{SHA256, digest};
use serde::{Deserialize, Serialize};

use crate::domain::{Body, BodyId, Dictionary, PageKey};

/// How many shards a release is spread over; empty ones are left out.
pub const SHARDS: u8 = 64;

/// The format this build writes and the newest it reads.
pub const FORMAT: u32 = 1;

/// The largest blob a release may have, bytes.
pub const MAX_BLOB: u64 = 64 << 20;

/// A SHA-256, written in hex.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        let mut value = [0; 32];
        value.copy_from_slice(digest(&SHA256, bytes).as_ref());
        Self(value)
    }

    /// The digest from its 32 bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Where the blob of this digest lies in a repository: `blobs/HH/HASH`.
    pub fn blob_path(&self) -> String {
        let hex = self.to_string();
        format!("blobs/{}/{hex}", &hex[..2])
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Not 64 lower-case hex digits.
#[derive(Debug, Clone, thiserror::Error)]
#[error("\"{0}\" is not a SHA-256 in hex")]
pub struct DigestError(String);

impl FromStr for Digest {
    type Err = DigestError;
    fn from_str(text: &str) -> Result<Self, DigestError> {
        let mut value = [0; 32];
        hex::decode_to_slice(text, &mut value).map_err(|_| DigestError(text.to_owned()))?;
        Ok(Self(value))
    }
}

impl TryFrom<String> for Digest {
    type Error = DigestError;
    fn try_from(text: String) -> Result<Self, DigestError> {
        text.parse()
    }
}

impl From<Digest> for String {
    fn from(digest: Digest) -> Self {
        digest.to_string()
    }
}

/// A blob by content: what to fetch and what it must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct BlobRef {
    /// Its SHA-256, which is also its name.
    pub sha256: Digest,
    /// Its exact length in bytes.
    pub length: u64,
}

impl BlobRef {
    /// The reference to `bytes`.
    pub fn to(bytes: &[u8]) -> Self {
        Self { sha256: Digest::of(bytes), length: bytes.len() as u64 }
    }
}

/// The signed root of a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The format, [`FORMAT`] at most for this build to read it.
    pub format: u32,
    /// The release's number, growing by one with each publish of the body.
    pub release: u64,
    /// When it was published, Unix milliseconds: the "as of" a stand shows.
    pub published_at: i64,
    /// The body's names, hours, phones.
    pub body: Body,
    /// The lists of entries.
    pub shards: Vec<BlobRef>,
    /// How the body's abbreviations and names are said. A stand that does not know of it passes it
    /// over; a release without it has none.
    #[serde(default, skip_serializing_if = "Dictionary::is_empty")]
    pub pronunciation: Dictionary,
    /// The surveys the body's stands offer, each blob the JSON of a
    /// [`PublishedSurvey`](super::PublishedSurvey). A stand that does not know of them passes them over.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub surveys: Vec<BlobRef>,
}

impl Manifest {
    /// The target name of a body's manifest in the repository: `BODY/manifest.json`.
    pub fn target_name(body: &BodyId) -> String {
        format!("{body}/manifest.json")
    }
}

/// A list of entries: the JSON of one shard blob.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Shard {
    /// The entries, in order of name.
    pub entries: Vec<Entry>,
}

/// A page or a media file of a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Entry {
    /// A page: its blob is the JSON of a [`Page`](crate::domain::Page).
    Page {
        /// Which page.
        key: PageKey,
        /// Its blob.
        blob: BlobRef,
    },
    /// A media file.
    Media {
        /// Its file name, unique in the release.
        name: String,
        /// Its MIME type: `image/png`, `image/jpeg` or `image/webp`.
        media_type: String,
        /// Its blob.
        blob: BlobRef,
    },
}

impl Entry {
    /// The name by which it is put into a shard.
    pub fn name(&self) -> String {
        match self {
            Self::Page { key, .. } => format!("page:{key}"),
            Self::Media { name, .. } => format!("media:{name}"),
        }
    }

    /// Its blob.
    pub fn blob(&self) -> BlobRef {
        match self {
            Self::Page { blob, .. } | Self::Media { blob, .. } => *blob,
        }
    }

    /// The shard it belongs to, below [`SHARDS`].
    pub fn shard(&self) -> u8 {
        Digest::of(self.name().as_bytes()).0[0] % SHARDS
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Language;
    use crate::domain::pronunciation;

    fn manifest() -> Manifest {
        let text = crate::domain::Trilingual::default();
        Manifest {
            format: FORMAT,
            release: 1,
            published_at: 0,
            body: Body {
                id: "almaly".parse().expect("a name"),
                name: text.clone(),
                short_name: text.clone(),
                address: text,
                region: None,
                time_zone: "Asia/Almaty".into(),
                hours: Default::default(),
                phones: Vec::new(),
                heads: Vec::new(),
                round_the_clock: false,
                demonstration: true,
                switched_off: Vec::new(),
            },
            shards: Vec::new(),
            pronunciation: Dictionary::default(),
            surveys: Vec::new(),
        }
    }

    #[test]
    fn a_release_without_a_dictionary_is_the_same_as_before_there_were_any() {
        let json = serde_json::to_value(manifest()).expect("JSON");
        let keys: Vec<_> = json.as_object().expect("an object").keys().map(String::as_str).collect();
        assert_eq!(keys, ["body", "format", "published_at", "release", "shards"]);
        assert_eq!(serde_json::from_value::<Manifest>(json).expect("a manifest"), manifest());
    }

    #[test]
    fn a_stand_that_knows_of_no_dictionary_reads_the_rest() {
        #[derive(Deserialize)]
        struct Before {
            release: u64,
            shards: Vec<BlobRef>,
        }
        let mut manifest = manifest();
        manifest.pronunciation = Dictionary::new([pronunciation::Entry {
            language: Language::Russian,
            written: "ЦОН".into(),
            spoken: "цон".into(),
        }]);
        let json = serde_json::to_string(&manifest).expect("JSON");
        assert_eq!(serde_json::from_str::<Manifest>(&json).expect("a manifest"), manifest);
        let before: Before = serde_json::from_str(&json).expect("what it knew of");
        assert_eq!((before.release, before.shards.len()), (1, 0));
    }
}
