//! The content a stand shows: one database a release, switched atomically, the previous one kept.
//!
//! ```text
//! DATA/content/current               which database is shown, and which was before it
//! DATA/content/release-N-DIGEST.db   one release: headers, texts, full-text index
//! DATA/blobs/HH/HASH                 media, pages and shards by SHA-256
//! ```
//!
//! A database is built under another name, checked, synced and only then switched to, so that a
//! power cut at any moment leaves the old content or the new one, each whole.

pub mod blobs;
pub mod ingest;
pub mod pointer;
mod search;

use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteRow};
use sqlx::{ConnectOptions, Row};
use tokio::sync::Mutex;

use self::blobs::Blobs;
use self::pointer::Stored;
use crate::domain::{Body, Dictionary, Language, Page, PageKey};
use crate::release::{BlobRef, Digest, PublishedSurvey};

/// `PRAGMA user_version` of the databases this build makes: a file of another one is built again.
const SCHEMA_VERSION: i64 = 2;

/// The oldest that it can show until then.
const OLDEST_SCHEMA: i64 = 1;

/// How much of a database SQLite may hold in memory, in its own unit: negative kibibytes.
const CACHE: &str = "-512";

/// Why content could not be read or taken in.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ContentError {
    /// The database cannot be read or written.
    #[error("content database: {0}")]
    Database(String),
    /// The disk is full or failed.
    #[error("content folder: {0}")]
    Disk(String),
    /// No such page in this release.
    #[error("no page {0}")]
    NoPage(PageKey),
    /// A blob on the disk is missing or not what its name says; it must be fetched again.
    #[error("blob {} is missing or damaged", .0.sha256)]
    Blob(BlobRef),
    /// Signed and whole, but not what this build can show.
    #[error("release not usable: {0}")]
    Unusable(String),
}

impl From<sqlx::Error> for ContentError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error.to_string())
    }
}

impl From<std::io::Error> for ContentError {
    fn from(error: std::io::Error) -> Self {
        Self::Disk(error.to_string())
    }
}

/// What lists and tiles show of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageHeader {
    /// Which page.
    pub key: PageKey,
    /// Its title.
    pub title: String,
    /// Its summary.
    pub summary: String,
    /// When an editor last checked it.
    pub verified_on: Date,
    /// The first day it is shown.
    pub valid_from: Option<Date>,
    /// The last day it is shown.
    pub expires_on: Option<Date>,
}

impl PageHeader {
    /// Whether the page is shown on `day`: both end days included.
    pub fn is_shown_on(&self, day: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.expires_on.is_none_or(|last| day <= last)
    }
}

/// An opened release: the body and all page headers in memory, page texts in the database.
/// Cheap to clone.
#[derive(Clone)]
pub struct Content {
    inner: Arc<Inner>,
}

struct Inner {
    body: Body,
    pronunciation: Arc<Dictionary>,
    surveys: Vec<Arc<PublishedSurvey>>,
    schema: i64,
    release: u64,
    published_at: i64,
    stored: Stored,
    headers: Vec<PageHeader>,
    media: HashMap<String, Digest>,
    blobs: Blobs,
    // One connection for the life of the content: the file may be deleted meanwhile, and stays
    // readable as long as it is open.
    database: Mutex<SqliteConnection>,
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Content")
            .field("body", &self.inner.body.id)
            .field("release", &self.inner.release)
            .field("pages", &self.inner.headers.len())
            .finish_non_exhaustive()
    }
}

impl Content {
    /// Opens the release a stand last switched to, or the one before it if that one is damaged.
    /// None on a stand that has never had content.
    pub async fn open_current(data: &Path) -> Option<Self> {
        for stored in pointer::candidates(data) {
            match Self::open(data, &stored).await {
                Ok(content) => return Some(content),
                Err(error) => tracing::warn!(database = stored.database, %error, "content passed over"),
            }
        }
        None
    }

