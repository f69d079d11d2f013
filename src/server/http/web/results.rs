//! The results of surveys, for whoever is signed in: under `/results`.
//!
//! | Page | What it shows |
//! |---|---|
//! | `list` | Every survey |
//! | `overview` | Numbers, over time, by place, language and way of use |
//! | `question` | One question: distribution, words |
//! | `cross` | A question beside another or beside a circumstance |
//! | `leaving` | Where people left |
//! | `aside` | Answers that were set aside |
//! | `files` | Results as files |
//! | `publishing` | The summary for the stands |
//!
//! Conditions are part of the address: a page can be sent on. Everything shown comes from
//! [`View`], which withholds what would tell of a few.

mod aside;
mod chart;
mod cross;
mod files;
mod filtering;
mod leaving;
mod list;
mod overview;
mod publishing;
mod question;
mod table;

use std::sync::{Arc, PoisonError, RwLock};

use axum::Router;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware;
use axum::response::Response;
use axum::routing::get;
use maud::{Markup, html};

use super::super::Service;
use super::layout::{Frame, Page};
use super::signing_in::{self, SignedIn};
use super::{Visit, failure, kind_page, not_found};
use crate::domain::survey::Name;
use crate::i18n::text_with;
use crate::server::error::Error;
use crate::server::surveys::results::columns::Columns;
use crate::server::surveys::results::cube::{Count, TooFine};
use crate::server::surveys::results::filter::Filter;
use crate::server::surveys::results::view::View;
use crate::server::surveys::results::words::{self, Names, Words};

/// The pages under `/results`.
pub fn router() -> Router<Arc<Service>> {
    let survey = Router::new()
        .route("/", get(overview::page))
        .route("/questions/{question}", get(question::page))
        .route("/questions/{question}/texts", get(question::texts))
        .route("/cross", get(cross::page))
        .route("/leaving", get(leaving::page))
        .route("/files", get(files::page))
        .route("/files/{file}", get(files::file))
        .route("/publish", get(publishing::page).post(publishing::publish));
    Router::new()
        .route("/", get(list::page))
        .route("/aside", get(aside::page))
        .nest("/surveys/{survey}", survey)
        .merge(signing_in::router())
        .fallback(async |visit: Visit| not_found(&visit))
        .layer(middleware::map_response(send_origin))
}

/// Lets the browser tell forms of ours from others': see [`signing_in`].
async fn send_origin(mut response: Response) -> Response {
    response.headers_mut().entry(header::REFERRER_POLICY).or_insert(HeaderValue::from_static("same-origin"));
    response
}

/// A page about one survey, opened.
struct Opened {
    visit: Visit,
    signed_in: SignedIn,
    id: Name,
    columns: Arc<RwLock<Columns>>,
    names: Names,
}

/// What a page is made from, while the answers are held still.
struct Desk<'a> {
    visit: &'a Visit,
    signed_in: &'a SignedIn,
    id: &'a Name,
    view: View<'a>,
    words: Words<'a>,
}

/// The part of the results a page is in, for the list of parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Room {
    Overview,
    Question,
    Cross,
    Leaving,
    Files,
    Publish,
}

/// A page's title and what is below its conditions.
struct Content {
    title: String,
    room: Room,
    /// Parameters of the address that the form of conditions keeps.
    keep: Vec<(&'static str, String)>,
    body: Markup,
}

/// Why a page has no content.
enum NoContent {
    TooFine,
    NotFound,
}

impl From<TooFine> for NoContent {
    fn from(_: TooFine) -> Self {
        Self::TooFine
    }
}

/// Opens the survey `id`, or gives the page that says why not.
async fn open(service: &Service, visit: Visit, signed_in: SignedIn, id: &str) -> Result<Opened, Page> {
    let Ok(id) = id.parse::<Name>() else { return Err(not_found(&visit)) };
    let failed = |error: Error| failure(&visit, &error);
    if service.centre.store.survey(&id).await.map_err(failed)?.is_none() {
        return Err(not_found(&visit));
    }
    let Some(columns) = service.results.of(&id) else {
        let status = StatusCode::SERVICE_UNAVAILABLE;
        return Err(kind_page(&visit, status, "results-counting", "results-counting-advice"));
    };
    let names = service.results.names(&service.centre.store).await.map_err(failed)?;
    Ok(Opened { visit, signed_in, id, columns, names })
}

impl Opened {
    /// Runs `work` on the answers that meet the address's conditions, beside the network's work: it takes a
    /// while with a million answers.
    async fn with<T: Send + 'static>(self, work: impl FnOnce(&Desk<'_>) -> T + Send + 'static) -> Result<T, Page> {
        let visit = self.visit.clone();
        let done = tokio::task::spawn_blocking(move || {
            let columns = self.columns.read().unwrap_or_else(PoisonError::into_inner);
            let filter = Filter::read(|name| self.visit.parameter(name));
            let words = Words { language: self.visit.language, schema: &columns.schema, names: &self.names };
            let view = View::new(&columns, filter);
            work(&Desk { visit: &self.visit, signed_in: &self.signed_in, id: &self.id, view, words })
        });
        done.await.map_err(|error| failure(&visit, &error.into()))
    }

    /// The page with this content.
    async fn page(
        self,
        content: impl FnOnce(&Desk<'_>) -> Result<Content, NoContent> + Send + 'static,
    ) -> Result<Page, Page> {
        self.with(move |desk| match content(desk) {
            Ok(content) => desk.frame(content),
            Err(NoContent::NotFound) => not_found(desk.visit),
            Err(NoContent::TooFine) => {
                let body = html! { p.note { (desk.visit.text("results-too-fine")) } };
                let title = desk.words.survey().to_owned();
                desk.frame(Content { title, room: Room::Overview, keep: Vec::new(), body })
            }
        })
        .await
    }
}

