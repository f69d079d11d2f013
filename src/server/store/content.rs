//! Drafts that wait to be published, and the releases that were.

use serde::Serialize;
use sqlx::FromRow;

use super::{Store, on_pool, to_count, to_integer};
use crate::domain::{BodyId, Region};
use crate::release::{BlobRef, Digest};
use crate::server::editing::Edition;
use crate::server::error::Error;

/// An imported edition and the digest by which a change is noticed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The edition.
    pub edition: Edition,
    /// The SHA-256 of its JSON, in hex.
    pub digest: String,
}

/// A draft by name only.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct DraftHead {
    /// Whose.
    #[sqlx(try_from = "String")]
    pub body: BodyId,
    /// Its digest.
    pub digest: String,
    /// The digest of what was published last, if anything was.
    pub published_digest: Option<String>,
    /// The digest of the surveys that went with it, empty for none.
    pub published_surveys: Option<String>,
    /// The region of the body, if it says so.
    pub region: Option<String>,
}

/// A release in the repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// Whose.
    pub body: BodyId,
    /// Its number.
    pub release: u64,
    /// The digest of the edition it was compiled from.
    pub edition_digest: String,
    /// The digest of the surveys that went with it, empty for none.
    pub surveys_digest: String,
    /// Its manifest.
    pub manifest: BlobRef,
    /// When, Unix milliseconds.
    pub published_at: i64,
}

/// A body in a listing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, FromRow)]
pub struct BodySummary {
    /// Its id.
    pub body: String,
    /// How many pages its draft has.
    pub pages: i64,
    /// How many media files its draft has.
    pub media: i64,
    /// When the draft was imported, Unix milliseconds.
    pub imported_at: i64,
    /// The newest release, if any.
    pub release: Option<i64>,
    /// When that was published, Unix milliseconds.
    pub published_at: Option<i64>,
    /// Whether the draft differs from what was published.
    pub changed: bool,
    /// How many stands show it and are not revoked.
    pub stands: i64,
}

impl Store {
    /// Keeps `edition` as the draft of its body, in place of the one before. Tells whether it
    /// differs from that one. `now` is in Unix milliseconds.
    ///
    /// # Errors
    /// [`Error::Database`] when it was not kept.
    pub async fn save_draft(&self, edition: &Edition, now: i64) -> Result<bool, Error> {
        let text = serde_json::to_string(edition)
            .map_err(|error| Error::Damaged { what: "edition", problem: error.to_string() })?;
        let digest = Digest::of(text.as_bytes()).to_string();
        let body = edition.body.id.as_str();
        let before: Option<String> = on_pool!(self, |pool| {
            sqlx::query_scalar("SELECT digest FROM draft WHERE body = $1").bind(body).fetch_optional(pool).await
        })?;
        on_pool!(self, |pool| {
            sqlx::query(
                "INSERT INTO draft (body, edition, digest, pages, media, imported_at, region)
                 VALUES ($1, $2, $3, $4, $5, $6, $7)
                 ON CONFLICT (body) DO UPDATE SET edition = excluded.edition, digest = excluded.digest,
                 pages = excluded.pages, media = excluded.media, imported_at = excluded.imported_at,
                 region = excluded.region",
            )
            .bind(body)
            .bind(&text)
            .bind(&digest)
            .bind(to_integer(edition.pages.len() as u64))
            .bind(to_integer(edition.media.len() as u64))
            .bind(now)
            .bind(edition.body.region.map(Region::id))
            .execute(pool)
            .await
            .map(drop)
        })?;
        Ok(before.as_deref() != Some(&digest))
    }

    /// The draft of `body`, if it has one.
    ///
    /// # Errors
    /// [`Error::Database`], or [`Error::Damaged`] when it does not read back.
    pub async fn draft(&self, body: &BodyId) -> Result<Option<Draft>, Error> {
        let row: Option<(String, String)> = on_pool!(self, |pool| {
            sqlx::query_as("SELECT edition, digest FROM draft WHERE body = $1")
                .bind(body.as_str())
                .fetch_optional(pool)
                .await
        })?;
        row.map(|(text, digest)| {
            let edition = serde_json::from_str(&text)
                .map_err(|error| Error::Damaged { what: "edition", problem: error.to_string() })?;
            Ok(Draft { edition, digest })
        })
        .transpose()
    }

    /// Every body with a draft, in order of id, with what was published of it last.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn drafts(&self) -> Result<Vec<DraftHead>, Error> {
        Ok(on_pool!(self, |pool| {
            sqlx::query_as(
                "SELECT d.body, d.digest, d.region, p.edition_digest AS published_digest,
                 p.surveys_digest AS published_surveys FROM draft d
                 LEFT JOIN publication p ON p.id = (SELECT max(id) FROM publication WHERE body = d.body)
                 ORDER BY d.body",
            )
            .fetch_all(pool)
            .await
        })?)
    }

    /// Every body with a draft, for a person to read.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn bodies(&self) -> Result<Vec<BodySummary>, Error> {
        Ok(on_pool!(self, |pool| {
            sqlx::query_as(
                "SELECT d.body, d.pages, d.media, d.imported_at, p.release, p.published_at,
                 (p.edition_digest IS NULL OR p.edition_digest <> d.digest) AS changed,
                 (SELECT count(*) FROM stand s WHERE s.body = d.body AND s.revoked_at IS NULL) AS stands
                 FROM draft d
                 LEFT JOIN publication p ON p.id = (SELECT max(id) FROM publication WHERE body = d.body)
                 ORDER BY d.body",
            )
            .fetch_all(pool)
            .await
        })?)
    }

    /// Gives out the next release number of `body`, above `current`: the newest one in the
    /// repository, which a database restored from a backup may not know. It is spent even if the
    /// release then fails, so that no two manifests ever carry the same number.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn next_release(&self, body: &BodyId, current: Option<u64>) -> Result<u64, Error> {
        let number: i64 = on_pool!(self, |pool| {
            sqlx::query_scalar(
                "INSERT INTO release_number (body, last) VALUES ($1, $2 + 1)
                 ON CONFLICT (body) DO UPDATE SET last =
                 CASE WHEN release_number.last > $2 THEN release_number.last ELSE $2 END + 1 RETURNING last",
            )
            .bind(body.as_str())
            .bind(to_integer(current.unwrap_or(0)))
            .fetch_one(pool)
            .await
        })?;
        Ok(to_count(number))
    }

    /// The newest release of `body`, if it published any.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn newest_release(&self, body: &BodyId) -> Result<Option<u64>, Error> {
        let release: Option<i64> = on_pool!(self, |pool| {
            sqlx::query_scalar("SELECT max(release) FROM publication WHERE body = $1")
                .bind(body.as_str())
                .fetch_one(pool)
                .await
        })?;
        Ok(release.map(to_count))
    }

    /// Records a release that stands can fetch now, and tells the other servers.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn record_publication(&self, publication: &Publication) -> Result<(), Error> {
        on_pool!(self, |pool| {
            sqlx::query(
                "INSERT INTO publication (body, release, edition_digest, manifest_sha256, manifest_length, published_at,
                 surveys_digest) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            )
            .bind(publication.body.as_str())
            .bind(to_integer(publication.release))
            .bind(&publication.edition_digest)
            .bind(publication.manifest.sha256.to_string())
            .bind(to_integer(publication.manifest.length))
            .bind(publication.published_at)
            .bind(&publication.surveys_digest)
            .execute(pool)
            .await
            .map(drop)
        })?;
        self.tell_news().await
    }
}
