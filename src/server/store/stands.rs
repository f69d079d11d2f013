//! Enrolled stands and what they tell about themselves.

use serde::Serialize;
use sqlx::FromRow;
use uuid::Uuid;

use super::{Store, on_pool, to_count};
use crate::domain::BodyId;
use crate::release::api::SpeechHealth;
use crate::server::error::Error;

/// A stand in a listing. Times are Unix milliseconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, FromRow)]
pub struct StandRow {
    /// Its id.
    pub id: String,
    /// The body it shows.
    pub body: String,
    /// The name the operator gave it.
    pub name: String,
    /// Its machine.
    pub machine: String,
    /// Its program version.
    pub version: String,
    /// When it was approved.
    pub approved_at: i64,
    /// When it was revoked.
    pub revoked_at: Option<i64>,
    /// The release on its screen.
    pub release: Option<i64>,
    /// When that release was published.
    pub as_of: Option<i64>,
    /// When it was last heard.
    pub last_seen: Option<i64>,
    /// Its clock minus the centre's, milliseconds.
    pub clock_skew: Option<i64>,
    /// Free space on its disk, bytes.
    pub disk_free: Option<i64>,
    /// Its speech.
    #[sqlx(try_from = "SpeechText")]
    pub speech: Option<SpeechHealth>,
    /// The last thing that went wrong there.
    pub last_error: Option<String>,
    /// The newest release of its body.
    pub newest_release: Option<i64>,
    /// Survey answers that wait on it to be taken.
    pub answers_waiting: i64,
}

/// Speech health as the database keeps it. A text that does not read back is as good as none: the
/// next heartbeat replaces it.
#[derive(Debug, sqlx::Type)]
#[sqlx(transparent)]
struct SpeechText(Option<String>);

impl From<SpeechText> for Option<SpeechHealth> {
    fn from(SpeechText(text): SpeechText) -> Self {
        serde_json::from_str(&text?).ok()
    }
}

/// Which stand calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Its id.
    pub stand: Uuid,
    /// The body it shows.
    pub body: BodyId,
}

/// A heartbeat as it is kept.
#[derive(Debug, Clone)]
pub struct Beat {
    /// The stand's program version.
    pub version: String,
    /// The release on its screen.
    pub release: Option<i64>,
    /// When that release was published, Unix milliseconds.
    pub as_of: Option<i64>,
    /// Its clock minus the centre's, milliseconds.
    pub clock_skew: i64,
    /// Free space, bytes.
    pub disk_free: Option<i64>,
    /// Its speech, as JSON.
    pub speech: String,
    /// The last thing that went wrong.
    pub last_error: Option<String>,
    /// Survey answers that wait there.
    pub answers_waiting: i64,
    /// The whole heartbeat, as JSON.
    pub report: String,
}

