//! The three languages of a stand, Kazakh first (Law on Languages, Art. 21).

use serde::{Deserialize, Serialize};

/// A language a stand shows and speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub enum Language {
    /// Қазақша, the state language and the default.
    #[default]
    #[serde(rename = "kk")]
    Kazakh,
    /// Русский.
    #[serde(rename = "ru")]
    Russian,
    /// English.
    #[serde(rename = "en")]
    English,
}

impl Language {
    /// All languages in the law's order: Kazakh left or top, then Russian, then others.
    pub const ALL: [Self; 3] = [Self::Kazakh, Self::Russian, Self::English];

    /// The BCP 47 code: `kk`, `ru` or `en`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Kazakh => "kk",
            Self::Russian => "ru",
            Self::English => "en",
        }
    }

    /// The language of a BCP 47 code, if a stand has it.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }

    /// The language's own name, as its button shows it.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::Kazakh => "Қазақша",
            Self::Russian => "Русский",
            Self::English => "English",
        }
    }

    /// Where to look for a text: this language first, then the law's order.
    pub fn fallbacks(self) -> impl Iterator<Item = Self> {
        std::iter::once(self).chain(Self::ALL.into_iter().filter(move |other| *other != self))
    }
}

impl std::fmt::Display for Language {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

/// A short text in all three languages: names, addresses, posts.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trilingual {
    /// Kazakh.
    pub kk: String,
    /// Russian.
    pub ru: String,
    /// English.
    pub en: String,
}

impl Trilingual {
    /// The text in `language`.
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Kazakh => &self.kk,
            Language::Russian => &self.ru,
            Language::English => &self.en,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kazakh_comes_first_and_is_the_default() {
        assert_eq!(Language::ALL[0], Language::Kazakh);
        assert_eq!(Language::default(), Language::Kazakh);
    }

    #[test]
    fn a_missing_english_text_is_looked_for_in_kazakh_then_russian() {
        let order: Vec<_> = Language::English.fallbacks().collect();
        assert_eq!(order, [Language::English, Language::Kazakh, Language::Russian]);
    }
}
