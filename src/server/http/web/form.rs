//! A survey on the respondent's own phone: the same definition and the same logic as on the stand.
//!
//! | Part | Its job |
//! |---|---|
//! | `state` | What a page carries to the next: nothing is kept here before it is sent |
//! | `entry` | What stands in the controls of a question, and the answer it is |
//! | `question` | A question as a form field |
//! | `pages` | Start, questions, review, receipt |
//!
//! No cookie, no script, no log of answers or addresses. Against machines stands only a limit by address: traps
//! for them catch people who use a screen reader or take their time as well.

mod entry;
mod pages;
mod question;
mod state;
mod step;

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::extract::{FromRequestParts, Path, State as Shared};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use uuid::Uuid;

use super::super::caller::Address;
use super::fields::LANGUAGE_BUTTON;
use super::layout::Page;
use super::{Sent, Service, Visit, failure, kind_page, not_found};
use crate::domain::Language;
use crate::domain::survey::definition::Audience;
use crate::domain::survey::{Mode, Name, Response as Answer, Survey};
use crate::server::error::Error;
use crate::server::secret::random;
use crate::server::state::Centre;
use crate::server::store::SurveyRow;
use crate::server::surveys::taking::{self, Form, FormOutcome, Reason};
use state::{Place, State, StateError};
use step::{Action, Answering, Came};

/// The parameter of the address that names the stand the survey is about.
const AT: &str = "at";
/// The field that carries what was answered.
const STATE: &str = "state";
/// Milliseconds of an hour.
const HOUR: i64 = 3_600_000;

/// The pages under `/survey/`.
pub fn router() -> Router<Arc<Service>> {
    Router::new()
        .route("/{id}", get(start).post(step))
        .route("/{id}/image", get(image))
        .fallback(async |visit: Visit| not_found(&visit))
}

/// The survey an address names; nothing where it cannot be read, and no survey is called that.
struct Id(String);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let path = Path::from_request_parts(parts, state).await;
        Ok(Self(path.map(|Path(id)| id).unwrap_or_default()))
    }
}

/// The first page. It makes the id of the response, so that what is sent twice is kept once.
async fn start(Shared(service): Shared<Arc<Service>>, visit: Visit, Id(id): Id) -> Page {
    match open_form(&service.centre, &id).await {
        Err(error) => failure(&visit, &error),
        Ok(Form::Open(row, survey)) => {
            begin(&service.centre, &visit, &row, &survey).await.unwrap_or_else(|error| failure(&visit, &error))
        }
        Ok(closed) => unavailable(&visit, &closed, false),
    }
}

/// The survey of this address, as a form. Who checks stands answers at the stand.
async fn open_form(centre: &Centre, id: &str) -> Result<Form, Error> {
    let Some(id) = name(id) else { return Ok(Form::Unknown) };
    match taking::form(centre, &id).await? {
        Form::Open(_, survey) if survey.audience != Audience::Visitors => Ok(Form::Unknown),
        form => Ok(form),
    }
}

/// Why there are no questions to answer. `has_begun`: something was answered, which is lost.
fn unavailable(visit: &Visit, form: &Form, has_begun: bool) -> Page {
    match form {
        Form::NotYet(opens) => pages::not_yet(visit, *opens),
        Form::Ended if has_begun => kind_page(visit, StatusCode::GONE, "web-survey-ended", "web-survey-ended-begun"),
        Form::Ended => kind_page(visit, StatusCode::GONE, "web-survey-ended", "web-survey-ended-advice"),
        Form::Unknown | Form::Open(..) => {
            kind_page(visit, StatusCode::NOT_FOUND, "web-survey-unknown", "web-not-found-advice")
        }
    }
}

async fn begin(centre: &Centre, visit: &Visit, row: &SurveyRow, survey: &Survey) -> Result<Page, Error> {
    let whence = taking::whence(centre, row, stand_of(visit)).await?;
    let hour = centre.clock.millis().div_euclid(HOUR);
    let state = State::begin(&survey.version, hour, random()?);
    // A state without answers is small.
    Ok(pages::start(visit, survey, whence, &state.pack().unwrap_or_default(), false))
}

/// The first page once more, for who went back there: the answers go with it.
async fn begin_anew(
    centre: &Centre,
    visit: &Visit,
    row: &SurveyRow,
    survey: &Survey,
    answering: &mut Answering,
) -> Result<Page, Error> {
    let whence = taking::whence(centre, row, stand_of(visit)).await?;
    Ok(match answering.start().pack() {
        Ok(state) => pages::start(visit, survey, whence, &state, !answering.state().values.is_empty()),
        Err(error) => unreadable(visit, error),
    })
}

/// The stand whose code was scanned, as the address says.
fn stand_of(visit: &Visit) -> Option<Uuid> {
    visit.parameter(AT).and_then(|stand| stand.parse().ok())
}

/// Every page after the first.
async fn step(
    Shared(service): Shared<Arc<Service>>,
    mut visit: Visit,
    Id(id): Id,
    Address(address): Address,
    sent: Sent,
) -> Response {
    let now = Instant::now();
    let mut let_through = service.survey_steps.count(address, now);
    if let_through.is_ok() && Action::of(&sent) == Action::Send {
        // A single step can carry a whole answer.
        let_through = service.survey_sends.count(address, now);
    }
    if let Err(wait) = let_through {
        let page = kind_page(&visit, StatusCode::TOO_MANY_REQUESTS, "web-too-many", "web-too-many-advice");
        let wait = HeaderValue::from(wait.as_secs().max(1));
        return ([(header::RETRY_AFTER, wait)], page).into_response();
    }
    // The language of a button outdoes that of the address.
    let language = sent.one(LANGUAGE_BUTTON).and_then(Language::from_code);
    visit.language = language.unwrap_or(visit.language);
    match go_on(&service.centre, &visit, &id, &sent).await {
        Ok(page) => page.into_response(),
        Err(error) => failure(&visit, &error).into_response(),
    }
}

