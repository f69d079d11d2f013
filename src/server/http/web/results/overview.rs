//! A survey at a glance: how many, when, where, in which language, in which way; and its questions.

use std::sync::Arc;

use axum::extract::{Path, State};
use maud::{Markup, html};

use super::super::Visit;
use super::super::layout::Page;
use super::super::signing_in::SignedIn;
use super::{Content, Desk, NoContent, Room, Service, chart, open};
use crate::server::surveys::results::cube::Count;
use crate::server::surveys::results::filter::Manner;
use crate::server::surveys::results::schema::Form;
use crate::server::surveys::results::sides::{By, Part};
use crate::server::surveys::results::words;

/// More rows than this are not for a page: the files have them all.
const MOST_ROWS: usize = 100;

pub(super) async fn page(
    State(service): State<Arc<Service>>,
    visit: Visit,
    signed_in: SignedIn,
    Path(survey): Path<String>,
) -> Result<Page, Page> {
    open(&service, visit, signed_in, &survey).await?.page(content).await
}

fn content(desk: &Desk<'_>) -> Result<Content, NoContent> {
    let visit = desk.visit;
    let whole = desk.view.respondents()?;
    let breakdown = |by: By, title: &str| -> Result<Option<Markup>, NoContent> {
        if desk.view.has_settled(by) {
            return Ok(None);
        }
        let parts: Vec<(String, Count)> =
            desk.view.breakdown(by)?.iter().map(|(part, count)| (desk.words.part(part), *count)).collect();
        Ok(match parts.len() {
            // What has one part only is told by the whole.
            0 | 1 => None,
            2..=MOST_ROWS => Some(desk.parts(&visit.text(title), &visit.text("results-part"), &parts, whole)),
            many => {
                let many = [("title", visit.text(title)), ("count", words::whole(visit.language, many as u64))];
                Some(html! {
                    p.note {
                        (desk.say("results-too-long", &many)) " "
                        a href=(desk.link("/files", [])) { (visit.text("results-too-long-files")) }
                    }
                })
            }
        })
    };
    let mut manners = Vec::new();
    for manner in Manner::ALL {
        if !desk.view.has_settled(By::Manner(manner)) {
            let used = Part::Manner(manner, true);
            let counts = desk.view.breakdown(By::Manner(manner))?;
            manners.extend(
                counts
                    .into_iter()
                    .filter(|(part, _)| *part == used)
                    .map(|(part, count)| (desk.words.part(&part), count)),
            );
        }
    }
    let places = [
        breakdown(By::Region, "results-by-region")?,
        breakdown(By::Body, "results-by-body")?,
        breakdown(By::Stand, "results-by-stand")?,
    ];
    let others = [
        breakdown(By::Language, "results-by-language")?,
        breakdown(By::Complete, "results-by-sent")?,
        breakdown(By::Version, "results-by-version")?,
    ];
    let over_time = over_time(desk)?;
    let body = html! {
        section {
            h2 { (visit.text("results-questions")) }
            ol.questions {
                @for (variable, about) in desk.words.schema.variables.iter().enumerate() {
                    @if about.form != Form::Note {
                        li {
                            a href=(desk.link(&format!("/questions/{}", path_of(desk, variable)), [])) {
                                (desk.words.question(variable))
                            }
                        }
                    }
                }
            }
        }
        @if let Some(over_time) = over_time {
            section { h2 { (visit.text("results-over-time")) } (over_time) }
        }
        @if places.iter().any(Option::is_some) {
            section {
                h2 { (visit.text("results-by-place")) }
                @for place in places.iter().flatten() { (place) }
            }
        }
        section {
            h2 { (visit.text("results-who")) }
            @for other in others.iter().flatten() { (other) }
            (desk.parts(&visit.text("results-by-manner"), &visit.text("results-manner"), &manners, whole))
            p { (visit.text("results-manner-note")) }
        }
    };
    Ok(Content { title: desk.words.survey().to_owned(), room: Room::Overview, keep: Vec::new(), body })
}

/// The question's part of an address.
pub(super) fn path_of(desk: &Desk<'_>, variable: usize) -> String {
    form_urlencoded::byte_serialize(desk.words.schema.address(variable).as_bytes()).collect()
}

/// Days as a picture and, day by day and month by month, as tables.
fn over_time(desk: &Desk<'_>) -> Result<Option<Markup>, NoContent> {
    if desk.view.has_settled(By::Month) {
        return Ok(None);
    }
    let parts = desk.view.breakdown(By::Day)?;
    let whole = desk.view.respondents()?;
    let of = |wanted: fn(&Part) -> bool| -> Vec<(String, Count)> {
        parts.iter().filter(|(part, _)| wanted(part)).map(|(part, count)| (desk.words.part(part), *count)).collect()
    };
    let (months, days) = (of(|part| matches!(part, Part::Month(_))), of(|part| matches!(part, Part::Day(_))));
    let shown = if days.len() <= 92 { &days } else { &months };
    let counts: Vec<Count> = shown.iter().map(|(_, count)| *count).collect();
    let ends = shown.first().zip(shown.last());
    let (month, day) = (desk.visit.text("results-by-month"), desk.visit.text("results-by-day"));
    let first = desk.visit.text("results-period");
    Ok(Some(html! {
        @if let Some(((first, _), (last, _))) = ends.filter(|_| counts.len() > 1) {
            (chart::columns(&counts))
            div.axis aria-hidden="true" { span { (first) } span { (last) } }
        }
        (desk.parts(&month, &first, &months, whole))
        details { summary { (day) } (desk.parts(&day, &desk.visit.text("results-part"), &days, whole)) }
    }))
}
