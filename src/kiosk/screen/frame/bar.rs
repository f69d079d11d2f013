//! The accessibility bar: always at the same place, always the first focus, always in the same order.

use crate::domain::Language;
use crate::i18n::{text, text_with};
use crate::kiosk::access::Role;
use crate::kiosk::settings::Change;
use crate::kiosk::theme::{Fill, Look, Space, TextSize};
use crate::kiosk::widget::{Align, Button, Element, Icon};

use super::{Message, Ways};
use crate::kiosk::screen::Scene;

/// The parts of a lying screen's width: the screen, and the bar beside it.
pub(super) const PORTIONS: (u16, u16) = (6, 1);

/// The share of a lying screen's width beside the bar.
pub const BESIDE_THE_BAR: f32 = PORTIONS.0 as f32 / (PORTIONS.0 + PORTIONS.1) as f32;

/// Languages in the order of the law, then what helps to hear, to see and to reach, and help.
pub(super) fn bar<'a>(scene: &Scene<'_>, ways: Ways) -> Element<'a, Message> {
    let ui = scene.ui();
    let mut controls: Vec<Button<'a, Message>> =
        Language::ALL.into_iter().map(|language| choice_of(scene, language)).collect();
    controls.push(toggle(scene, Icon::Volume2, "bar-speech", scene.settings.speech, Change::Speech));
    controls.push(contrast(scene));
    controls.push(text_size(scene));
    if ui.is_portrait() {
        controls.push(toggle(scene, Icon::ArrowDownToLine, "bar-reach", scene.settings.reach, Change::Reach));
    }
    let help = ui.setting(Icon::CircleQuestionMark, text(scene.language, "bar-help"));
    controls.push(help.selected(ways.is_help).on_press(Message::Help));
    let name = text(scene.language, "bar-name");
    if ui.is_portrait() {
        let mut rows = ui.column([]).spacing(Space::Small).fill_width();
        let mut controls = controls.into_iter().map(|control| control.width_portion(1).into()).peekable();
        while controls.peek().is_some() {
            let row = ui.row(controls.by_ref().take(4)).spacing(Space::Small).align(Align::Center);
            rows = rows.push(row.equal_heights().fill_width());
        }
        let sheet = ui.sheet(Fill::Surface, rows).padding_each(Space::Small, scene.margin()).fill_width();
        ui.region(Role::Toolbar, name, sheet)
    } else {
        let controls = controls.into_iter().map(|control| control.fill_width().into());
        let column = ui.column(controls).spacing(Space::Small).fill_width();
        let sheet = ui.sheet(Fill::Surface, column).padding(Space::Small).width_portion(PORTIONS.1).fill_height();
        ui.region(Role::Toolbar, name, sheet.align(Align::Start, Align::End))
    }
}

/// A language by its own name.
fn choice_of<'a>(scene: &Scene<'_>, language: Language) -> Button<'a, Message> {
    let choice = scene.ui().in_language(language).setting(Icon::Circle, language.own_name());
    choice.selected(language == scene.language).on_press(Message::Language(language))
}

/// What is on or off, and says so.
fn toggle<'a>(scene: &Scene<'_>, icon: Icon, id: &str, on: bool, change: fn(bool) -> Change) -> Button<'a, Message> {
    let shown = text(scene.language, if on { "bar-on" } else { "bar-off" });
    let setting = scene.ui().setting(icon, text(scene.language, id)).switched(on, shown);
    setting.on_press(Message::Set(change(!on)))
}

/// Walks through the colours.
fn contrast<'a>(scene: &Scene<'_>) -> Button<'a, Message> {
    let look = scene.settings.look;
    let at = Look::ALL.iter().position(|other| *other == look).unwrap_or_default();
    let spoken = text(scene.language, &format!("settings-look-{}", look.id()));
    let setting = scene.ui().setting(Icon::Contrast, text(scene.language, "bar-contrast"));
    setting.value(of(scene, at, Look::ALL.len()), spoken).on_press(Message::Set(Change::NextLook))
}

/// Walks through the sizes of text.
fn text_size<'a>(scene: &Scene<'_>) -> Button<'a, Message> {
    let size = scene.settings.text_size;
    let at = TextSize::ALL.iter().position(|other| *other == size).unwrap_or_default();
    let spoken = text(scene.language, &format!("settings-size-{}", size.id()));
    let setting = scene.ui().setting(Icon::ALargeSmall, text(scene.language, "bar-text-size"));
    setting.value(of(scene, at, TextSize::ALL.len()), spoken).on_press(Message::Set(Change::NextTextSize))
}

/// "2/4".
fn of(scene: &Scene<'_>, at: usize, of: usize) -> String {
    text_with(scene.language, "bar-at-of", &[("at", (at + 1).into()), ("of", of.into())])
}
