//! From an edition to the blobs of a release: pages, shards, manifest.

use std::collections::{BTreeMap, HashSet};

use bytes::Bytes;
use jiff::Timestamp;

use super::PublishError;
use crate::release::manifest::FORMAT;
use crate::release::{BlobRef, Digest, Entry, Manifest, Shard};
use crate::server::editing::Edition;
use crate::server::surveys::offering::Offer;

/// A release ready to be written and signed.
#[derive(Debug)]
pub(super) struct Compiled {
    pub manifest: Bytes,
    /// Pages, shards and surveys: everything the compiler made.
    pub blobs: Vec<(BlobRef, Bytes)>,
    /// Media: what must lie in the repository already.
    pub media: Vec<(String, BlobRef)>,
}

/// Compiles an edition. The same pages give the same blobs, whatever the release.
pub(super) fn compile(
    edition: &Edition,
    offer: &Offer,
    release: u64,
    now: Timestamp,
) -> Result<Compiled, PublishError> {
    let json = |error: serde_json::Error| PublishError::Signing(error.into());
    let mut blobs = Vec::new();
    let mut seen: HashSet<Digest> = HashSet::new();
    let mut shards: BTreeMap<u8, Shard> = BTreeMap::new();
    let mut names = HashSet::new();
    let mut file = |entry: Entry| {
        let name = entry.name();
        shards.entry(entry.shard()).or_default().entries.push(entry);
        if names.insert(name.clone()) { Ok(()) } else { Err(PublishError::Twice(name)) }
    };
    for page in &edition.pages {
        let bytes = Bytes::from(serde_json::to_vec(page).map_err(json)?);
        let blob = BlobRef::to(&bytes);
        file(Entry::Page { key: page.key.clone(), blob })?;
        if seen.insert(blob.sha256) {
            blobs.push((blob, bytes));
        }
    }
    for media in edition.media.iter().chain(&offer.media) {
        file(Entry::Media { name: media.name.clone(), media_type: media.media_type.clone(), blob: media.blob })?;
    }
    let mut references = Vec::new();
    for shard in shards.values_mut() {
        shard.entries.sort_by_cached_key(Entry::name);
        let bytes = Bytes::from(serde_json::to_vec(shard).map_err(json)?);
        let blob = BlobRef::to(&bytes);
        references.push(blob);
        blobs.push((blob, bytes));
    }
    let mut surveys = Vec::new();
    for survey in &offer.surveys {
        let bytes = Bytes::from(serde_json::to_vec(survey).map_err(json)?);
        let blob = BlobRef::to(&bytes);
        surveys.push(blob);
        blobs.push((blob, bytes));
    }
    let manifest = Manifest {
        format: FORMAT,
        release,
        published_at: now.as_millisecond(),
        body: edition.body.clone(),
        shards: references,
        pronunciation: edition.pronunciation.clone(),
        surveys,
    };
    let media = edition.media.iter().chain(&offer.media).map(|media| (media.name.clone(), media.blob)).collect();
    Ok(Compiled { manifest: serde_json::to_vec(&manifest).map_err(json)?.into(), blobs, media })
}
