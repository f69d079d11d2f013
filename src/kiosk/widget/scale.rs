//! A step on a scale: a key for each step with words at both ends or, where there are many steps, a slider.

use super::board::{Begins, Board};
use super::control::{Kind, TALL_TARGET};
use super::voice::voice;
use super::{Align, Button, Element, Icon, Ui};
use crate::i18n::{text, text_with};
use crate::kiosk::access::{Role, Semantics};
use crate::kiosk::theme::Space;

/// With more steps than these, a slider.
const MOST_KEYS: usize = 11;

impl Ui {
    /// A step of `steps`, as they are written, called `name` together; `chosen` is the number of the chosen one,
    /// from 0. `ends` says what the first and the last mean; each may be empty. `private` as in
    /// [`Choice::private`](super::Choice::private).
    pub fn scale<'a, Message: Clone + 'a>(
        self,
        name: impl Into<String>,
        steps: &[String],
        chosen: Option<usize>,
        ends: [&str; 2],
        private: bool,
        on: impl Fn(usize) -> Message + 'a,
    ) -> Element<'a, Message> {
        let (name, of) = (name.into(), steps.len());
        let said = |at: usize| match (at, ends) {
            (0, [first, _]) if !first.is_empty() => self.end(&steps[at], first),
            (at, [_, last]) if at + 1 == of && !last.is_empty() => self.end(&steps[at], last),
            _ => steps[at].clone(),
        };
        if of > MOST_KEYS {
            let value = chosen.filter(|at| *at < of).map_or_else(|| text(self.language, "scale-none"), said);
            return self.steps(Icon::ChartBar, name.into(), chosen.unwrap_or_default(), of, value, private, on);
        }
        let theme = self.theme;
        let mut board = Board::new(&theme, of as u16).height(theme.millimetres(TALL_TARGET));
        for (at, step) in steps.iter().enumerate() {
            let role = Role::Radio { position: at + 1, of };
            let key: Button<'a, Message> = self.control(Kind::Key, role, None, step.clone().into());
            let key = key.selected(chosen == Some(at)).private(private).spoken(said(at)).large().on_press(on(at));
            board = board.push(key, 1, if at == 0 { Begins::Row } else { Begins::Nothing });
        }
        let board = voice(Semantics::new(Role::Choices { of, one: true }, name, self.language), board);
        let [first, last] = ends;
        if first.is_empty() && last.is_empty() {
            return board;
        }
        let words = ends.map(str::to_owned);
        let end = |words: &String, step: Option<&String>, align| {
            let words = if words.is_empty() {
                String::new()
            } else {
                format!("{} – {words}", step.map(String::as_str).unwrap_or_default())
            };
            self.text(words).fill_width(align).into()
        };
        let row = if self.is_portrait() && theme.text_size().is_large() {
            self.column([end(&words[0], steps.first(), Align::Start), end(&words[1], steps.last(), Align::Start)])
        } else {
            self.row([end(&words[0], steps.first(), Align::Start), end(&words[1], steps.last(), Align::End)])
        };
        self.column([row.spacing(Space::Small).fill_width().into(), board]).spacing(Space::Small).fill_width().into()
    }

    fn end(self, value: &str, end: &str) -> String {
        text_with(self.language, "scale-end", &[("value", value.into()), ("end", end.into())])
    }
}
