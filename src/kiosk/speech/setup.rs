//! Which voice speaks which language on this stand.

use std::collections::BTreeMap;

use serde::de::Error;
use serde::{Deserialize, Deserializer};

use crate::domain::Language;

/// The part `[speech]` of `kiosk.toml`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Setup {
    /// The voice of each language: `[speech.voices.kk]`. A language that is left out is spoken by the
    /// first plain voice for it that speech-dispatcher lists, and by none if it lists none: another
    /// language's voice never stands in (EN 301 549, 5.1.3.14).
    pub voices: BTreeMap<Language, Choice>,
}

/// Which voice of which module speaks a language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Choice {
    /// The output module of speech-dispatcher: `espeak-ng`, `rhvoice`, `piper-generic`. Left out, its
    /// default module, then the others.
    pub module: Option<String>,
    /// The voice's name, as `spd-say --list-synthesis-voices` tells it: `Kazakh`. Left out, the
    /// module's first plain voice for the language.
    pub voice: Option<String>,
    /// The module's rate, from -100 to 100, at each of the seven steps of speed, where the module is not
    /// espeak-ng: measure it, so that the steps are 50 to 200 % of 120 to 125 words a minute.
    #[serde(deserialize_with = "rates")]
    pub rates: Option<[i8; super::Rate::PERCENT.len()]>,
}

fn rates<'de, D: Deserializer<'de>>(written: D) -> Result<Option<[i8; super::Rate::PERCENT.len()]>, D::Error> {
    let rates = <[i8; super::Rate::PERCENT.len()]>::deserialize(written)?;
    match rates.iter().find(|rate| !(-100..=100).contains(*rate)) {
        None => Ok(Some(rates)),
        Some(rate) => Err(D::Error::custom(format!("rates: {rate} is not -100 to 100"))),
    }
}

impl Setup {
    /// What is wished for `language`.
    pub fn choice(&self, language: Language) -> Choice {
        self.voices.get(&language).cloned().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_voice_is_chosen_by_module_and_name() {
        let setup: Setup = toml::from_str("[voices.kk]\nmodule = \"rhvoice\"\nvoice = \"Talgat\"").expect("a setup");
        let choice = setup.choice(Language::Kazakh);
        assert_eq!((choice.module.as_deref(), choice.voice.as_deref()), (Some("rhvoice"), Some("Talgat")));
        assert_eq!(setup.choice(Language::Russian), Choice::default());
    }

    #[test]
    fn a_language_the_stand_does_not_have_is_refused() {
        assert!(toml::from_str::<Setup>("[voices.de]\nvoice = \"German\"").is_err());
        assert!(toml::from_str::<Setup>("[voices.kk]\nname = \"Kazakh\"").is_err());
    }
}
