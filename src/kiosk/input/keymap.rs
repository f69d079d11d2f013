//! From keys to commands: what a keypad, which is a USB keyboard, asks of the stand.

use iced::keyboard::key::Named;
use iced::keyboard::{Event, Key, Modifiers};

/// What a key asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// To the next control.
    FocusNext,
    /// To the control before.
    FocusPrevious,
    /// Press the focused control.
    Activate,
    /// To the next sheet of the page, the list or the tiles; on a slider: one step up.
    PageNext,
    /// To the sheet before; on a slider: one step down.
    PagePrevious,
    /// One step back.
    Back,
    /// To the home screen.
    Home,
    /// Help, layer by layer: the help screen, then the key describer, then out.
    Help,
    /// All settings on one screen.
    Settings,
    /// The next language.
    Language,
    /// The next colours.
    Contrast,
    /// The next size of text.
    TextSize,
    /// Everything in reach, or not.
    Reach,
    /// Spoken to, or not.
    Speech,
    /// Speech pauses, or goes on where it paused.
    Pause,
    /// Say the last again.
    Repeat,
    /// Silence; speech stays on.
    Stop,
    /// Read the whole screen.
    ReadAll,
    /// Read from here to the end.
    ReadOn,
    /// The next sentence.
    SentenceNext,
    /// The sentence before.
    SentencePrevious,
    /// The next heading.
    HeadingNext,
    /// The heading before.
    HeadingPrevious,
    /// The next item: whatever says something, controls or not.
    ItemNext,
    /// The item before.
    ItemPrevious,
    /// Spell what was said last.
    Spell,
    /// One step faster.
    Faster,
    /// One step slower.
    Slower,
    /// One step louder.
    Louder,
    /// One step quieter.
    Quieter,
    /// Blanks the screen, or shows it again.
    Curtain,
    /// Headphones were plugged in.
    HeadphonesIn,
    /// Headphones were pulled out.
    HeadphonesOut,
    /// The first switch: select with one switch, move with two.
    SwitchOne,
    /// The second switch: select.
    SwitchTwo,
}

/// Which key asks for what on this stand.
#[derive(Debug, Clone)]
pub struct Keymap {}

impl Keymap {
    /// As the stand is set up.
    pub fn new(_setup: &super::Setup) -> Self {
        Self {}
    }

    /// What the key going down in `event` asks for.
    pub fn command(&self, event: &Event) -> Option<Command> {
        command(event)
    }
}

/// The command of a key event, if it is one.
fn command(event: &Event) -> Option<Command> {
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
        Named::Enter | Named::Space => Command::Activate,
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
        assert_eq!(plain(Named::Enter), Some(Command::Activate));
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
