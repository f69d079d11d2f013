//! From keys to commands: what a keypad, which is a USB keyboard, asks of the stand.

use std::collections::BTreeMap;

use iced::keyboard::{Event, Modifiers};

use super::command::Command;
use super::key::{Key, Stroke};
use crate::domain::Language;
use crate::i18n::text_with;

/// What a stand's visitors press.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Profile {
    /// A whole keyboard, or a keypad that sends any of its keys.
    #[default]
    Keyboard,
    /// Four arrows and a key in their middle: all else is on the screen.
    FiveKey,
    /// The five, and back, help, repeat and pause; a volume key beside the headphone socket.
    NineKey,
}

/// Which keys ask for what, the ones a visitor is told of first.
const KEYBOARD: &[(Command, &[&str])] = &[
    (Command::FocusNext, &["ArrowDown", "Tab"]),
    (Command::FocusPrevious, &["ArrowUp", "Shift+Tab"]),
    (Command::Activate, &["Enter", "Space"]),
    (Command::PageNext, &["ArrowRight", "PageDown"]),
    (Command::PagePrevious, &["ArrowLeft", "PageUp"]),
    (Command::Back, &["Escape", "Backspace", "BrowserBack", "GoBack"]),
    (Command::Home, &["Home", "BrowserHome", "GoHome"]),
    (Command::Help, &["F1", "Help"]),
    (Command::Language, &["F2"]),
    (Command::Contrast, &["F3"]),
    (Command::TextSize, &["F4"]),
    (Command::Settings, &["F5"]),
    (Command::Reach, &["F6"]),
    (Command::Curtain, &["F7"]),
    (Command::Speech, &["F8"]),
    (Command::Slower, &["F9", "F23"]),
    (Command::Faster, &["F10", "F24"]),
    (Command::Quieter, &["F11", "AudioVolumeDown"]),
    (Command::Louder, &["F12", "AudioVolumeUp"]),
    (Command::Pause, &["P", "MediaPlayPause"]),
    (Command::Repeat, &["R"]),
    (Command::Stop, &["S", "MediaStop"]),
    (Command::ReadAll, &["A"]),
    (Command::ReadOn, &["O"]),
    // Of two neighbours the right one goes on, the left one goes back.
    (Command::SentencePrevious, &["Comma"]),
    (Command::SentenceNext, &["Period"]),
    (Command::HeadingPrevious, &["G", "Shift+H"]),
    (Command::HeadingNext, &["H"]),
    (Command::ItemPrevious, &["J"]),
    (Command::ItemNext, &["K"]),
    (Command::Spell, &["L"]),
    (Command::HeadphonesIn, &["F15"]),
    (Command::HeadphonesOut, &["F16"]),
    (Command::SwitchOne, &["1"]),
    (Command::SwitchTwo, &["2"]),
];

impl Profile {
    /// Whether what a visitor presses has that key.
    fn has(self, key: &str) -> bool {
        match key {
            // A headphone socket and switches are plugged in beside any keypad.
            "ArrowUp" | "ArrowDown" | "ArrowLeft" | "ArrowRight" | "Enter" | "F15" | "F16" | "1" | "2" => true,
            "Escape" | "F1" | "R" | "P" | "AudioVolumeUp" | "AudioVolumeDown" => self != Self::FiveKey,
            _ => self == Self::Keyboard,
        }
    }
}

/// What a key is set to ask for: a command, or `none`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(try_from = "String")]
pub struct Bound(Option<Command>);

/// A command that nothing is known of.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("no command is called \"{0}\": there are none, {all}", all = Command::ALL.iter().map(|command| command.id()).collect::<Vec<_>>().join(", "))]
pub struct UnknownCommand(String);

impl TryFrom<String> for Bound {
    type Error = UnknownCommand;

    fn try_from(id: String) -> Result<Self, UnknownCommand> {
        if id == "none" {
            return Ok(Self(None));
        }
        Command::from_id(&id).map(|command| Self(Some(command))).ok_or(UnknownCommand(id))
    }
}

/// A map that would lock visitors out.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("no key is left for {}: without one nobody gets on by keys", .0.id())]
pub struct LockedOut(Command);

/// Which key asks for what on this stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keymap {
    profile: Profile,
    /// What this stand's body chose, then what its profile has.
    bindings: Vec<(Stroke, Bound)>,
    /// How many of them the body chose.
    chosen: usize,
}

impl Default for Keymap {
    fn default() -> Self {
        let profile = Profile::default();
        Self { profile, bindings: of_profile(profile), chosen: 0 }
    }
}

/// The keys of a profile.
fn of_profile(profile: Profile) -> Vec<(Stroke, Bound)> {
    let strokes = KEYBOARD.iter().flat_map(|(command, names)| names.iter().map(move |name| (*command, *name)));
    strokes
        .filter(|(_, name)| profile.has(name))
        .filter_map(|(command, name)| Some((Stroke::parse(name).ok()?, Bound(Some(command)))))
        .collect()
}

