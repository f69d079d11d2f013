//! The results of surveys: counted in memory, protected before anything is told.
//!
//! | Part | What it knows |
//! |---|---|
//! | [`schema`] | What was asked, joined over versions |
//! | [`columns`] | What was answered, a few bytes each |
//! | [`filter`] | Whose answers are looked at |
//! | [`sides`], [`cube`] | Counting along several dimensions at once |
//! | [`suppression`] | Which numbers are withheld so that none tells of fewer than five |
//! | [`view`], [`tally`], [`crosstable`] | What is told: numbers, distributions, tables, words |
//! | [`report`], [`export`], [`summary`] | All of it as files, and as a page for the stands |
//! | [`words`] | What things are called |
//! | [`numbers`], [`interval`] | Classes, quarters, means; how sure a number is |
//!
//! What leaves this room has been through [`suppression`]: pages and files cannot ask for a number itself.

pub mod columns;
pub mod crosstable;
pub mod cube;
pub mod export;
pub mod filter;
pub mod interval;
pub mod numbers;
pub mod report;
pub mod schema;
pub mod sides;
pub mod summary;
pub mod suppression;
pub mod tally;
#[cfg(test)]
pub(crate) mod testing;
pub mod view;
pub mod words;

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock, TryLockError};
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::super::error::Error;
use super::super::store::{AnswerRow, Store};
use crate::domain::survey::Name;
use crate::domain::{BodyId, Trilingual};
use columns::Columns;
use schema::Schema;
use suppression::LEAST;
use words::Names;

/// How often new answers are looked for.
const LOOK: Duration = Duration::from_millis(500);
/// How soon again after a failure.
const RETRY: Duration = Duration::from_secs(5);
/// How many answers are read at once.
const BATCH: u32 = 2_000;
/// How long a few answers wait for more before they are counted, milliseconds.
const LONGEST_WAIT: i64 = 24 * 60 * 60 * 1000;
/// Longer than this without a look, and the feed may have forgotten something, milliseconds.
const FORGETS: i64 = 45 * 60 * 1000;

/// The answers to every survey in memory, and how far they are followed.
#[derive(Debug, Default)]
pub struct Results {
    surveys: RwLock<BTreeMap<Name, Arc<RwLock<Columns>>>>,
    followed: tokio::sync::Mutex<Option<Followed>>,
    bodies: RwLock<BTreeMap<BodyId, KnownBody>>,
}

/// A body by the draft it was read from.
#[derive(Debug, Clone)]
struct KnownBody {
    digest: String,
    name: Trilingual,
    phone: Option<String>,
}

#[derive(Debug, Clone)]
struct Followed {
    seq: i64,
    /// When, Unix milliseconds.
    at: i64,
    /// Answers that are not counted yet, too few to be, each with when it was met.
    waiting: BTreeMap<Name, Vec<(i64, AnswerRow)>>,
}

impl Results {
    /// The answers to a survey; `None` before they were first read.
    pub fn of(&self, survey: &Name) -> Option<Arc<RwLock<Columns>>> {
        self.surveys.read().unwrap_or_else(PoisonError::into_inner).get(survey).cloned()
    }

    /// Follows the answers until `stop`. `now` is the centre's clock, Unix milliseconds.
    pub async fn follow(&self, store: &Store, now: impl Fn() -> i64, stop: &CancellationToken) {
        loop {
            let wait = match self.catch_up(store, now()).await {
                Ok(()) => LOOK,
                Err(error) => {
                    tracing::error!(error = &error as &dyn std::error::Error, "could not follow the answers");
                    RETRY
                }
            };
            if stop.run_until_cancelled(tokio::time::sleep(wait)).await.is_none() {
                return;
            }
        }
    }

    /// Takes in every answer there is.
    ///
    /// # Errors
    /// [`Error::Database`], [`Error::Damaged`]; what was taken in stays.
    pub async fn catch_up(&self, store: &Store, now: i64) -> Result<(), Error> {
        let mut followed = self.followed.lock().await;
        let known = followed.as_ref().filter(|followed| now - followed.at < FORGETS).cloned();
        let is_known = known.is_some();
        let mut ours = match known {
            Some(known) => known,
            None => Followed { seq: store.newest_seq().await?, at: now, waiting: BTreeMap::new() },
        };
        for survey in store.surveys().await? {
            let is_there = is_known
                && self.of(&survey.id).is_some_and(|columns| {
                    let columns = columns.read().unwrap_or_else(PoisonError::into_inner);
                    columns.schema.newest.version == survey.version
                });
            if !is_there {
                self.load(store, &survey.id).await?;
                ours.waiting.remove(&survey.id);
            }
        }
        loop {
            let fed = store.answers_after(ours.seq, BATCH).await?;
            let Some(last) = fed.last() else { break };
            ours.seq = last.seq;
            for answer in fed {
                ours.waiting.entry(answer.row.survey.clone()).or_default().push((now, answer.row));
            }
            self.count_in(store, &mut ours, now).await?;
            ours.at = now;
            *followed = Some(ours.clone());
        }
        self.count_in(store, &mut ours, now).await?;
        ours.at = now;
        *followed = Some(ours);
        Ok(())
    }

