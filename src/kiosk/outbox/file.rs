//! The file itself: how it is opened, what makes it damaged, what its errors mean.

use std::fs::File;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::sqlite::{
    SqliteAutoVacuum, SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteLockingMode, SqliteSynchronous,
};
use sqlx::{ConnectOptions, Connection};

use super::OutboxError;
use super::damage::{self, Saved};
use crate::durable;
use crate::release::SealedAnswer;

/// Its name in the data folder.
pub(super) const NAME: &str = "answers.sqlite";

/// `PRAGMA application_id`: "AQPA".
const APPLICATION: i64 = 0x4151_5041;

/// What brings a file from version N to N + 1, from none at all on.
const MIGRATIONS: [&str; 1] = [include_str!("../../../migrations/kiosk/answers.sql")];

/// How long to wait for another process to leave the file: one that has just been ended, say.
const PATIENCE: Duration = Duration::from_secs(2);

/// No file with less room around it is worth another explanation than that the disk is full, bytes.
const NO_ROOM: u64 = 64 << 10;

/// Why a file could not be opened.
pub(super) enum Unopened {
    /// Something else stands in it than was written; what could still be read of it.
    Damaged(String, Saved),
    /// The disk, or another process, is in the way.
    Failed(sqlx::Error),
}

impl From<sqlx::Error> for Unopened {
    fn from(error: sqlx::Error) -> Self {
        if is_damage(&error) { Self::Damaged(error.to_string(), Saved::default()) } else { Self::Failed(error) }
    }
}

/// Opens the file of a stand, made if it is not there. A damaged one is set aside and a new one begun with what
/// could be read.
pub(super) async fn open(data: &Path) -> Result<SqliteConnection, OutboxError> {
    let failed = |error: std::io::Error| io_told(data, &error);
    std::fs::create_dir_all(data).map_err(failed)?;
    damage::finish(data).map_err(failed)?;
    let path = data.join(NAME);
    create(&path).map_err(failed)?;
    let connection = match connect(&path).await {
        Ok(connection) => connection,
        Err(Unopened::Failed(error)) => return Err(told(data, &error)),
        Err(Unopened::Damaged(why, saved)) => {
            tracing::error!(why, answers = saved.answers.len(), "answers.sqlite is damaged and set aside");
            damage::set_aside(data, &saved).await?;
            match connect(&path).await {
                Ok(connection) => connection,
                Err(Unopened::Failed(error)) => return Err(told(data, &error)),
                Err(Unopened::Damaged(why, _)) => return Err(OutboxError::Disk(why)),
            }
        }
    };
    durable::sync_folder(data).map_err(failed)?;
    Ok(connection)
}

/// Makes an empty file that nobody else on the machine can read; SQLite gives its log the same rights.
pub(super) fn create(path: &Path) -> std::io::Result<()> {
    File::options().create(true).truncate(false).write(true).mode(0o600).open(path).map(|_| ())
}

/// Opens and checks a file, and brings it to this build's version.
pub(super) async fn connect(path: &Path) -> Result<SqliteConnection, Unopened> {
    let is_new = std::fs::metadata(path).is_ok_and(|meta| meta.len() == 0);
    let mut options = SqliteConnectOptions::new()
        .filename(path)
        // Without the shared memory file that a log for several processes needs.
        .locking_mode(SqliteLockingMode::Exclusive)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .pragma("secure_delete", "on")
        .pragma("temp_store", "memory")
        .pragma("cache_size", "-512")
        .busy_timeout(PATIENCE)
        .statement_cache_capacity(16)
        .disable_statement_logging();
    if is_new {
        // Once: it is written into the file, and a full disk must not keep anyone from opening that.
        options = options.auto_vacuum(SqliteAutoVacuum::Incremental);
    }
    let mut connection = options.connect().await?;
    match prepare(&mut connection).await {
        Ok(()) => Ok(connection),
        Err(Unopened::Damaged(why, _)) => {
            let saved = Saved::from(&mut connection).await;
            // Whatever closing says: the file is set aside as it is.
            let _ = connection.close().await;
            Err(Unopened::Damaged(why, saved))
        }
        Err(failed) => Err(failed),
    }
}

async fn prepare(connection: &mut SqliteConnection) -> Result<(), Unopened> {
    let damaged = |why: String| Err(Unopened::Damaged(why, Saved::default()));
    let found: String = sqlx::query_scalar("PRAGMA quick_check(1)").fetch_one(&mut *connection).await?;
    if found != "ok" {
        return damaged(found);
    }
    let application: i64 = sqlx::query_scalar("PRAGMA application_id").fetch_one(&mut *connection).await?;
    let version: i64 = sqlx::query_scalar("PRAGMA user_version").fetch_one(&mut *connection).await?;
    let tables: i64 = sqlx::query_scalar("SELECT count(*) FROM sqlite_schema").fetch_one(&mut *connection).await?;
    let is_new = (application, version, tables) == (0, 0, 0);
    let is_ours = application == APPLICATION && version > 0;
    let made = match usize::try_from(version) {
        Ok(made) if (is_new || is_ours) && made <= MIGRATIONS.len() => made,
        _ if is_ours => return damaged(format!("version {version} was written by a newer program")),
        _ => return damaged("it is another program's file".into()),
    };
    for migration in &MIGRATIONS[made..] {
        begin(connection).await?;
        sqlx::raw_sql(*migration).execute(&mut *connection).await?;
        commit(connection).await?;
    }
    // What a process that was killed had written, but not synced, is synced before anyone relies on it. A full
    // disk does not hinder that, only the tidying.
    tidy(connection).await;
    if let Err(error) = try_again(connection).await {
        roll_back(connection).await;
        tracing::warn!(%error, "refused answers wait for the next start");
    }
    Ok(())
}

