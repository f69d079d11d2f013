//! Pictures of numbers that stand in a table beside them: the table says it all, so a screen reader passes them
//! over.

use maud::{Markup, html};

use crate::server::surveys::results::cube::Count;
use crate::server::surveys::results::interval::Share;

/// A bar for a share, its interval as a line with ends.
pub(super) fn bar(share: Option<Share>) -> Markup {
    let Some(share) = share else { return html! {} };
    let at = |part: f64| format!("{:.2}", part * 200.0);
    html! {
        svg.bar viewBox="0 0 200 20" preserveAspectRatio="none" aria-hidden="true" focusable="false" {
            rect.whole x="0" y="2" width="200" height="16" {}
            rect.part x="0" y="2" width=(at(share.value)) height="16" {}
            line.interval x1=(at(share.low)) x2=(at(share.high)) y1="10" y2="10" {}
            line.interval x1=(at(share.low)) x2=(at(share.low)) y1="5" y2="15" {}
            line.interval x1=(at(share.high)) x2=(at(share.high)) y1="5" y2="15" {}
        }
    }
}

/// Columns over time, the latest at the right; one that is withheld is an empty frame.
pub(super) fn columns(counts: &[Count]) -> Markup {
    const HEIGHT: f64 = 100.0;
    let most = counts.iter().filter_map(|count| count.shown()).max().unwrap_or(0).max(1) as f64;
    let step = 600.0 / counts.len().max(1) as f64;
    let width = (step * 0.8).max(0.5);
    html! {
        svg.columns viewBox="0 0 600 110" preserveAspectRatio="none" aria-hidden="true" focusable="false" {
            line.ground x1="0" x2="600" y1="105" y2="105" {}
            @for (at, count) in counts.iter().enumerate() {
                @let left = format!("{:.2}", at as f64 * step + (step - width) / 2.0);
                @match count {
                    Count::Shown(count) => {
                        @let height = *count as f64 / most * HEIGHT;
                        rect.part x=(left) y=(format!("{:.2}", 105.0 - height)) width=(format!("{width:.2}"))
                            height=(format!("{height:.2}")) {}
                    }
                    Count::Withheld => {
                        rect.withheld x=(left) y="95" width=(format!("{width:.2}")) height="10" {}
                    }
                }
            }
        }
    }
}
