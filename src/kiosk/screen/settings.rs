//! All that a visitor can change about the stand, on as many sheets as it takes.

use crate::i18n::{text, text_with};
use crate::kiosk::settings::{Change, Switches};
use crate::kiosk::speech::{Rate, Volume};
use crate::kiosk::theme::{Look, Space, TextSize, Weight};
use crate::kiosk::widget::{Align, Element, Flow, Icon};

use super::{Scene, Sheets};

/// Which sheet is open.
#[derive(Debug, Clone, Copy)]
pub struct State {
    sheets: Sheets,
}

/// From the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Message {
    /// Something is to be otherwise.
    Set(Change),
    /// They take so many sheets.
    Counted(usize),
}

/// What the app does for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Nothing more.
    None,
    /// Make it otherwise.
    Set(Change),
}

impl State {
    /// Open at a sheet, from 0.
    pub fn new(sheet: usize) -> Self {
        Self { sheets: Sheets::new(sheet, sheet + 1) }
    }

    /// Which sheet is open.
    pub fn sheets(&self) -> Sheets {
        self.sheets
    }

    /// Opens a sheet.
    pub fn turn(&mut self, sheet: usize) {
        self.sheets = Sheets::new(sheet, self.sheets.of);
    }

    /// Takes in a message.
    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Set(change) => Action::Set(change),
            Message::Counted(of) => {
                self.sheets = self.sheets.counted(of);
                Action::None
            }
        }
    }

    /// Draws them.
    pub fn view<'a>(&self, scene: &Scene<'_>) -> Element<'a, Message> {
        let ui = scene.ui();
        let title = ui.heading(1, text(scene.language, "settings-title"));
        let paged = ui.paged(groups(scene).into_iter().map(Flow::piece), self.sheets.at, Message::Counted);
        ui.column([title, paged]).spacing(Space::Medium).fill_width().fill_height().into()
    }
}

/// What belongs together, each under its name.
fn groups<'a>(scene: &Scene<'_>) -> Vec<Element<'a, Message>> {
    let settings = scene.settings;
    let looks = Look::ALL.map(|look| {
        let name = format!("settings-look-{}", look.id());
        (name, settings.look == look, Change::Look(look))
    });
    let sizes = TextSize::ALL.map(|size| {
        let name = format!("settings-size-{}", size.id());
        (name, settings.text_size == size, Change::TextSize(size))
    });
    let switches = [
        ("settings-switches-none", Switches::None),
        ("settings-switches-one", Switches::One),
        ("settings-switches-two", Switches::Two),
    ];
    let switches =
        switches.map(|(name, switches)| (name.to_owned(), settings.switches == switches, Change::Switches(switches)));
    let switch = |name: &str, on: bool, change: fn(bool) -> Change| (name.to_owned(), on, change(!on));
    let mut reading = vec![switch("settings-spacing", settings.spacing, Change::Spacing)];
    if scene.ui().is_portrait() {
        reading.push(switch("settings-reach", settings.reach, Change::Reach));
    }
    let listening = [
        switch("settings-speech", settings.speech, Change::Speech),
        switch("settings-curtain", settings.curtain, Change::Curtain),
    ];
    let (rate, volume) = (settings.tuning.rate, settings.tuning.volume);
    let speed = text_with(scene.language, "settings-percent", &[("percent", rate.percent().into())]);
    let loudness = [("at", (volume.index() + 1).into()), ("of", Volume::GAIN.len().into())];
    let loudness = text_with(scene.language, "settings-step", &loudness);
    let touch = [switch("settings-exploration", settings.exploration, Change::Exploration)];
    vec![
        choices(scene, "settings-look", looks),
        choices(scene, "settings-size", sizes),
        choices(scene, "settings-reading", reading),
        choices(scene, "settings-listening", listening),
        steps(
            scene,
            "settings-rate",
            speed,
            ("settings-slower", (rate.index() > 0).then_some(Change::Slower)),
            ("settings-faster", (rate.index() + 1 < Rate::PERCENT.len()).then_some(Change::Faster)),
        ),
        steps(
            scene,
            "settings-volume",
            loudness,
            ("settings-quieter", (volume.index() > 0).then_some(Change::Quieter)),
            ("settings-louder", (volume.index() + 1 < Volume::GAIN.len()).then_some(Change::Louder)),
        ),
        explained(scene, choices(scene, "settings-touch", touch), "settings-exploration-how"),
        explained(scene, choices(scene, "settings-switches", switches), "settings-switches-how"),
    ]
}

/// A heading and what there is to choose from: the id of its words, whether it is chosen, and what
/// choosing it changes.
fn choices<'a>(
    scene: &Scene<'_>,
    name: &str,
    choices: impl IntoIterator<Item = (String, bool, Change)>,
) -> Element<'a, Message> {
    let ui = scene.ui();
    let name = text(scene.language, name);
    let chips = choices.into_iter().map(|(words, chosen, change)| {
        let icon = if chosen { Icon::Check } else { Icon::Circle };
        let chip = ui.chip(text(scene.language, &words), chosen).with_icon(icon);
        chip.on_press(Message::Set(change)).fill_width().into()
    });
    let grid = ui.grid(name.clone(), chips).columns(if ui.is_portrait() { 2 } else { 3 });
    ui.column([ui.heading(2, name), grid.into()]).spacing(Space::Small).fill_width().into()
}

/// A heading, a value, and a step to either side of it.
fn steps<'a>(
    scene: &Scene<'_>,
    name: &str,
    value: String,
    less: (&str, Option<Change>),
    more: (&str, Option<Change>),
) -> Element<'a, Message> {
    let ui = scene.ui();
    let button = |icon, (words, change): (&str, Option<Change>)| {
        let button = ui.button(icon, text(scene.language, words)).width_portion(2);
        button.on_press_maybe(change.map(Message::Set)).into()
    };
    let value = ui.text(value).weight(Weight::Bold).fill_width(Align::Center);
    let value = ui.column([value.into()]).width_portion(1).into();
    let row = ui.row([button(Icon::Minus, less), value, button(Icon::Plus, more)]).spacing(Space::Small);
    let row = row.align(Align::Center).fill_width();
    ui.column([ui.heading(2, text(scene.language, name)), row.into()]).spacing(Space::Small).fill_width().into()
}

/// A group with a word on what it does.
fn explained<'a>(scene: &Scene<'_>, group: Element<'a, Message>, how: &str) -> Element<'a, Message> {
    let ui = scene.ui();
    ui.column([group, ui.paragraph(text(scene.language, how))]).spacing(Space::Small).fill_width().into()
}
