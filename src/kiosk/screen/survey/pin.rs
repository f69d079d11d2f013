//! The way in for inspectors: a PIN, never shown and never said (EN 301 549, 5.1.3.8).

use crate::domain::Language;
use crate::i18n::{text, text_with};
use crate::kiosk::input::typing as keys;
use crate::kiosk::input::typing::Accepts;
use crate::kiosk::screen::Scene;
use crate::kiosk::theme::Space;
use crate::kiosk::widget::{Element, Icon};

use super::Action;

/// The most digits.
const LONGEST: usize = 12;

/// What became of the last PIN.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// It was wrong: so many tries are left.
    Wrong {
        /// Tries before the way is closed.
        left: u32,
    },
    /// The way is closed for so long.
    Closed {
        /// Minutes, rounded up.
        minutes: u64,
    },
}

/// What has been entered.
#[derive(Debug, Clone)]
pub struct State {
    entry: keys::State,
    refused: Option<Refused>,
}

/// From the digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// A key of the pad.
    Key(keys::Message),
}

impl State {
    /// Nothing entered, after a PIN was `refused` or before the first.
    pub fn new(refused: Option<Refused>) -> Self {
        Self { entry: keys::State::new(Accepts::Pin, LONGEST, Language::default()), refused }
    }

    /// Takes in a message.
    pub fn update(&mut self, Message::Key(key): Message) -> Action {
        if key == keys::Message::Done {
            return Action::Enter(self.entry.text().to_owned());
        }
        self.entry.update(key);
        Action::None
    }

    /// Draws it.
    pub fn view<'a>(&'a self, scene: &Scene<'_>) -> Element<'a, Message> {
        let ui = scene.ui();
        let refused = self.refused.map(|refused| {
            let words = match refused {
                Refused::Wrong { left } => text_with(scene.language, "survey-pin-wrong", &[("left", left.into())]),
                Refused::Closed { minutes } => {
                    text_with(scene.language, "survey-pin-closed", &[("minutes", minutes.into())])
                }
            };
            ui.alert(Icon::TriangleAlert, words)
        });
        let entry = ui.entry(text(scene.language, "survey-pin-entry"), &self.entry).on(Message::Key).titled();
        let pad = ui.keyboard(&self.entry, Message::Key);
        let column = ui.column([ui.heading(1, text(scene.language, "survey-inspectors"))]).push_maybe(refused);
        column.push(entry).push(pad).spacing(Space::Small).fill_width().fill_height().into()
    }
}
