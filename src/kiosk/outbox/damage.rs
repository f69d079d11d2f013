//! What becomes of a damaged file: what can be read of it goes on, the file itself is kept.
//!
//! A cut at any moment loses nothing: the new file is built whole under a name of its own, and only what stands
//! under that name is put into the old one's place.

use std::io;
use std::path::{Path, PathBuf};

use futures_util::TryStreamExt;
use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, Connection, Row};

use super::file::{self, NAME, Unopened, beside};
use super::{OutboxError, answer};
use crate::durable;
use crate::release::SealedAnswer;

/// What could be read of a damaged file.
#[derive(Debug, Default)]
pub(super) struct Saved {
    /// Answers that waited, the refused ones among them: they are tried again.
    pub(super) answers: Vec<SealedAnswer>,
    given: Vec<(String, i64)>,
}

impl Saved {
    /// Reads what can be read: from the first answer on, and from the last one back.
    pub(super) async fn from(connection: &mut SqliteConnection) -> Self {
        let mut saved = Self::default();
        for table in ["answer", "refused"] {
            for order in ["ASC", "DESC"] {
                let select = format!("SELECT id, survey, version, recipient, sealed FROM {table} ORDER BY id {order}");
                let mut rows = sqlx::query(AssertSqlSafe(select)).fetch(&mut *connection);
                while let Ok(Some(row)) = rows.try_next().await {
                    let Ok(answer) = answer(&row) else { continue };
                    saved.answers.push(answer);
                }
            }
        }
        saved.answers.sort_by_key(|answer| answer.id);
        saved.answers.dedup_by_key(|answer| answer.id);
        let mut rows = sqlx::query("SELECT survey, answers FROM given").fetch(connection);
        while let Ok(Some(row)) = rows.try_next().await {
            if let (Ok(survey), Ok(answers)) = (row.try_get("survey"), row.try_get("answers")) {
                saved.given.push((survey, answers));
            }
        }
        saved
    }

    async fn write(&self, connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
        file::begin(connection).await?;
        for answer in &self.answers {
            file::insert(connection, answer).await?;
        }
        for (survey, answers) in &self.given {
            sqlx::query("INSERT OR IGNORE INTO given (survey, answers) VALUES ($1, $2)")
                .bind(survey)
                .bind(answers)
                .execute(&mut *connection)
                .await?;
        }
        file::commit(connection).await
    }
}

fn salvaged(data: &Path) -> PathBuf {
    data.join(format!("{NAME}.salvaged"))
}

/// Puts the damaged file aside and a new one with what was saved in its place.
pub(super) async fn set_aside(data: &Path, saved: &Saved) -> Result<(), OutboxError> {
    let failed = |error: io::Error| file::io_told(data, &error);
    let part = data.join(format!("{NAME}.part"));
    remove(&part).map_err(failed)?;
    file::create(&part).map_err(failed)?;
    let built = async {
        let mut connection = file::connect(&part).await?;
        saved.write(&mut connection).await?;
        // The last one to close a file empties its log into it.
        connection.close().await?;
        Ok::<_, Unopened>(())
    };
    match built.await {
        Ok(()) => {}
        Err(Unopened::Failed(error)) => return Err(file::told(data, &error)),
        Err(Unopened::Damaged(why, _)) => return Err(OutboxError::Disk(why)),
    }
    std::fs::File::open(&part).and_then(|file| file.sync_all()).map_err(failed)?;
    durable::rename(&part, &salvaged(data)).map_err(failed)?;
    finish(data).map_err(failed)
}

/// Ends a setting aside that was begun, now or before a power cut.
pub(super) fn finish(data: &Path) -> io::Result<()> {
    let salvaged = salvaged(data);
    if !salvaged.try_exists()? {
        return Ok(());
    }
    let (old, aside) = (data.join(NAME), free_name(data)?);
    // The log goes first: the new file must never meet it.
    for ending in ["-wal", "-journal", ""] {
        match std::fs::rename(beside(&old, ending), beside(&aside, ending)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    durable::sync_folder(data)?;
    durable::rename(&salvaged, &old)
}

fn free_name(data: &Path) -> io::Result<PathBuf> {
    for number in 1_u32.. {
        let name = data.join(format!("{NAME}.damaged-{number}"));
        if !name.try_exists()? && !beside(&name, "-wal").try_exists()? {
            return Ok(name);
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

fn remove(path: &Path) -> io::Result<()> {
    for ending in ["", "-wal", "-journal"] {
        match std::fs::remove_file(beside(path, ending)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// The damaged files that are kept.
pub(super) fn files(data: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(data) else { return Vec::new() };
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let damaged = |name: &String| {
        let number = name.strip_prefix(NAME).and_then(|rest| rest.strip_prefix(".damaged-"));
        number.is_some_and(|number| number.bytes().all(|digit| digit.is_ascii_digit()))
    };
    let mut files: Vec<String> = names.filter(damaged).collect();
    files.sort();
    files
}
