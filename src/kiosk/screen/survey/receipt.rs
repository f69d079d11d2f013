//! That an answer is kept: shown and spoken (EN 301 549, 5.1.3.16), and only once it is on the disk.
//!
//! It has no number: whoever keeps one could be asked for it, and the answer would have a name.

use crate::i18n::{text, text_with};
use crate::kiosk::screen::{Scene, Sheets};
use crate::kiosk::theme::Space;
use crate::kiosk::widget::{Element, Flow, Icon};

use super::Action;

/// What was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Receipt {
    /// How many questions were answered.
    pub answered: usize,
    /// Whether all were gone through.
    pub complete: bool,
}

/// A receipt, open at a sheet.
#[derive(Debug, Clone, Copy)]
pub struct State {
    receipt: Receipt,
    sheets: Sheets,
}

/// From the receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Message {
    /// The visitor has seen it.
    Done,
    /// It takes so many sheets.
    Counted(usize),
}

impl State {
    /// Open at a sheet, from 0.
    pub fn new(receipt: Receipt, sheet: usize) -> Self {
        Self { receipt, sheets: Sheets::new(sheet, sheet + 1) }
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
            Message::Done => Action::Home,
            Message::Counted(of) => {
                self.sheets = self.sheets.counted(of);
                Action::Counted
            }
        }
    }

    /// Draws it.
    pub fn view<'a>(&self, scene: &Scene<'_>) -> Element<'a, Message> {
        let ui = scene.ui();
        let Receipt { answered, complete } = self.receipt;
        let title = text(scene.language, if complete { "survey-receipt-title" } else { "survey-receipt-title-partly" });
        let answered = text_with(scene.language, "survey-receipt-answered", &[("answered", answered.into())]);
        let done = ui.primary(Icon::Check, text(scene.language, "survey-receipt-done")).on_press(Message::Done);
        let flow = [
            Flow::piece(ui.paragraph(answered)),
            Flow::piece(ui.paragraph(text(scene.language, "survey-receipt-then"))),
            Flow::piece(done.fill_width()),
        ];
        let paged = ui.paged(flow, self.sheets.at, Message::Counted);
        ui.column([ui.heading(1, title), paged]).spacing(Space::Medium).fill_width().fill_height().into()
    }
}
