//! Keys for tests.

use iced::keyboard::key::{Code, NativeCode, Physical};
use iced::keyboard::{Event, Key as Meaning, Location, Modifiers};

use super::Stroke;

/// A key going down.
pub fn event(key: Meaning, physical_key: Physical, modifiers: Modifiers) -> Event {
    Event::KeyPressed {
        modified_key: key.clone(),
        key,
        physical_key,
        location: Location::Standard,
        modifiers,
        text: None,
        repeat: false,
    }
}

/// A key that tells its place and types `typed` in the layout that is set.
pub fn placed(code: Code, typed: &str) -> Event {
    event(Meaning::Character(typed.into()), Physical::Code(code), Modifiers::empty())
}

/// The key of that name, as `kiosk.toml` calls it.
pub fn key(name: &str) -> Event {
    let Stroke { key, shift } = Stroke::parse(name).expect("a key");
    let meaning = match (key.meaning, key.types) {
        (Some(named), _) => Meaning::Named(named),
        (None, Some(typed)) => Meaning::Character(typed.into()),
        (None, None) => Meaning::Unidentified,
    };
    let place = key.place.map_or(Physical::Unidentified(NativeCode::Unidentified), Physical::Code);
    event(meaning, place, if shift { Modifiers::SHIFT } else { Modifiers::empty() })
}

/// The same, only held.
pub fn held(name: &str) -> Event {
    let mut event = key(name);
    if let Event::KeyPressed { repeat, .. } = &mut event {
        *repeat = true;
    }
    event
}
