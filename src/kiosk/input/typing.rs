//! What a visitor types: with the stand's own keyboard on the screen, a keyboard that is plugged in, or an
//! assistive technology. All three send the same messages, and one pure state takes them in.
//!
//! Nothing is ever pasted, and what cannot be seen (control characters, marks that turn the direction of
//! writing) cannot be typed.

mod layout;
#[cfg(test)]
mod tests;

use iced::keyboard::key::Named;
use iced::keyboard::{Event, Key, Modifiers};
use unicode_segmentation::UnicodeSegmentation as _;

use super::Command;
use crate::domain::Language;
use crate::kiosk::settings::Switches;

pub use layout::Layout;

/// What may be typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Accepts {
    /// A few words, on one line.
    #[default]
    Line,
    /// Some sentences.
    Paragraph,
    /// A whole number, with a minus before it or not.
    Whole,
    /// A number, with a decimal comma or point or not.
    Decimal,
    /// Digits only.
    Digits,
    /// Digits that are not shown: a PIN (EN 301 549, 5.1.3.8).
    Pin,
}

impl Accepts {
    /// Whether a pad of digits is enough.
    pub fn is_number(self) -> bool {
        !matches!(self, Self::Line | Self::Paragraph)
    }
}

/// From a key, on the screen or under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// These letters, at the end.
    Type(String),
    /// The last character away.
    Erase,
    /// The last word away.
    EraseWord,
    /// The next letter is a capital, or not after all.
    Shift,
    /// Other keys on the screen.
    Show(Layout),
    /// These words in place of all: an assistive technology sets them.
    Set(String),
    /// The visitor has ended. Changes nothing here: a screen goes on by it.
    Done,
}

/// What was typed so far, and what the keyboard on the screen shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    text: String,
    accepts: Accepts,
    /// The most characters.
    limit: usize,
    layout: Layout,
    shift: bool,
    /// How often more was typed than there is room for.
    overflows: usize,
}

impl State {
    /// Nothing typed yet: at most `limit` characters of what `accepts` says, on keys in `language`.
    pub fn new(accepts: Accepts, limit: usize, language: Language) -> Self {
        Self {
            text: String::new(),
            accepts,
            limit: limit.max(1),
            layout: Layout::Letters(language),
            shift: false,
            overflows: 0,
        }
    }

    /// The same with what was typed before. What may not be typed is left out.
    #[must_use]
    pub fn with_text(mut self, text: &str) -> Self {
        self.set(text);
        self.overflows = 0;
        self
    }

    /// What was typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether nothing was.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// What may be typed.
    pub fn accepts(&self) -> Accepts {
        self.accepts
    }

    /// The most characters there may be.
    pub fn limit(&self) -> usize {
        self.limit
    }

    /// The keys that are shown.
    pub fn layout(&self) -> Layout {
        self.layout
    }

    /// Whether the next letter is a capital.
    pub fn is_shifted(&self) -> bool {
        self.shift
    }

    /// How often in a row more was typed than there is room for; 0 where all that was typed is there. Whoever
    /// is told of it once is told of the second time too.
    pub fn overflows(&self) -> usize {
        self.overflows
    }

    /// Takes in a message.
    pub fn update(&mut self, message: Message) {
        match message {
            Message::Type(letters) => {
                let room = self.append(&letters);
                self.overflows = if room { 0 } else { self.overflows + 1 };
                self.shift = false;
            }
            Message::Erase => {
                let last = self.text.grapheme_indices(true).next_back().map(|(at, _)| at);
                self.cut(last.unwrap_or_default());
            }
            Message::EraseWord => {
                let words = self.text.trim_end();
                let last = words.char_indices().rev().find(|(_, letter)| letter.is_whitespace());
                self.cut(last.map_or(0, |(at, space)| at + space.len_utf8()));
            }
            Message::Shift => self.shift = !self.shift,
            Message::Show(layout) => self.layout = layout,
            Message::Set(text) => {
                let room = self.set(&text);
                self.overflows = if room { 0 } else { self.overflows + 1 };
            }
            Message::Done => {}
        }
    }

    fn cut(&mut self, at: usize) {
        self.text.truncate(at);
        self.overflows = 0;
    }

    fn set(&mut self, text: &str) -> bool {
        self.text.clear();
        self.append(text)
    }

    /// Adds what may be typed of `letters`. Gives whether there was room for it.
    fn append(&mut self, letters: &str) -> bool {
        let mut count = self.text.chars().count();
        for letter in letters.graphemes(true) {
            // Line breaks of other systems are line breaks.
            let letter = if letter == "\r\n" { "\n" } else { letter };
            let letter: String = letter.chars().filter(|letter| self.takes(*letter)).collect();
            count += letter.chars().count();
            if count > self.limit {
                return false;
            }
            self.text.push_str(&letter);
        }
        true
    }

    /// Whether `letter` may come next.
    fn takes(&self, letter: char) -> bool {
        match self.accepts {
            Accepts::Line => is_visible(letter),
            Accepts::Paragraph => is_visible(letter) || letter == '\n',
            Accepts::Digits | Accepts::Pin => letter.is_ascii_digit(),
            Accepts::Whole | Accepts::Decimal if letter == '-' => self.text.is_empty(),
            Accepts::Whole => letter.is_ascii_digit(),
            Accepts::Decimal if matches!(letter, ',' | '.') => !self.text.contains([',', '.']),
            Accepts::Decimal => letter.is_ascii_digit(),
        }
    }
}

/// Whether a character can be seen, or is a space: neither a control character nor one that only turns the
/// direction of writing, hides, or belongs to nobody.
fn is_visible(letter: char) -> bool {
    !letter.is_control()
        && !matches!(letter,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}' | '\u{e000}'..='\u{f8ff}'
            | '\u{e0000}'..='\u{10ffff}')
}

/// What a key that goes down under the screen types while an entry is open; `command` is what it asks for
/// otherwise. None for keys that keep their meaning: arrows, Tab, Enter, Escape, function keys, switches in
/// use, and whatever is pressed with Ctrl, Alt or Logo. A key that is only held types nothing (EN 301 549,
/// 5.7).
pub fn typed(event: &Event, command: Option<Command>, switches: Switches) -> Option<Message> {
    let Event::KeyPressed { key, modifiers, text, repeat: false, .. } = event else { return None };
    if modifiers.intersects(Modifiers::CTRL | Modifiers::ALT | Modifiers::LOGO) {
        return None;
    }
    match command {
        Some(Command::HeadphonesIn | Command::HeadphonesOut) => return None,
        Some(Command::SwitchOne | Command::SwitchTwo) if switches != Switches::None => return None,
        _ => {}
    }
    match key {
        Key::Named(Named::Backspace) => Some(Message::Erase),
        Key::Named(Named::Space) => Some(Message::Type(" ".to_owned())),
        Key::Named(_) => None,
        Key::Character(_) | Key::Unidentified => {
            let letters: String = text.as_deref().unwrap_or_default().chars().filter(|it| is_visible(*it)).collect();
            (!letters.is_empty()).then_some(Message::Type(letters))
        }
    }
}