impl Keymap {
    /// As the stand is set up.
    pub fn new(setup: &super::Setup) -> Self {
        setup.keymap().clone()
    }

    /// The keys of `profile`, but for those in `changes`.
    ///
    /// # Errors
    /// When no key would be left to go on and back by, or to choose with.
    pub fn of(profile: Profile, changes: &BTreeMap<Stroke, Bound>) -> Result<Self, LockedOut> {
        // What this stand's body chose is what its visitors are told of first.
        let mut bindings: Vec<_> = changes.iter().map(|(stroke, bound)| (*stroke, *bound)).collect();
        bindings.extend(of_profile(profile).into_iter().filter(|(stroke, _)| !changes.contains_key(stroke)));
        let map = Self { profile, bindings, chosen: changes.len() };
        let needed = [Command::FocusNext, Command::FocusPrevious, Command::Activate];
        // A key held down with Shift does not count: no two at once.
        let is_there = |wanted: Command| {
            map.bindings.iter().any(|(stroke, Bound(command))| !stroke.shift && *command == Some(wanted))
        };
        match needed.into_iter().find(|wanted| !is_there(*wanted)) {
            Some(missing) => Err(LockedOut(missing)),
            None => Ok(map),
        }
    }

    /// What the key going down in `event` asks for. A key that is only held asks for nothing (EN 301 549,
    /// 5.7), nor does one pressed with Ctrl, Alt or Logo, which are a window manager's.
    pub fn command(&self, event: &Event) -> Option<Command> {
        let Event::KeyPressed { modifiers, repeat: false, .. } = event else { return None };
        if modifiers.intersects(Modifiers::CTRL | Modifiers::ALT | Modifiers::LOGO) {
            return None;
        }
        let (_, Bound(command)) = self.bindings[self.bound(event, modifiers.shift())?];
        command
    }

    /// Whether the key going down in `event` may type a letter. A keyboard's letters do, whatever they ask for
    /// elsewhere. A key of a keypad, or one that the stand's body gave a meaning, keeps it where something is typed:
    /// a keypad has no others to leave by (WCAG 2.1.2).
    pub fn may_type(&self, event: &Event) -> bool {
        let Event::KeyPressed { modifiers, .. } = event else { return false };
        let Some(bound) = self.bound(event, modifiers.shift()) else { return true };
        let (_, Bound(command)) = self.bindings[bound];
        command.is_none() || (bound >= self.chosen && self.profile == Profile::Keyboard)
    }

    /// Which binding a key has, at its place or by its meaning.
    fn bound(&self, event: &Event, shift: bool) -> Option<usize> {
        let bound =
            |key: Key, shift: bool| self.bindings.iter().position(|(stroke, _)| *stroke == Stroke { key, shift });
        Key::of(event).find_map(|key| shift.then(|| bound(key, true)).flatten().or_else(|| bound(key, false)))
    }

    /// The keys that ask for `command` on this stand, as a visitor is told of them.
    pub fn keys_for(&self, command: Command, language: Language) -> Vec<String> {
        let is_it = |(_, Bound(bound)): &&(Stroke, Bound)| *bound == Some(command);
        self.bindings.iter().filter(is_it).map(|(stroke, _)| stroke.shown(language)).collect()
    }

    /// Whether a key asks for `command`.
    pub fn has(&self, command: Command) -> bool {
        self.bindings.iter().any(|(_, Bound(bound))| *bound == Some(command))
    }

    /// What is meant by a key for `command` while a visitor is read to, on a keypad that has no keys of their own
    /// for pausing and repeating (EN 301 549, 5.1.3.4): the key that chooses pauses and goes on; paused, the key
    /// that turns back says the sentence again.
    pub fn while_read_to(&self, command: Command, paused: bool) -> Command {
        match command {
            Command::Activate if !self.has(Command::Pause) => Command::Pause,
            Command::PagePrevious if paused && !self.has(Command::Repeat) => Command::Repeat,
            _ => command,
        }
    }

    /// The keys of this stand, each with what it does, for the help screen. At most two for a command:
    /// more would bury them.
    pub fn table(&self, language: Language) -> Vec<(String, String)> {
        let commands = Command::ALL.iter().filter(|command| command.is_pressed());
        commands
            .filter_map(|command| {
                let mut keys = self.keys_for(*command, language);
                // Another command's, while the visitor is read to.
                let lent = |of, when| {
                    let key = self.keys_for(of, language).into_iter().next()?;
                    Some(text_with(language, when, &[("key", key.into())]))
                };
                if keys.is_empty() {
                    keys.extend(match command {
                        Command::Pause => lent(Command::Activate, "key-while-read-to"),
                        Command::Repeat => lent(Command::PagePrevious, "key-while-paused"),
                        _ => None,
                    });
                }
                keys.truncate(2);
                (!keys.is_empty()).then(|| (keys.join(", "), command.does(language)))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests;
