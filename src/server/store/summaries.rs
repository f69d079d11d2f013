//! Summaries of survey results that a body's draft carries beside what its editors wrote.

use super::{Store, on_pool};
use crate::domain::survey::Name;
use crate::domain::{BodyId, Page};
use crate::server::editing::Edition;
use crate::server::error::Error;

impl Store {
    /// Keeps the pages of a survey's summary for a body, in place of the ones before.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn save_summary(&self, survey: &Name, body: &BodyId, pages: &[Page], now: i64) -> Result<(), Error> {
        let pages = serde_json::to_string(pages)
            .map_err(|error| Error::Damaged { what: "summary", problem: error.to_string() })?;
        on_pool!(self, |pool| {
            sqlx::query(
                "INSERT INTO summary (survey, body, pages, made_at) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (survey, body) DO UPDATE SET pages = excluded.pages, made_at = excluded.made_at",
            )
            .bind(survey.as_str())
            .bind(body.as_str())
            .bind(&pages)
            .bind(now)
            .execute(pool)
            .await
            .map(drop)
        })?;
        Ok(())
    }

    /// Takes a survey's summary away from a body. False if it had none.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn remove_summary(&self, survey: &Name, body: &BodyId) -> Result<bool, Error> {
        let removed = on_pool!(self, |pool| {
            sqlx::query("DELETE FROM summary WHERE survey = $1 AND body = $2")
                .bind(survey.as_str())
                .bind(body.as_str())
                .execute(pool)
                .await
                .map(|done| done.rows_affected())
        })?;
        Ok(removed > 0)
    }

    /// The bodies whose drafts carry a survey's summary, and since when, Unix milliseconds.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn summaries(&self, survey: &Name) -> Result<Vec<(String, i64)>, Error> {
        Ok(on_pool!(self, |pool| {
            sqlx::query_as("SELECT body, made_at FROM summary WHERE survey = $1 ORDER BY body")
                .bind(survey.as_str())
                .fetch_all(pool)
                .await
        })?)
    }

    /// Puts the body's summaries into `edition`: every import calls this, so that none loses them. A page of the
    /// editors' own at the same place gives way: theirs was there when the summary was asked for, and taking the
    /// summary away brings it back with the next import.
    ///
    /// # Errors
    /// [`Error::Database`], [`Error::Damaged`].
    pub async fn with_summaries(&self, mut edition: Edition) -> Result<Edition, Error> {
        let rows: Vec<String> = on_pool!(self, |pool| {
            sqlx::query_scalar("SELECT pages FROM summary WHERE body = $1 ORDER BY survey")
                .bind(edition.body.id.as_str())
                .fetch_all(pool)
                .await
        })?;
        for text in rows {
            let pages: Vec<Page> = serde_json::from_str(&text)
                .map_err(|error| Error::Damaged { what: "summary", problem: error.to_string() })?;
            edition.pages.retain(|own| pages.iter().all(|page| page.key != own.key));
            edition.pages.extend(pages);
        }
        edition.pages.sort_by(|a, b| a.key.cmp(&b.key));
        Ok(edition)
    }
}
