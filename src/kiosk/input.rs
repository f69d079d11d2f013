//! From keys to commands: what a keypad, which is a USB keyboard, asks of the stand.
//!
//! A held key never acts again (EN 301 549, 5.7). Enter and Space belong to the focused control and
//! are not commands.

use iced::keyboard::key::Named;
use iced::keyboard::{Event, Key, Modifiers};

/// What a key asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// To the next control.
    FocusNext,
    /// To the control before.
    FocusPrevious,
    /// To the next sheet of the page, the list or the tiles.
    PageNext,
    /// To the sheet before.
    PagePrevious,
    /// One step back.
    Back,
    /// To the home screen.
    Home,
    /// How to use the stand; again: leave that.
    Help,
    /// The next language.
    Language,
}

/// The command of a key event, if it is one.
pub fn command(event: &Event) -> Option<Command> {
    let Event::KeyPressed { key, modifiers, repeat, .. } = event else { return None };
    if *repeat || modifiers.intersects(Modifiers::CTRL | Modifiers::ALT | Modifiers::LOGO) {
        return None;
    }
    let Key::Named(key) = key else { return None };
    Some(match key {
        Named::Tab if modifiers.shift() => Command::FocusPrevious,
        Named::Tab | Named::ArrowDown => Command::FocusNext,
        Named::ArrowUp => Command::FocusPrevious,
        Named::ArrowRight | Named::PageDown => Command::PageNext,
        Named::ArrowLeft | Named::PageUp => Command::PagePrevious,
        Named::Escape | Named::GoBack | Named::BrowserBack => Command::Back,
        Named::Home | Named::GoHome | Named::BrowserHome => Command::Home,
        Named::F1 | Named::Help => Command::Help,
        Named::F2 => Command::Language,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use iced::keyboard::{Location, key};

    use super::*;

    fn press(key: Named, modifiers: Modifiers, repeat: bool) -> Event {
        Event::KeyPressed {
            key: Key::Named(key),
            modified_key: Key::Named(key),
            physical_key: key::Physical::Unidentified(key::NativeCode::Unidentified),
            location: Location::Standard,
            modifiers,
            text: None,
            repeat,
        }
    }

    #[test]
    fn the_keypad_reaches_everything() {
        let plain = |key| command(&press(key, Modifiers::empty(), false));
        assert_eq!(plain(Named::Tab), Some(Command::FocusNext));
        assert_eq!(plain(Named::ArrowDown), Some(Command::FocusNext));
        assert_eq!(plain(Named::ArrowUp), Some(Command::FocusPrevious));
        assert_eq!(plain(Named::ArrowRight), Some(Command::PageNext));
        assert_eq!(plain(Named::PageUp), Some(Command::PagePrevious));
        assert_eq!(plain(Named::Escape), Some(Command::Back));
        assert_eq!(plain(Named::Home), Some(Command::Home));
        assert_eq!(plain(Named::F1), Some(Command::Help));
        assert_eq!(plain(Named::F2), Some(Command::Language));
        assert_eq!(command(&press(Named::Tab, Modifiers::SHIFT, false)), Some(Command::FocusPrevious));
        assert_eq!(plain(Named::Enter), None, "Enter belongs to the focused control");
    }

    #[test]
    fn a_held_key_does_not_act_again() {
        assert_eq!(command(&press(Named::ArrowRight, Modifiers::empty(), true)), None);
    }

    #[test]
    fn a_window_managers_keys_do_nothing() {
        assert_eq!(command(&press(Named::F2, Modifiers::ALT, false)), None);
        assert_eq!(command(&press(Named::Tab, Modifiers::CTRL, false)), None);
        assert_eq!(command(&press(Named::Escape, Modifiers::LOGO, false)), None);
    }
}
