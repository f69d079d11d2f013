//! Answers that were set aside, and why. What they say is not shown: nobody could open or check it.

use std::sync::Arc;

use axum::extract::State;
use maud::html;

use super::super::layout::Page;
use super::super::signing_in::SignedIn;
use super::super::{Visit, failure};
use super::{Service, frame};

/// How many are shown; the command line shows all.
const MOST: u32 = 200;

pub(super) async fn page(State(service): State<Arc<Service>>, visit: Visit, signed_in: SignedIn) -> Result<Page, Page> {
    let store = &service.centre.store;
    let answers = store.quarantine(None, None, MOST).await.map_err(|error| failure(&visit, &error))?;
    let names = service.results.names(store).await.map_err(|error| failure(&visit, &error))?;
    let body_name = |id: &str| {
        let known = id.parse().ok().and_then(|id| names.bodies.get(&id));
        known.map_or_else(|| id.to_owned(), |name| name.get(visit.language).to_owned())
    };
    let stand_name = |id: &str| {
        let known = id.parse().ok().and_then(|id| names.stands.get(&id));
        known.cloned().unwrap_or_else(|| id.to_owned())
    };
    let title = visit.text("results-aside");
    let main = html! {
        nav.rooms aria-label=(visit.text("results-title")) {
            ul { li { a href=(visit.link("/results", [])) { (visit.text("results-title")) } } }
        }
        h1 { (title) }
        p { (visit.text("results-aside-note")) }
        @if answers.is_empty() {
            p.note { (visit.text("results-aside-none")) }
        } @else {
            div.scroll role="region" tabindex="0" aria-label=(title) {
                table {
                    caption.unseen { (title) }
                    thead {
                        tr {
                            th scope="col" { (visit.text("results-survey")) }
                            th scope="col" { (visit.text("results-version")) }
                            th scope="col" { (visit.text("results-reason")) }
                            th scope="col" { (visit.text("results-body")) }
                            th scope="col" { (visit.text("results-stand")) }
                        }
                    }
                    tbody {
                        @for answer in &answers {
                            tr {
                                th scope="row" { (answer.survey) }
                                td { (answer.version) }
                                // The program's own words, in the language of its log.
                                td lang="en" { (answer.detail) }
                                td { (body_name(&answer.body)) }
                                td { (answer.stand.as_deref().map_or_else(|| "–".to_owned(), stand_name)) }
                            }
                        }
                    }
                }
            }
        }
    };
    Ok(frame(&visit, &signed_in, &title).page(main))
}