async fn go_on(centre: &Centre, visit: &Visit, id: &str, sent: &Sent) -> Result<Page, Error> {
    let (state, action) = (State::unpack(sent.one(STATE).unwrap_or_default()), Action::of(sent));
    if let Ok(state) = &state
        && state.place == Place::Receipt
        && centre.store.has_answer(&state.id).await?
    {
        return Ok(pages::receipt(visit, state));
    }
    let (row, newest) = match (open_form(centre, id).await?, &state) {
        (Form::Open(row, survey), _) => (row, survey),
        (Form::Ended, Ok(state)) if action == Action::Send && centre.store.has_answer(&state.id).await? => {
            // It was sent in time, and its receipt is looked at again.
            return Ok(pages::receipt(visit, state));
        }
        (closed, state) => return Ok(unavailable(visit, &closed, state.is_ok())),
    };
    let mut state = match state {
        Ok(state) => state,
        Err(error) => return Ok(unreadable(visit, error)),
    };
    // Who began an older version may end it.
    let begun = centre.taking.version(&centre.store, &newest.id, &state.version).await?;
    let mut notice = begun.is_none().then_some("web-changed");
    let survey = begun.unwrap_or(newest);
    state.version.clone_from(&survey.version);
    let now = centre.clock.millis().div_euclid(HOUR);
    let hour = state.hour(now).unwrap_or_else(|| {
        // Begun long ago, or not with us: what goes under a new id must be seen once more before it is sent.
        notice = notice.or(Some("web-send-again"));
        now
    });
    if state.hour(now).is_none() {
        state.id = State::begin(&state.version, hour, random()?).id;
    }
    let mut answering = Answering::new(survey.clone(), state, pages::day_of(hour));
    let came = answering.take(visit, &action, sent);
    Ok(match came {
        Came::Sends(values) if notice.is_none() => {
            let answer = Answer {
                id: answering.state().id,
                survey: survey.id.clone(),
                version: survey.version.clone(),
                hour,
                language: visit.language,
                mode: Mode { phone: true, ..Mode::default() },
                complete: true,
                reached: answering.last(),
                values,
            };
            send(centre, visit, &survey, &mut answering, answer).await
        }
        Came::Sends(_) | Came::Moves => answering.show(visit, &[], None, notice),
        Came::Stays(wrongs) => answering.show(visit, &wrongs, Some(sent), notice),
        Came::Grew => answering.show(visit, &[], None, Some("web-more-questions")),
        Came::ToStart => begin_anew(centre, visit, &row, &survey, &mut answering).await?,
    })
}

/// Hands the answer over and shows its receipt, or says honestly that it is not kept.
async fn send(centre: &Centre, visit: &Visit, survey: &Survey, answering: &mut Answering, answer: Answer) -> Page {
    match taking::take_web(centre, answer, stand_of(visit)).await {
        Ok(FormOutcome::Kept) => pages::receipt(visit, answering.state()),
        Ok(FormOutcome::Refused(Reason::Closed | Reason::NotYetOpen)) => unavailable(visit, &Form::Ended, true),
        Ok(FormOutcome::Refused(Reason::IdTaken)) => {
            pages::begin_again(visit, StatusCode::CONFLICT, "web-sent-before", "web-sent-before-advice")
        }
        Ok(FormOutcome::Refused(reason)) => {
            tracing::warn!(survey = %survey.id, reason = reason.id(), "an answer from the web was refused");
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            pages::begin_again(visit, status, "web-refused", "web-unreadable-advice")
        }
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "an answer from the web could not be kept");
            let review = answering.show(visit, &[], None, Some("web-not-kept"));
            review.with_status(StatusCode::SERVICE_UNAVAILABLE)
        }
    }
}

fn unreadable(visit: &Visit, error: StateError) -> Page {
    let (status, what, advice) = match error {
        StateError::Unreadable => (StatusCode::BAD_REQUEST, "web-unreadable", "web-unreadable-advice"),
        StateError::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "web-too-much", "web-too-much-advice"),
    };
    pages::begin_again(visit, status, what, advice)
}

/// An image of a question: `?version=…&file=…`.
async fn image(Shared(service): Shared<Arc<Service>>, visit: Visit, Id(id): Id) -> Response {
    match find_image(&service.centre, &visit, &id).await {
        Ok(Some(response)) => response,
        Ok(None) => not_found(&visit).into_response(),
        Err(error) => failure(&visit, &error).into_response(),
    }
}

async fn find_image(centre: &Centre, visit: &Visit, id: &str) -> Result<Option<Response>, Error> {
    let Form::Open(_, newest) = open_form(centre, id).await? else { return Ok(None) };
    let version = visit.parameter("version").unwrap_or(&newest.version);
    let found = centre.store.survey_version(&newest.id, version).await?;
    let file = visit.parameter("file").unwrap_or_default();
    let media = found.into_iter().flat_map(|found| found.media).find(|media| media.name == file);
    let Some(media) = media else { return Ok(None) };
    let bytes = centre.publisher.blob(media.blob).await?;
    Ok(bytes.zip(HeaderValue::try_from(&media.media_type).ok()).map(|(bytes, media_type)| {
        let caching = HeaderValue::from_static("public, max-age=86400");
        ([(header::CONTENT_TYPE, media_type), (header::CACHE_CONTROL, caching)], bytes).into_response()
    }))
}

/// A name as an address or a form tells it.
fn name(text: &str) -> Option<Name> {
    text.parse().ok()
}

#[cfg(test)]
mod fixture;
