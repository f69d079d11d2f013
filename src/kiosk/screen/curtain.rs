//! The words of a screen that is hidden, for the privacy of someone who listens.

use crate::domain::Language;
use crate::i18n::{text, text_with};
use crate::kiosk::input::{Command, Keymap};
use crate::kiosk::theme::{Fill, Space, Step, Weight};
use crate::kiosk::widget::{Align, Element, Ui};

/// What stands on a hidden screen instead of its content: that it is hidden, and how it comes back. All
/// that the screen holds stays in the accessibility tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// That it is hidden.
    pub title: String,
    /// How it comes back.
    pub how: String,
}

/// What is drawn over the screen; `explored`: by a finger that says what it touches, and lifts nothing.
pub fn view<'a, M: 'a>(ui: Ui, keymap: &Keymap, explored: bool) -> Element<'a, M> {
    let Words { title, how } = words(ui.language(), keymap, explored);
    let title = ui.text(title).step(Step::Title).weight(Weight::Bold);
    let both = ui.column([title.into(), ui.text(how).into()]).spacing(Space::Medium).align(Align::Start);
    ui.center(ui.sheet(Fill::None, both).padding(Space::Huge).reading_width())
}

/// The words in `language`; `keymap` has the key that shows the screen, if this stand has one.
pub fn words(language: Language, keymap: &Keymap, explored: bool) -> Words {
    let how = match keymap.keys_for(Command::Curtain, language).into_iter().next() {
        _ if explored => text(language, "curtain-how-explored"),
        Some(key) => text_with(language, "curtain-how-key", &[("key", key.into())]),
        None => text(language, "curtain-how"),
    };
    Words { title: text(language, "curtain-title"), how }
}
