//! Answers on their way to the centre: sealed, on the disk before the visitor is told so, sent until the centre
//! has them, then deleted.
//!
//! A file of its own, apart from the content that comes and goes: `answers.sqlite`, WAL, every commit synced.
//! Rows are kept in the order of their ids, which tells nobody who came when.
//!
//! | File in the data folder | What it holds |
//! |---|---|
//! | `answers.sqlite`, `-wal` | the answers that wait, the refused ones, and how many each survey was given |
//! | `answers.sqlite.damaged-N` | a file that could not be read whole: kept for an operator |
//! | `answers.reserve` | room that is given up when a full disk would not even let answers be deleted |

mod damage;
mod file;
mod reserve;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::TryStreamExt;
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use tokio::sync::watch;
use uuid::Uuid;

use crate::domain::survey::{Name, Response};
use crate::kiosk::fault;
use crate::release::SealedAnswer;
use crate::release::survey::SealError;

/// The answers that wait. Cheap to clone. Must be used inside a tokio runtime, any one of the program's.
///
/// One process at a time has the file: a second one is told that it is locked.
#[derive(Debug, Clone)]
pub struct Outbox {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    data: PathBuf,
    // None after the disk failed: opened anew, and checked anew, with the next use.
    file: tokio::sync::Mutex<Option<SqliteConnection>>,
    known: Mutex<Known>,
    waiting: watch::Sender<u64>,
}

/// What is asked for too often to read it from the disk each time.
#[derive(Debug, Default)]
struct Known {
    given: BTreeMap<Name, u32>,
    refused: u64,
    damaged: Vec<String>,
    /// Why the file could not be opened, while it is not.
    closed: Option<OutboxError>,
}

/// Why an answer could not be kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OutboxError {
    /// The disk is full.
    #[error("the disk is full")]
    Full,
    /// The file cannot be read or written.
    #[error("answers cannot be kept: {0}")]
    Disk(String),
    /// It could not be sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
}

impl Outbox {
    /// The outbox of a stand, opened with its first use: a disk that is full or read-only when the stand starts
    /// may be mended while it runs.
    pub fn at(data: &Path) -> Self {
        let inner = Inner {
            data: data.to_owned(),
            file: tokio::sync::Mutex::default(),
            known: Mutex::default(),
            waiting: watch::Sender::new(0),
        };
        Self { inner: Arc::new(inner) }
    }

    /// Opens the outbox of a stand, or begins it. A file that proves damaged is set aside, its readable answers
    /// are taken over, and [`Outbox::trouble`] tells so.
    ///
    /// # Errors
    /// [`OutboxError::Full`], [`OutboxError::Disk`] when the disk cannot be read or written, or when another
    /// process has the file.
    pub async fn open(data: &Path) -> Result<Self, OutboxError> {
        let outbox = Self::at(data);
        outbox.opened().await?;
        Ok(outbox)
    }

    /// Opens the file if it is not open.
    ///
    /// # Errors
    /// As [`Outbox::open`].
    pub async fn opened(&self) -> Result<(), OutboxError> {
        let mut file = self.inner.file.lock().await;
        self.ready(&mut file).await?;
        Ok(())
    }

    /// Seals a response to a survey's public key and puts it on the disk. Once this has returned `Ok`, it survives
    /// a power cut. The same response again changes nothing.
    ///
    /// # Errors
    /// See [`OutboxError`]. Nothing of the response is kept then, and it may be tried again.
    pub async fn keep(&self, response: &Response, recipient: &str) -> Result<(), OutboxError> {
        let sealed = SealedAnswer::seal(response, recipient)?;
        let outbox = self.clone();
        // What was begun comes to its end, even if nobody waits for it any more.
        let kept = tokio::spawn(async move { outbox.put(sealed).await });
        kept.await.map_err(|error| OutboxError::Disk(error.to_string()))?
    }

    async fn put(&self, sealed: SealedAnswer) -> Result<(), OutboxError> {
        let mut file = self.inner.file.lock().await;
        let connection = self.ready(&mut file).await?;
        let kept = keep(connection, &sealed).await;
        if self.judge(&mut file, kept)? {
            let mut known = self.known();
            let given = known.given.entry(sealed.survey).or_default();
            *given = given.saturating_add(1);
            drop(known);
            self.inner.waiting.send_modify(|waiting| *waiting += 1);
        }
        Ok(())
    }

    /// The first answers in the order of their ids: at most `most`, and no more than `bytes` bytes as JSON, but
    /// always one if there is one.
    ///
    /// # Errors
    /// [`OutboxError::Disk`].
    pub async fn waiting(&self, most: usize, bytes: usize) -> Result<Vec<SealedAnswer>, OutboxError> {
        let mut file = self.inner.file.lock().await;
        let connection = self.ready(&mut file).await?;
        let read = first(connection, most, bytes).await;
        self.judge(&mut file, read)
    }

