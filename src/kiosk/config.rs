//! How a stand is set up: its folder, its centre, its panel. From `kiosk.toml` in the data folder, and
//! the command line, which comes first.

mod pin;

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;

use super::session::Limits;
use super::sync;
use super::theme::Panel;
use super::{input, listening, speech};
use crate::domain::Language;

pub use pin::{Pin, PinError};

/// The file in the data folder that sets a stand up; every line of it may be left out.
pub const FILE: &str = "kiosk.toml";

/// A stand's set-up, checked.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where content, identity and status live.
    pub data: PathBuf,
    /// The centre; none for a stand fed by courier only.
    pub server: Option<reqwest::Url>,
    /// How often to ask the centre without a hint.
    pub poll: Duration,
    /// The panel's size and how far a visitor stands from it.
    pub panel: Panel,
    /// How long a visitor may stay still.
    pub limits: Limits,
    /// The language a new visitor meets.
    pub language: Language,
    /// After how long without a confirmation the content is called old.
    pub old_after: Duration,
    /// Keys, keypads and switches.
    pub input: input::Setup,
    /// Voices.
    pub speech: speech::Setup,
    /// Headphones.
    pub sound: listening::Setup,
    /// Surveys.
    pub survey: Surveys,
}

/// The part `[survey]` of `kiosk.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Surveys {
    /// What leads inspectors to their survey; without it there is no way to it.
    pub auditor_pin: Option<Pin>,
}

/// What the command line says; each wins over the file.
#[derive(Debug, Clone, Default)]
pub struct Overrides {
    /// The centre's address.
    pub server: Option<reqwest::Url>,
    /// Seconds between two checks.
    pub poll_seconds: Option<u64>,
}

/// Why a set-up was refused.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("{path}: {error}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// The file is not what it should be.
    #[error("{path}: {error}")]
    Malformed {
        /// The file.
        path: PathBuf,
        /// Why, with the line.
        error: Box<toml::de::Error>,
    },
    /// The idle limit is not allowed.
    #[error("idle-seconds: {0}")]
    Idle(#[from] super::session::LimitError),
    /// The language is not one of the stand's.
    #[error("language: \"{0}\" is not kk, ru or en")]
    Language(String),
    /// The centre's address is not one.
    #[error("server: \"{0}\" is not an address such as https://centre.example/")]
    Server(String),
    /// A number that cannot be meant.
    #[error("{0}: give a number above 0")]
    Zero(&'static str),
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    server: Option<String>,
    poll_seconds: Option<u64>,
    panel: Panel,
    idle_seconds: Option<u64>,
    language: Option<String>,
    old_after_days: Option<u64>,
    input: input::Setup,
    speech: speech::Setup,
    sound: listening::Setup,
    survey: Surveys,
}

impl Config {
    /// The set-up of the stand whose data folder is `data`.
    ///
    /// # Errors
    /// When the file is there and wrong: a stand set up half would surprise its body later.
    pub fn read(data: &Path, overrides: Overrides) -> Result<Self, ConfigError> {
        let path = data.join(FILE);
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(ConfigError::Unreadable { path, error }),
        };
        let file: File =
            toml::from_str(&text).map_err(|error| ConfigError::Malformed { path, error: Box::new(error) })?;
        Self::check(data, file, overrides)
    }

    fn check(data: &Path, file: File, overrides: Overrides) -> Result<Self, ConfigError> {
        let above_zero = |name, value: u64| if value == 0 { Err(ConfigError::Zero(name)) } else { Ok(value) };
        let poll = overrides.poll_seconds.or(file.poll_seconds).unwrap_or(60);
        let language = match file.language {
            None => Language::default(),
            Some(code) => Language::from_code(&code).ok_or(ConfigError::Language(code))?,
        };
        let server = match (overrides.server, file.server) {
            (Some(server), _) => Some(server),
            (None, Some(text)) => Some(text.parse().map_err(|_| ConfigError::Server(text))?),
            (None, None) => None,
        };
        Ok(Self {
            data: data.to_owned(),
            server,
            poll: Duration::from_secs(above_zero("poll-seconds", poll)?),
            panel: file.panel,
            limits: match file.idle_seconds {
                None => Limits::default(),
                Some(seconds) => Limits::new(Duration::from_secs(seconds))?,
            },
            language,
            old_after: Duration::from_secs(
                86_400_u64.saturating_mul(above_zero("old-after-days", file.old_after_days.unwrap_or(3))?),
            ),
            input: file.input,
            speech: file.speech,
            sound: file.sound,
            survey: file.survey,
        })
    }

    /// What sync needs to know.
    pub fn sync(&self) -> sync::Config {
        sync::Config { data: self.data.clone(), server: self.server.clone(), poll: self.poll }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Config, ConfigError> {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join(FILE), text).expect("a file");
        Config::read(folder.path(), Overrides::default())
    }

    #[test]
    fn a_stand_without_a_file_has_defaults() {
        let folder = tempfile::tempdir().expect("a folder");
        let config = Config::read(folder.path(), Overrides::default()).expect("defaults");
        assert_eq!(config.language, Language::Kazakh);
        assert_eq!(config.limits, Limits::default());
        assert_eq!(config.old_after, Duration::from_secs(3 * 86_400));
        assert!(config.server.is_none());
    }

    #[test]
    fn the_file_sets_the_stand_up_and_the_command_line_wins() {
        let folder = tempfile::tempdir().expect("a folder");
        let text = "server = \"https://one.example/\"\nidle-seconds = 120\nlanguage = \"ru\"\n\
                    [panel]\ndiagonal-inches = 43.0\n";
        std::fs::write(folder.path().join(FILE), text).expect("a file");
        let two: reqwest::Url = "https://two.example/".parse().expect("an address");
        let overrides = Overrides { server: Some(two.clone()), poll_seconds: None };
        let config = Config::read(folder.path(), overrides).expect("a good file");
        assert_eq!(config.server, Some(two));
        assert_eq!(config.language, Language::Russian);
        assert!((config.panel.diagonal_inches - 43.0).abs() < f32::EPSILON);
    }

    #[test]
    fn a_wrong_file_is_refused_with_what_is_wrong() {
        for (text, says) in [
            ("idle-seconds = 30", "120 to 300"),
            ("language = \"de\"", "kk, ru or en"),
            ("server = \"centre\"", "is not an address"),
            ("poll-seconds = 0", "poll-seconds"),
            ("colour = \"red\"", "unknown field"),
            ("[panel]\ndiagonal-inches = -5", "diagonal-inches: -5 is not 7 to 120"),
            ("[panel]\nreach-height = nan", "reach-height: NaN is not 380 to 1220"),
            ("[sound]\ngrace-seconds = 300", "grace-seconds: 300 is not 0 to 60"),
            ("[speech.voices.kk]\nrates = [0, 0, 0, 0, 0, 0, 120]", "rates: 120 is not -100 to 100"),
            ("[survey]\nauditor-pin = \"1234\"", "6 to 12 digits"),
            ("[survey]\nauditor-pin = \"123456\"", "easily guessed"),
            ("[survey]\nauditor-pin = 482716", "string"),
        ] {
            let error = read(text).expect_err(text).to_string();
            assert!(error.contains(says), "{error}");
        }
    }
}
