//! Where people left.

use std::sync::Arc;

use axum::extract::{Path, State};
use maud::html;

use super::super::Visit;
use super::super::layout::Page;
use super::super::signing_in::SignedIn;
use super::{Content, Desk, NoContent, Room, Service, chart, open};
use crate::server::surveys::results::cube::Count;

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
    let leaving = desk.view.leaving()?;
    let whole = desk.view.respondents()?;
    let ends: Vec<(String, Count)> =
        vec![(visit.text("results-sent"), leaving.sent), (visit.text("results-left"), leaving.left)];
    let head = ["results-question", "results-seen", "results-left-here", "results-left-share"].map(|id| visit.text(id));
    let rows = html! {
        @for step in &leaving.steps {
            tr {
                th scope="row" { (desk.words.question(step.variable)) (chart::bar(step.share)) }
                @match step.seen {
                    Some(seen) => (desk.count(seen)),
                    None => { td.number { "–" } }
                }
                (desk.count(step.left))
                td.number { @if let Some(share) = step.share { (desk.percent(share.value)) } @else { "–" } }
            }
        }
    };
    let title = visit.text("results-leaving");
    let body = html! {
        p { (visit.text("results-leaving-note")) }
        (desk.parts(&visit.text("results-completeness"), &visit.text("results-part"), &ends, whole))
        (desk.table(&title, &head, &rows))
    };
    Ok(Content { title, room: Room::Leaving, keep: Vec::new(), body })
}
