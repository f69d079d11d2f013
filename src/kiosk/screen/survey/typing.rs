//! The keyboard for words and numbers: what was typed, and the keys below it.

use crate::i18n::text;
use crate::kiosk::input::typing as keys;
use crate::kiosk::screen::Scene;
use crate::kiosk::theme::Space;
use crate::kiosk::widget::Element;

use super::{Action, Asking, wording};

/// Nothing of its own: what is typed stands in [`Asking`].
#[derive(Debug, Clone, Copy, Default)]
pub struct State;

/// From a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// A key of the keyboard.
    Key(keys::Message),
}

impl State {
    /// Takes in a message.
    pub fn update(&mut self, Message::Key(key): Message, asking: &mut Asking) -> Action {
        if key == keys::Message::Done {
            return Action::Typed;
        }
        asking.type_in(key);
        Action::None
    }

    /// Draws it.
    pub fn view<'a>(&self, scene: &Scene<'_>, asking: &'a Asking) -> Element<'a, Message> {
        let ui = scene.ui();
        let Some((question, draft)) = asking.typing() else { return ui.column([]).into() };
        let label = wording::label(asking, question, scene);
        // The keys need the room: where there is little, the question is told in short.
        let has_room = ui.is_portrait() && !scene.is_tight();
        let title = if has_room {
            label.ui(ui).heading(1, label.words.clone())
        } else {
            ui.heading(1, text(scene.language, "survey-typing"))
        };
        let entry = label.ui(ui).entry(label.words, draft).on(Message::Key);
        let long = draft.accepts() == keys::Accepts::Paragraph;
        // Whoever writes sentences sees as many of them as there is room for, and finds the keys low down.
        let entry = if long { entry.fill_height() } else { entry };
        let keyboard = ui.keyboard(draft, Message::Key);
        let column = ui.column([title, entry.into(), keyboard]);
        let spacing = if has_room { Space::Medium } else { Space::Small };
        column.spacing(spacing).fill_width().fill_height().into()
    }
}
