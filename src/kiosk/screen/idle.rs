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

/// Draws it with so many seconds left.
pub fn view<'a>(scene: &Scene<'_>, seconds: u64) -> Element<'a, Message> {
    let ui = scene.ui();
    let left = text_with(scene.language, "idle-text", &[("seconds", seconds.into())]);
    let column = ui
        .column([
            ui.heading(1, text(scene.language, "idle-title")),
            ui.text(seconds.to_string()).step(Step::Display).weight(Weight::Bold).into(),
            // Said once when the warning comes, not every second.
            ui.alert(Icon::Hourglass, text(scene.language, "idle-extend")),
            ui.paragraph(left),
            ui.primary(Icon::ArrowRight, text(scene.language, "idle-continue")).on_press(Message::GoOn).into(),
        ])
        .spacing(Space::Large)
        .align(Align::Start)
        .fill_width();
    ui.center(ui.sheet(crate::kiosk::theme::Fill::None, column).fill_width().reading_width())
}