    /// Opens one stored release.
    ///
    /// # Errors
    /// [`ContentError::Database`] when the file is missing, of another length, of another schema or
    /// unreadable.
    async fn open(data: &Path, stored: &Stored) -> Result<Self, ContentError> {
        let path = pointer::folder(data).join(&stored.database);
        let bytes = std::fs::metadata(&path)?.len();
        if stored.bytes.is_some_and(|expected| expected != bytes) {
            return Err(ContentError::Database(format!("{} is cut short or overwritten", path.display())));
        }
        let mut database = SqliteConnectOptions::new()
            .filename(&path)
            .read_only(true)
            .immutable(true)
            .pragma("cache_size", CACHE)
            .pragma("temp_store", "memory")
            .statement_cache_capacity(8)
            .row_buffer_size(256)
            .disable_statement_logging()
            .connect()
            .await?;
        let schema: i64 = sqlx::query_scalar("PRAGMA user_version").fetch_one(&mut database).await?;
        if !(OLDEST_SCHEMA..=SCHEMA_VERSION).contains(&schema) {
            return Err(ContentError::Database(format!("schema {schema} instead of {SCHEMA_VERSION}")));
        }
        let row =
            sqlx::query("SELECT number, published_at, manifest, body FROM release").fetch_one(&mut database).await?;
        let manifest: Digest = parsed(row.try_get::<&str, _>("manifest")?)?;
        if stored.manifest.is_some_and(|expected| expected != manifest) {
            return Err(ContentError::Database("another release than the one switched to".into()));
        }
        let body = serde_json::from_str(row.try_get("body")?).map_err(|e| ContentError::Database(e.to_string()))?;
        let pronunciation = pronunciation(&mut database).await?;
        let surveys = surveys(&mut database).await?;
        let headers =
            sqlx::query("SELECT key, title, summary, verified_on, valid_from, expires_on FROM page ORDER BY id")
                .fetch_all(&mut database)
                .await?
                .iter()
                .map(header)
                .collect::<Result<Vec<_>, _>>()?;
        let media = sqlx::query("SELECT name, sha256 FROM media")
            .fetch_all(&mut database)
            .await?
            .iter()
            .map(|row| Ok((row.try_get("name")?, parsed(row.try_get("sha256")?)?)))
            .collect::<Result<HashMap<_, _>, ContentError>>()?;
        let release: i64 = row.try_get("number")?;
        Ok(Self {
            inner: Arc::new(Inner {
                body,
                pronunciation: Arc::new(pronunciation),
                surveys,
                schema,
                release: release.try_into().map_err(|_| ContentError::Database("a negative release".into()))?,
                published_at: row.try_get("published_at")?,
                stored: Stored { manifest: Some(manifest), bytes: Some(bytes), database: stored.database.clone() },
                headers,
                media,
                blobs: Blobs::new(data),
                database: Mutex::new(database),
            }),
        })
    }

    /// The body whose content this is.
    pub fn body(&self) -> &Body {
        &self.inner.body
    }

    /// How the body's abbreviations and names are said. Shared: cheap to hand to the voice.
    pub fn pronunciation(&self) -> &Arc<Dictionary> {
        &self.inner.pronunciation
    }

    /// The surveys of the release, in its order, whether they are open just now or not.
    pub fn surveys(&self) -> &[Arc<PublishedSurvey>] {
        &self.inner.surveys
    }

    /// The release number.
    pub fn release(&self) -> u64 {
        self.inner.release
    }

    /// When it was published, Unix milliseconds.
    pub fn published_at(&self) -> i64 {
        self.inner.published_at
    }

    /// The SHA-256 of the signed manifest it was built from.
    pub fn manifest(&self) -> Option<Digest> {
        self.inner.stored.manifest
    }

    /// Where and what its database is.
    pub fn stored(&self) -> &Stored {
        &self.inner.stored
    }

    /// All page headers in order of key.
    pub fn headers(&self) -> &[PageHeader] {
        &self.inner.headers
    }

    /// The header of a page, if the release has it.
    pub fn header(&self, key: &PageKey) -> Option<&PageHeader> {
        self.position(key).map(|at| &self.inner.headers[at])
    }

    /// A page's text.
    ///
    /// # Errors
    /// See [`ContentError`].
    pub async fn page(&self, key: &PageKey) -> Result<Page, ContentError> {
        let at = self.position(key).ok_or_else(|| ContentError::NoPage(key.clone()))?;
        let header = self.inner.headers[at].clone();
        let blocks: String = {
            let mut database = self.inner.database.lock().await;
            sqlx::query_scalar("SELECT blocks FROM page_text WHERE id = $1")
                .bind(at as i64)
                .fetch_one(&mut *database)
                .await?
        };
        let blocks = serde_json::from_str(&blocks).map_err(|e| ContentError::Database(e.to_string()))?;
        Ok(Page {
            key: header.key,
            title: header.title,
            summary: header.summary,
            verified_on: header.verified_on,
            valid_from: header.valid_from,
            expires_on: header.expires_on,
            blocks,
        })
    }