/// Lets answers wait again that the centre refused to another program: this one may say it otherwise.
async fn try_again(connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    let program = env!("CARGO_PKG_VERSION");
    begin(connection).await?;
    sqlx::query(
        "INSERT OR IGNORE INTO answer (id, survey, version, recipient, sealed)
         SELECT id, survey, version, recipient, sealed FROM refused WHERE program <> $1",
    )
    .bind(program)
    .execute(&mut *connection)
    .await?;
    sqlx::query("DELETE FROM refused WHERE program <> $1").bind(program).execute(&mut *connection).await?;
    commit(connection).await
}

/// Begins to write. Not by a guard that rolls back: SQLite may have done so itself when a disk is full, and
/// `sqlx` then loses count. Whoever uses the connection next rolls back what was left open.
pub(super) async fn begin(connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    sqlx::raw_sql("BEGIN IMMEDIATE").execute(connection).await.map(|_| ())
}

/// Puts what was written since [`begin`] on the disk.
pub(super) async fn commit(connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    sqlx::raw_sql("COMMIT").execute(connection).await.map(|_| ())
}

/// Forgets what was written since [`begin`], if anything was.
pub(super) async fn roll_back(connection: &mut SqliteConnection) {
    // An error says that nothing was open, which is the rule.
    let _ = sqlx::raw_sql("ROLLBACK").execute(connection).await;
}

/// Puts an answer into the file; false if it was there.
pub(super) async fn insert(connection: &mut SqliteConnection, answer: &SealedAnswer) -> Result<bool, sqlx::Error> {
    let inserted = sqlx::query(
        "INSERT OR IGNORE INTO answer (id, survey, version, recipient, sealed) VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(&answer.id.as_bytes()[..])
    .bind(answer.survey.as_str())
    .bind(&answer.version)
    .bind(&answer.recipient)
    .bind(&answer.sealed)
    .execute(connection)
    .await?;
    Ok(inserted.rows_affected() > 0)
}

/// Gives free pages back to the disk and empties the log, in which deleted answers would linger. What fails
/// here is done another time.
pub(super) async fn tidy(connection: &mut SqliteConnection) {
    for statement in ["PRAGMA incremental_vacuum", "PRAGMA wal_checkpoint(TRUNCATE)"] {
        if let Err(error) = sqlx::raw_sql(statement).execute(&mut *connection).await {
            tracing::debug!(%error, statement, "not tidied up this time");
        }
    }
}

/// SQLite's primary result code, if it is SQLite that failed.
fn code(error: &sqlx::Error) -> Option<i32> {
    let extended: i32 = error.as_database_error()?.code()?.parse().ok()?;
    Some(extended & 0xff)
}

/// Whether the disk is full.
pub(super) fn is_full(error: &sqlx::Error) -> bool {
    const FULL: i32 = 13;
    code(error) == Some(FULL)
}

/// Whether something else stands in the file than was written.
fn is_damage(error: &sqlx::Error) -> bool {
    const CORRUPT: i32 = 11;
    const NOT_A_DATABASE: i32 = 26;
    matches!(code(error), Some(CORRUPT | NOT_A_DATABASE))
}

/// An error as whoever wanted to keep an answer is told of it.
pub(super) fn told(data: &Path, error: &sqlx::Error) -> OutboxError {
    // A quota is no full disk to SQLite, and a file that cannot be made has a code of its own.
    let quiet = matches!(code(error), Some(5 | 6));
    if is_full(error) || (!quiet && has_no_room(data)) {
        return OutboxError::Full;
    }
    OutboxError::Disk(match error {
        sqlx::Error::Database(error) => error.message().to_owned(),
        other => other.to_string(),
    })
}

/// The same for what the system itself answered.
pub(super) fn io_told(data: &Path, error: &std::io::Error) -> OutboxError {
    match error.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => OutboxError::Full,
        _ if has_no_room(data) => OutboxError::Full,
        _ => OutboxError::Disk(error.to_string()),
    }
}

fn has_no_room(data: &Path) -> bool {
    rustix::fs::statvfs(data).is_ok_and(|disk| disk.f_bavail.saturating_mul(disk.f_frsize) < NO_ROOM)
}

/// The file beside `path` whose name has this ending.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}
