//! Whether an answer can be opened, is what it says it is, and fits its survey.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use age::x25519::Identity;
use uuid::Uuid;

use super::HOUR;
use crate::domain::survey::interview::Because;
use crate::domain::survey::{Interview, Name, Response, Survey, Value, privacy};
use crate::domain::{BodyId, Region};
use crate::release::SealedAnswer;
use crate::release::survey::SealError;
use crate::server::store::{AnswerRow, SurveyRow};

/// What stands in free text for a number that was taken out.
const MASK: &str = "•••";
/// The first hour an answer can have been given in: 2026-01-01. A clock that says less is wrong.
const FIRST_HOUR: i64 = 490_896;
/// How far ahead a clock may be, hours.
const AHEAD: i64 = 24;

/// Why an answer was set aside.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// Larger than an answer can be.
    #[error("it is larger than any answer can be")]
    TooLarge,
    /// The survey is not here.
    #[error("the survey is not known here: import it, then retry")]
    UnknownSurvey,
    /// The version is not here.
    #[error("this version of the survey is not known here: import it, then retry")]
    UnknownVersion,
    /// The secret key is not here.
    #[error("the secret key it was sealed to is not here: bring it back to keys/surveys, then retry")]
    UnknownKey,
    /// Cut short, changed, or sealed to another key than it says.
    #[error("it cannot be opened with the key it names: it was cut short or changed")]
    Unopenable,
    /// The seal holds something else than it says outside.
    #[error("what was sealed is not the answer it says outside")]
    NotTheSame,
    /// Its id could tell when it was given.
    #[error("its id is not one that a stand makes")]
    Id,
    /// Given before the survey opened.
    #[error(
        "it was given before the survey opened: open the survey from an earlier date, then retry, if it should count"
    )]
    NotYetOpen,
    /// Given in an hour after the survey closed.
    #[error("it was given after the survey closed: open the survey again, then retry, if it should count")]
    Closed,
    /// Not an answer to this survey.
    #[error("it does not fit the survey: {0}")]
    DoesNotFit(String),
    /// Another answer has its id.
    #[error("another answer with this id is kept already")]
    IdTaken,
}

impl Reason {
    /// A word for it.
    pub fn id(&self) -> &'static str {
        match self {
            Self::TooLarge => "too-large",
            Self::UnknownSurvey => "unknown-survey",
            Self::UnknownVersion => "unknown-version",
            Self::UnknownKey => "unknown-key",
            Self::Unopenable => "unopenable",
            Self::NotTheSame => "not-the-same",
            Self::Id => "id",
            Self::NotYetOpen => "not-yet-open",
            Self::Closed => "closed",
            Self::DoesNotFit(_) => "does-not-fit",
            Self::IdTaken => "id-taken",
        }
    }
}

/// Who brought an answer, and in which hour: what is known of it besides its own words.
#[derive(Debug, Clone)]
pub(super) struct Origin {
    pub body: BodyId,
    pub region: Option<Region>,
    pub stand: Option<Uuid>,
    /// The hour in which it came, whole hours since 1970.
    pub came: i64,
}

/// What answers are held against.
#[derive(Default)]
pub(super) struct Known {
    pub surveys: HashMap<Name, SurveyRow>,
    pub versions: HashMap<(Name, String), Arc<Survey>>,
    pub keys: HashMap<String, Arc<Identity>>,
}

/// Opens an answer and judges it.
pub(super) fn open(answer: &SealedAnswer, known: &Known, origin: &Origin) -> Result<AnswerRow, Reason> {
    if answer.sealed.len() > SealedAnswer::LARGEST * 3 / 2 {
        return Err(Reason::TooLarge);
    }
    let row = known.surveys.get(&answer.survey).ok_or(Reason::UnknownSurvey)?;
    let survey = known.versions.get(&(answer.survey.clone(), answer.version.clone())).ok_or(Reason::UnknownVersion)?;
    let key = known.keys.get(&answer.recipient).ok_or(Reason::UnknownKey)?;
    let response = answer.open(key).map_err(|error| match error {
        SealError::Content => Reason::NotTheSame,
        _ => Reason::Unopenable,
    })?;
    judge(response, row, survey, origin)
}

/// Holds an answer against its survey and its terms, takes out of its words what could name a person once more, and
/// gives it as it is kept.
///
/// One that is not complete is kept as well, whatever the survey says of partial answers: that decides what a stand does
/// with answers somebody walked away from, and what arrives here was sent on purpose.
pub(super) fn judge(
    response: Response,
    row: &SurveyRow,
    survey: &Arc<Survey>,
    origin: &Origin,
) -> Result<AnswerRow, Reason> {
    if !is_of_an_hour(response.id) {
        return Err(Reason::Id);
    }
    let credible = (FIRST_HOUR..=origin.came + AHEAD).contains(&response.hour);
    let hour = if credible { response.hour } else { origin.came };
    if row.terms.closes_at.is_some_and(|closes| hour.saturating_mul(HOUR) >= closes) {
        return Err(Reason::Closed);
    }
    if row.terms.opens_at.is_some_and(|opens| (hour + 1).saturating_mul(HOUR) <= opens) {
        return Err(Reason::NotYetOpen);
    }
    if let Some(reached) = &response.reached
        && survey.question(reached).is_none()
    {
        return Err(Reason::DoesNotFit(format!("there is no question {reached}")));
    }
    let Response { id, survey: name, version, language, mode, complete, reached, values, .. } = response;
    let values = fitting(survey, values, complete)?;
    Ok(AnswerRow {
        id,
        survey: name,
        version,
        body: origin.body.clone(),
        region: origin.region,
        stand: origin.stand,
        hour,
        hour_is_ours: !credible,
        language,
        mode,
        complete,
        reached,
        values,
    })
}

/// Whether an id tells no more than an hour: a UUIDv7 whose time is the beginning of one.
fn is_of_an_hour(id: Uuid) -> bool {
    let time = (id.get_version_num() == 7).then(|| id.get_timestamp()).flatten();
    time.is_some_and(|time| {
        let (seconds, nanos) = time.to_unix();
        seconds % 3600 == 0 && nanos == 0
    })
}

/// The answers, if they can have been given to this survey, with numbers that could name a person taken out of free
/// text. The stand has done so already.
fn fitting(
    survey: &Survey,
    mut values: BTreeMap<Name, Value>,
    complete: bool,
) -> Result<BTreeMap<Name, Value>, Reason> {
    let is_long = |value: &Value| match value {
        Value::Text(text) => text.chars().count() > Interview::LONGEST_TEXT,
        _ => false,
    };
    if let Some((name, _)) = values.iter().find(|(_, value)| is_long(value)) {
        return Err(Reason::DoesNotFit(format!("the answer to {name} is longer than any can be")));
    }
    privacy::filter(&mut values, MASK);
    survey.validate(&values, complete).map_err(|complaints| {
        let Some(first) = complaints.first() else { return Reason::DoesNotFit(String::new()) };
        let wrong = match first.because {
            Because::Missing => "is missing",
            _ => "is none that could be given",
        };
        Reason::DoesNotFit(format!("the answer to {} {wrong}", first.of))
    })?;
    Ok(values)
}
