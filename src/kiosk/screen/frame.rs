//! What stands around every screen and never moves: who and when on top, the ways on below the
//! content, and the accessibility bar at the bottom (landscape: on the right).
//!
//! The bar is the first thing a keyboard reaches, and within reach of a seated visitor; that is why
//! the choice of a language stands there. In reach mode the upper part of the screen only says who and
//! when, as large as there is room for, and all else moves below.

mod bar;
mod header;

pub use bar::BESIDE_THE_BAR;

use crate::domain::Language;
use crate::i18n::{text, text_with};
use crate::kiosk::access::Role;
use crate::kiosk::access::reader::Progress;
use crate::kiosk::settings::Change;
use crate::kiosk::theme::{Fill, Ink, Space};
use crate::kiosk::widget::{Align, Button, Element, Icon, Ui};

use super::{Scene, Sheets, words};

/// From the frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Message {
    /// One step back.
    Back,
    /// To the home screen.
    Home,
    /// To the sheet before.
    Previous,
    /// To the next sheet; behind the last one, where the way leads on.
    Next,
    /// Words in this language.
    Language(Language),
    /// How to use the stand; there: back.
    Help,
    /// All settings on one screen; there: back.
    Settings,
    /// Something about the stand is to be otherwise.
    Set(Change),
    /// Speech pauses, or goes on.
    Pause,
    /// The last is said again.
    Repeat,
}

/// The ways there are from a screen. A way that is not there leaves its place empty, so that the
/// others never move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ways {
    /// Whether there is a step back.
    pub back: bool,
    /// Whether home is elsewhere.
    pub home: bool,
    /// Whether this is the help screen.
    pub is_help: bool,
    /// Which sheet is open.
    pub sheets: Sheets,
    /// The way on behind the last sheet: the id of its words.
    pub on: Option<&'static str>,
}

impl Ways {
    /// None: the screen itself says what to do.
    pub const NONE: Self = Self { back: false, home: false, is_help: false, sheets: Sheets::ONE, on: None };
}

/// A screen's content with the frame around it. `key` tells one screen from another: a new one begins
/// without what the old one left.
pub fn around<'a, M: Clone + 'a>(
    scene: &Scene<'_>,
    ways: Ways,
    key: String,
    content: Element<'a, M>,
    wrap: fn(Message) -> M,
) -> Element<'a, M> {
    let ui = scene.ui();
    // Height is what a lying screen lacks.
    let above = if ui.is_portrait() && !scene.is_tight() { Space::Medium } else { Space::Small };
    let main = ui.sheet(Fill::None, content).padding_each(above, scene.margin()).fill_width().fill_height();
    let main = ui.screen(key, String::new(), main);
    let (header, foot) = (header::header(scene), foot(scene, ways.sheets));
    let parts = if scene.in_reach() {
        ui.column([ui.above_reach(header, foot), main])
    } else {
        ui.column([header, main, foot])
    };
    let parts = parts.push(navigation(scene, ways).map(wrap)).fill_width().fill_height();
    let bar = bar::bar(scene, ways).map(wrap);
    if ui.is_portrait() {
        let column =
            ui.column([parts.into(), bar]).push_maybe(reading(scene, ui, if scene.is_tight() { 4 } else { 3 }, wrap));
        column.read_first(1).fill_width().fill_height().into()
    } else {
        let parts = parts.push_maybe(reading(scene, ui.within(BESIDE_THE_BAR), 2, wrap));
        let parts = parts.width_portion(bar::PORTIONS.0);
        ui.row([parts.into(), bar]).read_first(1).fill_width().fill_height().into()
    }
}

