//! What stands around every screen and never moves: who and when on top, the ways on below the
//! content, language and help at the bottom (landscape: on the right).
//!
//! The bar is the first thing a keyboard reaches, and within reach of a seated visitor; that is why
//! the choice of a language stands there.

use crate::domain::Language;
use crate::i18n::{text, text_with};
use crate::kiosk::access::Role;
use crate::kiosk::theme::{Fill, Ink, Space, Step, Weight};
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
    /// To the next sheet.
    Next,
    /// Words in this language.
    Language(Language),
    /// How to use the stand; there: back.
    Help,
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
}

impl Ways {
    /// None: the screen itself says what to do.
    pub const NONE: Self = Self { back: false, home: false, is_help: false, sheets: Sheets::ONE };
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
    let above = if ui.is_portrait() { Space::Medium } else { Space::Small };
    let main = ui.sheet(Fill::None, content).padding_each(above, Space::Large).fill_width().fill_height();
    let parts = ui
        .column([header(scene), ui.screen(key, String::new(), main)])
        .push(foot(scene, ways.sheets))
        .push(navigation(scene, ways).map(wrap))
        .fill_width()
        .fill_height();
    let bar = bar(scene, ways).map(wrap);
    if ui.is_portrait() {
        ui.column([parts.into(), bar]).read_first(1).fill_width().fill_height().into()
    } else {
        ui.row([parts.width_portion(13).into(), bar]).read_first(1).fill_width().fill_height().into()
    }
}

/// Whose stand this is, whether the office is open, and the time.
fn header<'a, M: Clone + 'a>(scene: &Scene<'_>) -> Element<'a, M> {
    let ui = scene.ui();
    let name = ui.text(scene.body.name.get(scene.language).to_owned()).step(Step::Lead).weight(Weight::Bold);
    let name = ui
        .row([ui.icon(Icon::Landmark, Step::Title, Ink::Action), name.fill_width(Align::Start).into()])
        .spacing(Space::Medium)
        .align(Align::Center);
    let state = ui.row([openness(scene), clock(scene)]).spacing(Space::Medium).align(Align::Center);
    let content: Element<'a, M> = if ui.is_portrait() {
        ui.column([name.fill_width().into(), state.fill_width().into()]).spacing(Space::Medium).fill_width().into()
    } else {
        let row = ui.row([name.width_portion(4).into(), state.width_portion(6).into()]);
        row.spacing(Space::Large).align(Align::Center).fill_width().into()
    };
    let sheet = ui.sheet(Fill::Surface, content).padding_each(Space::Medium, Space::Large).fill_width();
    let mark = scene.body.demonstration.then(|| ui.status(Icon::FlaskConical, text(scene.language, "demonstration")));
    ui.region(Role::Banner, String::new(), ui.column([]).push_maybe(mark).push(sheet).fill_width())
}