    /// Deletes what the centre has for good. Ids that are not here are passed over. Works on a full disk too.
    ///
    /// # Errors
    /// [`OutboxError::Full`], [`OutboxError::Disk`]; the answers are then still here, and are sent once more.
    pub async fn acknowledged(&self, ids: &[Uuid]) -> Result<(), OutboxError> {
        let mut file = self.inner.file.lock().await;
        let mut purged = purge(self.ready(&mut file).await?, ids).await;
        if purged.as_ref().is_err_and(file::is_full) {
            reserve::give_up(&self.inner.data);
            purged = purge(self.ready(&mut file).await?, ids).await;
        }
        if purged.is_ok() {
            file::tidy(self.ready(&mut file).await?).await;
        }
        // Only now is there room for it again, if it had to be given up.
        reserve::make(&self.inner.data);
        let gone = self.judge(&mut file, purged)?;
        self.inner.waiting.send_modify(|waiting| *waiting = waiting.saturating_sub(gone));
        Ok(())
    }

    /// Puts an answer aside that the centre would not take, with what it said. It is kept, and tried again when
    /// the stand's program has been renewed.
    ///
    /// # Errors
    /// [`OutboxError::Full`], [`OutboxError::Disk`]; the answer then still waits.
    pub async fn refused(&self, id: Uuid, reason: &str) -> Result<(), OutboxError> {
        let mut file = self.inner.file.lock().await;
        let connection = self.ready(&mut file).await?;
        let moved = put_aside(connection, id, reason).await;
        if self.judge(&mut file, moved)? {
            self.known().refused += 1;
            self.inner.waiting.send_modify(|waiting| *waiting = waiting.saturating_sub(1));
        }
        Ok(())
    }

    /// How many answers wait.
    pub fn count(&self) -> u64 {
        *self.inner.waiting.borrow()
    }

    /// How many answers wait, told anew with every change.
    pub fn counts(&self) -> watch::Receiver<u64> {
        self.inner.waiting.subscribe()
    }

    /// How many answers to a survey were kept at this stand since it was set up, sent or not.
    pub fn given(&self, survey: &Name) -> u32 {
        self.known().given.get(survey).copied().unwrap_or_default()
    }

    /// What an operator has to look at, in words: a disk that cannot be used, files set aside, refused answers.
    pub fn trouble(&self) -> Option<String> {
        let known = self.known();
        let damaged = (!known.damaged.is_empty()).then(|| {
            let files = known.damaged.join(", ");
            format!("the file of waiting answers was damaged; it is kept as {files} until an operator deletes it")
        });
        let refused = (known.refused > 0)
            .then(|| format!("the centre refused {} answers, which are kept on the stand", known.refused));
        let closed = known.closed.as_ref().map(|error| match error {
            OutboxError::Full => "answers cannot be kept: the disk is full".to_owned(),
            other => other.to_string(),
        });
        let told: Vec<String> = closed.into_iter().chain(damaged).chain(refused).collect();
        (!told.is_empty()).then(|| told.join("; "))
    }

