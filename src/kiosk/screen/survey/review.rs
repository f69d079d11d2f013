//! Every question and its answer before anything is sent (WCAG 2.2, 3.3.4 and 3.3.6): each leads to where it is
//! changed.

use crate::domain::survey::Name;
use crate::i18n::{text, text_with};
use crate::kiosk::screen::{Scene, Sheets};
use crate::kiosk::theme::Space;
use crate::kiosk::widget::{Element, Flow, Icon};

use super::{Action, Asking, wording};

/// Which sheet is open.
#[derive(Debug, Clone, Copy)]
pub struct State {
    sheets: Sheets,
}

/// From the review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// This answer is to be another.
    Change(Name),
    /// All is as it should be.
    Send,
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
            Message::Change(name) => Action::Change(name),
            Message::Send => Action::Send { partly: false },
            Message::Counted(of) => {
                self.sheets = self.sheets.counted(of);
                Action::Counted
            }
        }
    }

    /// Draws it.
    pub fn view<'a>(&self, scene: &Scene<'_>, asking: &Asking) -> Element<'a, Message> {
        let ui = scene.ui();
        let rows = asking.interview().review().into_iter().map(|(question, value)| {
            let label = wording::label(asking, question, scene);
            let (answer, _) = wording::answer(asking, question, value, scene.language);
            let row = label.ui(ui).tile(Icon::Pencil, label.words).summary(answer);
            let personal = value.is_some() && asking.is_personal(question);
            let row = row.private(personal).keyed(question.name.as_str());
            Flow::piece(row.on_press(Message::Change(question.name.clone())))
        });
        let send = ui.primary(Icon::Send, text(scene.language, "survey-send")).on_press(Message::Send).fill_width();
        let how = text_with(scene.language, "survey-review-how", &[("answered", asking.count().into())]);
        let flow = std::iter::once(Flow::piece(ui.paragraph(how))).chain(rows).chain([Flow::piece(send)]);
        let paged = ui.paged(flow, self.sheets.at, Message::Counted);
        let title = ui.heading(1, text(scene.language, "survey-review-title"));
        ui.column([title, paged]).spacing(Space::Medium).fill_width().fill_height().into()
    }
}
