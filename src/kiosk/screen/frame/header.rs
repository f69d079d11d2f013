//! Whose stand this is, whether the office is open, and the time: on top of every screen.

use crate::domain::hours::OpenState;
use crate::i18n::text;
use crate::kiosk::access::Role;
use crate::kiosk::screen::{Scene, words};
use crate::kiosk::theme::{Fill, Ink, Space, Step, Weight};
use crate::kiosk::widget::{Align, Element, Icon, Stack};

/// Heights of signs, in lines of body text.
const SIGN: f32 = 16.0;
const LARGE_SIGN: f32 = 32.0;

/// Steps of the type scale for a header: as large as there is room for.
#[derive(Clone, Copy)]
struct Scale {
    name: Step,
    state: Step,
    detail: Step,
    sign: Step,
    clock: Step,
}

impl Scale {
    const USUAL: Self =
        Self { name: Step::Lead, state: Step::Title, detail: Step::Lead, sign: Step::Display, clock: Step::Display };
    /// At the larger text sizes the header must not eat the screen.
    const TIGHT: Self =
        Self { name: Step::Body, state: Step::Lead, detail: Step::Body, sign: Step::Lead, clock: Step::Title };
    const TIGHT_AND_LYING: Self = Self { clock: Step::Lead, ..Self::TIGHT };
    /// As a sign over a screen whose controls stand below.
    const SIGN: Self = Self {
        name: Step::Title,
        state: Step::Display,
        detail: Step::Title,
        sign: Step::Display,
        clock: Step::Display,
    };

    /// The same over a panel so large that it would be lost.
    const LARGE_SIGN: Self = Self {
        name: Step::Display,
        state: Step::Poster,
        detail: Step::Display,
        sign: Step::Poster,
        clock: Step::Poster,
    };

    fn of(scene: &Scene<'_>) -> Self {
        match (scene.is_tight(), is_sign(scene)) {
            (_, true) if scene.ui().has_room_above_reach(LARGE_SIGN) => Self::LARGE_SIGN,
            (_, true) => Self::SIGN,
            (true, false) if scene.ui().is_portrait() => Self::TIGHT,
            (true, false) => Self::TIGHT_AND_LYING,
            (false, false) => Self::USUAL,
        }
    }
}

/// Whose stand this is, whether the office is open, and the time.
pub(super) fn header<'a, M: Clone + 'a>(scene: &Scene<'_>) -> Element<'a, M> {
    let ui = scene.ui();
    let scale = Scale::of(scene);
    // The full name where there is room for it.
    let name = if scene.is_tight() { &scene.body.short_name } else { &scene.body.name };
    let name = ui.text(name.get(scene.language).to_owned()).step(scale.name).weight(Weight::Bold);
    let name = ui
        .row([ui.icon(Icon::Landmark, scale.name, Ink::Action), name.fill_width(Align::Start).into()])
        .spacing(Space::Small)
        .align(Align::Center);
    let made_up = if scene.is_tight() { "demonstration-short" } else { "demonstration" };
    let mark = scene.body.demonstration.then(|| ui.note(Icon::FlaskConical, text(scene.language, made_up)));
    let (above, between) = if scene.is_tight() { (Space::Small, Space::Small) } else { (Space::Medium, Space::Medium) };
    let content: Element<'a, M> = if is_sign(scene) {
        let parts = [name.fill_width().into(), openness(scene, scale), clock(scene, scale)];
        ui.column(parts).spacing(Space::Large).fill_width().into()
    } else if ui.is_portrait() {
        let state = state(scene, scale);
        ui.column([name.fill_width().into(), state.fill_width().into()]).spacing(between).fill_width().into()
    } else {
        let state = state(scene, scale);
        let (name, state) = if scene.is_tight() {
            (name.width_portion(3), state.width_portion(7))
        } else {
            (name.width_portion(4), state.width_portion(6))
        };
        let row = ui.row([name.into(), state.into()]);
        row.spacing(Space::Large).align(Align::Center).fill_width().into()
    };
    let sheet = ui.sheet(Fill::None, content).padding_each(above, scene.margin()).fill_width();
    let all = ui.column([]).push_maybe(mark).push(sheet).fill_width();
    let all = ui.sheet(Fill::Surface, all).fill_width().align(Align::Start, Align::Start);
    ui.region(Role::Banner, String::new(), all)
}

/// The state and the time side by side.
fn state<'a, M: Clone + 'a>(scene: &Scene<'_>, scale: Scale) -> Stack<'a, M> {
    let row = scene.ui().row([openness(scene, scale), clock(scene, scale)]);
    row.spacing(Space::Medium).align(Align::Center)
}

/// Open or closed, and until when: the first thing said.
fn openness<'a, M: Clone + 'a>(scene: &Scene<'_>, scale: Scale) -> Element<'a, M> {
    let ui = scene.ui();
    let Some(now) = scene.now else {
        let unset = ui.status(Icon::ClockAlert, text(scene.language, "clock-not-set"));
        return ui.column([unset]).width_portion(if is_short(scene) { 8 } else { 5 }).into();
    };
    let state = scene.body.hours.state_at(now);
    let said = words::openness(scene.language, state, now);
    let (icon, fill, ink) = match state {
        OpenState::Open { .. } => (Icon::DoorOpen, Fill::Banner, Ink::ActionLabel),
        OpenState::Break { .. } => (Icon::Coffee, Fill::Card, Ink::Warning),
        OpenState::Closed { .. } => (Icon::DoorClosed, Fill::Card, Ink::Warning),
    };
    let detail = if fill == Fill::Banner { Ink::ActionLabel } else { Ink::Text };
    let both = ui
        .column([
            ui.text(said.word).step(scale.state).weight(Weight::Bold).ink(ink).fill_width(Align::Start).into(),
            ui.text(said.detail).step(scale.detail).ink(detail).fill_width(Align::Start).into(),
        ])
        .fill_width();
    let row = ui.row([ui.icon(icon, scale.sign, ink), both.into()]).spacing(Space::Medium).align(Align::Center);
    ui.sheet(fill, row.fill_width())
        .padding_each(Space::Small, Space::Medium)
        .width_portion(if is_short(scene) { 8 } else { 5 })
        .into()
}

fn clock<'a, M: Clone + 'a>(scene: &Scene<'_>, scale: Scale) -> Element<'a, M> {
    let ui = scene.ui();
    let Some(now) = scene.now else { return ui.column([]).into() };
    let time = ui.text(words::time(now.time())).step(scale.clock).weight(Weight::Bold);
    // Beside a state in large type there is no room for the weekday.
    let day = if is_short(scene) {
        words::recent(scene.language, now.date(), Some(now.date()))
    } else {
        words::day(scene.language, now.date())
    };
    let day = ui.text(day).ink(Ink::Muted);
    if is_sign(scene) {
        let day = day.step(scale.detail).fill_width(Align::End);
        return ui.row([time.into(), day.into()]).spacing(Space::Medium).align(Align::Center).fill_width().into();
    }
    ui.column([time.fill_width(Align::End).into(), day.fill_width(Align::End).into()]).width_portion(3).into()
}

/// Whether there is room for a sign, each thing on a line of its own.
fn is_sign(scene: &Scene<'_>) -> bool {
    scene.in_reach() && scene.ui().has_room_above_reach(SIGN)
}

fn is_short(scene: &Scene<'_>) -> bool {
    scene.is_tight() && !scene.ui().is_portrait()
}
