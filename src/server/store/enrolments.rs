//! Stands that ask to be enrolled, until an operator approves them.

use serde::Serialize;
use sqlx::FromRow;

use super::{Store, on_pool, to_count};
use crate::domain::BodyId;
use crate::server::error::Error;

/// A request to keep.
#[derive(Debug, Clone)]
pub struct NewEnrolment {
    /// The hash of the ticket.
    pub ticket_hash: String,
    /// The code on the stand's screen.
    pub pairing_code: String,
    /// What the credential is derived with.
    pub salt: String,
    /// Which machine asks.
    pub machine: String,
    /// Its program version.
    pub version: String,
    /// The address it asks from.
    pub address: String,
    /// Now, Unix milliseconds.
    pub created_at: i64,
    /// When the code ends, Unix milliseconds.
    pub expires_at: i64,
}

/// Where an enrolment stands.
#[derive(Debug, Clone, FromRow)]
pub struct EnrolmentRow {
    /// What the credential is derived with.
    pub salt: String,
    /// When the code ends, Unix milliseconds.
    pub expires_at: i64,
    /// The stand it became, once approved.
    pub stand: Option<String>,
    /// The stand's body.
    pub body: Option<String>,
    /// When the stand first used its credential.
    pub claimed_at: Option<i64>,
    /// When the stand was revoked.
    pub revoked_at: Option<i64>,
}

/// A stand that waits, in a listing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, FromRow)]
pub struct WaitingRow {
    /// The code on its screen.
    pub pairing_code: String,
    /// Which machine.
    pub machine: String,
    /// Its program version.
    pub version: String,
    /// Where it asks from.
    pub address: String,
    /// When its code ends, Unix milliseconds.
    pub expires_at: i64,
}

/// What an operator decided.
#[derive(Debug, Clone)]
pub struct Approval {
    /// The code.
    pub pairing_code: String,
    /// The new stand's id.
    pub stand: String,
    /// The body it shows.
    pub body: BodyId,
    /// The name the operator gave it; the machine's name, if none.
    pub name: Option<String>,
    /// Now, Unix milliseconds.
    pub now: i64,
}

impl Store {
    /// Keeps a request. False when another waiting stand has the same code: draw another.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn add_enrolment(&self, new: &NewEnrolment) -> Result<bool, Error> {
        let added = on_pool!(self, |pool| {
            sqlx::query(
                "INSERT INTO enrolment
                 (ticket_hash, pairing_code, salt, machine, version, address, created_at, expires_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
            )
            .bind(&new.ticket_hash)
            .bind(&new.pairing_code)
            .bind(&new.salt)
            .bind(&new.machine)
            .bind(&new.version)
            .bind(&new.address)
            .bind(new.created_at)
            .bind(new.expires_at)
            .execute(pool)
            .await
            .map(|done| done.rows_affected())
        })?;
        Ok(added == 1)
    }

    /// Forgets requests whose code ended before `before` and that nobody approved, and approved
    /// ones that the stand has long taken up.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn forget_enrolments(&self, before: i64) -> Result<(), Error> {
        on_pool!(self, |pool| {
            sqlx::query("DELETE FROM enrolment WHERE (stand IS NULL AND expires_at < $1) OR claimed_at < $1")
                .bind(before)
                .execute(pool)
                .await
                .map(drop)
        })?;
        Ok(())
    }

    /// The enrolment of the ticket with this hash.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn enrolment(&self, ticket_hash: &str) -> Result<Option<EnrolmentRow>, Error> {
        Ok(on_pool!(self, |pool| {
            sqlx::query_as(
                "SELECT e.salt, e.expires_at, e.stand, s.body, e.claimed_at, s.revoked_at
                 FROM enrolment e LEFT JOIN stand s ON s.id = e.stand WHERE e.ticket_hash = $1",
            )
            .bind(ticket_hash)
            .fetch_optional(pool)
            .await
        })?)
    }

    /// The stands that wait for an operator, oldest first.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn waiting(&self, now: i64) -> Result<Vec<WaitingRow>, Error> {
        Ok(on_pool!(self, |pool| {
            sqlx::query_as(
                "SELECT pairing_code, machine, version, address, expires_at FROM enrolment
                 WHERE stand IS NULL AND expires_at > $1 ORDER BY created_at",
            )
            .bind(now)
            .fetch_all(pool)
            .await
        })?)
    }

    /// How many stands wait for an operator.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn count_waiting(&self, now: i64) -> Result<u64, Error> {
        let count: i64 = on_pool!(self, |pool| {
            sqlx::query_scalar("SELECT count(*) FROM enrolment WHERE stand IS NULL AND expires_at > $1")
                .bind(now)
                .fetch_one(pool)
                .await
        })?;
        Ok(to_count(count))
    }

    /// Turns the stand that waits with this code into an enrolled one; two operators at once make
    /// one stand. False when none waits with it.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn approve(&self, approval: &Approval) -> Result<bool, Error> {
        on_pool!(self, |pool| {
            let mut transaction = pool.begin().await?;
            sqlx::query(
                "INSERT INTO stand (id, body, name, machine, version, approved_at)
                 SELECT $1, $2, coalesce($3, machine), machine, version, $4 FROM enrolment
                 WHERE pairing_code = $5 AND stand IS NULL AND expires_at > $4",
            )
            .bind(&approval.stand)
            .bind(approval.body.as_str())
            .bind(&approval.name)
            .bind(approval.now)
            .bind(&approval.pairing_code)
            .execute(&mut *transaction)
            .await?;
            // The second of two operators waits here for the first, and then finds no row.
            let taken = sqlx::query(
                "UPDATE enrolment SET stand = $1 WHERE pairing_code = $2 AND stand IS NULL AND expires_at > $3",
            )
            .bind(&approval.stand)
            .bind(&approval.pairing_code)
            .bind(approval.now)
            .execute(&mut *transaction)
            .await;
            match taken {
                Ok(done) if done.rows_affected() == 1 => {
                    transaction.commit().await?;
                    Ok(true)
                }
                Ok(_) => {
                    transaction.rollback().await?;
                    Ok(false)
                }
                Err(error) => Err(error.into()),
            }
        })
    }

    /// What became of a code: the stand it was approved as, if it was, newest first; none when no
    /// one ever had it or it is forgotten.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn fate_of_code(&self, pairing_code: &str) -> Result<Option<Option<String>>, Error> {
        Ok(on_pool!(self, |pool| {
            sqlx::query_scalar("SELECT stand FROM enrolment WHERE pairing_code = $1 ORDER BY created_at DESC LIMIT 1")
                .bind(pairing_code)
                .fetch_optional(pool)
                .await
        })?)
    }
}
