//! Before the first content: the code for the operator of the centre, in three languages.

use crate::domain::Language;
use crate::i18n::text;
use crate::kiosk::access::Role;
use crate::kiosk::theme::{Fill, Space, Step, Theme, Weight};
use crate::kiosk::widget::{Align, Element, Icon, Ui};

/// What is known of the pairing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    code: Option<String>,
}

impl State {
    /// With the code of the centre; none while it has not been reached.
    pub fn new(code: Option<String>) -> Self {
        Self { code }
    }
}

/// Draws it. There is nothing to press: the operator acts elsewhere.
pub fn view<'a, M: Clone + 'a>(theme: &Theme, state: &State) -> Element<'a, M> {
    let ui = Ui::new(theme, Language::default());
    let mut column = ui.column([]).spacing(Space::Huge).fill_width();
    if let Some(code) = &state.code {
        // Said digit by digit: nobody dictates a number of eight digits as one.
        let spoken = code.chars().map(|c| c.to_string()).collect::<Vec<_>>().join(" ");
        let code = ui.text(code.clone()).step(Step::Poster).weight(Weight::Bold).spoken(spoken);
        let sheet = ui.sheet(Fill::Card, code.fill_width(Align::Center)).padding(Space::Large).fill_width();
        column = column.push(sheet);
    }
    for language in Language::ALL {
        column = column.push(said(ui.in_language(language), state));
    }
    let content = ui.sheet(Fill::None, column).padding(Space::Huge).fill_width().reading_width();
    ui.center(content)
}

fn said<'a, M: Clone + 'a>(ui: Ui, state: &State) -> Element<'a, M> {
    let language = ui.language();
    let what = match state.code {
        Some(_) => ui.paragraph(text(language, "pairing-do")),
        None => ui.status(Icon::WifiOff, text(language, "pairing-no-centre")),
    };
    let title = text(language, "pairing-title");
    // Three titles of one size: the law asks for letters of equal size (Law on Languages, Art. 21).
    let words = ui.column([ui.heading(1, title.clone()), what]).spacing(Space::Small).fill_width();
    ui.region(Role::Region, title, words)
}
