//! Every survey.

use std::sync::Arc;

use axum::extract::State;
use maud::{Markup, html};

use super::super::layout::Page;
use super::super::signing_in::SignedIn;
use super::super::{Visit, failure};
use super::{Service, frame, survey_path};
use crate::i18n::text_with;
use crate::server::store::SurveyRow;
use crate::server::surveys::results::cube::Count;
use crate::server::surveys::results::filter::Filter;
use crate::server::surveys::results::view::View;
use crate::server::surveys::results::words;

pub(super) async fn page(State(service): State<Arc<Service>>, visit: Visit, signed_in: SignedIn) -> Result<Page, Page> {
    let store = &service.centre.store;
    let surveys = store.surveys().await.map_err(|error| failure(&visit, &error))?;
    let aside = store.count_quarantine(None).await.map_err(|error| failure(&visit, &error))?;
    let title = visit.text("results-title");
    let main = html! {
        h1 { (title) }
        @if surveys.is_empty() {
            p.note { (visit.text("results-none")) }
        } @else {
            div.scroll role="region" tabindex="0" aria-label=(title) {
                table {
                    caption.unseen { (title) }
                    thead {
                        tr {
                            th scope="col" { (visit.text("results-survey")) }
                            th scope="col" { (visit.text("results-version")) }
                            th scope="col" { (visit.text("results-state")) }
                            th.number scope="col" { (visit.text("results-answers")) }
                        }
                    }
                    tbody { @for survey in &surveys { (line(&service, &visit, survey)) } }
                }
            }
        }
        p {
            a href=(visit.link("/results/aside", [])) {
                (text_with(visit.language, "results-aside-link", &[("count", aside.into())]))
            }
        }
    };
    Ok(frame(&visit, &signed_in, &title).page(main))
}

fn line(service: &Service, visit: &Visit, survey: &SurveyRow) -> Markup {
    let columns = service.results.of(&survey.id);
    let (title, count) = columns.map_or((survey.id.to_string(), None), |columns| {
        let columns = columns.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        let title = columns.schema.newest.title.get(visit.language).map(|(title, _)| title.to_owned());
        let count = View::new(&columns, Filter::default()).respondents().unwrap_or(Count::Withheld);
        (title.unwrap_or_else(|| survey.id.to_string()), Some(count))
    });
    html! {
        tr {
            th scope="row" { a href=(visit.link(&survey_path(&survey.id, ""), [])) { (title) } }
            td { (survey.version) }
            td { (visit.text(&format!("results-state-{}", survey.state.id()))) }
            td.number {
                @match count {
                    Some(count) => (words::count(visit.language, count)),
                    None => (visit.text("results-counting")),
                }
            }
        }
    }
}
