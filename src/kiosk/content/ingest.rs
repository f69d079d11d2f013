//! From a verified release to a database of its own, built beside the one on screen.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection};

use super::blobs::Blobs;
use super::pointer::{self, Stored};
use super::search::fold;
use super::{ContentError, SCHEMA_VERSION};
use crate::domain::Page;
use crate::domain::page::for_each_text;
use crate::durable;
use crate::kiosk::fault;
use crate::release::{BlobRef, Digest, Entry, Manifest};

const SCHEMA: &str = include_str!("../../../migrations/kiosk/content.sql");

/// No survey an editor makes is larger, bytes.
const LARGEST_SURVEY: u64 = 4 << 20;

/// Whether a survey is of a size that a stand takes; it passes over another one, and shows the rest of the release.
pub fn can_be_taken(survey: &BlobRef) -> bool {
    survey.length <= LARGEST_SURVEY
}

/// Builds the database of a release whose blobs are all on the disk. Nothing visible changes:
/// [`pointer::switch`] does that.
///
/// # Errors
/// [`ContentError::Blob`] when a blob is missing or damaged, [`ContentError::Unusable`] when a page
/// is not what its name says, [`ContentError::Disk`] or [`ContentError::Database`] when the disk is
/// full or fails; what was begun is then removed.
pub async fn ingest(
    data: &Path,
    digest: Digest,
    manifest: &Manifest,
    entries: &[Entry],
) -> Result<Stored, ContentError> {
    let folder = pointer::folder(data);
    tokio::fs::create_dir_all(&folder).await?;
    let name = pointer::database_name(manifest.release, &digest);
    let path = folder.join(&name);
    let part = folder.join(format!("{name}.part"));
    remove(&part)?;
    let built = build(&part, &Blobs::new(data), digest, manifest, entries).await;
    let finished = match built {
        Ok(()) => finish(part.clone(), path).await,
        Err(error) => Err(error),
    };
    match finished {
        Ok(bytes) => Ok(Stored { database: name, manifest: Some(digest), bytes: Some(bytes) }),
        Err(error) => {
            // The room it took is what a full disk needs most.
            if let Err(error) = remove(&part) {
                tracing::warn!(%error, "unfinished database left behind");
            }
            Err(error)
        }
    }
}

/// Syncs the built file and gives it its name, off the threads that screens may wait for: on a slow
/// disk this takes seconds. Gives its length.
async fn finish(part: PathBuf, path: PathBuf) -> Result<u64, ContentError> {
    let finished = tokio::task::spawn_blocking(move || {
        let file = std::fs::File::open(&part)?;
        file.sync_all()?;
        fault::reached("before-rename");
        durable::rename(&part, &path)?;
        Ok::<_, std::io::Error>(file.metadata()?.len())
    });
    Ok(finished.await.map_err(std::io::Error::other)??)
}

fn remove(path: &Path) -> std::io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

async fn build(
    path: &Path,
    blobs: &Blobs,
    digest: Digest,
    manifest: &Manifest,
    entries: &[Entry],
) -> Result<(), ContentError> {
    // No journal and no syncs: an unfinished file is thrown away, a finished one synced once.
    let mut database = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .pragma("journal_mode", "off")
        .pragma("synchronous", "off")
        .pragma("locking_mode", "exclusive")
        .pragma("cache_size", "-4096")
        .pragma("temp_store", "memory")
        .disable_statement_logging()
        .connect()
        .await?;
    let filled = fill(&mut database, blobs, digest, manifest, entries).await;
    // Closed in any case, so that the file is ours alone afterwards.
    let closed = database.close().await;
    filled?;
    closed?;
    Ok(())
}

