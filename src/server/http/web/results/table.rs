//! Tables of counts.

use maud::{Markup, html};

use super::{Desk, chart};
use crate::server::surveys::results::cube::Count;
use crate::server::surveys::results::interval::Share;
use crate::server::surveys::results::words;

impl Desk<'_> {
    /// A table that scrolls in itself where it must, under its caption.
    pub(super) fn table(&self, caption: &str, head: &[String], rows: &Markup) -> Markup {
        html! {
            div.scroll role="region" tabindex="0" aria-label=(caption) {
                table {
                    caption { (caption) }
                    thead {
                        tr {
                            @for (at, title) in head.iter().enumerate() {
                                th.number[at > 0] scope="col" { (title) }
                            }
                        }
                    }
                    tbody { (rows) }
                }
            }
        }
    }

    /// A count of a table.
    pub(super) fn count(&self, count: Count) -> Markup {
        html! { td.number.withheld[count == Count::Withheld] { (words::count(self.visit.language, count)) } }
    }

    /// A share as text.
    pub(super) fn percent(&self, share: f64) -> String {
        words::percent(self.visit.language, share)
    }

    /// An interval as text.
    pub(super) fn interval(&self, share: Share) -> String {
        let ends = [("low", self.percent(share.low)), ("high", self.percent(share.high))];
        self.say("results-interval-of", &ends)
    }

    /// Parts and how many are in each, with a bar for the share of `whole`.
    pub(super) fn parts(&self, caption: &str, first: &str, parts: &[(String, Count)], whole: Count) -> Markup {
        let head = [first.to_owned(), self.visit.text("results-count"), self.visit.text("results-share")];
        let rows = html! {
            @for (name, count) in parts {
                @let share = count.shown().zip(whole.shown()).and_then(|(count, whole)| Share::of(count, whole));
                tr {
                    th scope="row" { (name) (chart::bar(share)) }
                    (self.count(*count))
                    td.number { @if let Some(share) = share { (self.percent(share.value)) } @else { "–" } }
                }
            }
        };
        self.table(caption, &head, &rows)
    }
}
