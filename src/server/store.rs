//! The centre's database: SQLite by default, PostgreSQL for several servers.
//!
//! Every query is one text for both (`$1` placeholders, integer milliseconds, text ids), run on
//! whichever pool there is by the `on_pool!` macro.

mod accounts;
mod answers;
mod content;
mod enrolments;
mod lock;
mod news;
mod quarantine;
mod stands;
mod summaries;
mod surveys;
mod tokens;

use std::time::Duration;

use sqlx::postgres::{PgPool, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection};

pub use accounts::AccountRow;
pub use answers::{AnswerRow, Fate, FedAnswer};
pub use content::{BodySummary, Draft, DraftHead, Publication};
pub use enrolments::{Approval, EnrolmentRow, NewEnrolment, WaitingRow};
pub use lock::PublishingLock;
pub use news::{News, Published};
pub use quarantine::SetAside;
pub use stands::{Beat, Identity, StandRow};
pub use surveys::{SurveyRow, SurveyState, SurveyVersion, Targeting, Terms};
pub use tokens::{TokenIdentity, TokenRow};

use super::config::DatabaseAddress;
use super::error::Error;

/// Runs one expression on the pool of either database.
macro_rules! on_pool {
    ($store:expr, |$pool:ident| $run:expr) => {
        match &$store.pools {
            $crate::server::store::Pools::Sqlite { pool: $pool, .. } => $run,
            $crate::server::store::Pools::Postgres($pool) => $run,
        }
    };
}
use on_pool;

/// The database behind the centre. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    pools: Pools,
}

#[derive(Debug, Clone)]
enum Pools {
    Sqlite { pool: SqlitePool, file: std::path::PathBuf },
    Postgres(PgPool),
}

/// How long a call waits for a free connection or for another writer.
const PATIENCE: Duration = Duration::from_secs(10);

impl Store {
    /// Opens the database and brings its schema up to date, making it if there is none.
    ///
    /// # Errors
    /// [`Error::Database`] when it cannot be reached, [`Error::Migration`] when its schema is newer
    /// than this program or damaged.
    pub async fn open(address: &DatabaseAddress) -> Result<Self, Error> {
        let pools = match address {
            DatabaseAddress::Sqlite(file) => {
                let options = SqliteConnectOptions::new()
                    .filename(file)
                    .create_if_missing(true)
                    .journal_mode(SqliteJournalMode::Wal)
                    // A publish or an approval that was answered must outlive a power cut.
                    .synchronous(SqliteSynchronous::Full)
                    .foreign_keys(true)
                    // In which order answers came is forgotten, in the file too.
                    .pragma("secure_delete", "on")
                    .busy_timeout(PATIENCE);
                let pool =
                    SqlitePoolOptions::new().max_connections(8).acquire_timeout(PATIENCE).connect_with(options).await?;
                sqlx::migrate!("migrations/server/sqlite").run(&pool).await?;
                Pools::Sqlite { pool, file: file.clone() }
            }
            DatabaseAddress::Postgres(options) => {
                // The pool would try for as long as its patience lasts and then not say what was wrong.
                options.connect().await?.close().await?;
                let pool = PgPoolOptions::new()
                    .max_connections(16)
                    .acquire_timeout(PATIENCE)
                    .connect_with(options.as_ref().clone())
                    .await?;
                sqlx::migrate!("migrations/server/postgres").run(&pool).await?;
                Pools::Postgres(pool)
            }
        };
        Ok(Self { pools })
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// [`Error::Database`] when it does not.
    pub async fn ping(&self) -> Result<(), Error> {
        on_pool!(self, |pool| sqlx::query("SELECT 1").execute(pool).await.map(drop))?;
        Ok(())
    }

    /// Closes all connections, writing SQLite's journal into its file.
    pub async fn close(&self) {
        on_pool!(self, |pool| pool.close().await);
    }
}

/// A count as the databases keep it. Numbers that do not fit are clamped: they come from stands,
/// and a nonsense number must not lose the whole heartbeat.
fn to_integer(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A count as it came back.
fn to_count(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}
