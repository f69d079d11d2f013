//! All that a visitor can change about the stand, on as many sheets as it takes.

use std::time::Duration;

use crate::i18n::{text, text_with};
use crate::kiosk::input::filter::PAUSES;
use crate::kiosk::input::scanning::PACES;
use crate::kiosk::settings::{Change, Switches};
use crate::kiosk::speech::{Rate, Volume};
use crate::kiosk::theme::{Look, Space, TextSize};
use crate::kiosk::widget::{Element, Flow, Icon};

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
        let paged = ui.paged(groups(scene), self.sheets.at, Message::Counted);
        ui.column([title, paged]).spacing(Space::Medium).fill_width().fill_height().into()
    }
}

/// What belongs together, each under its name.
fn groups<'a>(scene: &Scene<'_>) -> Vec<Flow<'a, Message>> {
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
    let mut reading = vec![switch(scene, "settings-spacing", settings.spacing, Change::Spacing)];
    if scene.ui().is_portrait() {
        reading.push(switch(scene, "settings-reach", settings.reach, Change::Reach));
    }
    let listening = vec![
        switch(scene, "settings-speech", settings.speech, Change::Speech),
        switch(scene, "settings-curtain", settings.curtain, Change::Curtain),
    ];
    let touch = vec![switch(scene, "settings-exploration", settings.exploration, Change::Exploration)];
    let groups = [
        group(scene, "settings-look", looks.map(|choice| chip(scene, choice)).into()),
        group(scene, "settings-size", sizes.map(|choice| chip(scene, choice)).into()),
        group(scene, "settings-reading", reading),
        group(scene, "settings-listening", listening),
        vec![Flow::piece(rate(scene)), Flow::piece(volume(scene))],
        explained(scene, group(scene, "settings-touch", touch), "settings-exploration-how"),
        explained(
            scene,
            group(scene, "settings-switches", switches.map(|choice| chip(scene, choice)).into()),
            "settings-switches-how",
        ),
        // Of two switches one moves: there is no pace.
        if settings.switches == Switches::One { vec![Flow::piece(scan_pace(scene))] } else { Vec::new() },
        explained(scene, vec![Flow::piece(key_pause(scene))], "settings-key-pause-how"),
        vec![Flow::piece(reset(scene))],
    ];
    groups.into_iter().flatten().collect()
}

/// A heading and what there is to choose from.
fn group<'a>(scene: &Scene<'_>, name: &str, choices: Vec<Element<'a, Message>>) -> Vec<Flow<'a, Message>> {
    let ui = scene.ui();
    let name = text(scene.language, name);
    let heading = ui.heading(2, name.clone());
    let grid = ui.grid(name, choices).columns(if ui.is_portrait() { 2 } else { 3 });
    if scene.is_tight() && ui.is_portrait() {
        // One below another they may be more than a sheet holds.
        return vec![Flow::piece(heading).keep_with_next(), grid.into()];
    }
    vec![Flow::piece(ui.column([heading, grid.into()]).spacing(Space::Small).fill_width())]
}

/// A group with what its names do not say, on one sheet where there is room for both.
fn explained<'a>(scene: &Scene<'_>, mut group: Vec<Flow<'a, Message>>, how: &str) -> Vec<Flow<'a, Message>> {
    if !scene.is_tight()
        && let Some(last) = group.pop()
    {
        group.push(last.keep_with_next());
    }
    group.push(Flow::piece(scene.ui().paragraph(text(scene.language, how))));
    group
}

/// One of several choices: the id of its words, whether it is chosen, and what choosing it changes.
fn chip<'a>(scene: &Scene<'_>, (words, chosen, change): (String, bool, Change)) -> Element<'a, Message> {
    let chip = scene.ui().chip(text(scene.language, &words), chosen).with_icon(Icon::Circle);
    chip.on_press(Message::Set(change)).fill_width().into()
}

/// What is on or off.
fn switch<'a>(scene: &Scene<'_>, words: &str, on: bool, change: fn(bool) -> Change) -> Element<'a, Message> {
    let toggle = scene.ui().toggle(Icon::Circle, text(scene.language, words), on);
    toggle.on_press(Message::Set(change(!on))).fill_width().into()
}

/// How long one switch has for each choice.
fn scan_pace<'a>(scene: &Scene<'_>) -> Element<'a, Message> {
    let index = nearest(PACES.map(Duration::from_secs), scene.scan_pace);
    let words = text_with(scene.language, "settings-seconds", &[("seconds", PACES[index].into())]);
    let name = text(scene.language, "settings-scan-pace");
    scene.ui().slider(Icon::Clock, name, index, PACES.len(), words, |step| Message::Set(Change::ScanPace(step)))
}

/// How soon a key that is struck again is not meant.
fn key_pause<'a>(scene: &Scene<'_>) -> Element<'a, Message> {
    let index = nearest(PAUSES.map(Duration::from_millis), scene.key_pause);
    let words = text_with(scene.language, "settings-pause", &[("milliseconds", PAUSES[index].into())]);
    let name = text(scene.language, "settings-key-pause");
    scene.ui().slider(Icon::Keyboard, name, index, PAUSES.len(), words, |step| Message::Set(Change::KeyPause(step)))
}

/// Which of several steps is the nearest to what a stand is set to.
fn nearest<const OF: usize>(steps: [Duration; OF], to: Duration) -> usize {
    (0..OF).min_by_key(|step| steps[*step].abs_diff(to)).unwrap_or_default()
}

/// The way back for whoever got lost in settings.
fn reset<'a>(scene: &Scene<'_>) -> Element<'a, Message> {
    let button = scene.ui().button(Icon::RotateCcw, text(scene.language, "settings-reset"));
    button.on_press(Message::Set(Change::Reset)).fill_width().into()
}

/// How fast the stand speaks.
fn rate<'a>(scene: &Scene<'_>) -> Element<'a, Message> {
    let rate = scene.settings.tuning.rate;
    let words = text_with(scene.language, "settings-percent", &[("percent", rate.percent().into())]);
    let name = text(scene.language, "settings-rate");
    let set = |step| Message::Set(Change::Rate(step));
    scene.ui().slider(Icon::Gauge, name, rate.index(), Rate::PERCENT.len(), words, set)
}

/// How loud it speaks.
fn volume<'a>(scene: &Scene<'_>) -> Element<'a, Message> {
    let volume = scene.settings.tuning.volume;
    let percent = (volume.index() + 1) * 100 / Volume::GAIN.len();
    let words = text_with(scene.language, "settings-percent", &[("percent", percent.into())]);
    let name = text(scene.language, "settings-volume");
    let set = |step| Message::Set(Change::Volume(step));
    scene.ui().slider(Icon::Volume2, name, volume.index(), Volume::GAIN.len(), words, set)
}
