//! One question: what was answered, and what was written.

use std::sync::Arc;

use axum::extract::{Path, State};
use maud::{Markup, html};

use super::super::Visit;
use super::super::layout::Page;
use super::super::signing_in::SignedIn;
use super::overview::path_of;
use super::{Content, Desk, NoContent, Room, Service, chart, open};
use crate::server::surveys::results::cube::Count;
use crate::server::surveys::results::numbers::Class;
use crate::server::surveys::results::schema::Form;
use crate::server::surveys::results::tally::Tally;
use crate::server::surveys::results::words;

/// How many texts a page has.
const TEXTS: usize = 100;

pub(super) async fn page(
    State(service): State<Arc<Service>>,
    visit: Visit,
    signed_in: SignedIn,
    Path((survey, question)): Path<(String, String)>,
) -> Result<Page, Page> {
    open(&service, visit, signed_in, &survey).await?.page(move |desk| content(desk, &question)).await
}

fn content(desk: &Desk<'_>, question: &str) -> Result<Content, NoContent> {
    let variable = desk.variable(question)?;
    let about = &desk.words.schema.variables[variable];
    if about.form == Form::Note {
        return Err(NoContent::NotFound);
    }
    let tally = desk.view.tally(variable)?;
    let visit = desk.visit;
    let lacking = desk.words.schema.lacking(variable);
    let body = html! {
        @if !lacking.is_empty() {
            p.note { (desk.say("results-lacking", &[("versions", lacking.join(", "))])) }
        }
        @if about.form == Form::Text {
            p {
                a.button href=(desk.link(&format!("/questions/{}/texts", path_of(desk, variable)), [])) {
                    (visit.text("results-read-texts"))
                }
            }
        } @else {
            (distribution(desk, &tally, about.form))
            (measures(desk, &tally, about.form))
            p {
                a href=(desk.link("/cross", [("question", question)])) { (visit.text("results-put-beside")) }
            }
        }
        (silent(desk, &tally))
    };
    Ok(Content { title: desk.words.question(variable).to_owned(), room: Room::Question, keep: Vec::new(), body })
}

/// Choices, steps or classes with bars.
fn distribution(desk: &Desk<'_>, tally: &Tally, form: Form) -> Markup {
    let visit = desk.visit;
    let is_rank = form == Form::Rank;
    let count = if is_rank { "results-first" } else { "results-count" };
    let mut head = ["results-answer", count, "results-share", "results-interval"].map(|id| visit.text(id)).to_vec();
    if is_rank {
        head.push(visit.text("results-mean-place"));
    }
    let rows = html! {
        @for line in &tally.lines {
            tr {
                th scope="row" { (desk.words.what(tally.variable, line.what)) (chart::bar(line.share)) }
                (desk.count(line.count))
                td.number { @if let Some(share) = line.share { (desk.percent(share.value)) } @else { "–" } }
                td.number { @if let Some(share) = line.share { (desk.interval(share)) } @else { "–" } }
                @if is_rank {
                    td.number {
                        @if let Some(place) = line.place { (words::decimal(visit.language, place.value, 2)) } @else { "–" }
                    }
                }
            }
        }
    };
    html! {
        @if tally.lines.is_empty() {
            p.note { (visit.text("results-few")) }
        } @else {
            (desk.table(&visit.text("results-distribution"), &head, &rows))
        }
        @if tally.answered.shown().is_none() {
            p { (desk.say("results-base-is", &[("count", words::count(visit.language, tally.base))])) }
        }
        @if form == Form::Many { p { (visit.text("results-many-note")) } }
    }
}

/// Mean and quarters.
fn measures(desk: &Desk<'_>, tally: &Tally, form: Form) -> Markup {
    let number = |number: f64| match form {
        Form::Date => words::day(desk.visit.language, Class::day(number)),
        _ => words::decimal(desk.visit.language, number, 2),
    };
    html! {
        @if let Some(mean) = tally.mean {
            p { (desk.say("results-mean", &[("mean", number(mean.value)), ("low", number(mean.low)), ("high", number(mean.high))])) }
        }
        @if let Some(quarters) = tally.quarters {
            p {
                (desk.say("results-quarters", &[
                    ("lower", number(quarters.lower)), ("median", number(quarters.median)), ("upper", number(quarters.upper)),
                ]))
            }
        }
    }
}

/// Who answered and who did not.
fn silent(desk: &Desk<'_>, tally: &Tally) -> Markup {
    let parts: Vec<(String, Count)> = [
        ("results-answered", tally.answered),
        ("results-declined", tally.declined),
        ("results-passed", tally.passed),
        ("results-unseen", tally.unseen),
    ]
    .map(|(id, count)| (desk.visit.text(id), count))
    .to_vec();
    html! {
        (desk.parts(&desk.visit.text("results-who"), &desk.visit.text("results-part"), &parts, tally.respondents))
    }
}

/// What was written.
pub(super) async fn texts(
    State(service): State<Arc<Service>>,
    visit: Visit,
    signed_in: SignedIn,
    Path((survey, question)): Path<(String, String)>,
) -> Result<Page, Page> {
    open(&service, visit, signed_in, &survey).await?.page(move |desk| texts_content(desk, &question)).await
}

fn texts_content(desk: &Desk<'_>, question: &str) -> Result<Content, NoContent> {
    let variable = desk.variable(question)?;
    if desk.words.schema.variables[variable].form != Form::Text {
        return Err(NoContent::NotFound);
    }
    let visit = desk.visit;
    let body = match desk.view.texts(variable)? {
        None if !desk.view.tells_texts() => html! { p.note { (visit.text("results-texts-conditions")) } },
        None => html! { p.note { (visit.text("results-texts-few")) } },
        Some(texts) => {
            let pages = texts.len().div_ceil(TEXTS).max(1);
            let page: usize = visit.parameter("page").and_then(|page| page.parse().ok()).unwrap_or(1);
            let page = page.clamp(1, pages);
            let below = format!("/questions/{}/texts", path_of(desk, variable));
            html! {
                p { (visit.text("results-texts-note")) }
                ul.texts { @for text in texts.iter().skip((page - 1) * TEXTS).take(TEXTS) { li { (text) } } }
                @if pages > 1 {
                    nav.pages aria-label=(visit.text("results-pages")) {
                        ul {
                            @for at in 1..=pages {
                                @let number = at.to_string();
                                li {
                                    a href=(desk.link(&below, [("page", number.as_str())]))
                                        aria-current=[(at == page).then_some("page")] { (number) }
                                }
                            }
                        }
                    }
                }
            }
        }
    };
    let title = format!("{}: {}", visit.text("results-texts"), desk.words.question(variable));
    Ok(Content { title, room: Room::Question, keep: Vec::new(), body })
}