impl Store {
    /// Keeps the hash of a stand's credential, the first time it is handed out.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn set_credential(&self, stand: &str, hash: &str) -> Result<(), Error> {
        on_pool!(self, |pool| {
            sqlx::query("UPDATE stand SET credential_hash = $2 WHERE id = $1 AND credential_hash IS NULL")
                .bind(stand)
                .bind(hash)
                .execute(pool)
                .await
                .map(drop)
        })?;
        Ok(())
    }

    /// Which stand holds the credential with this hash. Its first use ends the handing out.
    ///
    /// # Errors
    /// [`Error::Unauthorised`], [`Error::Revoked`], [`Error::Database`].
    pub async fn authenticate(&self, hash: &str, now: i64) -> Result<Identity, Error> {
        #[derive(FromRow)]
        struct Row {
            id: String,
            body: String,
            revoked_at: Option<i64>,
            unclaimed: Option<String>,
        }
        let row: Option<Row> = on_pool!(self, |pool| {
            sqlx::query_as(
                "SELECT s.id, s.body, s.revoked_at, e.ticket_hash AS unclaimed FROM stand s
                 LEFT JOIN enrolment e ON e.stand = s.id AND e.claimed_at IS NULL WHERE s.credential_hash = $1",
            )
            .bind(hash)
            .fetch_optional(pool)
            .await
        })?;
        let row = row.ok_or(Error::Unauthorised)?;
        if row.revoked_at.is_some() {
            return Err(Error::Revoked);
        }
        if let Some(ticket_hash) = row.unclaimed {
            on_pool!(self, |pool| {
                sqlx::query("UPDATE enrolment SET claimed_at = $2 WHERE ticket_hash = $1")
                    .bind(&ticket_hash)
                    .bind(now)
                    .execute(pool)
                    .await
                    .map(drop)
            })?;
        }
        let damaged = |problem: String| Error::Damaged { what: "stand", problem };
        Ok(Identity {
            stand: row.id.parse().map_err(|error: uuid::Error| damaged(error.to_string()))?,
            body: row.body.parse().map_err(|error| damaged(format!("{error}")))?,
        })
    }

    /// The stand with this id, unless it was revoked.
    ///
    /// # Errors
    /// [`Error::Database`], [`Error::Damaged`].
    pub async fn stand_identity(&self, stand: &Uuid) -> Result<Option<Identity>, Error> {
        let id = stand.to_string();
        let body: Option<String> = on_pool!(self, |pool| {
            sqlx::query_scalar("SELECT body FROM stand WHERE id = $1 AND revoked_at IS NULL")
                .bind(&id)
                .fetch_optional(pool)
                .await
        })?;
        body.map(|body| {
            let body = body.parse().map_err(|error| Error::Damaged { what: "stand", problem: format!("{error}") })?;
            Ok(Identity { stand: *stand, body })
        })
        .transpose()
    }

    /// Every stand, by body and name.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn stands(&self) -> Result<Vec<StandRow>, Error> {
        Ok(on_pool!(self, |pool| {
            sqlx::query_as(
                "SELECT s.id, s.body, s.name, s.machine, s.version, s.approved_at, s.revoked_at, s.release, s.as_of,
                 s.last_seen, s.clock_skew, s.disk_free, s.speech, s.last_error, s.answers_waiting,
                 (SELECT max(p.release) FROM publication p WHERE p.body = s.body) AS newest_release
                 FROM stand s ORDER BY s.body, s.name, s.id",
            )
            .fetch_all(pool)
            .await
        })?)
    }

    /// How many stands are enrolled and not revoked.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn count_stands(&self) -> Result<u64, Error> {
        let count: i64 = on_pool!(self, |pool| {
            sqlx::query_scalar("SELECT count(*) FROM stand WHERE revoked_at IS NULL").fetch_one(pool).await
        })?;
        Ok(to_count(count))
    }

    /// The ids of the stands with this id or name.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn find_stands(&self, id_or_name: &str) -> Result<Vec<String>, Error> {
        Ok(on_pool!(self, |pool| {
            sqlx::query_scalar("SELECT id FROM stand WHERE id = $1 OR name = $1").bind(id_or_name).fetch_all(pool).await
        })?)
    }

    /// Revokes a stand; one revoked before stays as it was.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn revoke_stand(&self, id: &str, now: i64) -> Result<(), Error> {
        on_pool!(self, |pool| {
            sqlx::query("UPDATE stand SET revoked_at = coalesce(revoked_at, $2) WHERE id = $1")
                .bind(id)
                .bind(now)
                .execute(pool)
                .await
                .map(drop)
        })?;
        Ok(())
    }

    /// Keeps a heartbeat as the stand's latest and as the newest of `history` kept.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn save_heartbeat(&self, stand: &Uuid, beat: &Beat, history: u32, now: i64) -> Result<(), Error> {
        let stand = stand.to_string();
        on_pool!(self, |pool| {
            let mut transaction = pool.begin().await?;
            sqlx::query(
                "UPDATE stand SET version = $2, release = $3, as_of = $4, last_seen = $5, clock_skew = $6,
                 disk_free = $7, speech = $8, last_error = $9, answers_waiting = $10 WHERE id = $1",
            )
            .bind(&stand)
            .bind(&beat.version)
            .bind(beat.release)
            .bind(beat.as_of)
            .bind(now)
            .bind(beat.clock_skew)
            .bind(beat.disk_free)
            .bind(&beat.speech)
            .bind(&beat.last_error)
            .bind(beat.answers_waiting)
            .execute(&mut *transaction)
            .await?;
            sqlx::query("INSERT INTO heartbeat (stand, received_at, report) VALUES ($1, $2, $3)")
                .bind(&stand)
                .bind(now)
                .bind(&beat.report)
                .execute(&mut *transaction)
                .await?;
            sqlx::query(
                "DELETE FROM heartbeat WHERE stand = $1 AND id <=
                 (SELECT id FROM heartbeat WHERE stand = $1 ORDER BY id DESC LIMIT 1 OFFSET $2)",
            )
            .bind(&stand)
            .bind(i64::from(history))
            .execute(&mut *transaction)
            .await?;
            transaction.commit().await
        })?;
        Ok(())
    }

    /// How many heartbeats of a stand are kept.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn count_heartbeats(&self, stand: &Uuid) -> Result<u64, Error> {
        let stand = stand.to_string();
        let count: i64 = on_pool!(self, |pool| {
            sqlx::query_scalar("SELECT count(*) FROM heartbeat WHERE stand = $1").bind(&stand).fetch_one(pool).await
        })?;
        Ok(to_count(count))
    }
}
