//! Administrators' tokens.

use serde::Serialize;
use sqlx::FromRow;

use super::{Store, on_pool};
use crate::domain::BodyId;
use crate::server::error::Error;

/// A token in a listing; the secret itself is nowhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, FromRow)]
pub struct TokenRow {
    /// Its id.
    pub id: String,
    /// Whose it is, in the operator's words.
    pub name: String,
    /// The only body it may touch; every body, if none.
    pub body: Option<String>,
    /// When it was made, Unix milliseconds.
    pub created_at: i64,
    /// When it was last used, Unix milliseconds.
    pub last_used_at: Option<i64>,
    /// When it was revoked, Unix milliseconds.
    pub revoked_at: Option<i64>,
}

/// Who calls with a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenIdentity {
    /// The token's id.
    pub id: String,
    /// The only body it may touch; every body, if none.
    pub body: Option<BodyId>,
}

impl Store {
    /// Keeps a new token by its hash.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn add_token(
        &self,
        id: &str,
        name: &str,
        body: Option<&BodyId>,
        hash: &str,
        now: i64,
    ) -> Result<(), Error> {
        on_pool!(self, |pool| {
            sqlx::query("INSERT INTO admin_token (id, name, body, hash, created_at) VALUES ($1, $2, $3, $4, $5)")
                .bind(id)
                .bind(name)
                .bind(body.map(BodyId::as_str))
                .bind(hash)
                .bind(now)
                .execute(pool)
                .await
                .map(drop)
        })?;
        Ok(())
    }

    /// Every token, oldest first.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn tokens(&self) -> Result<Vec<TokenRow>, Error> {
        Ok(on_pool!(self, |pool| {
            sqlx::query_as(
                "SELECT id, name, body, created_at, last_used_at, revoked_at FROM admin_token ORDER BY created_at, id",
            )
            .fetch_all(pool)
            .await
        })?)
    }

    /// Ends a token; a token ended before stays as it was.
    ///
    /// # Errors
    /// [`Error::UnknownToken`], [`Error::Database`].
    pub async fn revoke_token(&self, id: &str, now: i64) -> Result<(), Error> {
        let changed = on_pool!(self, |pool| {
            sqlx::query("UPDATE admin_token SET revoked_at = coalesce(revoked_at, $2) WHERE id = $1")
                .bind(id)
                .bind(now)
                .execute(pool)
                .await
                .map(|done| done.rows_affected())
        })?;
        if changed == 0 { Err(Error::UnknownToken(id.to_owned())) } else { Ok(()) }
    }

    /// Who holds the token with this hash, noting the use of it.
    ///
    /// # Errors
    /// [`Error::Unauthorised`] for an unknown or revoked token, [`Error::Database`].
    pub async fn use_token(&self, hash: &str, now: i64) -> Result<TokenIdentity, Error> {
        let row: Option<(String, Option<String>)> = on_pool!(self, |pool| {
            sqlx::query_as(
                "UPDATE admin_token SET last_used_at = $2 WHERE hash = $1 AND revoked_at IS NULL RETURNING id, body",
            )
            .bind(hash)
            .bind(now)
            .fetch_optional(pool)
            .await
        })?;
        let (id, body) = row.ok_or(Error::Unauthorised)?;
        let body = body
            .map(|text| text.parse())
            .transpose()
            .map_err(|error| Error::Damaged { what: "body id", problem: format!("{error}") })?;
        Ok(TokenIdentity { id, body })
    }
}