    /// Pages in `language` whose words begin like those of `query`, best first, at most `limit`.
    /// Any text is a valid query; one without a letter or digit finds nothing.
    ///
    /// # Errors
    /// See [`ContentError`].
    pub async fn search(&self, language: Language, query: &str, limit: u32) -> Result<Vec<PageHeader>, ContentError> {
        let Some(expression) = search::expression(query) else { return Ok(Vec::new()) };
        let mut database = self.inner.database.lock().await;
        let found: Vec<i64> = sqlx::query_scalar(
            "SELECT page.id FROM search JOIN page ON page.id = search.rowid
             WHERE search MATCH $1 AND page.language = $2
             ORDER BY bm25(search, 8.0, 4.0, 1.0), page.id LIMIT $3",
        )
        .bind(expression)
        .bind(language.code())
        .bind(limit)
        .fetch_all(&mut *database)
        .await?;
        let header = |id| usize::try_from(id).ok().and_then(|at| self.inner.headers.get(at)).cloned();
        Ok(found.into_iter().filter_map(header).collect())
    }

    /// Where a media file of this release lies on the stand's disk.
    pub fn media(&self, name: &str) -> Option<PathBuf> {
        self.inner.media.get(name).map(|digest| self.inner.blobs.path(digest))
    }

    /// Reads the whole database, looks for every media file, and says whether all is as it was
    /// stored. Takes its time: for the background, not for the way to the first picture.
    ///
    /// # Errors
    /// [`ContentError::Database`] when anything in the database is damaged, or was built by an older
    /// program that left out what this one shows; [`ContentError::Blob`] when a media file is missing
    /// or cut short.
    pub async fn verify(&self) -> Result<(), ContentError> {
        if self.inner.schema != SCHEMA_VERSION {
            return Err(ContentError::Database("built by an older program, to be built again".into()));
        }
        let mut database = self.inner.database.lock().await;
        let found: String = sqlx::query_scalar("PRAGMA quick_check(1)").fetch_one(&mut *database).await?;
        if found != "ok" {
            return Err(ContentError::Database(found));
        }
        for row in sqlx::query("SELECT sha256, length FROM media").fetch_all(&mut *database).await? {
            let length: i64 = row.try_get("length")?;
            let blob = BlobRef { sha256: parsed(row.try_get("sha256")?)?, length: length.unsigned_abs() };
            if !self.inner.blobs.has(&blob) {
                return Err(ContentError::Blob(blob));
            }
        }
        Ok(())
    }

    fn position(&self, key: &PageKey) -> Option<usize> {
        self.inner.headers.binary_search_by(|header| header.key.cmp(key)).ok()
    }
}

/// The dictionary of a release; an empty one in a database of a build that knew of none.
async fn pronunciation(database: &mut SqliteConnection) -> Result<Dictionary, ContentError> {
    if !has_table(database, "pronunciation").await? {
        return Ok(Dictionary::default());
    }
    let json: String = sqlx::query_scalar("SELECT dictionary FROM pronunciation").fetch_one(database).await?;
    serde_json::from_str(&json).map_err(|error| ContentError::Database(error.to_string()))
}

/// The surveys of a release that this build can ask; none in a database of a build that knew of none.
async fn surveys(database: &mut SqliteConnection) -> Result<Vec<Arc<PublishedSurvey>>, ContentError> {
    if !has_table(database, "survey").await? {
        return Ok(Vec::new());
    }
    let stored: Vec<String> =
        sqlx::query_scalar("SELECT definition FROM survey ORDER BY position").fetch_all(database).await?;
    Ok(stored.iter().filter_map(|json| survey(json.as_bytes())).map(Arc::new).collect())
}

/// A published survey; none, with a warning, if a newer centre wrote what this build cannot read: the pages of
/// the same release are still good.
fn survey(json: &[u8]) -> Option<PublishedSurvey> {
    serde_json::from_slice(json)
        .inspect_err(|error| tracing::warn!(%error, "a survey was passed over: renew the stand's program"))
        .ok()
}

async fn has_table(database: &mut SqliteConnection, name: &str) -> Result<bool, ContentError> {
    let found: i64 =
        sqlx::query_scalar("SELECT count(*) FROM sqlite_schema WHERE name = $1").bind(name).fetch_one(database).await?;
    Ok(found > 0)
}

fn header(row: &SqliteRow) -> Result<PageHeader, ContentError> {
    let day =
        |name| -> Result<Option<Date>, ContentError> { row.try_get::<Option<&str>, _>(name)?.map(parsed).transpose() };
    Ok(PageHeader {
        key: parsed(row.try_get("key")?)?,
        title: row.try_get("title")?,
        summary: row.try_get("summary")?,
        verified_on: parsed(row.try_get("verified_on")?)?,
        valid_from: day("valid_from")?,
        expires_on: day("expires_on")?,
    })
}

fn parsed<T: std::str::FromStr<Err: fmt::Display>>(text: &str) -> Result<T, ContentError> {
    text.parse().map_err(|error: T::Err| ContentError::Database(error.to_string()))
}

#[cfg(test)]
mod tests;
