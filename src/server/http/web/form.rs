//! A survey on the respondent's own phone: the same definition and the same logic as on the stand.
//!
//! | Part | Its job |
//! |---|---|
//! | `offer` | Whether a survey is asked now |
//! | `state` | What a page carries to the next: nothing is kept here before it is sent |
//! | `entry` | What stands in the controls of a question, and the answer it is |
//! | `question` | A question as a form field |
//! | `pages` | Start, questions, review, receipt |
//!
//! No cookie, no script, no log of answers or addresses. Against machines stands only a limit by address: traps
//! for them catch people who use a screen reader or take their time as well.

mod entry;
mod offer;
mod pages;
mod question;
mod state;
mod step;

use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::extract::{Path, State as Shared};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use uuid::Uuid;

use super::super::caller::Address;
use super::fields::LANGUAGE_BUTTON;
use super::layout::Page;
use super::{Sent, Service, Visit, failure, kind_page, not_found};
use crate::domain::Language;
use crate::domain::survey::{Mode, Name, Response as Answer};
use crate::server::error::Error;
use crate::server::secret::random;
use crate::server::state::Centre;
use offer::{Offered, Unavailable};
use state::{State, StateError};
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

/// The first page. It makes the id of the response, so that what is sent twice is kept once.
async fn start(Shared(service): Shared<Arc<Service>>, visit: Visit, Path(id): Path<String>) -> Page {
    match offer::find(&service.centre, &id, None).await {
        Err(error) => failure(&visit, &error),
        Ok(Err(why)) => pages::unavailable(&visit, why, false),
        Ok(Ok(offered)) if offered.is_full => pages::unavailable(&visit, Unavailable::Ended, false),
        Ok(Ok(offered)) => begin(&service.centre, &visit, &offered).unwrap_or_else(|error| failure(&visit, &error)),
    }
}

fn begin(centre: &Centre, visit: &Visit, offered: &Offered) -> Result<Page, Error> {
    let hour = centre.clock.millis().div_euclid(HOUR);
    let state = State::begin(&offered.survey.version, hour, random()?);
    // A state without answers is small.
    Ok(pages::start(visit, &offered.survey, &state.pack().unwrap_or_default()))
}

/// Every page after the first.
async fn step(
    Shared(service): Shared<Arc<Service>>,
    mut visit: Visit,
    Path(id): Path<String>,
    Address(address): Address,
    sent: Sent,
) -> Response {
    if let Err(wait) = service.survey_steps.count(address, Instant::now()) {
        let page = kind_page(&visit, StatusCode::TOO_MANY_REQUESTS, "web-too-many", "web-too-many-advice");
        let wait = HeaderValue::from(wait.as_secs().max(1));
        return ([(header::RETRY_AFTER, wait)], page).into_response();
    }
    // The language of a button outdoes that of the address.
    let language = sent.one(LANGUAGE_BUTTON).and_then(Language::from_code);
    visit.language = language.unwrap_or(visit.language);
    go_on(&service.centre, &visit, &id, &sent).await.unwrap_or_else(|error| failure(&visit, &error)).into_response()
}

async fn go_on(centre: &Centre, visit: &Visit, id: &str, sent: &Sent) -> Result<Page, Error> {
    let state = State::unpack(sent.one(STATE).unwrap_or_default());
    let version = state.as_ref().ok().map(|state| state.version.as_str());
    let offered = match offer::find(centre, id, version).await? {
        Ok(offered) => offered,
        Err(why) => return Ok(pages::unavailable(visit, why, state.is_ok())),
    };
    let survey = &offered.survey;
    let mut state = match state {
        Ok(state) => state,
        Err(error) => return Ok(unreadable(visit, &offered, error)),
    };
    let now = centre.clock.now();
    let hour = now.as_millisecond().div_euclid(HOUR);
    let mut notice = None;
    if state.version != survey.version {
        state.version = survey.version.clone();
        notice = Some("web-changed");
    }
    // Long ago, or not ours: what is sent under a new id must be seen once more first.
    let begun = state.hour(hour);
    if begun.is_none() {
        state.id = State::begin(&state.version, hour, random()?).id;
    }
    let mut answering = Answering::new(survey.clone(), state, now.to_zoned(pages::time_zone()).date());
    let action = Action::of(sent);
    let came = answering.take(visit, &action, sent);
    match (came, begun) {
        (Came::Sends(values), Some(hour)) if notice.is_none() => {
            let answer = Answer {
                id: answering.id(),
                survey: survey.id.clone(),
                version: survey.version.clone(),
                hour,
                language: visit.language,
                mode: Mode { phone: true, ..Mode::default() },
                complete: true,
                reached: answering.last(),
                values,
            };
            send(centre, visit, &offered, answer).await
        }
        (Came::Sends(_), _) => Ok(answering.show(visit, &[], None, Some(notice.unwrap_or("web-send-again")))),
        (Came::Stays(wrongs), _) => Ok(answering.show(visit, &wrongs, Some(sent), notice)),
        (Came::Grew, _) => Ok(answering.show(visit, &[], None, Some("web-more-questions"))),
        (Came::Moves, _) => Ok(answering.show(visit, &[], None, notice)),
        (Came::ToStart, _) => begin(centre, visit, &offered),
    }
}

/// Hands the answer over and shows its receipt.
async fn send(centre: &Centre, visit: &Visit, offered: &Offered, answer: Answer) -> Result<Page, Error> {
    let stand = visit.parameter(AT).and_then(|stand| stand.parse::<Uuid>().ok());
    let id = answer.id;
    let _ = (centre, stand);
    Ok(pages::receipt(visit, &offered.survey, id))
}

fn unreadable(visit: &Visit, offered: &Offered, error: StateError) -> Page {
    let (status, what, advice) = match error {
        StateError::Unreadable => (StatusCode::BAD_REQUEST, "web-unreadable", "web-unreadable-advice"),
        StateError::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "web-too-much", "web-too-much-advice"),
    };
    pages::begin_again(visit, &offered.survey, status, what, advice)
}

/// An image of a question: `?version=…&file=…`.
async fn image(Shared(service): Shared<Arc<Service>>, visit: Visit, Path(id): Path<String>) -> Response {
    match find_image(&service.centre, &visit, &id).await {
        Ok(Some(response)) => response,
        Ok(None) => not_found(&visit).into_response(),
        Err(error) => failure(&visit, &error).into_response(),
    }
}

async fn find_image(centre: &Centre, visit: &Visit, id: &str) -> Result<Option<Response>, Error> {
    let Some((version, file)) = visit.parameter("version").zip(visit.parameter("file")) else { return Ok(None) };
    let Ok(offered) = offer::find(centre, id, Some(version)).await? else { return Ok(None) };
    let Some(media) = offered.media.iter().find(|media| media.name == file) else { return Ok(None) };
    let Some(bytes) = centre.publisher.blob(media.blob).await? else { return Ok(None) };
    let Ok(media_type) = HeaderValue::try_from(&media.media_type) else { return Ok(None) };
    let caching = HeaderValue::from_static("public, max-age=86400");
    Ok(Some(([(header::CONTENT_TYPE, media_type), (header::CACHE_CONTROL, caching)], bytes).into_response()))
}

/// The name of a question as a form sent it.
fn name(text: &str) -> Option<Name> {
    text.parse().ok()
}

#[cfg(test)]
mod fixture;
