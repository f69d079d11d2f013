//! The summary for the stands: looked at, then put into the drafts of bodies, from which the usual publishing
//! takes it.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use maud::{Markup, html};

use super::super::layout::Page;
use super::super::signing_in::SignedIn;
use super::super::{Sent, Visit, failure};
use super::{Content, Desk, NoContent, Opened, Room, Service, files, open, survey_path};
use crate::domain::page::{Block, plain_text};
use crate::domain::survey::Name;
use crate::domain::{BodyId, Page as StandPage, Trilingual};
use crate::server::error::Error;
use crate::server::surveys::results::filter::Filter;
use crate::server::surveys::results::report::Report;
use crate::server::surveys::results::sides::By;
use crate::server::surveys::results::view::View;
use crate::server::surveys::results::{summary, words};
use jiff::Timestamp;
use jiff::civil::Date;

/// A body whose draft may carry the summary.
#[derive(Debug, Clone)]
struct Candidate {
    id: BodyId,
    name: Trilingual,
    /// Since when it carries it.
    since: Option<i64>,
}

/// What was done, to be said on the page.
#[derive(Debug, Clone, Default)]
struct Done {
    message: Option<(&'static str, String)>,
    error: Option<&'static str>,
}

pub(super) async fn page(
    State(service): State<Arc<Service>>,
    visit: Visit,
    signed_in: SignedIn,
    Path(survey): Path<String>,
) -> Result<Page, Page> {
    let opened = open(&service, visit, signed_in, &survey).await?;
    show(&service, opened, Done::default()).await
}

/// Puts the summary into the drafts of the bodies that were chosen, or takes it out.
pub(super) async fn publish(
    State(service): State<Arc<Service>>,
    visit: Visit,
    signed_in: SignedIn,
    Path(survey): Path<String>,
    headers: HeaderMap,
    sent: Sent,
) -> Result<Page, Page> {
    signed_in.check(&visit, &headers, &sent)?;
    let opened = open(&service, visit.clone(), signed_in.clone(), &survey).await?;
    let id = opened.id.clone();
    let candidates = candidates(&service, &opened).await.map_err(|error| failure(&visit, &error))?;
    let chosen: Vec<Candidate> =
        candidates.into_iter().filter(|body| sent.all("body").iter().any(|id| id == body.id.as_str())).collect();
    if chosen.is_empty() {
        let done = Done { error: Some("results-publish-choose"), ..Done::default() };
        return Ok(show(&service, opened, done).await?.with_status(StatusCode::UNPROCESSABLE_ENTITY));
    }
    let removes = sent.one("do") == Some("remove");
    let today = files::today(&service);
    let pages = opened.with(move |desk| desk.summary(today)).await?;
    let failed = |error: Error| failure(&visit, &error);
    for body in &chosen {
        change(&service, &id, &body.id, pages.as_deref().filter(|_| !removes)).await.map_err(failed)?;
    }
    let names: Vec<&str> = chosen.iter().map(|body| body.name.get(visit.language)).collect();
    let message = if removes { "results-publish-removed" } else { "results-publish-done" };
    tracing::info!(survey = %id, account = signed_in.0.account, removes, "the summary was put into drafts");
    let opened = open(&service, visit.clone(), signed_in, &survey).await?;
    show(&service, opened, Done { message: Some((message, names.join(", "))), error: None }).await
}

/// Gives a body's draft these pages, or takes the survey's pages away. What editors wrote stays.
async fn change(service: &Service, survey: &Name, body: &BodyId, pages: Option<&[StandPage]>) -> Result<(), Error> {
    let (store, now) = (&service.centre.store, service.centre.clock.millis());
    let Some(draft) = store.draft(body).await? else { return Err(Error::UnknownBody(body.clone())) };
    let mut edition = draft.edition;
    match pages {
        Some(pages) => store.save_summary(survey, body, pages, now).await?,
        None => {
            store.remove_summary(survey, body).await?;
            if let Some(slug) = summary::slug(survey) {
                let is_ours = |page: &StandPage| {
                    page.key.category == crate::domain::Category::SurveyResults && page.key.slug == slug
                };
                edition.pages.retain(|page| !is_ours(page));
            }
        }
    }
    let edition = store.with_summaries(edition).await?;
    store.save_draft(&edition, now).await.map(drop)
}

async fn candidates(service: &Service, opened: &Opened) -> Result<Vec<Candidate>, Error> {
    let there = service.centre.store.summaries(&opened.id).await?;
    let since = |id: &BodyId| there.iter().find(|(body, _)| body == id.as_str()).map(|(_, since)| *since);
    let bodies = opened.names.bodies.iter();
    Ok(bodies.map(|(id, name)| Candidate { id: id.clone(), name: name.clone(), since: since(id) }).collect())
}

async fn show(service: &Service, opened: Opened, done: Done) -> Result<Page, Page> {
    let visit = opened.visit.clone();
    let bodies = candidates(service, &opened).await.map_err(|error| failure(&visit, &error))?;
    let today = files::today(service);
    opened.page(move |desk| content(desk, &bodies, &done, today)).await
}

impl Desk<'_> {
    /// The summary's pages: of all answers, whatever conditions the address has.
    fn summary(&self, today: Date) -> Option<Vec<StandPage>> {
        let whole = View::new(self.view.columns, Filter::default());
        let report = Report::brief(&whole).ok()?;
        let by_language = whole.breakdown(By::Language).ok()?;
        Some(summary::pages(&report, &self.words, &by_language, today))
    }
}

