//! Answers that could not be opened or do not fit: kept as they came, for an operator to look at.

use serde::Serialize;
use sqlx::FromRow;
use uuid::Uuid;

use super::{Store, on_pool, to_count};
use crate::domain::survey::Name;
use crate::server::error::Error;

/// An answer that was set aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, FromRow)]
pub struct SetAside {
    /// The id it came under.
    pub id: String,
    /// The SHA-256 of what was sealed: two different answers may claim one id.
    pub digest: String,
    /// The survey it names.
    pub survey: String,
    /// The version it names.
    pub version: String,
    /// The public key it names.
    pub recipient: String,
    /// What was sealed, base 64.
    #[serde(skip)]
    pub sealed: String,
    /// The body of the stand that brought it.
    pub body: String,
    /// The stand that brought it.
    pub stand: Option<String>,
    /// Why: a word.
    pub reason: String,
    /// Why: a sentence.
    pub detail: String,
    /// The hour in which it came, whole hours since 1970.
    pub hour: i64,
}

impl Store {
    /// Sets answers aside, durably. The same again changes nothing.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn set_aside(&self, answers: &[SetAside]) -> Result<(), Error> {
        on_pool!(self, |pool| {
            let mut transaction = pool.begin().await?;
            for answer in answers {
                sqlx::query(
                    "INSERT INTO quarantine (id, digest, survey, version, recipient, sealed, body, stand, reason, detail,
                     hour) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (id, digest) DO NOTHING",
                )
                .bind(&answer.id)
                .bind(&answer.digest)
                .bind(&answer.survey)
                .bind(&answer.version)
                .bind(&answer.recipient)
                .bind(&answer.sealed)
                .bind(&answer.body)
                .bind(&answer.stand)
                .bind(&answer.reason)
                .bind(&answer.detail)
                .bind(answer.hour)
                .execute(&mut *transaction)
                .await?;
            }
            transaction.commit().await
        })?;
        Ok(())
    }

    /// Answers that were set aside, after the given id and digest in their order, at most `limit`; of one id, if
    /// `id` is given.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn quarantine(
        &self,
        id: Option<Uuid>,
        after: Option<(&str, &str)>,
        limit: u32,
    ) -> Result<Vec<SetAside>, Error> {
        let (after_id, after_digest) = after.unwrap_or_default();
        let id = id.map(|id| id.to_string());
        Ok(on_pool!(self, |pool| {
            sqlx::query_as(
                "SELECT * FROM quarantine WHERE (id > $1 OR (id = $1 AND digest > $2)) AND id = coalesce($3, id)
                 ORDER BY id, digest LIMIT $4",
            )
            .bind(after_id)
            .bind(after_digest)
            .bind(&id)
            .bind(i64::from(limit))
            .fetch_all(pool)
            .await
        })?)
    }

    /// How many answers are set aside, those of one survey if it is given.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn count_quarantine(&self, survey: Option<&Name>) -> Result<u64, Error> {
        let count: i64 = on_pool!(self, |pool| {
            sqlx::query_scalar("SELECT count(*) FROM quarantine WHERE survey = coalesce($1, survey)")
                .bind(survey.map(Name::as_str))
                .fetch_one(pool)
                .await
        })?;
        Ok(to_count(count))
    }

    /// Notes another reason why an answer is still set aside.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn note_quarantine(&self, answer: &SetAside, reason: &str, detail: &str) -> Result<(), Error> {
        on_pool!(self, |pool| {
            sqlx::query("UPDATE quarantine SET reason = $3, detail = $4 WHERE id = $1 AND digest = $2")
                .bind(&answer.id)
                .bind(&answer.digest)
                .bind(reason)
                .bind(detail)
                .execute(pool)
                .await
                .map(drop)
        })?;
        Ok(())
    }

    /// Takes an answer out of quarantine, once it is kept among the others.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn end_quarantine(&self, answer: &SetAside) -> Result<(), Error> {
        on_pool!(self, |pool| {
            sqlx::query("DELETE FROM quarantine WHERE id = $1 AND digest = $2")
                .bind(&answer.id)
                .bind(&answer.digest)
                .execute(pool)
                .await
                .map(drop)
        })?;
        Ok(())
    }
}
