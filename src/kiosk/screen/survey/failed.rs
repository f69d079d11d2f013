//! That an answer could not be kept, why, and what to do now. The answers stay.

use crate::i18n::{text, text_with};
use crate::kiosk::outbox::OutboxError;
use crate::kiosk::screen::{Scene, Sheets};
use crate::kiosk::theme::Space;
use crate::kiosk::widget::{Element, Flow, Icon};

use super::{Action, offer};

/// Why, and which sheet is open.
#[derive(Debug, Clone)]
pub struct State {
    error: OutboxError,
    sheets: Sheets,
}

/// From the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Message {
    /// Once more.
    Again,
    /// Back to the answers.
    Look,
    /// Forget them.
    Discard,
    /// It takes so many sheets.
    Counted(usize),
}

impl State {
    /// Open at a sheet, from 0.
    pub fn new(error: OutboxError, sheet: usize) -> Self {
        Self { error, sheets: Sheets::new(sheet, sheet + 1) }
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
            // What was confirmed stays what it is, partly or whole.
            Message::Again => Action::Send { partly: true },
            Message::Look => Action::Reopen,
            Message::Discard => Action::Forget,
            Message::Counted(of) => {
                self.sheets = self.sheets.counted(of);
                Action::Counted
            }
        }
    }

    /// Draws it. `code` is the address of the form for the visitor's own phone.
    pub fn view<'a>(&self, scene: &Scene<'_>, code: Option<&str>) -> Element<'a, Message> {
        let ui = scene.ui();
        let why = match self.error {
            OutboxError::Full => "full",
            OutboxError::Disk(_) => "disk",
            OutboxError::Seal(_) => "seal",
        };
        let why = [("why", why.into())];
        let again = ui.primary(Icon::RotateCcw, text(scene.language, "survey-failed-again")).on_press(Message::Again);
        let look = ui.button(Icon::ListChecks, text(scene.language, "survey-failed-look")).on_press(Message::Look);
        let discard = ui.button(Icon::Trash2, text(scene.language, "survey-discard")).on_press(Message::Discard);
        let mut flow = vec![
            Flow::piece(ui.alert(Icon::TriangleAlert, text_with(scene.language, "survey-failed-why", &why))),
            Flow::piece(ui.paragraph(text(scene.language, "survey-failed-still-here"))),
            Flow::piece(again.fill_width()),
            Flow::piece(look.fill_width()),
            Flow::piece(discard.fill_width()),
        ];
        if let Some(code) = code {
            flow.push(Flow::piece(ui.heading(2, text(scene.language, "survey-phone"))).keep_with_next());
            flow.push(Flow::piece(offer::phone(scene, code)));
        }
        let paged = ui.paged(flow, self.sheets.at, Message::Counted);
        let title = ui.heading(1, text(scene.language, "survey-failed-title"));
        ui.column([title, paged]).spacing(Space::Medium).fill_width().fill_height().into()
    }
}
