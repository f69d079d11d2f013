//! Accounts of the web pages, and who is signed in.

use serde::Serialize;
use sqlx::FromRow;

use super::{Store, on_pool, to_count};
use crate::server::error::Error;

/// An account in a listing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, FromRow)]
pub struct AccountRow {
    /// Its name.
    pub name: String,
    /// When it was made, Unix milliseconds.
    pub created_at: i64,
    /// When it was disabled, Unix milliseconds.
    pub disabled_at: Option<i64>,
}

impl Store {
    /// Keeps a new account. False if there is one of this name.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn add_account(&self, name: &str, password: &str, now: i64) -> Result<bool, Error> {
        let added = on_pool!(self, |pool| {
            sqlx::query(
                "INSERT INTO account (name, password, created_at) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING",
            )
            .bind(name)
            .bind(password)
            .bind(now)
            .execute(pool)
            .await
            .map(|done| done.rows_affected())
        })?;
        Ok(added > 0)
    }

    /// Every account, by name.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn accounts(&self) -> Result<Vec<AccountRow>, Error> {
        Ok(on_pool!(self, |pool| {
            sqlx::query_as("SELECT name, created_at, disabled_at FROM account ORDER BY name").fetch_all(pool).await
        })?)
    }

    /// How many accounts there are, disabled ones among them.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn count_accounts(&self) -> Result<u64, Error> {
        let count: i64 =
            on_pool!(self, |pool| sqlx::query_scalar("SELECT count(*) FROM account").fetch_one(pool).await)?;
        Ok(to_count(count))
    }

    /// The password's hash of an account that is not disabled.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn password_of(&self, name: &str) -> Result<Option<String>, Error> {
        Ok(on_pool!(self, |pool| {
            sqlx::query_scalar("SELECT password FROM account WHERE name = $1 AND disabled_at IS NULL")
                .bind(name)
                .fetch_optional(pool)
                .await
        })?)
    }

    /// Gives an account another password, enables it, and signs it out everywhere.
    ///
    /// # Errors
    /// [`Error::UnknownAccount`], [`Error::Database`].
    pub async fn set_password(&self, name: &str, password: &str) -> Result<(), Error> {
        let changed = on_pool!(self, |pool| {
            let mut transaction = pool.begin().await?;
            let changed = sqlx::query("UPDATE account SET password = $2, disabled_at = NULL WHERE name = $1")
                .bind(name)
                .bind(password)
                .execute(&mut *transaction)
                .await?
                .rows_affected();
            sqlx::query("DELETE FROM web_session WHERE account = $1").bind(name).execute(&mut *transaction).await?;
            transaction.commit().await?;
            Ok::<_, sqlx::Error>(changed)
        })?;
        if changed == 0 { Err(Error::UnknownAccount(name.to_owned())) } else { Ok(()) }
    }

    /// Disables an account and signs it out everywhere.
    ///
    /// # Errors
    /// [`Error::UnknownAccount`], [`Error::Database`].
    pub async fn disable_account(&self, name: &str, now: i64) -> Result<(), Error> {
        let changed = on_pool!(self, |pool| {
            let mut transaction = pool.begin().await?;
            let changed = sqlx::query("UPDATE account SET disabled_at = coalesce(disabled_at, $2) WHERE name = $1")
                .bind(name)
                .bind(now)
                .execute(&mut *transaction)
                .await?
                .rows_affected();
            sqlx::query("DELETE FROM web_session WHERE account = $1").bind(name).execute(&mut *transaction).await?;
            transaction.commit().await?;
            Ok::<_, sqlx::Error>(changed)
        })?;
        if changed == 0 { Err(Error::UnknownAccount(name.to_owned())) } else { Ok(()) }
    }

    /// Keeps a sign-in by its hash, and forgets those not used since `idle` or begun before `oldest`.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn add_session(&self, hash: &str, account: &str, now: i64, idle: i64, oldest: i64) -> Result<(), Error> {
        on_pool!(self, |pool| {
            let mut transaction = pool.begin().await?;
            sqlx::query("DELETE FROM web_session WHERE used_at < $1 OR created_at < $2")
                .bind(idle)
                .bind(oldest)
                .execute(&mut *transaction)
                .await?;
            sqlx::query("INSERT INTO web_session (hash, account, created_at, used_at) VALUES ($1, $2, $3, $3)")
                .bind(hash)
                .bind(account)
                .bind(now)
                .execute(&mut *transaction)
                .await?;
            transaction.commit().await
        })?;
        Ok(())
    }

    /// The account that is signed in with this hash, if it was used since `idle` and begun since `oldest`. A use
    /// is noted once it is a minute old.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn use_session(&self, hash: &str, now: i64, idle: i64, oldest: i64) -> Result<Option<String>, Error> {
        const MINUTE: i64 = 60_000;
        let found: Option<(String, i64)> = on_pool!(self, |pool| {
            sqlx::query_as(
                "SELECT s.account, s.used_at FROM web_session s JOIN account a ON a.name = s.account
                 WHERE s.hash = $1 AND s.used_at >= $2 AND s.created_at >= $3 AND a.disabled_at IS NULL",
            )
            .bind(hash)
            .bind(idle)
            .bind(oldest)
            .fetch_optional(pool)
            .await
        })?;
        let Some((account, used_at)) = found else { return Ok(None) };
        if now - used_at >= MINUTE {
            on_pool!(self, |pool| {
                sqlx::query("UPDATE web_session SET used_at = $2 WHERE hash = $1")
                    .bind(hash)
                    .bind(now)
                    .execute(pool)
                    .await
                    .map(drop)
            })?;
        }
        Ok(Some(account))
    }

    /// Ends a sign-in.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn end_session(&self, hash: &str) -> Result<(), Error> {
        on_pool!(self, |pool| {
            sqlx::query("DELETE FROM web_session WHERE hash = $1").bind(hash).execute(pool).await.map(drop)
        })?;
        Ok(())
    }
}
