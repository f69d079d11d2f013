//! What a key can ask for.

use crate::domain::Language;
use crate::i18n::text;

/// Lists the commands once: what each is called in code, in `kiosk.toml`, and what it is.
macro_rules! commands {
    ($($(#[doc = $doc:literal])+ $command:ident = $id:literal,)+) => {
        /// What a key asks for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Command {
            $($(#[doc = $doc])+ $command,)+
        }

        impl Command {
            /// Every command, in the order a visitor is told of them.
            pub const ALL: &[Self] = &[$(Self::$command),+];

            /// What it is called in `kiosk.toml`.
            pub fn id(self) -> &'static str {
                match self {
                    $(Self::$command => $id,)+
                }
            }
        }
    };
}

commands! {
    /// To the next control.
    FocusNext = "focus-next",
    /// To the control before.
    FocusPrevious = "focus-previous",
    /// Press the focused control.
    Activate = "activate",
    /// To the next sheet of the page, the list or the tiles; on a slider: one step up.
    PageNext = "page-next",
    /// To the sheet before; on a slider: one step down.
    PagePrevious = "page-previous",
    /// One step back.
    Back = "back",
    /// To the home screen.
    Home = "home",
    /// Help, layer by layer: the help screen, then the key describer, then out.
    Help = "help",
    /// All settings on one screen.
    Settings = "settings",
    /// The next language.
    Language = "language",
    /// The next colours.
    Contrast = "contrast",
    /// The next size of text.
    TextSize = "text-size",
    /// Everything in reach, or not.
    Reach = "reach",
    /// Spoken to, or not.
    Speech = "speech",
    /// Speech pauses, or goes on where it paused.
    Pause = "pause",
    /// Say the last again.
    Repeat = "repeat",
    /// Silence; speech stays on.
    Stop = "stop",
    /// Read the whole screen.
    ReadAll = "read-all",
    /// Read from here to the end.
    ReadOn = "read-on",
    /// The next sentence.
    SentenceNext = "sentence-next",
    /// The sentence before.
    SentencePrevious = "sentence-previous",
    /// The next heading.
    HeadingNext = "heading-next",
    /// The heading before.
    HeadingPrevious = "heading-previous",
    /// The next item: whatever says something, controls or not.
    ItemNext = "item-next",
    /// The item before.
    ItemPrevious = "item-previous",
    /// Spell what was said last.
    Spell = "spell",
    /// One step faster.
    Faster = "faster",
    /// One step slower.
    Slower = "slower",
    /// One step louder.
    Louder = "louder",
    /// One step quieter.
    Quieter = "quieter",
    /// Blanks the screen, or shows it again.
    Curtain = "curtain",
    /// Headphones were plugged in.
    HeadphonesIn = "headphones-in",
    /// Headphones were pulled out.
    HeadphonesOut = "headphones-out",
    /// The first switch: select with one switch, move with two.
    SwitchOne = "switch-one",
    /// The second switch: select.
    SwitchTwo = "switch-two",
}

impl Command {
    /// The command that is called `id` in `kiosk.toml`.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|command| command.id() == id)
    }

    /// What it does, in words: a visitor can ask before it does it (EN 301 549, 5.5.2).
    pub fn does(self, language: Language) -> String {
        text(language, &format!("does-{}", self.id()))
    }

    /// Whether a visitor presses it; the other commands are sent by a socket that feels its plug.
    pub fn is_pressed(self) -> bool {
        !matches!(self, Self::HeadphonesIn | Self::HeadphonesOut)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    /// Proves: EN-5.5.2
    #[test]
    fn every_command_says_in_every_language_what_it_does_and_no_two_say_the_same() {
        for language in Language::ALL {
            let said: HashSet<String> = Command::ALL.iter().map(|command| command.does(language)).collect();
            assert_eq!(said.len(), Command::ALL.len(), "{language}");
            assert!(said.iter().all(|words| !words.starts_with("does-")), "{language}: {said:?}");
        }
    }

    #[test]
    fn a_command_is_found_by_what_it_is_called() {
        for command in Command::ALL {
            assert_eq!(Command::from_id(command.id()), Some(*command));
        }
        assert_eq!(Command::from_id("dance"), None);
    }
}