async fn fill(
    database: &mut SqliteConnection,
    blobs: &Blobs,
    digest: Digest,
    manifest: &Manifest,
    entries: &[Entry],
) -> Result<(), ContentError> {
    sqlx::raw_sql(SCHEMA).execute(&mut *database).await?;
    sqlx::raw_sql("BEGIN").execute(&mut *database).await?;
    sqlx::query("INSERT INTO release (number, published_at, manifest, body) VALUES ($1, $2, $3, $4)")
        .bind(i64::try_from(manifest.release).map_err(|_| ContentError::Unusable("its number is too large".into()))?)
        .bind(manifest.published_at)
        .bind(digest.to_string())
        .bind(json(&manifest.body)?)
        .execute(&mut *database)
        .await?;

    sqlx::query("INSERT INTO pronunciation (dictionary) VALUES ($1)")
        .bind(json(&manifest.pronunciation)?)
        .execute(&mut *database)
        .await?;

    let mut pages = Vec::new();
    for entry in entries {
        match entry {
            Entry::Page { key, blob } => pages.push((key, blob)),
            Entry::Media { name, media_type, blob } => {
                if !blobs.has(blob) {
                    return Err(ContentError::Blob(*blob));
                }
                sqlx::query("INSERT INTO media (name, media_type, sha256, length) VALUES ($1, $2, $3, $4)")
                    .bind(name)
                    .bind(media_type)
                    .bind(blob.sha256.to_string())
                    .bind(i64::try_from(blob.length).map_err(|_| ContentError::Blob(*blob))?)
                    .execute(&mut *database)
                    .await?;
            }
        }
    }
    pages.sort_unstable_by_key(|(key, _)| *key);
    for (id, (key, blob)) in pages.into_iter().enumerate() {
        let page: Page = serde_json::from_slice(&blobs.read(blob).await?)
            .map_err(|error| ContentError::Unusable(format!("page {key}: {error}")))?;
        if page.key != *key {
            return Err(ContentError::Unusable(format!("page {key} says it is {}", page.key)));
        }
        insert(database, id as i64, &page).await?;
        fault::reached("mid-ingest");
    }
    for (position, blob) in manifest.surveys.iter().filter(|blob| can_be_taken(blob)).enumerate() {
        let bytes = blobs.read(blob).await?;
        // What this build cannot read is not stored either: it says so once, now.
        let Some(survey) = super::survey(&bytes) else { continue };
        sqlx::query("INSERT INTO survey (position, definition) VALUES ($1, $2)")
            .bind(position as i64)
            .bind(json(&survey)?)
            .execute(&mut *database)
            .await?;
    }
    let used: BTreeSet<Digest> = manifest
        .shards
        .iter()
        .chain(&manifest.surveys)
        .copied()
        .chain(entries.iter().map(Entry::blob))
        .map(|blob: BlobRef| blob.sha256)
        .collect();
    for digest in used {
        sqlx::query("INSERT INTO blob (sha256) VALUES ($1)").bind(digest.to_string()).execute(&mut *database).await?;
    }
    sqlx::raw_sql("INSERT INTO search (search) VALUES ('optimize'); COMMIT").execute(&mut *database).await?;

    let found: String = sqlx::query_scalar("PRAGMA integrity_check(1)").fetch_one(&mut *database).await?;
    if found != "ok" {
        return Err(ContentError::Database(format!("built wrongly: {found}")));
    }
    let schema: i64 = sqlx::query_scalar("PRAGMA user_version").fetch_one(&mut *database).await?;
    debug_assert_eq!(schema, SCHEMA_VERSION, "the schema file and the constant must agree");
    Ok(())
}

async fn insert(database: &mut SqliteConnection, id: i64, page: &Page) -> Result<(), ContentError> {
    sqlx::query(
        "INSERT INTO page (id, key, language, title, summary, verified_on, valid_from, expires_on)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(id)
    .bind(page.key.to_string())
    .bind(page.key.language.code())
    .bind(&page.title)
    .bind(&page.summary)
    .bind(page.verified_on.to_string())
    .bind(page.valid_from.map(|day| day.to_string()))
    .bind(page.expires_on.map(|day| day.to_string()))
    .execute(&mut *database)
    .await?;
    sqlx::query("INSERT INTO page_text (id, blocks) VALUES ($1, $2)")
        .bind(id)
        .bind(json(&page.blocks)?)
        .execute(&mut *database)
        .await?;
    let mut words = String::new();
    for_each_text(&page.blocks, &mut |text| {
        words.push_str(text);
        words.push('\n');
    });
    sqlx::query("INSERT INTO search (rowid, title, summary, words) VALUES ($1, $2, $3, $4)")
        .bind(id)
        .bind(fold(&page.title))
        .bind(fold(&page.summary))
        .bind(fold(&words))
        .execute(&mut *database)
        .await?;
    Ok(())
}

fn json(value: &impl serde::Serialize) -> Result<String, ContentError> {
    serde_json::to_string(value).map_err(|error| ContentError::Unusable(error.to_string()))
}
