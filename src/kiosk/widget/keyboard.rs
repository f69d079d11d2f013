//! The stand's own keyboard, and its pad of digits. Every key is a button: spoken by its letter's name,
//! reached by keys, by a switch row by row, and by a finger.

use std::borrow::Cow;

use super::board::{Begins, Board};
use super::{Button, Element, Ui};
use crate::domain::Language;
use crate::i18n::text;
use crate::kiosk::access::Role;
use crate::kiosk::input::typing::{Accepts, Layout, Message as Typing, State};
use crate::kiosk::speech::preparation::spell;
use crate::kiosk::theme::{Space, Step, TextSize};

/// The height of a letter's key on an upright screen, in millimetres: it has the room.
const TALL_KEY: f32 = 15.0;

/// The most of a digit's key, in millimetres: a hand's breadth in all.
const WIDE_DIGIT: f32 = 28.0;

/// What the longest word on a digit's neighbour takes, in ems of body text.
const WIDE_WORD: f32 = 5.0;

impl Ui {
    /// The keyboard for what `state` takes: letters and signs, or digits.
    pub fn keyboard<'a, Message: Clone + 'a>(
        self,
        state: &State,
        on: impl Fn(Typing) -> Message,
    ) -> Element<'a, Message> {
        if state.accepts().is_number() {
            return self.digits(state, on);
        }
        let (theme, layout, tall) = (self.theme, state.layout(), self.is_portrait());
        let rows = layout.rows(!tall);
        let columns = rows.first().map_or(1, |row| row.chars().count()) as u16;
        let small = matches!(theme.text_size(), TextSize::Small | TextSize::Standard);
        let height = theme.millimetres(if tall && small { TALL_KEY } else { super::control::TARGET });
        let mut letters = Board::new(&theme, columns).height(height);
        for row in rows {
            for (at, letter) in row.chars().enumerate() {
                let key = self.letter(letter, state, &on);
                let key = if small { key.large() } else { key };
                letters = letters.push(key, 1, if at == 0 { Begins::Row } else { Begins::Nothing });
            }
        }
        // In two rows or one, so wide that the words of three languages stand on one line.
        let (columns, spans) = if tall { (16, [5, 3, 3, 5, 5, 7, 4]) } else { (48, [9, 3, 4, 7, 7, 12, 6]) };
        let mut others = Board::new(&theme, columns).height(height);
        for (at, (key, span)) in self.doing(state, &on).into_iter().zip(spans).enumerate() {
            let begins = if at == 0 || (tall && at == 4) { Begins::Part } else { Begins::Nothing };
            others = others.push(key, span, begins);
        }
        let keys = self.column([letters.into(), others.into()]).spacing(Space::Small).fill_width();
        self.region(Role::Group, text(self.language, "typing-keyboard"), keys)
    }

    /// An entry called `label` with its keyboard below it, in all the room there is: the larger the room, the
    /// more lines of what was typed are in sight. The label is shown where there is room for it, if no heading
    /// says the same.
    pub fn typing<'a, Message: Clone + 'a>(
        self,
        label: impl Into<Cow<'a, str>>,
        is_titled: bool,
        state: &'a State,
        on: impl Fn(Typing) -> Message + Clone + 'a,
    ) -> Element<'a, Message> {
        let keyboard = self.keyboard(state, on.clone());
        let entry = self.entry(label, state).on(on).fill_height();
        let entry = if is_titled { entry.titled() } else { entry };
        self.column([entry.into(), keyboard]).spacing(Space::Small).fill_width().fill_height().into()
    }

    /// A pad of digits for what `state` takes, and to take them back.
    pub fn digits<'a, Message: Clone + 'a>(
        self,
        state: &State,
        on: impl Fn(Typing) -> Message,
    ) -> Element<'a, Message> {
        let theme = self.theme;
        let mut board = Board::new(&theme, 6)
            .most(((self.digits_width() - theme.space(Space::Small) * 5.0) / 6.0).ceil())
            .height(theme.millimetres(TALL_KEY));
        for (at, digit) in ('1'..='9').enumerate() {
            let begins = if at % 3 == 0 { Begins::Part } else { Begins::Nothing };
            board = board.push(self.letter(digit, state, &on).large(), 2, begins);
        }
        let erase = || self.doing_key("typing-erase", on(Typing::Erase));
        let done = self.done(&on);
        let last: Vec<(Button<'a, Message>, u16, Begins)> = match state.accepts() {
            Accepts::Whole => vec![
                (self.letter('-', state, &on).large(), 2, Begins::Part),
                (self.letter('0', state, &on).large(), 2, Begins::Nothing),
                (erase(), 2, Begins::Nothing),
                (done, 6, Begins::Part),
            ],
            Accepts::Decimal => vec![
                (self.letter('-', state, &on).large(), 2, Begins::Part),
                (self.letter('0', state, &on).large(), 2, Begins::Nothing),
                (self.letter(',', state, &on).large(), 2, Begins::Nothing),
                (erase(), 3, Begins::Part),
                (done, 3, Begins::Nothing),
            ],
            _ => vec![
                (erase(), 2, Begins::Part),
                (self.letter('0', state, &on).large(), 2, Begins::Nothing),
                (done, 2, Begins::Nothing),
            ],
        };
        for (key, span, begins) in last {
            board = board.push(key, span, begins);
        }
        self.region(Role::Group, text(self.language, "typing-digits"), board)
    }

    /// The width of the pad of digits, and of what is entered with it, in logical pixels.
    pub(super) fn digits_width(self) -> f32 {
        let digit = self.theme.millimetres(WIDE_DIGIT).max(self.theme.font_size(Step::Body) * WIDE_WORD);
        (digit * 3.0 + self.theme.space(Space::Small) * 2.0).ceil()
    }

    /// The key of a letter, a digit or a sign.
    fn letter<'a, Message>(self, letter: char, state: &State, on: &impl Fn(Typing) -> Message) -> Button<'a, Message> {
        let layout = state.layout();
        let typed: String = if state.is_shifted() && layout.has_capitals() {
            letter.to_uppercase().collect()
        } else {
            letter.to_string()
        };
        // Signs are called in the visitor's language, letters in their own.
        let language = if letter.is_alphabetic() { layout.language() } else { self.language };
        let spoken = spell(&typed, language).join(" ");
        let key = self.in_language(language).key(typed.clone()).spoken(spoken);
        key.private(state.accepts() == Accepts::Pin).on_press(on(Typing::Type(typed)))
    }

    /// The keys that do something else than type a letter.
    fn doing<'a, Message>(self, state: &State, on: &impl Fn(Typing) -> Message) -> [Button<'a, Message>; 7] {
        let layout = state.layout();
        let shift = self.doing_key("typing-shift", on(Typing::Shift)).selected(state.is_shifted());
        let signs = match layout {
            Layout::Letters(_) => self.key("123").spoken(text(self.language, "typing-signs")),
            Layout::Signs(language) => {
                let letters = text(language, "typing-letters-short");
                self.key(letters).spoken(text(self.language, "typing-letters"))
            }
        };
        let next = layout.next();
        let language = next.language();
        let letters = match language {
            Language::Kazakh => "typing-letters-kazakh",
            Language::Russian => "typing-letters-russian",
            Language::English => "typing-letters-english",
        };
        let letters = self.key(text(language, "typing-language-short")).spoken(text(self.language, letters));
        [
            shift,
            signs.on_press(on(Typing::Show(layout.other()))),
            letters.on_press(on(Typing::Show(next))),
            self.doing_key("typing-erase", on(Typing::Erase)),
            self.doing_key("typing-space", on(Typing::Type(" ".to_owned()))),
            self.doing_key("typing-erase-word", on(Typing::EraseWord)),
            self.done(on),
        ]
    }

    fn done<'a, Message>(self, on: &impl Fn(Typing) -> Message) -> Button<'a, Message> {
        self.doing_key("typing-done", on(Typing::Done))
    }

    fn doing_key<'a, Message>(self, words: &str, message: Message) -> Button<'a, Message> {
        self.key(text(self.language, words)).on_press(message)
    }
}

#[cfg(test)]
mod tests;