    /// The open file, with nothing half-written; opened if need be.
    async fn ready<'a>(&self, file: &'a mut Option<SqliteConnection>) -> Result<&'a mut SqliteConnection, OutboxError> {
        let connection = match file.take() {
            Some(mut connection) => {
                file::roll_back(&mut connection).await;
                connection
            }
            None => {
                let opened = self.open_file().await;
                if let Err(error) = &opened {
                    self.known().closed = Some(error.clone());
                    // What is told has changed, if not the number.
                    self.inner.waiting.send_modify(|_| ());
                }
                opened?
            }
        };
        Ok(file.insert(connection))
    }

    async fn open_file(&self) -> Result<SqliteConnection, OutboxError> {
        let data = &self.inner.data;
        let mut connection = file::open(data).await?;
        let (known, waiting) = known(&mut connection, data).await.map_err(|error| self.told(&error))?;
        *self.known() = known;
        self.inner.waiting.send_replace(waiting);
        reserve::make(data);
        Ok(connection)
    }

    /// Passes a result on. After a failure other than a full disk the file is closed, to be opened and checked
    /// anew.
    fn judge<T>(&self, file: &mut Option<SqliteConnection>, done: Result<T, sqlx::Error>) -> Result<T, OutboxError> {
        done.map_err(|error| {
            if !file::is_full(&error) {
                *file = None;
            }
            self.told(&error)
        })
    }

    fn told(&self, error: &sqlx::Error) -> OutboxError {
        file::told(&self.inner.data, error)
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.inner.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Puts an answer into the file; false if it was there.
async fn keep(connection: &mut SqliteConnection, answer: &SealedAnswer) -> Result<bool, sqlx::Error> {
    fault::reached("before-keep");
    file::begin(connection).await?;
    let is_new = file::insert(connection, answer).await?;
    if is_new {
        sqlx::query(
            "INSERT INTO given (survey, answers) VALUES ($1, 1)
             ON CONFLICT (survey) DO UPDATE SET answers = answers + 1",
        )
        .bind(answer.survey.as_str())
        .execute(&mut *connection)
        .await?;
    }
    fault::reached("mid-keep");
    file::commit(connection).await?;
    fault::reached("after-keep");
    Ok(is_new)
}

async fn first(connection: &mut SqliteConnection, most: usize, bytes: usize) -> Result<Vec<SealedAnswer>, sqlx::Error> {
    let mut rows = sqlx::query("SELECT id, survey, version, recipient, sealed FROM answer ORDER BY id LIMIT $1")
        .bind(i64::try_from(most).unwrap_or(i64::MAX))
        .fetch(connection);
    let (mut answers, mut left) = (Vec::new(), bytes);
    while let Some(row) = rows.try_next().await? {
        let answer = match answer(&row) {
            Ok(answer) => answer,
            Err(error) => {
                // One row that has rotted keeps no other back.
                tracing::error!(%error, "an answer cannot be read and stays where it is");
                continue;
            }
        };
        let length = serde_json::to_vec(&answer).map_or(usize::MAX, |json| json.len() + 1);
        match left.checked_sub(length) {
            Some(rest) => left = rest,
            None if answers.is_empty() => left = 0,
            None => break,
        }
        answers.push(answer);
    }
    Ok(answers)
}

/// Deletes answers; gives how many were there.
async fn purge(connection: &mut SqliteConnection, ids: &[Uuid]) -> Result<u64, sqlx::Error> {
    fault::reached("before-purge");
    file::begin(connection).await?;
    let mut gone = 0;
    for id in ids {
        let deleted = sqlx::query("DELETE FROM answer WHERE id = $1").bind(&id.as_bytes()[..]);
        gone += deleted.execute(&mut *connection).await?.rows_affected();
    }
    fault::reached("mid-purge");
    file::commit(connection).await?;
    fault::reached("after-purge");
    Ok(gone)
}

/// Moves an answer to those refused; false if it was not there.
async fn put_aside(connection: &mut SqliteConnection, id: Uuid, reason: &str) -> Result<bool, sqlx::Error> {
    file::begin(connection).await?;
    let moved = sqlx::query(
        "INSERT OR REPLACE INTO refused (id, survey, version, recipient, sealed, reason, program)
         SELECT id, survey, version, recipient, sealed, $2, $3 FROM answer WHERE id = $1",
    )
    .bind(&id.as_bytes()[..])
    .bind(reason)
    .bind(env!("CARGO_PKG_VERSION"))
    .execute(&mut *connection)
    .await?;
    sqlx::query("DELETE FROM answer WHERE id = $1").bind(&id.as_bytes()[..]).execute(&mut *connection).await?;
    file::commit(connection).await?;
    Ok(moved.rows_affected() > 0)
}

/// What is known of an opened file, and how many answers wait in it.
async fn known(connection: &mut SqliteConnection, data: &Path) -> Result<(Known, u64), sqlx::Error> {
    let given: Vec<(String, u32)> =
        sqlx::query_as("SELECT survey, answers FROM given").fetch_all(&mut *connection).await?;
    let given = given.into_iter().filter_map(|(survey, answers)| Some((survey.parse().ok()?, answers))).collect();
    let refused: i64 = sqlx::query_scalar("SELECT count(*) FROM refused").fetch_one(&mut *connection).await?;
    let waiting: i64 = sqlx::query_scalar("SELECT count(*) FROM answer").fetch_one(&mut *connection).await?;
    let known = Known { given, refused: refused.unsigned_abs(), damaged: damage::files(data), closed: None };
    Ok((known, waiting.unsigned_abs()))
}

fn answer(row: &SqliteRow) -> Result<SealedAnswer, sqlx::Error> {
    let strange = |error: Box<dyn std::error::Error + Send + Sync>| sqlx::Error::Decode(error);
    Ok(SealedAnswer {
        id: Uuid::from_slice(row.try_get("id")?).map_err(|error| strange(error.into()))?,
        survey: row
            .try_get::<&str, _>("survey")?
            .parse()
            .map_err(|error: crate::domain::survey::definition::NameError| strange(error.into()))?,
        version: row.try_get("version")?,
        recipient: row.try_get("recipient")?,
        sealed: row.try_get("sealed")?,
    })
}

#[cfg(test)]
mod tests;
