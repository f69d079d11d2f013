//! "Are you still here?": shown for a while before a session ends; anything at all extends it.

use crate::i18n::{text, text_with};
use crate::kiosk::theme::{Space, Step, Weight};
use crate::kiosk::widget::{Align, Element, Icon};

use super::Scene;

/// From the warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Message {
    /// The visitor is still here.
    GoOn,
}

/// Draws it with so many seconds left. `fate` says what becomes of what the visitor was doing.
pub fn view<'a>(scene: &Scene<'_>, seconds: u64, fate: Option<String>) -> Element<'a, Message> {
    let ui = scene.ui();
    let left = text_with(scene.language, "idle-text", &[("seconds", seconds.into())]);
    // Height is what a lying screen lacks, and one with large letters: the number stands beside the words.
    let low = scene.is_tight() || !ui.is_portrait();
    let number = ui.text(seconds.to_string()).step(if low { Step::Display } else { Step::Poster });
    let number: Element<'a, Message> = number.weight(Weight::Bold).into();
    // Said once when the warning comes, not every second.
    let extend = text(scene.language, "idle-extend");
    let alert = ui.alert(Icon::Hourglass, fate.map_or(extend.clone(), |fate| format!("{fate} {extend}")));
    let left = ui.paragraph(left);
    let go_on = ui.primary(Icon::ArrowRight, text(scene.language, "idle-continue")).on_press(Message::GoOn);
    let spacing = if low { Space::Medium } else { Space::Large };
    let column = ui.column([ui.heading(1, text(scene.language, "idle-title"))]).spacing(spacing).fill_width();
    let beside =
        |parts: Vec<Element<'a, Message>>| ui.row(parts).spacing(Space::Large).align(Align::Center).fill_width();
    let column = if !low {
        column.push(number).push(alert).push(left).push(go_on.fill_width())
    } else if ui.is_portrait() {
        column.push(alert).push(beside(vec![number, left])).push(go_on.fill_width())
    } else {
        column.push(alert).push(beside(vec![number, left, go_on.into()]))
    };
    ui.center(ui.sheet(crate::kiosk::theme::Fill::None, column).fill_width().reading_width())
}
