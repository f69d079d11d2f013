//! "Send what you answered, or discard it?": the one question of whoever leaves midway.

use crate::i18n::{text, text_with};
use crate::kiosk::screen::{Scene, Sheets};
use crate::kiosk::theme::Space;
use crate::kiosk::widget::{Element, Flow, Icon};

use super::{Action, Asking};

/// Which sheet is open.
#[derive(Debug, Clone, Copy)]
pub struct State {
    sheets: Sheets,
}

/// From the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Message {
    /// Stay.
    GoOn,
    /// Send the answers as far as they go.
    Send,
    /// Forget them.
    Discard,
    /// It takes so many sheets.
    Counted(usize),
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
            Message::GoOn => Action::GoOn,
            Message::Send => Action::Send { partly: true },
            Message::Discard => Action::Forget,
            Message::Counted(of) => {
                self.sheets = self.sheets.counted(of);
                Action::Counted
            }
        }
    }

    /// Draws it.
    pub fn view<'a>(&self, scene: &Scene<'_>, asking: &Asking) -> Element<'a, Message> {
        let ui = scene.ui();
        let answered = asking.count_so_far();
        let left_out = asking.count().saturating_sub(answered);
        let left_out = (left_out > 0).then(|| {
            let left_out = text_with(scene.language, "survey-leaving-left-out", &[("count", left_out.into())]);
            Flow::piece(ui.paragraph(left_out))
        });
        let so_far = text_with(scene.language, "survey-leaving-so-far", &[("answered", answered.into())]);
        let go_on = ui.primary(Icon::ArrowRight, text(scene.language, "survey-go-on")).on_press(Message::GoOn);
        let send = ui.button(Icon::Send, text(scene.language, "survey-leaving-send")).on_press(Message::Send);
        let discard = ui.button(Icon::Trash2, text(scene.language, "survey-discard")).on_press(Message::Discard);
        let choices =
            [Flow::piece(go_on.fill_width()), Flow::piece(send.fill_width()), Flow::piece(discard.fill_width())];
        let flow = std::iter::once(Flow::piece(ui.paragraph(so_far))).chain(left_out).chain(choices);
        let paged = ui.paged(flow, self.sheets.at, Message::Counted);
        let title = ui.heading(1, text(scene.language, "survey-leaving-title"));
        ui.column([title, paged]).spacing(Space::Medium).fill_width().fill_height().into()
    }
}