impl Desk<'_> {
    /// An address below the survey's, with this page's conditions and more parameters.
    fn link<const MORE: usize>(&self, below: &str, more: [(&str, &str); MORE]) -> String {
        let conditions = self.view.filter.parameters();
        let mut all: Vec<(&str, &str)> = conditions.iter().map(|(name, value)| (*name, value.as_str())).collect();
        all.extend(more);
        self.visit.link(&survey_path(self.id, below), all)
    }

    /// The frame around a survey's page: parts, title, conditions, how many answers, notes.
    fn frame(&self, content: Content) -> Page {
        let Content { title, room, keep, body } = content;
        let survey = self.words.survey();
        let respondents = self.view.respondents();
        let main = html! {
            (self.rooms(room))
            @if room != Room::Overview { p.above { (survey) } }
            h1 { (title) }
            @if room != Room::Publish { (filtering::form(self, &keep)) }
            @match respondents {
                Err(TooFine) => { p.note { (self.visit.text("results-too-fine")) } }
                Ok(Count::Withheld) if room != Room::Publish => { p.note { (self.visit.text("results-few")) } }
                Ok(Count::Shown(0)) if room != Room::Publish => { p.note { (self.visit.text("results-nobody")) } }
                Ok(count) => {
                    p.respondents { (self.say("results-respondents-are", &[("count", words::count(self.visit.language, count))])) }
                    (body)
                    aside.notes {
                        p { (self.visit.text("results-protection")) }
                        p { (self.visit.text("results-chance")) }
                    }
                }
            }
        };
        let heading = if title == survey { title } else { format!("{title} – {survey}") };
        frame(self.visit, self.signed_in, &heading).page(main)
    }

    fn rooms(&self, here: Room) -> Markup {
        let rooms = [
            (Room::Overview, "results-overview", ""),
            (Room::Cross, "results-cross", "/cross"),
            (Room::Leaving, "results-leaving", "/leaving"),
            (Room::Files, "results-export", "/files"),
            (Room::Publish, "results-publish", "/publish"),
        ];
        html! {
            nav.rooms aria-label=(self.visit.text("results-title")) {
                ul {
                    li { a href=(self.visit.link("/results", [])) { (self.visit.text("results-title")) } }
                    @for (room, id, below) in rooms {
                        li {
                            a href=(self.link(below, [])) aria-current=[(room == here).then_some("page")] {
                                (self.visit.text(id))
                            }
                        }
                    }
                }
            }
        }
    }

    /// A message with variables.
    fn say(&self, id: &str, variables: &[(&str, String)]) -> String {
        let variables: Vec<_> = variables.iter().map(|(name, value)| (*name, value.clone().into())).collect();
        text_with(self.visit.language, id, &variables)
    }

    /// The place of the question an address names.
    fn variable(&self, name: &str) -> Result<usize, NoContent> {
        self.words.schema.find(name).ok_or(NoContent::NotFound)
    }
}

/// The frame of every page of the results.
fn frame<'a>(visit: &'a Visit, signed_in: &SignedIn, title: &'a str) -> Frame<'a> {
    Frame::new(visit, title).wide().sheets(&["results.css"]).foot("results-foot").beside(signed_in.head(visit))
}

/// The address of a survey's page.
fn survey_path(id: &Name, below: &str) -> String {
    let id: String = form_urlencoded::byte_serialize(id.as_str().as_bytes()).collect();
    format!("/results/surveys/{id}{below}")
}
