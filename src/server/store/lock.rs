//! One publisher at a time, across processes and, with PostgreSQL, across machines.

use std::fs::File;

use sqlx::{Postgres, Transaction};

use super::{Pools, Store};
use crate::server::error::Error;

/// The right to write the repository, given back when dropped.
#[derive(Debug)]
pub struct PublishingLock {
    _held: Held,
}

/// Held only to be dropped.
#[derive(Debug)]
#[expect(dead_code, reason = "the values are kept for what their drop releases")]
enum Held {
    File(File),
    Advisory(Transaction<'static, Postgres>),
}

impl Store {
    /// Waits for the right to write the repository.
    ///
    /// # Errors
    /// [`Error::Database`] or [`Error::File`] when the lock cannot be asked for.
    pub async fn lock_publishing(&self) -> Result<PublishingLock, Error> {
        let held = match &self.pools {
            Pools::Sqlite { file, .. } => {
                let path = file.with_extension("publishing.lock");
                let lock = move || {
                    let file = File::create(&path).map_err(Error::file(&path))?;
                    file.lock().map_err(Error::file(&path))?;
                    Ok::<_, Error>(file)
                };
                Held::File(tokio::task::spawn_blocking(lock).await??)
            }
            Pools::Postgres(pool) => {
                let mut transaction = pool.begin().await?;
                sqlx::query("SELECT pg_advisory_xact_lock(4911285113)").execute(&mut *transaction).await?;
                Held::Advisory(transaction)
            }
        };
        Ok(PublishingLock { _held: held })
    }
}
