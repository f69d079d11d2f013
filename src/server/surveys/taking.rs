//! Taking answers, from stands and from the form for phones: each is kept once, or set aside with the reason;
//! none is dropped, and none is acknowledged before it is on the disk.

mod group;
mod judging;
mod retrying;

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::keys::KeyRing;
use crate::domain::BodyId;
use crate::domain::survey::definition::Audience;
use crate::domain::survey::{Name, Response, Survey};
use crate::release::api::{AnswerBatch, AnswerReceipts};
use crate::release::{Digest, SealedAnswer};
use crate::server::error::Error;
use crate::server::state::Centre;
use crate::server::store::{AnswerRow, Fate, Identity, SetAside, Store, SurveyRow};
use group::Group;
use judging::{Known, Origin};

pub use judging::Reason;
pub use retrying::{Retried, look, retry, retry_survey};

/// The body of answers that came by the form from no stand.
pub const ELSEWHERE: &str = "elsewhere";

/// An hour, milliseconds.
const HOUR: i64 = 3_600_000;
/// How many kilobytes of batches may be worked on at once; whoever brings more is asked to wait.
const ROOM: usize = 32 * 1024;
/// How often the feed is looked through for what is to be forgotten.
const FORGET: Duration = Duration::from_secs(600);
/// How often the order in which PostgreSQL laid answers down is forgotten.
const NIGHT: Duration = Duration::from_secs(24 * 3600);

/// What taking answers needs to remember. One for all tasks.
pub struct Taking {
    /// The keys of surveys.
    pub keys: KeyRing,
    versions: Mutex<HashMap<(Name, String), Arc<Survey>>>,
    group: Group,
    room: Arc<Semaphore>,
    openers: Semaphore,
}

impl fmt::Debug for Taking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Taking").field("keys", &self.keys).finish_non_exhaustive()
    }
}

impl Taking {
    /// With the keys in `keys`, the centre's folder of keys.
    pub fn new(keys: &Path) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            keys: KeyRing::new(keys),
            versions: Mutex::default(),
            group: Group::default(),
            room: Arc::new(Semaphore::new(ROOM)),
            openers: Semaphore::new(cores),
        }
    }

    /// Room to work on a batch of so many bytes, given back when dropped.
    ///
    /// # Errors
    /// [`Error::Busy`] when there is none just now.
    pub fn room(&self, bytes: usize) -> Result<OwnedSemaphorePermit, Error> {
        let kilobytes = u32::try_from((bytes / 1024 + 1).min(ROOM)).unwrap_or(u32::MAX);
        self.room.clone().try_acquire_many_owned(kilobytes).map_err(|_| Error::Busy)
    }

    /// A version of a survey, from memory if it was asked for before: a version never changes.
    ///
    /// # Errors
    /// [`Error::Database`], [`Error::Damaged`].
    pub async fn version(&self, store: &Store, id: &Name, version: &str) -> Result<Option<Arc<Survey>>, Error> {
        let key = (id.clone(), version.to_owned());
        let versions = || self.versions.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(survey) = versions().get(&key) {
            return Ok(Some(survey.clone()));
        }
        if version.contains('\0') {
            // PostgreSQL takes no such text, not even to say that it has none.
            return Ok(None);
        }
        let Some(found) = store.survey_version(id, version).await? else { return Ok(None) };
        let survey = Arc::new(found.survey);
        versions().insert(key, survey.clone());
        Ok(Some(survey))
    }
}

/// Takes a batch that a stand brought. All of it is on the disk when this returns: kept, or set aside.
///
/// # Errors
/// [`Error::Database`], [`Error::Busy`]: the stand keeps what it has and comes again.
pub async fn take_batch(centre: &Centre, stand: &Identity, batch: AnswerBatch) -> Result<AnswerReceipts, Error> {
    let now = centre.clock.millis();
    let origin = Origin {
        body: stand.body.clone(),
        region: centre.store.region_of(&stand.body).await?,
        stand: Some(stand.stand),
        came: now.div_euclid(HOUR),
    };
    let known = known(centre, &batch.answers).await?;
    let kept = batch.answers.iter().map(|answer| answer.id).collect();
    let (answers, verdicts) = {
        let _opener = centre.taking.openers.acquire().await.map_err(|_| Error::Busy)?;
        let (origin, answers) = (origin.clone(), batch.answers);
        tokio::task::spawn_blocking(move || {
            let verdicts: Vec<_> = answers.iter().map(|answer| judging::open(answer, &known, &origin)).collect();
            (answers, verdicts)
        })
        .await?
    };
    settle(centre, &origin, answers, verdicts).await?;
    Ok(AnswerReceipts { kept, full_surveys: centre.store.ended_surveys(now).await? })
}

