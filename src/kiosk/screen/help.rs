//! How to use the stand: by touch, by ear, by switches and by keys, the shortest first.

use crate::domain::page::Inline;
use crate::i18n::text;
use crate::kiosk::theme::Space;
use crate::kiosk::widget::{Element, Flow, Icon};

use super::{Scene, Sheets};

/// Which sheet is open.
#[derive(Debug, Clone, Copy)]
pub struct State {
    sheets: Sheets,
}

/// From the help screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Message {
    /// All settings are asked for.
    Settings,
    /// The keys are to say what they do.
    Describe,
    /// An inspector wants to check the stand.
    Inspect,
    /// It takes so many sheets.
    Counted(usize),
}

/// What the app does for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Nothing more.
    None,
    /// Show all settings.
    Settings,
    /// Let the keys say what they do, and do nothing.
    Describe,
    /// Ask for the inspectors' PIN.
    Inspect,
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
            Message::Settings => Action::Settings,
            Message::Describe => Action::Describe,
            Message::Inspect => Action::Inspect,
            Message::Counted(of) => {
                self.sheets = self.sheets.counted(of);
                Action::None
            }
        }
    }

    /// Draws it. `inspects`: with the way in for inspectors.
    pub fn view<'a>(&self, scene: &Scene<'_>, inspects: bool) -> Element<'a, Message> {
        let ui = scene.ui();
        let cell = |text: String| vec![Inline::Text { text }];
        let keys = text(scene.language, "help-keys");
        let headers = [cell(text(scene.language, "help-key")), cell(text(scene.language, "help-does"))];
        let table = scene.keymap.table(scene.language);
        let rows: Vec<_> = table.into_iter().map(|(key, does)| vec![cell(key), cell(does)]).collect();
        let describe = ui.button(Icon::Volume2, text(scene.language, "help-describe"));
        let settings = ui.primary(Icon::SlidersHorizontal, text(scene.language, "help-settings"));
        let part = |title: &str, how: &str| {
            let title = ui.heading(2, text(scene.language, title));
            let words = ui.column([title, ui.paragraph(text(scene.language, how))]);
            Flow::piece(words.spacing(Space::Small).fill_width())
        };
        let flow = [
            Flow::piece(ui.paragraph(text(scene.language, "help-touch"))),
            Flow::piece(settings.on_press(Message::Settings).fill_width()),
            part("help-blind", "help-blind-how"),
            part("help-switches", "help-switches-how"),
            Flow::piece(ui.heading(2, keys.clone())).keep_with_next(),
            Flow::piece(describe.on_press(Message::Describe).fill_width()),
            ui.table(keys, &headers, &rows).into(),
        ];
        let inspect = inspects.then(|| {
            let inspect = ui.button(Icon::ClipboardCheck, text(scene.language, "survey-inspect"));
            let heading = Flow::piece(ui.heading(2, text(scene.language, "survey-inspectors"))).keep_with_next();
            [heading, Flow::piece(inspect.on_press(Message::Inspect).fill_width())]
        });
        let flow = flow.into_iter().chain(inspect.into_iter().flatten());
        let paged = ui.paged(flow, self.sheets.at, Message::Counted);
        let title = ui.heading(1, text(scene.language, "help-title"));
        ui.column([title, paged]).spacing(Space::Medium).fill_width().fill_height().into()
    }
}
