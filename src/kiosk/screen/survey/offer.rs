//! Before the first question: what the survey is for, how long it takes, what is kept of it, and how to answer
//! on one's own phone instead.

use crate::i18n::{text, text_with};
use crate::kiosk::screen::{Scene, Sheets};
use crate::kiosk::theme::Space;
use crate::kiosk::widget::{Align, Element, Flow, Icon};

use super::{Action, Asking, wording};

/// Which sheet is open.
#[derive(Debug, Clone, Copy)]
pub struct State {
    sheets: Sheets,
}

/// From the offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Message {
    /// The visitor wants to answer.
    Begin,
    /// Not now.
    NotNow,
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
            Message::Begin => Action::Begin,
            Message::NotNow => Action::Forget,
            Message::Counted(of) => {
                self.sheets = self.sheets.counted(of);
                Action::Counted
            }
        }
    }

    /// Draws it. `code` is the address of the form for the visitor's own phone.
    pub fn view<'a>(&self, scene: &Scene<'_>, asking: &Asking, code: Option<&str>) -> Element<'a, Message> {
        let (ui, survey) = (scene.ui(), asking.survey());
        let (title, language) = wording::title(survey, scene.language);
        let title = ui.in_language(language).heading(1, title);
        let long = [("questions", survey.asked().into()), ("minutes", survey.minutes().into())];
        let long = text_with(scene.language, "survey-offer-long", &long);
        let mut flow = vec![
            Flow::piece(ui.paragraph(long)),
            Flow::piece(ui.paragraph(text(scene.language, "survey-offer-anonymous"))),
        ];
        if wording::asks_for_text(survey) {
            flow.push(Flow::piece(ui.paragraph(text(scene.language, "survey-offer-text"))));
        }
        let policy = [("policy", wording::policy(survey).into())];
        flow.push(Flow::piece(ui.paragraph(text_with(scene.language, "survey-offer-partial", &policy))));
        let begin = text(scene.language, if asking.has_answers() { "survey-go-on" } else { "survey-begin" });
        let begin = ui.primary(Icon::ArrowRight, begin).on_press(Message::Begin).fill_width();
        let not_now = ui.button(Icon::X, text(scene.language, "survey-not-now")).on_press(Message::NotNow).fill_width();
        if scene.is_tight() {
            flow.push(Flow::piece(begin));
            flow.push(Flow::piece(not_now));
        } else {
            let row = ui.row([begin.width_portion(3).into(), not_now.width_portion(2).into()]);
            flow.push(Flow::piece(row.spacing(Space::Small).equal_heights().fill_width()));
        }
        let Some(code) = code else {
            let flow = ui.paged(flow, self.sheets.at, Message::Counted);
            return ui.column([title, flow]).spacing(Space::Medium).fill_width().fill_height().into();
        };
        if ui.is_portrait() || scene.is_tight() {
            flow.push(Flow::piece(ui.heading(2, text(scene.language, "survey-phone"))).keep_with_next());
            flow.push(Flow::piece(phone(scene, code)));
            let flow = ui.paged(flow, self.sheets.at, Message::Counted);
            return ui.column([title, flow]).spacing(Space::Medium).fill_width().fill_height().into();
        }
        let flow = ui.within(0.6).paged(flow, self.sheets.at, Message::Counted);
        let left = ui.column([title, flow]).spacing(Space::Medium).width_portion(13).fill_height();
        let phone = ui.column([ui.heading(2, text(scene.language, "survey-phone")), phone(scene, code)]);
        let phone = phone.spacing(Space::Small).width_portion(6);
        ui.row([left.into(), phone.into()]).spacing(Space::Huge).fill_width().fill_height().into()
    }
}

/// The code of the form for the visitor's own phone, and its address in letters.
pub(super) fn phone<'a, M: Clone + 'a>(scene: &Scene<'_>, address: &str) -> Element<'a, M> {
    let ui = scene.ui();
    let short = short(address);
    let alternative = text_with(scene.language, "survey-phone-code", &[("address", short.as_str().into())]);
    let how = ui.paragraph(text(scene.language, "survey-phone-how"));
    let words = ui.column([how, ui.text(short).into()]).spacing(Space::Small).fill_width();
    let code = ui.code(address, alternative);
    if ui.is_portrait() || scene.is_tight() {
        ui.row([code, words.into()]).spacing(Space::Medium).align(Align::Center).fill_width().into()
    } else {
        ui.column([code, words.into()]).spacing(Space::Small).fill_width().into()
    }
}

/// An address as people type it: without its scheme, and without what only tells the stand.
fn short(address: &str) -> String {
    let plain = address.split('?').next().unwrap_or(address);
    plain.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shown_as_people_type_it() {
        assert_eq!(short("https://centre.example/survey/access?at=0190"), "centre.example/survey/access");
        assert_eq!(short("http://10.0.0.1:8080/survey/access/"), "10.0.0.1:8080/survey/access");
    }
}
