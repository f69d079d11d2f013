//! What was answered, each answer once, and the feed of new ones.
//!
//! Nothing here tells who came when (Law 94-V, 7(9)): an answer knows its hour, lies in the order of its random id,
//! and is forgotten by the feed after an hour or two.

use std::collections::{BTreeMap, HashMap, HashSet};

use sqlx::{FromRow, QueryBuilder};
use uuid::Uuid;

use super::{Pools, Store, on_pool, to_count, to_integer};
use crate::domain::survey::{Mode, Name, Value};
use crate::domain::{BodyId, Language, Region};
use crate::server::error::Error;

/// The most rows of one statement: SQLite binds 32,766 values at most.
const ROWS: usize = 200;

/// An answer as the centre keeps it.
#[derive(Debug, Clone, PartialEq)]
pub struct AnswerRow {
    /// Its id.
    pub id: Uuid,
    /// The survey.
    pub survey: Name,
    /// Its version.
    pub version: String,
    /// The body it was given at.
    pub body: BodyId,
    /// Where that body is, if it says so.
    pub region: Option<Region>,
    /// The stand; none for a form that came from no stand.
    pub stand: Option<Uuid>,
    /// When, whole hours since 1970 (UTC).
    pub hour: i64,
    /// Whether the stand's clock was wrong, and `hour` is the one in which the answer came.
    pub hour_is_ours: bool,
    /// The language it was answered in.
    pub language: Language,
    /// How the stand was used.
    pub mode: Mode,
    /// Whether it was sent, not left.
    pub complete: bool,
    /// Where those who left, left.
    pub reached: Option<Name>,
    /// By question.
    pub values: BTreeMap<Name, Value>,
}

impl AnswerRow {
    /// Whether the respondent said the same here and there, whoever brought it and whatever clock was believed.
    fn says_the_same(&self, other: &Self) -> bool {
        let same_hour = self.hour == other.hour || self.hour_is_ours || other.hour_is_ours;
        same_hour
            && (&self.survey, &self.version, self.language, self.mode, self.complete, &self.reached, &self.values)
                == (
                    &other.survey,
                    &other.version,
                    other.language,
                    other.mode,
                    other.complete,
                    &other.reached,
                    &other.values,
                )
    }
}

/// A new answer and its place in the feed.
#[derive(Debug, Clone, PartialEq)]
pub struct FedAnswer {
    /// Its place: later ones have higher numbers, in the order of their transactions.
    pub seq: i64,
    /// The answer.
    pub row: AnswerRow,
}

/// What became of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It was new and is kept.
    Kept,
    /// The same was kept before.
    Again,
    /// Another answer has its id; nothing was changed.
    Clash,
}

#[derive(FromRow)]
struct Raw {
    id: String,
    survey: String,
    version: String,
    body: String,
    region: Option<String>,
    stand: Option<String>,
    hour: i64,
    hour_is_ours: i64,
    language: String,
    mode: i64,
    complete: i64,
    reached: Option<String>,
    answers: String,
}

#[derive(FromRow)]
struct RawFed {
    seq: i64,
    #[sqlx(flatten)]
    raw: Raw,
}

impl TryFrom<Raw> for AnswerRow {
    type Error = Error;
    fn try_from(raw: Raw) -> Result<Self, Error> {
        fn read<T, E: std::fmt::Display>(value: Result<T, E>) -> Result<T, Error> {
            value.map_err(|error| Error::Damaged { what: "answer", problem: error.to_string() })
        }
        Ok(Self {
            id: read(raw.id.parse())?,
            survey: read(raw.survey.parse())?,
            version: raw.version,
            body: read(raw.body.parse())?,
            region: raw.region.map(|region| read(region.parse())).transpose()?,
            stand: raw.stand.map(|stand| read(stand.parse())).transpose()?,
            hour: raw.hour,
            hour_is_ours: raw.hour_is_ours != 0,
            language: read(Language::from_code(&raw.language).ok_or("a language no stand has"))?,
            mode: mode_of(raw.mode),
            complete: raw.complete != 0,
            reached: raw.reached.map(|name| read(name.parse())).transpose()?,
            values: read(serde_json::from_str(&raw.answers))?,
        })
    }
}

/// A mode of use as one number: a bit for each of its parts, in the order of [`Mode`].
fn bits_of(mode: Mode) -> i64 {
    let Mode { speech, switches, keys, exploration, large_text, contrast, reach, phone } = mode;
    let parts = [speech, switches, keys, exploration, large_text, contrast, reach, phone];
    parts.into_iter().enumerate().fold(0, |bits, (place, set)| bits | i64::from(set) << place)
}

