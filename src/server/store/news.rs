//! Noticing what another process published: by NOTIFY in PostgreSQL, by looking often in SQLite.

use std::time::Duration;

use sqlx::FromRow;
use sqlx::postgres::PgListener;

use super::{Pools, Store, on_pool, to_count};
use crate::domain::BodyId;
use crate::server::error::Error;

const CHANNEL: &str = "aqparat_publication";

/// How often SQLite is looked at: a hint must reach a thousand stands within two seconds.
const LOOK: Duration = Duration::from_millis(250);

/// How long PostgreSQL's silence is believed: a notification lost with its connection is made up
/// for by looking.
const SILENCE: Duration = Duration::from_secs(15);

/// A release that appeared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// Whose.
    pub body: BodyId,
    /// Its number.
    pub release: u64,
}

#[derive(FromRow)]
struct Row {
    id: i64,
    #[sqlx(try_from = "String")]
    body: BodyId,
    release: i64,
}

/// A place in the order of publications, from which the next ones are awaited.
#[derive(Debug)]
pub struct News {
    store: Store,
    listener: Option<PgListener>,
    seen: i64,
}

impl Store {
    /// Begins to follow publications, from before the first one.
    ///
    /// # Errors
    /// [`Error::Database`] when PostgreSQL gives no connection to listen on.
    pub async fn news(&self) -> Result<News, Error> {
        let listener = match &self.pools {
            Pools::Sqlite { .. } => None,
            Pools::Postgres(pool) => {
                let mut listener = PgListener::connect_with(pool).await?;
                listener.listen(CHANNEL).await?;
                Some(listener)
            }
        };
        Ok(News { store: self.clone(), listener, seen: 0 })
    }

    pub(super) async fn tell_news(&self) -> Result<(), Error> {
        if let Pools::Postgres(pool) = &self.pools {
            sqlx::query("SELECT pg_notify($1, '')").bind(CHANNEL).execute(pool).await?;
        }
        Ok(())
    }
}

impl News {
    /// The newest release of each body that published since the last call; none if none did.
    ///
    /// # Errors
    /// [`Error::Database`]; the same news come again with the next call.
    pub async fn take(&mut self) -> Result<Vec<Published>, Error> {
        let rows: Vec<Row> = on_pool!(self.store, |pool| {
            sqlx::query_as(
                "SELECT max(id) AS id, body, max(release) AS release FROM publication WHERE id > $1 GROUP BY body",
            )
            .bind(self.seen)
            .fetch_all(pool)
            .await
        })?;
        self.seen = rows.iter().map(|row| row.id).fold(self.seen, i64::max);
        Ok(rows.into_iter().map(|row| Published { body: row.body, release: to_count(row.release) }).collect())
    }

    /// Waits until it is worth calling [`News::take`] again. Safe to drop half-way.
    ///
    /// # Errors
    /// [`Error::Database`] when PostgreSQL cannot be reached again.
    pub async fn wait(&mut self) -> Result<(), Error> {
        let Some(listener) = &mut self.listener else {
            tokio::time::sleep(LOOK).await;
            return Ok(());
        };
        // `None` says the connection was lost and made anew: news may have been missed.
        if let Ok(answer) = tokio::time::timeout(SILENCE, listener.try_recv()).await {
            answer?;
        }
        Ok(())
    }
}