/// What is being said, and the ways to pause it and to hear it again, for who has no keys for that (EN 301
/// 549, 5.1.3.4). Its place is there for as long as the visitor is spoken to, so that nothing moves with
/// each sentence.
fn reading<'a, M: Clone + 'a>(scene: &Scene<'_>, ui: Ui, lines: u8, wrap: fn(Message) -> M) -> Option<Element<'a, M>> {
    if !scene.settings.speech {
        return None;
    }
    let share = match (scene.is_tight(), ui.is_portrait()) {
        (true, true) => 0.74,
        (true, false) => 0.64,
        (false, _) => 0.7,
    };
    let (language, words) = scene.caption.map_or((scene.language, ""), |caption| (caption.language, caption.text));
    let caption = ui.within(share).in_language(language).caption(words, lines);
    let (icon, name) = match scene.reading {
        Progress::Going => (Icon::Pause, "read-pause"),
        Progress::Paused => (Icon::Play, "read-resume"),
        Progress::Resting => (Icon::Play, "read-listen"),
    };
    let pause = ui.setting(icon, text(scene.language, name)).on_press(Message::Pause).width_portion(1);
    let repeat = ui.setting(Icon::RotateCcw, text(scene.language, "read-repeat"));
    let repeat = repeat.on_press(Message::Repeat).width_portion(1);
    // Beside large letters one stands above the other: the caption needs the width.
    let ways = if scene.is_tight() && ui.is_portrait() {
        ui.column([pause.into(), repeat.into()])
    } else {
        ui.row([pause.into(), repeat.into()])
    };
    let ways = ways.spacing(Space::Small).width_portion(((1.0 - share) * 100.0) as u16);
    let caption = ui.column([caption]).width_portion((share * 100.0) as u16);
    let row = ui.row([caption.into(), Element::from(ways).map(wrap)]).spacing(Space::Small);
    let row = row.align(Align::Center).fill_width();
    let sheet = ui.sheet(Fill::Surface, row).padding_each(Space::Small, scene.margin()).fill_width();
    Some(ui.region(Role::Group, text(scene.language, "read-name"), sheet))
}

/// What the last step did or else how fresh the content is, louder when it is old; and which sheet of how
/// many is open. As tall in each case.
fn foot<'a, M: Clone + 'a>(scene: &Scene<'_>, sheets: Sheets) -> Element<'a, M> {
    let ui = scene.ui();
    let date = words::date(scene.language, scene.freshness.as_of);
    let old = scene.freshness.is_old;
    let said: Element<'a, M> = match scene.notice {
        Some(notice) => ui.footnote(Icon::Check, &notice.text, notice.key),
        None if old => ui.column([]).fill_width().into(),
        None => {
            let said = text_with(scene.language, "as-of", &[("date", date.clone().into())]);
            ui.text(said).ink(Ink::Muted).fill_width(Align::Start).into()
        }
    };
    let progress: Element<'a, M> =
        if sheets.of > 1 { ui.progress(sheets.at + 1, sheets.of) } else { ui.column([]).into() };
    let line = ui.row([said, progress]).spacing(Space::Medium).align(Align::Center).fill_width();
    let lines = if scene.is_tight() && ui.is_portrait() { 2 } else { 1 };
    let line = ui.sheet(Fill::None, ui.strip(lines, line)).padding_each(Space::None, scene.margin()).fill_width();
    let loud = old.then(|| {
        let said = text_with(scene.language, "as-of-old", &[("date", date.into())]);
        ui.alert(Icon::TriangleAlert, said)
    });
    ui.column([]).push_maybe(loud).push(line).fill_width().into()
}

/// The ways on, each always at its own place: back and home on the left, the sheets on the right.
fn navigation<'a>(scene: &Scene<'_>, ways: Ways) -> Element<'a, Message> {
    let ui = scene.ui();
    let way = |icon, id, there: bool, message| {
        let button = || signed(ui, ui.button(icon, text(scene.language, id)).on_press(message));
        slot(ui, there.then(button))
    };
    let sheets = ways.sheets;
    let next = sheets.next().map(|_| "nav-next").or(ways.on).map(|words| {
        signed(ui, ui.primary(Icon::ArrowRight, text(scene.language, words)).icon_last().on_press(Message::Next))
    });
    let row = ui
        .row([
            way(Icon::CornerUpLeft, "nav-back", ways.back, Message::Back),
            way(Icon::House, "nav-home", ways.home, Message::Home),
            way(Icon::ArrowLeft, "nav-previous", sheets.previous().is_some(), Message::Previous),
            slot(ui, next),
        ])
        .spacing(Space::Small)
        // A way of two lines grows upwards: the others stay where they are.
        .align(Align::End)
        .fill_width();
    let sheet = ui.sheet(Fill::None, row).padding_each(Space::Small, scene.margin()).fill_width();
    ui.region(Role::Navigation, String::new(), sheet)
}

/// A way with its sign above its words, beside them on a lying screen.
fn signed(ui: Ui, button: Button<'_, Message>) -> Button<'_, Message> {
    let button = button.width_portion(1);
    if ui.is_portrait() { button.stacked() } else { button }
}

/// A control, or its empty place.
fn slot<'a>(ui: Ui, control: Option<Button<'a, Message>>) -> Element<'a, Message> {
    match control {
        Some(control) => control.into(),
        None => ui.empty_control(ui.is_portrait()),
    }
}
