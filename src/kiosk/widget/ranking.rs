//! Things to put in an order: each with a button to move it up and one to move it down. Nothing is dragged
//! (WCAG 2.2, 2.5.7).

use iced::Length;

use super::voice::voice;
use super::{Align, Flow, Icon, Ui};
use crate::i18n::{text, text_with};
use crate::kiosk::access::{Role, Semantics};
use crate::kiosk::theme::font::Weight;
use crate::kiosk::theme::typography::TIGHT_LINE_HEIGHT;
use crate::kiosk::theme::{Fill, Space, Step};

/// What a visitor asks of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Message {
    /// The thing at this place, from 0, goes one up.
    Up(usize),
    /// It goes one down.
    Down(usize),
}

impl Message {
    /// Does it to `order`; what is not there stays where it is.
    pub fn apply<T>(self, order: &mut [T]) {
        let (one, other) = match self {
            Self::Up(at) => (at, at.checked_sub(1)),
            Self::Down(at) => (at, at.checked_add(1)),
        };
        if let Some(other) = other.filter(|other| *other < order.len() && one < order.len()) {
            order.swap(one, other);
        }
    }
}

impl Ui {
    /// Things in their present order, called `name` together: each by a key that stays its own, and its words.
    /// Within [`Ui::paged`] the focus goes along with what is moved, and a voice says its new place. In a `private`
    /// order, which thing stands where is said in private only (EN 301 549, 5.1.3.9).
    pub fn ranking<'a, M: Clone + 'a>(
        self,
        name: impl Into<String>,
        items: impl IntoIterator<Item = (String, String)>,
        private: bool,
        on: impl Fn(Message) -> M,
    ) -> Flow<'a, M> {
        let items: Vec<_> = items.into_iter().collect();
        let of = items.len();
        let rows = items.into_iter().enumerate().map(|(at, (key, words))| {
            let place = text_with(self.language, "ranking-place", &[("position", (at + 1).into()), ("of", of.into())]);
            let button = |icon, shown: &str, said: &str, to: Option<M>| {
                let button = self.button(icon, text(self.language, shown)).stacked().private(private);
                let button = if private {
                    // What a button is called is said aloud, what it stands at is not.
                    button.standing(format!("{words}, {place}"))
                } else {
                    let said = text_with(self.language, said, &[("name", words.as_str().into())]);
                    button.spoken(said).standing(place.clone())
                };
                button.on_press_maybe(to).into()
            };
            let up = (at > 0).then(|| on(Message::Up(at)));
            let down = (at + 1 < of).then(|| on(Message::Down(at)));
            let number = self.plain(format!("{}.", at + 1), Step::Lead, Weight::Bold, TIGHT_LINE_HEIGHT).aside();
            let shown = self.plain(words.clone(), Step::Body, Weight::Semibold, TIGHT_LINE_HEIGHT).width(Length::Fill);
            let row = self
                .row([
                    number.width(self.theme.font_size(Step::Lead) * 1.6).into(),
                    shown.into(),
                    button(Icon::ArrowUp, "ranking-up", "ranking-up-of", up),
                    button(Icon::ArrowDown, "ranking-down", "ranking-down-of", down),
                ])
                .spacing(Space::Small)
                .align(Align::Center)
                .fill_width();
            let semantics = Semantics::new(Role::ListItem { position: at + 1, of }, words.as_str(), self.language);
            let semantics = semantics.private(private);
            let sheet = self.sheet(Fill::Card, row).padding_each(Space::Small, Space::Small).fill_width();
            (key.clone(), voice(semantics.keyed(key), sheet))
        });
        let (keys, pieces) = rows.unzip();
        let semantics = Some(Semantics::new(Role::List { items: of }, name, self.language));
        Flow { semantics, head: None, pieces, keys, spacing: Space::Small, keeps_with_next: false, gap: Space::Medium }
    }
}