fn mode_of(bits: i64) -> Mode {
    let [speech, switches, keys, exploration, large_text, contrast, reach, phone] =
        std::array::from_fn(|place| bits >> place & 1 == 1);
    Mode { speech, switches, keys, exploration, large_text, contrast, reach, phone }
}

impl Store {
    /// Whether an answer with this id is kept.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn has_answer(&self, id: &Uuid) -> Result<bool, Error> {
        let count: i64 = on_pool!(self, |pool| {
            sqlx::query_scalar("SELECT count(*) FROM answer WHERE id = $1").bind(id.to_string()).fetch_one(pool).await
        })?;
        Ok(count > 0)
    }

    /// Keeps each answer once, all in one durable transaction, and tells what became of each, in the same order.
    /// `hour` is the present one: the feed keeps what is new for an hour or two.
    ///
    /// # Errors
    /// [`Error::Database`]: none was kept.
    pub async fn keep_answers(&self, answers: &[AnswerRow], hour: i64) -> Result<Vec<Fate>, Error> {
        // In the order of the ids: not even the feed tells which of a transaction came first.
        let mut firsts = BTreeMap::new();
        for answer in answers {
            firsts.entry(answer.id).or_insert(answer);
        }
        let mut rows = Vec::with_capacity(firsts.len());
        for answer in firsts.values() {
            let values = serde_json::to_string(&answer.values)
                .map_err(|error| Error::Damaged { what: "answer", problem: error.to_string() })?;
            rows.push((*answer, values));
        }
        let (mut new, old) = on_pool!(self, |pool| {
            let mut transaction = pool.begin().await?;
            // Whoever else writes answers waits here, so that the feed's numbers come in the order of commits.
            sqlx::query("UPDATE answer_turn SET taken = taken + 1").execute(&mut *transaction).await?;
            let mut new = HashSet::with_capacity(rows.len());
            for chunk in rows.chunks(ROWS) {
                let mut insert = QueryBuilder::new(
                    "INSERT INTO answer (id, survey, version, body, region, stand, hour, hour_is_ours, language, mode, \
                     complete, reached, answers) ",
                );
                insert.push_values(chunk, |mut row, (answer, values)| {
                    row.push_bind(answer.id.to_string())
                        .push_bind(answer.survey.as_str())
                        .push_bind(answer.version.as_str())
                        .push_bind(answer.body.as_str())
                        .push_bind(answer.region.map(Region::id))
                        .push_bind(answer.stand.map(|stand| stand.to_string()))
                        .push_bind(answer.hour)
                        .push_bind(i64::from(answer.hour_is_ours))
                        .push_bind(answer.language.code())
                        .push_bind(bits_of(answer.mode))
                        .push_bind(i64::from(answer.complete))
                        .push_bind(answer.reached.as_ref().map(Name::as_str))
                        .push_bind(values.as_str());
                });
                insert.push(" ON CONFLICT (id) DO NOTHING RETURNING id");
                let ids: Vec<String> =
                    insert.build_query_scalar().persistent(false).fetch_all(&mut *transaction).await?;
                new.extend(ids.iter().filter_map(|id| id.parse::<Uuid>().ok()));
            }
            let (fresh, known): (Vec<_>, Vec<_>) = rows.iter().partition(|(answer, _)| new.contains(&answer.id));
            for chunk in fresh.chunks(ROWS) {
                let mut feed = QueryBuilder::new("INSERT INTO answer_feed (id, hour) ");
                feed.push_values(chunk, |mut row, (answer, _)| {
                    row.push_bind(answer.id.to_string()).push_bind(hour);
                });
                feed.build().persistent(false).execute(&mut *transaction).await?;
            }
            let mut counts = BTreeMap::<&str, u64>::new();
            for (answer, _) in &fresh {
                *counts.entry(answer.survey.as_str()).or_default() += 1;
            }
            for (survey, count) in counts {
                sqlx::query("UPDATE survey SET taken = taken + $2 WHERE id = $1")
                    .bind(survey)
                    .bind(to_integer(count))
                    .execute(&mut *transaction)
                    .await?;
            }
            let mut old = Vec::<Raw>::new();
            for chunk in known.chunks(ROWS) {
                let mut select = QueryBuilder::new("SELECT * FROM answer WHERE id IN (");
                let mut ids = select.separated(", ");
                for (answer, _) in chunk {
                    ids.push_bind(answer.id.to_string());
                }
                select.push(")");
                old.extend(select.build_query_as::<Raw>().persistent(false).fetch_all(&mut *transaction).await?);
            }
            transaction.commit().await?;
            Ok::<_, sqlx::Error>((new, old))
        })?;
        let old: Vec<AnswerRow> = old.into_iter().map(AnswerRow::try_from).collect::<Result<_, _>>()?;
        let old: HashMap<Uuid, &AnswerRow> = old.iter().map(|row| (row.id, row)).collect();
        let fate = |answer: &AnswerRow| match old.get(&answer.id).or_else(|| firsts.get(&answer.id)) {
            Some(kept) if !kept.says_the_same(answer) => Fate::Clash,
            _ if new.remove(&answer.id) => Fate::Kept,
            _ => Fate::Again,
        };
        Ok(answers.iter().map(fate).collect())
    }

    /// Answers after place `seq` of the feed, at most `limit`, in its order. Whoever counts along first asks for
    /// [`Store::newest_seq`], then reads [`Store::all_answers`], then follows from that place: answers that came
    /// meanwhile may be met twice and are told by their id. Places older than an hour or two are forgotten.
    ///
    /// # Errors
    /// [`Error::Database`], [`Error::Damaged`].
    pub async fn answers_after(&self, seq: i64, limit: u32) -> Result<Vec<FedAnswer>, Error> {
        let rows: Vec<RawFed> = on_pool!(self, |pool| {
            sqlx::query_as(
                "SELECT f.seq, a.* FROM answer_feed f JOIN answer a ON a.id = f.id WHERE f.seq > $1
                 ORDER BY f.seq LIMIT $2",
            )
            .bind(seq)
            .bind(i64::from(limit))
            .fetch_all(pool)
            .await
        })?;
        rows.into_iter().map(|row| Ok(FedAnswer { seq: row.seq, row: row.raw.try_into()? })).collect()
    }

    /// The last place of the feed; 0 if it is empty.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn newest_seq(&self) -> Result<i64, Error> {
        Ok(on_pool!(self, |pool| {
            sqlx::query_scalar("SELECT coalesce(max(seq), 0) FROM answer_feed").fetch_one(pool).await
        })?)
    }

    /// The answers to a survey in the order of their ids, from the one after `after`, at most `limit`.
    ///
    /// # Errors
    /// [`Error::Database`], [`Error::Damaged`].
    pub async fn all_answers(&self, survey: &Name, after: Option<Uuid>, limit: u32) -> Result<Vec<AnswerRow>, Error> {
        let after = after.map_or_else(String::new, |id| id.to_string());
        let rows: Vec<Raw> = on_pool!(self, |pool| {
            sqlx::query_as("SELECT * FROM answer WHERE survey = $1 AND id > $2 ORDER BY id LIMIT $3")
                .bind(survey.as_str())
                .bind(&after)
                .bind(i64::from(limit))
                .fetch_all(pool)
                .await
        })?;
        rows.into_iter().map(AnswerRow::try_from).collect()
    }

    /// How many answers to a survey are kept.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn count_answers(&self, survey: &Name) -> Result<u64, Error> {
        let count: i64 = on_pool!(self, |pool| {
            sqlx::query_scalar("SELECT count(*) FROM answer WHERE survey = $1")
                .bind(survey.as_str())
                .fetch_one(pool)
                .await
        })?;
        Ok(to_count(count))
    }

    /// Forgets the places in the feed that were given out before `hour`.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn forget_feed(&self, hour: i64) -> Result<(), Error> {
        on_pool!(self, |pool| {
            sqlx::query("DELETE FROM answer_feed WHERE hour < $1").bind(hour).execute(pool).await.map(drop)
        })?;
        Ok(())
    }

    /// Lays the answers in the order of their ids. SQLite does so by itself; PostgreSQL leaves them as they came, and
    /// tells of each row which transaction wrote it. So they are written anew, in one. Readers and writers wait
    /// meanwhile.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn forget_order(&self) -> Result<(), Error> {
        if let Pools::Postgres(pool) = &self.pools {
            let mut transaction = pool.begin().await?;
            for step in [
                "LOCK TABLE answer, quarantine IN ACCESS EXCLUSIVE MODE",
                "CREATE TEMPORARY TABLE kept_answer ON COMMIT DROP AS SELECT * FROM answer",
                "CREATE TEMPORARY TABLE kept_quarantine ON COMMIT DROP AS SELECT * FROM quarantine",
                "TRUNCATE answer, quarantine",
                "INSERT INTO answer SELECT * FROM kept_answer ORDER BY id",
                "INSERT INTO quarantine SELECT * FROM kept_quarantine ORDER BY id, digest",
            ] {
                sqlx::query(step).execute(&mut *transaction).await?;
            }
            transaction.commit().await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mode_of_use_comes_back_from_its_number() {
        for bits in 0..256 {
            assert_eq!(bits_of(mode_of(bits)), bits);
        }
        assert_eq!(bits_of(Mode { speech: true, phone: true, ..Mode::default() }), 0b1000_0001);
    }
}
