//! A question beside another, or beside a circumstance.

use std::sync::Arc;

use axum::extract::{Path, State};
use maud::{Markup, html};

use super::super::Visit;
use super::super::layout::Page;
use super::super::signing_in::SignedIn;
use super::{Content, Desk, NoContent, Room, Service, open};
use crate::server::surveys::results::crosstable::{Against, CrossTable, NoTable};
use crate::server::surveys::results::export::{against_title, row_title};
use crate::server::surveys::results::schema::Form;
use crate::server::surveys::results::words;

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
    let counted: Vec<usize> = (0..desk.words.schema.variables.len())
        .filter(|variable| !matches!(desk.words.schema.variables[*variable].form, Form::Text | Form::Note))
        .collect();
    let question = match visit.parameter("question") {
        Some(name) => Some(desk.variable(name)?),
        None => counted.first().copied(),
    };
    let Some(question) = question else { return Err(NoContent::NotFound) };
    let wanted = visit.parameter("against").unwrap_or("language");
    let against = match wanted.strip_prefix("question/") {
        Some(name) => Against::Question(desk.variable(name)?),
        None => Against::CIRCUMSTANCES.into_iter().find(|against| against.id() == wanted).ok_or(NoContent::NotFound)?,
    };
    let keep = vec![("question", desk.words.schema.address(question)), ("against", wanted.to_owned())];
    let body = html! {
        (choosing(desk, &counted, question, against))
        @match desk.view.cross(question, against) {
            Ok(table) => (shown(desk, &table)),
            Err(NoTable::Settled) => { p.note { (visit.text("results-settled")) } }
            Err(NoTable::Words) => { p.note { (visit.text("results-words-not-counted")) } }
            Err(NoTable::TooFine(_)) => { p.note { (visit.text("results-too-fine")) } }
        }
    };
    Ok(Content { title: visit.text("results-cross"), room: Room::Cross, keep, body })
}

/// Which question, beside what.
fn choosing(desk: &Desk<'_>, counted: &[usize], question: usize, against: Against) -> Markup {
    let visit = desk.visit;
    html! {
        form.choosing method="get" action=(visit.path()) {
            input type="hidden" name="lang" value=(visit.language.code());
            @for (name, value) in desk.view.filter.parameters() { input type="hidden" name=(name) value=(value); }
            div.conditions {
                div {
                    label for="question" { (visit.text("results-cross-question")) }
                    select #question name="question" {
                        @for variable in counted {
                            option value=(desk.words.schema.address(*variable)) selected[*variable == question] {
                                (desk.words.question(*variable))
                            }
                        }
                    }
                }
                div {
                    label for="against" { (visit.text("results-cross-against")) }
                    select #against name="against" {
                        optgroup label=(visit.text("results-circumstances")) {
                            @for circumstance in Against::CIRCUMSTANCES {
                                option value=(circumstance.id()) selected[circumstance == against] {
                                    (against_title(circumstance, &desk.words))
                                }
                            }
                        }
                        optgroup label=(visit.text("results-questions")) {
                            @for variable in counted.iter().filter(|variable| **variable != question) {
                                option value=(format!("question/{}", desk.words.schema.address(*variable)))
                                    selected[Against::Question(*variable) == against] {
                                    (desk.words.question(*variable))
                                }
                            }
                        }
                    }
                }
            }
            div.actions { button.button type="submit" { (visit.text("results-apply")) } }
        }
    }
}

fn shown(desk: &Desk<'_>, table: &CrossTable) -> Markup {
    let visit = desk.visit;
    let caption = desk.say(
        "results-cross-of",
        &[
            ("question", desk.words.question(table.variable).to_owned()),
            ("against", against_title(table.against, &desk.words)),
        ],
    );
    let mut head = vec![against_title(table.against, &desk.words), visit.text("results-answered")];
    head.extend(table.columns.iter().map(|what| desk.words.what(table.variable, *what)));
    let rows = html! {
        @for row in &table.rows {
            tr {
                th scope="row" { (row_title(table, &row.of, &desk.words)) }
                (desk.count(row.answered))
                @for (count, share) in &row.cells {
                    td.number.withheld[count.shown().is_none()] {
                        span.count { (words::count(visit.language, *count)) }
                        @if let Some(share) = share {
                            " " span.share { (desk.percent(share.value)) }
                            " " span.interval { "(" (desk.interval(*share)) ")" }
                        }
                    }
                }
            }
        }
    };
    html! {
        (desk.table(&caption, &head, &rows))
        p { (visit.text("results-cross-caption")) }
        @if table.against == Against::Manner { p { (visit.text("results-manner-note")) } }
    }
}
