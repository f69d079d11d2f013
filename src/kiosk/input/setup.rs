//! How the keys, keypads and switches of this stand are set up.

use std::collections::BTreeMap;
use std::time::Duration;

use super::key::Stroke;
use super::keymap::{Bound, Keymap, LockedOut, Profile};

/// The part `[input]` of `kiosk.toml`, checked.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(try_from = "File")]
pub struct Setup {
    keymap: Keymap,
    double_strike: Duration,
    scan_pace: Duration,
}

/// As it is written.
#[derive(Debug, serde::Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    profile: Profile,
    keys: BTreeMap<Stroke, Bound>,
    double_strike_milliseconds: u64,
    scan_pace_milliseconds: u64,
}

impl Default for File {
    fn default() -> Self {
        Self {
            profile: Profile::default(),
            keys: BTreeMap::new(),
            // Off: whoever knows the stand strikes a key five times a second.
            double_strike_milliseconds: 0,
            scan_pace_milliseconds: 2_000,
        }
    }
}

/// Why a set-up was refused.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum SetupError {
    /// EN 301 549, 5.8 asks for half a second; more than one loses what a visitor means.
    #[error("double-strike-milliseconds: {0} is not 0 to 1000")]
    DoubleStrike(u64),
    /// A pace nobody could follow, or wait for.
    #[error("scan-pace-milliseconds: {0} is not 500 to 10000")]
    ScanPace(u64),
    /// Keys that would lock visitors out.
    #[error("keys: {0}")]
    Keys(#[from] LockedOut),
}

impl TryFrom<File> for Setup {
    type Error = SetupError;

    fn try_from(file: File) -> Result<Self, SetupError> {
        let (double_strike, scan_pace) = (file.double_strike_milliseconds, file.scan_pace_milliseconds);
        if double_strike > 1_000 {
            return Err(SetupError::DoubleStrike(double_strike));
        }
        if !(500..=10_000).contains(&scan_pace) {
            return Err(SetupError::ScanPace(scan_pace));
        }
        Ok(Self {
            keymap: Keymap::of(file.profile, &file.keys)?,
            double_strike: Duration::from_millis(double_strike),
            scan_pace: Duration::from_millis(scan_pace),
        })
    }
}

impl Default for Setup {
    fn default() -> Self {
        let file = File::default();
        Self {
            keymap: Keymap::default(),
            double_strike: Duration::from_millis(file.double_strike_milliseconds),
            scan_pace: Duration::from_millis(file.scan_pace_milliseconds),
        }
    }
}

impl Setup {
    /// Which key asks for what.
    pub fn keymap(&self) -> &Keymap {
        &self.keymap
    }

    /// How long a second strike of the same key is taken for a trembling hand (EN 301 549, 5.8).
    pub fn double_strike(&self) -> Duration {
        self.double_strike
    }

    /// How long the stand points at each choice when a visitor has one switch.
    pub fn scan_pace(&self) -> Duration {
        self.scan_pace
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Language;
    use crate::kiosk::input::Command;
    use crate::kiosk::input::key::Key;

    fn read(text: &str) -> Result<Setup, String> {
        toml::from_str(text).map_err(|error| error.to_string())
    }

    #[test]
    fn a_stand_without_a_word_about_keys_has_a_keyboard() {
        let setup = read("").expect("nothing is needed");
        assert_eq!(setup, Setup::default());
        assert_eq!(setup.double_strike(), Duration::ZERO);
        assert_eq!(setup.scan_pace(), Duration::from_secs(2));
    }

    /// Proves: WCAG-2.1.4
    #[test]
    fn a_body_sets_its_own_keys_and_paces() {
        let setup = read(
            "profile = \"five-key\"\ndouble-strike-milliseconds = 500\nscan-pace-milliseconds = 3500\n\
             [keys]\nF13 = \"home\"\n\"Shift+F13\" = \"back\"\nNumpad5 = \"activate\"\n1 = \"none\"\n",
        )
        .expect("a good set-up");
        assert_eq!(setup.double_strike(), Duration::from_millis(500));
        assert_eq!(setup.scan_pace(), Duration::from_millis(3_500));
        let keys = |command| setup.keymap().keys_for(command, Language::English);
        assert_eq!(keys(Command::Home), ["F13"]);
        assert_eq!(keys(Command::Back), ["Shift + F13"]);
        assert_eq!(keys(Command::Activate), ["Keypad 5", "Enter"]);
        assert!(keys(Command::SwitchOne).is_empty());
    }

    #[test]
    fn the_operators_guide_says_what_is_so() {
        let guide = include_str!("../../../docs/operator.md");
        let section = guide.split("## Keys, keypads and switches").nth(1).expect("the section");
        let example = section.split("```").nth(1).and_then(|block| block.strip_prefix("toml\n")).expect("the example");
        let whole: toml::Table = toml::from_str(example).expect("an example that can be copied");
        let input = toml::to_string(&whole["input"]).expect("the part");
        assert!(read(&input).is_ok(), "{:?}", read(&input));
        for command in Command::ALL {
            assert!(section.contains(&format!("`{}`", command.id())), "{command:?}");
        }
        for key in Key::names().filter(|name| name.len() > 3 && !name.starts_with("Numpad")) {
            assert!(section.contains(&format!("`{key}`")), "{key}");
        }
    }

    #[test]
    fn what_cannot_be_meant_is_refused_with_what_there_is() {
        for (text, says) in [
            ("[keys]\nF99 = \"home\"", "no key is called \"F99\": there are A to Z, 0 to 9, F1 to F24, "),
            ("[keys]\nF99 = \"home\"", "ArrowUp"),
            ("[keys]\na = \"home\"", "no key is called \"a\""),
            ("[keys]\nF13 = \"dance\"", "no command is called \"dance\": there are none, focus-next, "),
            ("profile = \"six-key\"", "expected one of `keyboard`, `five-key`, `nine-key`"),
            ("double-strike-milliseconds = 1001", "0 to 1000"),
            ("scan-pace-milliseconds = 499", "500 to 10000"),
            ("scan-pace-milliseconds = 10001", "500 to 10000"),
            ("profile = \"five-key\"\n[keys]\nEnter = \"none\"", "no key is left for activate"),
            ("profile = \"five-key\"\n[keys]\nArrowDown = \"home\"", "no key is left for focus-next"),
            ("pace = 1", "unknown field"),
        ] {
            let error = read(text).expect_err(text);
            assert!(error.contains(says), "{error}");
        }
    }
}