    /// Counts what waits, where there is enough of it: whoever looks before and after each answer must not see what it
    /// was.
    async fn count_in(&self, store: &Store, ours: &mut Followed, now: i64) -> Result<(), Error> {
        let is_due = |waiting: &Vec<(i64, AnswerRow)>| {
            waiting.len() as u64 >= LEAST || waiting.first().is_some_and(|(since, _)| now - since >= LONGEST_WAIT)
        };
        let due: Vec<Name> =
            ours.waiting.iter().filter(|(_, waiting)| is_due(waiting)).map(|(survey, _)| survey.clone()).collect();
        for survey in due {
            let mut all_known = true;
            for (_, answer) in ours.waiting.remove(&survey).unwrap_or_default() {
                all_known &= match self.of(&survey) {
                    Some(columns) => push(&columns, &answer).await,
                    None => false,
                };
            }
            if !all_known {
                self.load(store, &survey).await?;
            }
        }
        Ok(())
    }

    /// The names of bodies and stands.
    ///
    /// # Errors
    /// [`Error::Database`], [`Error::Damaged`].
    pub async fn names(&self, store: &Store) -> Result<Names, Error> {
        let mut names = Names::default();
        for head in store.drafts().await? {
            let known = self.bodies.read().unwrap_or_else(PoisonError::into_inner).get(&head.body).cloned();
            let known = match known.filter(|known| known.digest == head.digest) {
                Some(known) => known,
                None => {
                    let Some(draft) = store.draft(&head.body).await? else { continue };
                    let body = draft.edition.body;
                    let phone = body.phones.first().map(|phone| phone.number.clone());
                    let known = KnownBody { digest: draft.digest, name: body.name, phone };
                    let mut bodies = self.bodies.write().unwrap_or_else(PoisonError::into_inner);
                    bodies.insert(head.body.clone(), known.clone());
                    known
                }
            };
            names.phones.extend(known.phone.map(|phone| (head.body.clone(), phone)));
            names.bodies.insert(head.body, known.name);
        }
        for stand in store.stands().await? {
            names.stands.extend(stand.id.parse().ok().map(|id| (id, stand.name)));
        }
        Ok(names)
    }

    /// Reads all answers to a survey anew; meanwhile the pages have the ones from before.
    async fn load(&self, store: &Store, survey: &Name) -> Result<(), Error> {
        let newest = store.survey(survey).await?.map(|row| row.version);
        let mut versions: Vec<_> =
            store.survey_versions(survey).await?.into_iter().map(|version| Arc::new(version.survey)).collect();
        // The one imported last is the newest, whatever the clock said when the others were.
        versions.sort_by_key(|survey| Some(&survey.version) == newest.as_ref());
        let Some(schema) = Schema::join(&versions) else { return Ok(()) };
        let mut columns = Columns::new(schema);
        let mut after = None;
        loop {
            let answers = store.all_answers(survey, after, BATCH).await?;
            let Some(last) = answers.last() else { break };
            after = Some(last.id);
            for answer in &answers {
                if !columns.push(answer) {
                    tracing::warn!(%survey, version = answer.version, "an answer to a version that is not here");
                }
            }
        }
        tracing::info!(%survey, answers = columns.len(), "counted");
        let mut surveys = self.surveys.write().unwrap_or_else(PoisonError::into_inner);
        surveys.insert(survey.clone(), Arc::new(RwLock::new(columns)));
        Ok(())
    }
}

/// Takes in an answer without making those wait who count: a lock that is asked for is a lock that others wait
/// behind.
async fn push(columns: &RwLock<Columns>, answer: &AnswerRow) -> bool {
    loop {
        match columns.try_write() {
            Ok(mut columns) => return columns.push(answer),
            Err(TryLockError::Poisoned(poisoned)) => return poisoned.into_inner().push(answer),
            Err(TryLockError::WouldBlock) => {}
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

#[cfg(test)]
mod tests;