/// Everything that judging these answers needs to know.
async fn known(centre: &Centre, answers: &[SealedAnswer]) -> Result<Known, Error> {
    let mut known = Known::default();
    for survey in answers.iter().map(|answer| &answer.survey).collect::<BTreeSet<_>>() {
        if let Some(row) = centre.store.survey(survey).await? {
            known.surveys.insert(survey.clone(), row);
        }
    }
    for (survey, version) in answers.iter().map(|answer| (&answer.survey, &answer.version)).collect::<BTreeSet<_>>() {
        if known.surveys.contains_key(survey)
            && let Some(found) = centre.taking.version(&centre.store, survey, version).await?
        {
            known.versions.insert((survey.clone(), version.clone()), found);
        }
    }
    for recipient in answers.iter().map(|answer| &answer.recipient).collect::<BTreeSet<_>>() {
        if let Some(key) = centre.taking.keys.get(recipient)? {
            known.keys.insert(recipient.clone(), key);
        }
    }
    Ok(known)
}

/// Keeps what was found good and sets the rest aside. Gives the reasons of the latter, in the order of `answers`.
async fn settle(
    centre: &Centre,
    origin: &Origin,
    answers: Vec<SealedAnswer>,
    verdicts: Vec<Result<AnswerRow, Reason>>,
) -> Result<Vec<Option<Reason>>, Error> {
    let mut rows = Vec::new();
    let mut reasons: Vec<Option<Reason>> = Vec::new();
    for verdict in verdicts {
        match verdict {
            Ok(row) => {
                rows.push(row);
                reasons.push(None);
            }
            Err(reason) => reasons.push(Some(reason)),
        }
    }
    if !rows.is_empty() {
        let mut fates = centre.taking.group.keep(&centre.store, rows, origin.came).await?.into_iter();
        for reason in reasons.iter_mut().filter(|reason| reason.is_none()) {
            if fates.next() == Some(Fate::Clash) {
                *reason = Some(Reason::IdTaken);
            }
        }
    }
    let mut aside: Vec<_> = answers
        .iter()
        .zip(&reasons)
        .filter_map(|(answer, reason)| reason.as_ref().map(|reason| aside(answer, origin, reason)))
        .collect::<Result<_, _>>()?;
    if !aside.is_empty() {
        // In one order, so that two transactions with the same never wait for each other.
        aside.sort_by(|one, other| (&one.id, &one.digest).cmp(&(&other.id, &other.digest)));
        tracing::warn!(answers = aside.len(), body = %origin.body, "set answers aside: see survey quarantine");
        centre.store.set_aside(&aside).await?;
    }
    Ok(reasons)
}

/// An answer as it is set aside: whole, so that it can be taken later.
fn aside(answer: &SealedAnswer, origin: &Origin, reason: &Reason) -> Result<SetAside, Error> {
    // As JSON, for a database does not take every character that a forged answer may have.
    let sealed =
        serde_json::to_string(answer).map_err(|error| Error::Damaged { what: "answer", problem: error.to_string() })?;
    let plain = |text: &str| text.chars().filter(|c| !c.is_control()).take(100).collect::<String>();
    Ok(SetAside {
        id: answer.id.to_string(),
        digest: Digest::of(sealed.as_bytes()).to_string(),
        survey: answer.survey.to_string(),
        version: plain(&answer.version),
        recipient: plain(&answer.recipient),
        sealed,
        body: origin.body.to_string(),
        stand: origin.stand.map(|stand| stand.to_string()),
        reason: reason.id().to_owned(),
        detail: reason.to_string(),
        hour: origin.came,
    })
}

/// What the form for phones is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormOutcome {
    /// The answer is kept; perhaps it was before, by a double click.
    Kept,
    /// It is not: the respondent can be told why.
    Refused(Reason),
}

/// Whether and how a survey is open as a form.
#[derive(Debug, Clone, PartialEq)]
pub enum Form {
    /// It is: its terms and its newest version.
    Open(Box<SurveyRow>, Arc<Survey>),
    /// Not yet: from when, Unix milliseconds.
    NotYet(i64),
    /// Closed, or as many answers were taken as are wanted.
    Ended,
    /// There is no such form.
    Unknown,
}

/// Whether a survey is open as a form now; what auditors are asked never is.
///
/// # Errors
/// [`Error::Database`], [`Error::Damaged`].
pub async fn form(centre: &Centre, id: &Name) -> Result<Form, Error> {
    let now = centre.clock.millis();
    let Some(row) = centre.store.survey(id).await?.filter(|row| row.terms.web && row.recipient.is_some()) else {
        return Ok(Form::Unknown);
    };
    if !row.is_offered(now) || row.is_full() {
        return Ok(Form::Ended);
    }
    if let Some(opens) = row.terms.opens_at.filter(|opens| now < *opens) {
        return Ok(Form::NotYet(opens));
    }
    let survey = centre.taking.version(&centre.store, id, &row.version).await?;
    let survey = survey.filter(|survey| survey.audience == Audience::Visitors);
    Ok(survey.map_or(Form::Unknown, |survey| Form::Open(Box::new(row), survey)))
}

