//! The choices of a question: each a whole row to touch, its mark a shape, its words as many lines as they
//! need.

use std::borrow::Cow;

use iced::{Length, Padding, Size};

use super::control::{Control, Kind, TALL_TARGET, TARGET};
use super::voice::voice;
use super::{Align, Element, Flow, Icon, Picture, Ui};
use crate::kiosk::access::{Role, Semantics};
use crate::kiosk::theme::font::Weight;
use crate::kiosk::theme::typography::TIGHT_LINE_HEIGHT;
use crate::kiosk::theme::{Ink, Space, Step};

/// How many choices of a question can be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pick {
    /// One: a circle, with a tick when it is chosen.
    One,
    /// Any number: a box, with a tick when it is chosen.
    Many,
}

/// One of the choices of a question.
pub struct Choice<'a, Message> {
    ui: Ui,
    pick: Pick,
    words: Cow<'a, str>,
    selected: bool,
    summary: Cow<'a, str>,
    image: Option<(Option<Picture>, String)>,
    position: usize,
    of: usize,
    private: bool,
    key: Option<String>,
    on_press: Option<Message>,
}

/// The choices of a question, one below another.
pub struct Choices<'a, Message> {
    ui: Ui,
    name: String,
    pick: Pick,
    choices: Vec<Choice<'a, Message>>,
    columns: usize,
}

impl Ui {
    /// A choice, chosen or not.
    pub fn choice<'a, Message>(
        self,
        words: impl Into<Cow<'a, str>>,
        selected: bool,
        pick: Pick,
    ) -> Choice<'a, Message> {
        let (role, words) = (role(pick, 0, 0), words.into());
        // No mark stands alone: what was given no words shows what it is.
        let words = match words.trim() {
            "" => Semantics::new(role, "", self.language).name().to_owned().into(),
            _ => words,
        };
        Choice {
            ui: self,
            pick,
            words,
            selected,
            summary: Cow::Borrowed(""),
            image: None,
            position: 0,
            of: 0,
            private: false,
            key: None,
            on_press: None,
        }
    }

    /// The choices of a question, called as it is. Each gets its place among them.
    pub fn choices<'a, Message>(
        self,
        name: impl Into<String>,
        pick: Pick,
        choices: impl IntoIterator<Item = Choice<'a, Message>>,
    ) -> Choices<'a, Message> {
        let choices: Vec<_> = choices.into_iter().collect();
        let of = choices.len();
        let choices = choices.into_iter().enumerate().map(|(at, choice)| choice.position(at + 1, of)).collect();
        Choices { ui: self, name: name.into(), pick, choices, columns: 1 }
    }
}

fn role(pick: Pick, position: usize, of: usize) -> Role {
    match pick {
        Pick::One => Role::Radio { position, of },
        Pick::Many => Role::CheckBox { position, of },
    }
}

impl<'a, Message> Choice<'a, Message> {
    /// What choosing it does.
    #[must_use]
    pub fn on_press(mut self, message: Message) -> Self {
        self.on_press = Some(message);
        self
    }

    /// What choosing it does, if it can be chosen now.
    #[must_use]
    pub fn on_press_maybe(mut self, message: Option<Message>) -> Self {
        self.on_press = message;
        self
    }

    /// Its place among `of` choices, from 1. [`Ui::choices`] gives it.
    #[must_use]
    pub fn position(mut self, at: usize, of: usize) -> Self {
        (self.position, self.of) = (at, of);
        self
    }

    /// More words below the first ones, spoken after the name.
    #[must_use]
    pub fn described(mut self, words: impl Into<Cow<'a, str>>) -> Self {
        self.summary = words.into();
        self
    }

    /// With a picture beside it and what that shows; the words alone where the picture is missing.
    #[must_use]
    pub fn image(mut self, picture: Option<&Picture>, alternative: impl Into<String>) -> Self {
        self.image = Some((picture.cloned(), alternative.into()));
        self
    }

    /// Whether it is chosen is the visitor's own affair, or not: then it is said in private only.
    #[must_use]
    pub fn private(mut self, private: bool) -> Self {
        self.private = private;
        self
    }

    /// Known by `key`: keeps its node when its place changes.
    #[must_use]
    pub fn keyed(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }

    fn semantics(&self) -> Semantics {
        let role = role(self.pick, self.position, self.of);
        let alternative = self.image.as_ref().map(|(_, alternative)| alternative.as_str());
        let more = [self.summary.as_ref(), alternative.unwrap_or_default()];
        let more: Vec<_> = more.into_iter().filter(|words| !words.is_empty()).collect();
        let mut semantics = Semantics::new(role, self.words.as_ref(), self.ui.language).described(more.join(". "));
        semantics.selected = Some(self.selected);
        semantics.disabled = self.on_press.is_none();
        semantics.private = self.private;
        semantics.key.clone_from(&self.key);
        semantics
    }
}

impl<'a, Message: Clone + 'a> From<Choice<'a, Message>> for Element<'a, Message> {
    fn from(choice: Choice<'a, Message>) -> Self {
        let semantics = choice.semantics();
        let (ui, theme) = (choice.ui, choice.ui.theme);
        let icon = match (choice.pick, choice.selected) {
            (Pick::One, false) => Icon::Circle,
            (Pick::One, true) => Icon::CircleCheck,
            (Pick::Many, false) => Icon::Square,
            (Pick::Many, true) => Icon::SquareCheckBig,
        };
        let weight = if choice.selected { Weight::Bold } else { Weight::Semibold };
        let mut words = ui
            .column([ui.plain(choice.words, Step::Body, weight, TIGHT_LINE_HEIGHT).width(Length::Fill).into()])
            .spacing(Space::Half)
            .fill_width();
        let (picture, missing) = match choice.image {
            Some((Some(picture), _)) => (Some(ui.thumbnail(&picture)), None),
            Some((None, alternative)) => (None, Some(Cow::Owned(alternative))),
            None => (None, None),
        };
        for more in std::iter::once(choice.summary).chain(missing).filter(|more| !more.is_empty()) {
            let more = ui.plain(more, Step::Body, Weight::Regular, TIGHT_LINE_HEIGHT);
            words = words.push(more.width(Length::Fill).aside());
        }
        let row = ui.row([ui.icon(icon, Step::Lead, Ink::Inherit), words.into()]).push_maybe(picture);
        Element::new(Control {
            semantics,
            content: row.spacing(Space::Small).align(Align::Center).fill_width().into(),
            on_press: choice.on_press,
            kind: Kind::Choice,
            selected: choice.selected,
            width: Length::Fill,
            padding: Padding::from([theme.space(Space::Half), theme.space(Space::Medium)]),
            least: Size::new(theme.millimetres(TARGET).ceil(), theme.millimetres(TALL_TARGET).ceil()),
            top: false,
            slop: theme.millimetres(4.0).max(12.0),
        })
    }
}

impl<'a, Message> Choices<'a, Message> {
    /// In so many columns, read row by row: for short words on a lying screen.
    #[must_use]
    pub fn columns(mut self, columns: usize) -> Self {
        self.columns = columns.max(1);
        self
    }

    fn semantics(&self) -> Semantics {
        let role = Role::Choices { of: self.choices.len(), one: self.pick == Pick::One };
        Semantics::new(role, self.name.as_str(), self.ui.language)
    }
}

impl<'a, Message: Clone + 'a> From<Choices<'a, Message>> for Flow<'a, Message> {
    fn from(choices: Choices<'a, Message>) -> Self {
        let semantics = Some(choices.semantics());
        let (ui, columns) = (choices.ui, choices.columns);
        let mut rest = choices.choices.into_iter().map(Element::from).peekable();
        let mut pieces = Vec::new();
        while rest.peek().is_some() {
            let row: Vec<_> = rest.by_ref().take(columns).collect();
            pieces.push(if columns == 1 {
                ui.column(row).fill_width().into()
            } else {
                let missing = (row.len()..columns).map(|_| iced::widget::space().width(Length::Fill).into());
                ui.row(row.into_iter().chain(missing)).spacing(Space::Small).equal_heights().fill_width().into()
            });
        }
        Self {
            semantics,
            head: None,
            pieces,
            spacing: Space::Small,
            keeps_with_next: false,
            keys: Vec::new(),
            gap: Space::Medium,
        }
    }
}

impl<'a, Message: Clone + 'a> From<Choices<'a, Message>> for Element<'a, Message> {
    fn from(choices: Choices<'a, Message>) -> Self {
        let (ui, semantics) = (choices.ui, choices.semantics());
        let flow = Flow::from(choices);
        voice(semantics, ui.column(flow.pieces).spacing(Space::Small).fill_width())
    }
}

#[cfg(test)]
mod tests;