/// Open or closed, and until when: the first thing said.
fn openness<'a, M: Clone + 'a>(scene: &Scene<'_>) -> Element<'a, M> {
    let ui = scene.ui();
    let Some(now) = scene.now else {
        return ui.status(Icon::ClockAlert, text(scene.language, "clock-not-set"));
    };
    let state = scene.body.hours.state_at(now);
    let said = words::openness(scene.language, state, now);
    let (icon, fill, ink) = match state {
        crate::domain::hours::OpenState::Open { .. } => (Icon::DoorOpen, Fill::Banner, Ink::ActionLabel),
        crate::domain::hours::OpenState::Break { .. } => (Icon::Coffee, Fill::Card, Ink::Warning),
        crate::domain::hours::OpenState::Closed { .. } => (Icon::DoorClosed, Fill::Card, Ink::Warning),
    };
    let detail = if fill == Fill::Banner { Ink::ActionLabel } else { Ink::Text };
    let both = ui
        .column([
            ui.text(said.word).step(Step::Title).weight(Weight::Bold).ink(ink).fill_width(Align::Start).into(),
            ui.text(said.detail).step(Step::Lead).ink(detail).fill_width(Align::Start).into(),
        ])
        .fill_width();
    let row = ui.row([ui.icon(icon, Step::Display, ink), both.into()]).spacing(Space::Medium).align(Align::Center);
    ui.sheet(fill, row.fill_width()).padding_each(Space::Small, Space::Medium).width_portion(5).into()
}

fn clock<'a, M: Clone + 'a>(scene: &Scene<'_>) -> Element<'a, M> {
    let ui = scene.ui();
    let Some(now) = scene.now else { return ui.column([]).width_portion(3).into() };
    let time = ui.text(words::time(now.time())).step(Step::Display).weight(Weight::Bold);
    let day = ui.text(words::day(scene.language, now.date())).ink(Ink::Muted);
    ui.column([time.fill_width(Align::End).into(), day.fill_width(Align::End).into()]).width_portion(3).into()
}

/// How fresh the content is, louder when it is old, and which sheet of how many is open.
fn foot<'a, M: Clone + 'a>(scene: &Scene<'_>, sheets: Sheets) -> Element<'a, M> {
    let ui = scene.ui();
    let date = words::date(scene.language, scene.freshness.as_of);
    let progress: Element<'a, M> =
        if sheets.of > 1 { ui.progress(sheets.at + 1, sheets.of) } else { ui.column([]).into() };
    let row = |said: Element<'a, M>| {
        let line = ui.row([said, progress]).spacing(Space::Medium).align(Align::Center).fill_width();
        line.padding_each(Space::Small, Space::Large)
    };
    if scene.freshness.is_old {
        let said = text_with(scene.language, "as-of-old", &[("date", date.into())]);
        let alert = ui.alert(Icon::TriangleAlert, said);
        ui.column([alert, row(ui.column([]).fill_width().into()).into()]).fill_width().into()
    } else {
        let said = text_with(scene.language, "as-of", &[("date", date.into())]);
        row(ui.text(said).ink(Ink::Muted).fill_width(Align::Start).into()).into()
    }
}

/// The ways on, each always at its own place: back and home on the left, the sheets on the right.
fn navigation<'a>(scene: &Scene<'_>, ways: Ways) -> Element<'a, Message> {
    let ui = scene.ui();
    let way = |icon, id, there: bool, message| {
        let button = || signed(ui, ui.button(icon, text(scene.language, id)).on_press(message));
        slot(ui, there.then(button))
    };
    let sheets = ways.sheets;
    let next = sheets.next().map(|_| {
        signed(ui, ui.primary(Icon::ArrowRight, text(scene.language, "nav-next")).icon_last().on_press(Message::Next))
    });
    let row = ui
        .row([
            way(Icon::CornerUpLeft, "nav-back", ways.back, Message::Back),
            way(Icon::House, "nav-home", ways.home, Message::Home),
            way(Icon::ArrowLeft, "nav-previous", sheets.previous().is_some(), Message::Previous),
            slot(ui, next),
        ])
        .spacing(Space::Small)
        .align(Align::Center)
        .fill_width();
    let sheet = ui.sheet(Fill::None, row).padding_each(Space::Small, Space::Large).fill_width();
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

/// Languages in the order of the law, and help.
fn bar<'a>(scene: &Scene<'_>, ways: Ways) -> Element<'a, Message> {
    let ui = scene.ui();
    let mut controls: Vec<Element<'a, Message>> = Language::ALL
        .into_iter()
        .map(|language| {
            ui.in_language(language)
                .chip(language.own_name(), language == scene.language)
                .on_press(Message::Language(language))
                .width_portion(1)
                .into()
        })
        .collect();
    let help = ui.chip(text(scene.language, "bar-help"), ways.is_help).with_icon(Icon::CircleQuestionMark);
    controls.push(help.on_press(Message::Help).width_portion(1).into());
    let name = text(scene.language, "bar-name");
    if ui.is_portrait() {
        let row = ui.row(controls).spacing(Space::Small).align(Align::Center).fill_width();
        let sheet = ui.sheet(Fill::Surface, row).padding_each(Space::Medium, Space::Large).fill_width();
        ui.region(Role::Toolbar, name, sheet)
    } else {
        let column = ui.column(controls).spacing(Space::Small).fill_width();
        let sheet = ui.sheet(Fill::Surface, column).padding(Space::Medium).width_portion(2).fill_height();
        let sheet = sheet.align(Align::Start, Align::End);
        ui.region(Role::Toolbar, name, sheet)
    }
}