/// What is kept of where an answer from the form for phones was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whence {
    /// The stand whose code was scanned, with its body.
    Stand,
    /// The only body the survey is for.
    Body,
    /// Nothing.
    Nowhere,
}

/// What would be kept of where an answer was given: see [`take_web`].
///
/// # Errors
/// [`Error::Database`], [`Error::Damaged`].
pub async fn whence(centre: &Centre, row: &SurveyRow, stand: Option<Uuid>) -> Result<Whence, Error> {
    let origin = web_origin(centre, row, stand).await?;
    Ok(match origin.stand {
        Some(_) => Whence::Stand,
        None if origin.body.as_str() == ELSEWHERE => Whence::Nowhere,
        None => Whence::Body,
    })
}

/// Where an answer from the form for phones belongs.
async fn web_origin(centre: &Centre, row: &SurveyRow, stand: Option<Uuid>) -> Result<Origin, Error> {
    let mut stand = match stand {
        Some(stand) => centre.store.stand_identity(&stand).await?,
        None => None,
    };
    // An address can name any stand; one that does not offer the survey has no answers to it.
    if let Some(Identity { stand: id, body }) = &stand {
        let region = centre.store.region_of(body).await?;
        if !row.terms.targeting.takes_in_stand(*id, body, region) {
            stand = None;
        }
    }
    let body = match (&stand, row.terms.targeting.bodies.as_slice()) {
        (Some(stand), _) => stand.body.clone(),
        (None, [only]) => only.clone(),
        _ => elsewhere()?,
    };
    Ok(Origin {
        region: centre.store.region_of(&body).await?,
        body,
        stand: stand.map(|stand| stand.stand),
        came: centre.clock.millis().div_euclid(HOUR),
    })
}

/// Takes an answer from the form for phones. `stand` is the one whose code was scanned, if the survey is for it; its
/// body is the answer's, or the only one the survey is for, or [`ELSEWHERE`]. It is on the disk when this gives
/// [`FormOutcome::Kept`].
///
/// # Errors
/// [`Error::Database`], [`Error::Busy`]: to be tried again with the same id.
pub async fn take_web(centre: &Centre, response: Response, stand: Option<Uuid>) -> Result<FormOutcome, Error> {
    let Some(row) = centre.store.survey(&response.survey).await? else {
        return Ok(FormOutcome::Refused(Reason::UnknownSurvey));
    };
    let Some(survey) = centre.taking.version(&centre.store, &response.survey, &response.version).await? else {
        return Ok(FormOutcome::Refused(Reason::UnknownVersion));
    };
    let origin = web_origin(centre, &row, stand).await?;
    let verdict = tokio::task::spawn_blocking({
        let origin = origin.clone();
        move || judging::judge(response, &row, &survey, &origin)
    });
    match verdict.await? {
        Err(reason) => Ok(FormOutcome::Refused(reason)),
        Ok(row) => Ok(keep_one(centre, row).await?.map_or(FormOutcome::Kept, FormOutcome::Refused)),
    }
}

/// Keeps one answer, or says why not.
async fn keep_one(centre: &Centre, row: AnswerRow) -> Result<Option<Reason>, Error> {
    let hour = centre.clock.millis().div_euclid(HOUR);
    let fates = centre.taking.group.keep(&centre.store, vec![row], hour).await?;
    Ok(fates.contains(&Fate::Clash).then_some(Reason::IdTaken))
}

fn elsewhere() -> Result<BodyId, Error> {
    ELSEWHERE.parse().map_err(|error| Error::Damaged { what: "body id", problem: format!("{error}") })
}

/// Forgets what would tell the order in which answers came, as time goes by, until `stop`: the places in the feed
/// after an hour or two, the order in the database's files once a day.
pub async fn forget(centre: &Centre, stop: &CancellationToken) {
    // A centre that is started anew each day has not done so yet.
    let mut laid = None;
    while stop.run_until_cancelled(tokio::time::sleep(FORGET)).await.is_some() {
        let mut done = forget_feed(centre).await;
        if done.is_ok() && laid.is_none_or(|laid: tokio::time::Instant| laid.elapsed() >= NIGHT) {
            laid = Some(tokio::time::Instant::now());
            done = centre.store.forget_order().await;
        }
        if let Err(error) = done {
            tracing::error!(error = &error as &dyn std::error::Error, "could not forget the order of answers");
        }
    }
}

/// Forgets the places in the feed that were given out before the last whole hour.
///
/// # Errors
/// [`Error::Database`].
pub async fn forget_feed(centre: &Centre) -> Result<(), Error> {
    centre.store.forget_feed(centre.clock.millis().div_euclid(HOUR) - 1).await
}
