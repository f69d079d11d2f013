//! What stands where a page should: clear words and the way home.

use crate::i18n::text;
use crate::kiosk::theme::Space;
use crate::kiosk::widget::{Element, Icon};

use super::Scene;

/// Why a page cannot be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Its text is damaged on this stand.
    Damaged,
    /// It is no longer part of the content.
    Gone,
}

/// Draws it.
pub fn view<'a, M: Clone + 'a>(scene: &Scene<'_>, fault: Fault) -> Element<'a, M> {
    let ui = scene.ui();
    let why = match fault {
        Fault::Damaged => text(scene.language, "fault-damaged"),
        Fault::Gone => text(scene.language, "fault-gone"),
    };
    ui.column([
        ui.heading(1, text(scene.language, "fault-title")),
        ui.alert(Icon::TriangleAlert, why),
        ui.paragraph(text(scene.language, "fault-go-home")),
    ])
    .spacing(Space::Large)
    .fill_width()
    .fill_height()
    .into()
}