fn content(desk: &Desk<'_>, bodies: &[Candidate], done: &Done, today: Date) -> Result<Content, NoContent> {
    let visit = desk.visit;
    let pages = desk.summary(today).ok_or(NoContent::TooFine)?;
    let preview = pages.iter().find(|page| page.key.language == visit.language).ok_or(NoContent::NotFound)?;
    let day = |millis: i64| {
        let zone = jiff::tz::TimeZone::get("Asia/Almaty").unwrap_or(jiff::tz::TimeZone::UTC);
        let at = Timestamp::from_millisecond(millis).unwrap_or(Timestamp::UNIX_EPOCH);
        words::day(visit.language, at.to_zoned(zone).date())
    };
    let named = |name: &str| bodies.iter().filter(|body| body.name.get(visit.language) == name).count();
    let is_shared = |body: &Candidate| named(body.name.get(visit.language)) > 1;
    let body = html! {
        @if let Some((message, bodies)) = &done.message {
            div.done role="status" { p { (desk.say(message, &[("bodies", bodies.clone())])) } }
        }
        p { (visit.text("results-publish-note")) }
        @if bodies.is_empty() {
            p.note { (visit.text("results-publish-no-bodies")) }
        } @else {
            form method="post" action=(visit.link(&survey_path(desk.id, "/publish"), [])) {
                (desk.signed_in.token())
                fieldset.field.wrong[done.error.is_some()] aria-describedby=[done.error.map(|_| "bodies-error")] {
                    legend.label { (visit.text("results-publish-bodies")) }
                    @if let Some(error) = done.error {
                        p.error #bodies-error role="alert" {
                            span.unseen { (visit.text("web-error-prefix")) " " }
                            (visit.text(error))
                        }
                    }
                    @for body in bodies {
                        div.choice {
                            input type="checkbox" id={ "body-" (body.id) } name="body" value=(body.id)
                                checked[bodies.len() == 1];
                            label for={ "body-" (body.id) } {
                                (body.name.get(visit.language))
                                @if is_shared(body) { " (" (body.id) ")" }
                                @if let Some(since) = body.since {
                                    " (" (desk.say("results-publish-has", &[("day", day(since))])) ")"
                                }
                            }
                        }
                    }
                }
                div.actions {
                    button.button type="submit" name="do" value="put" { (visit.text("results-publish-button")) }
                    @if bodies.iter().any(|body| body.since.is_some()) {
                        button.button.second type="submit" name="do" value="remove" {
                            (visit.text("results-publish-remove"))
                        }
                    }
                }
            }
        }
        section.preview aria-labelledby="preview" {
            h2 #preview { (visit.text("results-preview")) }
            div.page {
                h3 { (preview.title) }
                @for block in &preview.blocks { (shown(block)) }
            }
        }
    };
    Ok(Content { title: visit.text("results-publish"), room: Room::Publish, keep: Vec::new(), body })
}

/// A block of the summary: it has headings, paragraphs and tables only.
fn shown(block: &Block) -> Markup {
    match block {
        Block::Heading { text, .. } => html! { h4 { (plain_text(text)) } },
        Block::Paragraph { text } => html! { p { (plain_text(text)) } },
        Block::Table { caption, headers, rows } => html! {
            div.scroll role="region" tabindex="0" aria-label=(caption) {
                table {
                    caption.unseen { (caption) }
                    thead { tr { @for header in headers { th scope="col" { (plain_text(header)) } } } }
                    tbody {
                        @for row in rows {
                            tr {
                                @for (at, cell) in row.iter().enumerate() {
                                    @if at == 0 { th scope="row" { (plain_text(cell)) } } @else { td { (plain_text(cell)) } }
                                }
                            }
                        }
                    }
                }
            }
        },
        Block::List { .. } | Block::Image { .. } | Block::Quote { .. } => html! {},
    }
}
