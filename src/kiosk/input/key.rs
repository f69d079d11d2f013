//! Keys by name. A letter is known by its place on the keyboard: the letter printed on it acts, whatever
//! layout the system has set.

use iced::keyboard::key::{Code, Named, Physical};
use iced::keyboard::{Event, Key as Meaning};

use crate::domain::Language;
use crate::i18n::{text, text_with};

/// A key of a keyboard or a keypad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    name: &'static str,
    /// Its place on a keyboard, which a layout does not change: what F15 sends is no F15 in most.
    place: Option<Code>,
    /// What it means, where its place is not told or is another's: Enter among the digits.
    meaning: Option<Named>,
    /// What it types; only asked when its place is not told.
    types: Option<&'static str>,
}

/// The keys that are known, from three lists: those with a place and a meaning, those with either.
macro_rules! keys {
    (both: $($both:ident)+; meaning: $($meaning:ident)+; place: $($place:ident)+; types: $($name:literal $code:ident $types:literal)+) => {
        const KEYS: &[Key] = &[
            $(Key { name: $name, place: Some(Code::$code), meaning: None, types: Some($types) },)+
            $(Key { name: stringify!($both), place: Some(Code::$both), meaning: Some(Named::$both), types: None },)+
            $(Key { name: stringify!($meaning), place: None, meaning: Some(Named::$meaning), types: None },)+
            $(Key { name: stringify!($place), place: Some(Code::$place), meaning: None, types: None },)+
        ];
    };
}

keys! {
    both:
        F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 F11 F12 F13 F14 F15 F16 F17 F18 F19 F20 F21 F22 F23 F24
        ArrowUp ArrowDown ArrowLeft ArrowRight Enter Space Tab Escape Backspace Home End PageUp PageDown Insert
        Delete Help AudioVolumeUp AudioVolumeDown AudioVolumeMute MediaPlayPause MediaStop MediaTrackNext
        MediaTrackPrevious BrowserBack BrowserForward BrowserHome;
    meaning: GoBack GoHome;
    place:
        Numpad0 Numpad1 Numpad2 Numpad3 Numpad4 Numpad5 Numpad6 Numpad7 Numpad8 Numpad9 NumpadAdd NumpadSubtract
        NumpadMultiply NumpadDivide NumpadDecimal NumpadEnter;
    types:
        "A" KeyA "a" "B" KeyB "b" "C" KeyC "c" "D" KeyD "d" "E" KeyE "e" "F" KeyF "f" "G" KeyG "g" "H" KeyH "h"
        "I" KeyI "i" "J" KeyJ "j" "K" KeyK "k" "L" KeyL "l" "M" KeyM "m" "N" KeyN "n" "O" KeyO "o" "P" KeyP "p"
        "Q" KeyQ "q" "R" KeyR "r" "S" KeyS "s" "T" KeyT "t" "U" KeyU "u" "V" KeyV "v" "W" KeyW "w" "X" KeyX "x"
        "Y" KeyY "y" "Z" KeyZ "z"
        "0" Digit0 "0" "1" Digit1 "1" "2" Digit2 "2" "3" Digit3 "3" "4" Digit4 "4"
        "5" Digit5 "5" "6" Digit6 "6" "7" Digit7 "7" "8" Digit8 "8" "9" Digit9 "9"
        "Comma" Comma "," "Period" Period "." "Minus" Minus "-" "Equal" Equal "="
}

impl Key {
    /// The key of that name: `A`, `1`, `F15`, `ArrowUp`.
    pub fn named(name: &str) -> Option<Self> {
        KEYS.iter().copied().find(|key| key.name == name)
    }

