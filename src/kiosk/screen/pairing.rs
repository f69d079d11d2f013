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
    let low = !ui.is_portrait();
    let mut column = ui.column([]).spacing(if low { Space::Large } else { Space::Huge }).fill_width();
    if let Some(code) = &state.code {
        // Said digit by digit: nobody dictates a number of eight digits as one.
        let spoken = code.chars().map(|c| c.to_string()).collect::<Vec<_>>().join(" ");
        let code = ui.text(code.clone()).step(Step::Poster).weight(Weight::Bold).spoken(spoken);
        let sheet =
            ui.sheet(Fill::Card, code.fill_width(Align::Center)).padding_each(Space::Medium, Space::Small).fill_width();
        column = column.push(sheet);
    }
    let said = Language::ALL.map(|language| said(ui.in_language(language), state));
    if low {
        // Height is what a lying screen lacks: the three stand side by side.
        let parts = said.map(|said| ui.column([said]).width_portion(1).into());
        let row = ui.row(parts).spacing(Space::Large).fill_width();
        return ui.center(ui.sheet(Fill::None, column.push(row)).padding(Space::Large).fill_width());
    }
    for said in said {
        column = column.push(said);
    }
    let content = ui.sheet(Fill::None, column).padding(Space::Medium).fill_width().reading_width();
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
