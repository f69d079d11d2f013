//! Whose answers are looked at: a form whose fields become the address.

use maud::{Markup, html};

use super::Desk;
use crate::domain::Language;
use crate::server::surveys::results::filter::{Manner, Spot};
use crate::server::surveys::results::sides::Part;

/// The form of conditions. `keep` are parameters that stay as they are.
pub(super) fn form(desk: &Desk<'_>, keep: &[(&'static str, String)]) -> Markup {
    let (visit, filter, columns) = (desk.visit, &desk.view.filter, desk.view.columns);
    let told = if filter.is_empty() { String::new() } else { conditions(desk) };
    let here = visit.path();
    let places: Vec<Spot> = spots(desk);
    let of_kind = |kind: fn(&Spot) -> bool| places.iter().filter(move |spot| kind(spot)).collect::<Vec<_>>();
    let groups = [
        ("results-regions", of_kind(|spot| matches!(spot, Spot::Region(_)))),
        ("results-bodies", of_kind(|spot| matches!(spot, Spot::Body(_)))),
        ("results-stands", of_kind(|spot| matches!(spot, Spot::Stand(_) | Spot::NoStand(_)))),
    ];
    let months: Vec<(String, String)> =
        columns.months().into_iter().map(|month| (month.id(), desk.words.part(&Part::Month(month)))).collect();
    let month = filter.month.map(|month| month.id());
    let languages: Vec<(String, String)> =
        Language::ALL.iter().map(|language| (language.code().to_owned(), language.own_name().to_owned())).collect();
    let language = filter.language.map(|language| language.code().to_owned());
    let manners: Vec<(String, String)> =
        Manner::ALL.iter().map(|manner| (manner.id().to_owned(), desk.words.manner(*manner))).collect();
    let manner = filter.manner.map(|manner| manner.id().to_owned());
    let ends: Vec<(String, String)> = [("sent", "results-sent"), ("left", "results-left")]
        .map(|(value, id)| (value.to_owned(), visit.text(id)))
        .to_vec();
    let end = filter.complete.map(|sent| if sent { "sent" } else { "left" }.to_owned());
    let versions: Vec<(String, String)> =
        columns.schema.versions.iter().map(|version| (version.clone(), version.clone())).collect();
    let place = filter.spot.as_ref().map(Spot::id);
    html! {
        @if !filter.is_empty() {
            p.conditions {
                (desk.say("results-now", &[("conditions", told)])) " "
                a href=(visit.link(here, keep.iter().map(|(name, value)| (*name, value.as_str())))) { (visit.text("results-clear")) }
            }
        }
        details.filter {
            summary { (visit.text("results-filter")) }
            form method="get" action=(here) {
                input type="hidden" name="lang" value=(visit.language.code());
                @for (name, value) in keep { input type="hidden" name=(name) value=(value); }
                div.conditions {
                    div {
                        label for="place" { (visit.text("results-place")) }
                        select #place name="place" {
                            option value="" { (visit.text("results-all")) }
                            @for (id, spots) in &groups {
                                @if !spots.is_empty() {
                                    optgroup label=(visit.text(id)) {
                                        @for spot in spots {
                                            option value=(spot.id()) selected[place.as_deref() == Some(spot.id().as_str())] {
                                                (desk.words.spot(spot))
                                            }
                                        }
                                    }
                                }
                            }
                        }
                    }
                    (choice(desk, "month", "results-period", &months, month.as_deref()))
                    (choice(desk, "language", "results-language", &languages, language.as_deref()))
                    (choice(desk, "manner", "results-manner", &manners, manner.as_deref()))
                    (choice(desk, "sent", "results-completeness", &ends, end.as_deref()))
                    @if versions.len() > 1 {
                        (choice(desk, "version", "results-version", &versions, filter.version.as_deref()))
                    }
                }
                div.actions { button.button type="submit" { (visit.text("results-apply")) } }
            }
        }
    }
}

fn choice(desk: &Desk<'_>, name: &str, label: &str, choices: &[(String, String)], chosen: Option<&str>) -> Markup {
    html! {
        div {
            label for=(name) { (desk.visit.text(label)) }
            select #(name) name=(name) {
                option value="" { (desk.visit.text("results-all")) }
                @for (value, words) in choices {
                    option value=(value) selected[chosen == Some(value.as_str())] { (words) }
                }
            }
        }
    }
}

/// Every place that answers came from.
fn spots(desk: &Desk<'_>) -> Vec<Spot> {
    let side = desk.view.columns.spots();
    let mut spots: Vec<Spot> = side.into_iter().collect();
    spots.sort_by_cached_key(|spot| desk.words.spot(spot).to_lowercase());
    spots
}

/// The conditions in words; "all" if there are none.
pub(super) fn conditions(desk: &Desk<'_>) -> String {
    let filter = &desk.view.filter;
    let parts = [
        filter.spot.as_ref().map(|spot| desk.words.spot(spot)),
        filter.month.map(|month| desk.words.part(&Part::Month(month))),
        filter.language.map(|language| desk.words.part(&Part::Language(language))),
        filter.manner.map(|manner| desk.words.manner(manner)),
        filter.complete.map(|sent| desk.words.part(&Part::Complete(sent))),
        filter.version.as_ref().map(|version| format!("{} {version}", desk.visit.text("results-version"))),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { desk.visit.text("results-all") } else { parts.join("; ") }
}