    /// What the keys are called in `kiosk.toml`.
    pub fn names() -> impl Iterator<Item = &'static str> {
        KEYS.iter().map(|key| key.name)
    }

    /// The keys that one going down may be, the likeliest first.
    pub fn of(event: &Event) -> impl Iterator<Item = Self> {
        let (place, meaning, types) = match event {
            Event::KeyPressed { key, physical_key, .. } => {
                let place = if let Physical::Code(code) = physical_key { Some(*code) } else { None };
                let meaning = if let Meaning::Named(named) = key { Some(*named) } else { None };
                let types = match key {
                    Meaning::Character(typed) if place.is_none() => Some(typed.to_lowercase()),
                    _ => None,
                };
                (place, meaning, types)
            }
            _ => (None, None, None),
        };
        let find = |is: &dyn Fn(&Key) -> bool| KEYS.iter().copied().find(|key| is(key));
        let by_place = place.and_then(|code| find(&|key| key.place == Some(code)));
        let by_meaning = meaning.and_then(|named| find(&|key| key.meaning == Some(named)));
        let by_typing = types.and_then(|typed| find(&|key| key.types == Some(typed.as_str())));
        by_place.into_iter().chain(by_meaning).chain(by_typing)
    }

    /// What it is called on the screen and aloud.
    pub fn shown(self, language: Language) -> String {
        let id = match self.name {
            "ArrowUp" => "key-arrow-up",
            "ArrowDown" => "key-arrow-down",
            "ArrowLeft" => "key-arrow-left",
            "ArrowRight" => "key-arrow-right",
            "Space" => "key-space",
            "Comma" => "key-comma",
            "Period" => "key-period",
            "Minus" => "key-minus",
            "Equal" => "key-equal",
            "AudioVolumeUp" => "key-volume-up",
            "AudioVolumeDown" => "key-volume-down",
            "AudioVolumeMute" => "key-volume-mute",
            "Escape" => return "Esc".to_owned(),
            name => {
                return match name.strip_prefix("Numpad") {
                    Some(rest) => text_with(language, "key-numpad", &[("key", apart(rest).into())]),
                    None => apart(name),
                };
            }
        };
        text(language, id)
    }
}

/// `PageUp` as people write it: Page Up.
fn apart(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 2);
    for (at, letter) in name.char_indices() {
        if at > 0 && letter.is_ascii_uppercase() {
            words.push(' ');
        }
        words.push(letter);
    }
    words
}

/// A key, with Shift or without.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize)]
#[serde(try_from = "String")]
pub struct Stroke {
    /// The key.
    pub key: Key,
    /// Whether Shift is held. Never the only way to a command: no two keys have to be pressed at once.
    pub shift: bool,
}

/// A key that nothing is known of.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("no key is called \"{name}\": there are A to Z, 0 to 9, F1 to F24, {others}; each may follow Shift+", others = others())]
pub struct UnknownKey {
    /// What it was called.
    name: String,
}

/// The names of the keys that are more than a letter, a digit or a function key.
fn others() -> String {
    let is_other = |name: &&str| name.len() > 1 && !name[1..].starts_with(|first: char| first.is_ascii_digit());
    let names: Vec<_> = Key::names().filter(is_other).collect();
    names.join(", ")
}

impl Stroke {
    /// The stroke written so: `H`, `Shift+H`.
    ///
    /// # Errors
    /// When no key is called that; the error names those there are.
    pub fn parse(name: &str) -> Result<Self, UnknownKey> {
        let (shift, key) = match name.strip_prefix("Shift+") {
            Some(key) => (true, key),
            None => (false, name),
        };
        let key = Key::named(key).ok_or_else(|| UnknownKey { name: name.to_owned() })?;
        Ok(Self { key, shift })
    }

    /// What it is called on the screen and aloud.
    pub fn shown(self, language: Language) -> String {
        let key = self.key.shown(language);
        if self.shift { format!("Shift + {key}") } else { key }
    }
}

impl TryFrom<String> for Stroke {
    type Error = UnknownKey;

    fn try_from(name: String) -> Result<Self, UnknownKey> {
        Self::parse(&name)
    }
}

#[cfg(test)]
pub mod testing;
