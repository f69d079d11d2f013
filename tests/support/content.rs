//! A content folder taken in by a stand as sync does it, without the way over a centre.

use std::error::Error;
use std::path::Path;

use aqparat::kiosk::content::blobs::{Blobs, Keep};
use aqparat::kiosk::content::{Content, ingest, pointer};
use aqparat::release::{BlobRef, Digest, Entry, Manifest, PublishedSurvey};
use aqparat::server::editing::read_folder;

/// Reads `folder` and makes it, with `surveys`, the shown content of the stand in `data`, as published then.
///
/// # Errors
/// When the folder has faults or the stand's folder cannot be written.
pub async fn fill(
    folder: &Path,
    data: &Path,
    surveys: &[PublishedSurvey],
    published_at: jiff::Timestamp,
) -> Result<Content, Box<dyn Error>> {
    let reading = read_folder(folder)?;
    let Some(edition) = reading.edition else { return Err(format!("{:#?}", reading.report).into()) };
    let mut entries = Vec::new();
    for page in &edition.pages {
        let blob = store(data, &serde_json::to_vec(page)?).await?;
        entries.push(Entry::Page { key: page.key.clone(), blob });
    }
    for (media, file) in edition.media.iter().zip(&reading.media_files) {
        let blob = store(data, &std::fs::read(file)?).await?;
        entries.push(Entry::Media { name: media.name.clone(), media_type: media.media_type.clone(), blob });
    }
    let mut blobs = Vec::new();
    for survey in surveys {
        blobs.push(store(data, &serde_json::to_vec(survey)?).await?);
    }
    let shown = Content::open_current(data).await;
    let release = shown.as_ref().map_or(1, |content| content.release() + 1);
    let manifest = Manifest {
        format: 1,
        release,
        published_at: published_at.as_millisecond(),
        body: edition.body,
        shards: Vec::new(),
        pronunciation: edition.pronunciation,
        surveys: blobs,
    };
    let digest = Digest::of(&serde_json::to_vec(&manifest)?);
    let stored = ingest::ingest(data, digest, &manifest, &entries).await?;
    Ok(pointer::switch(data, stored, shown.as_ref().map(Content::stored)).await?)
}

async fn store(data: &Path, bytes: &[u8]) -> Result<BlobRef, Box<dyn Error>> {
    let blob = BlobRef::to(bytes);
    let mut part = Blobs::new(data).part(blob, Keep::Loosely).await?;
    part.write(bytes).await?;
    part.finish().await?;
    Ok(blob)
}
