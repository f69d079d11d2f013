//! The keys of the stand's own keyboard, row by row.

use crate::domain::Language;

/// Which keys are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Layout {
    /// The letters of a language.
    Letters(Language),
    /// Digits and signs; afterwards these letters again.
    Signs(Language),
}

/// As on a Kazakh keyboard, its nine letters in a row of their own instead of in place of the digits.
const KAZAKH: [&str; 4] = ["әіңғүұқөһё-?", "йцукенгшщзхъ", "фывапролджэ,", "ячсмитьбю.!:"];
/// The same on a lying screen, which lacks height: its nine letters on the left.
const KAZAKH_WIDE: [&str; 3] = ["әіңғйцукенгшщзхъ", "үұқфывапролджэё,", "өһячсмитьбю.-?!:"];
const RUSSIAN: [&str; 3] = ["йцукенгшщзхъ", "фывапролджэё", "ячсмитьбю.,?"];
const ENGLISH: [&str; 3] = ["qwertyuiop", "asdfghjkl'", "zxcvbnm.,?"];
const SIGNS: [&str; 3] = ["1234567890", ".,:;!?-–()", "«»\"'№%+=/@"];

impl Layout {
    /// The letters, digits or signs on its keys, row by row, on a `wide` screen or not; all rows are as long as
    /// the first.
    pub fn rows(self, wide: bool) -> &'static [&'static str] {
        match self {
            Self::Letters(Language::Kazakh) if wide => &KAZAKH_WIDE,
            Self::Letters(Language::Kazakh) => &KAZAKH,
            Self::Letters(Language::Russian) => &RUSSIAN,
            Self::Letters(Language::English) => &ENGLISH,
            Self::Signs(_) => &SIGNS,
        }
    }

    /// The language whose letters are shown, or were before the signs.
    pub fn language(self) -> Language {
        match self {
            Self::Letters(language) | Self::Signs(language) => language,
        }
    }

    /// Whether there are capitals of what it shows.
    pub fn has_capitals(self) -> bool {
        matches!(self, Self::Letters(_))
    }

    /// Signs in place of letters, and back.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Letters(language) => Self::Signs(language),
            Self::Signs(language) => Self::Letters(language),
        }
    }

    /// The letters of the next language.
    #[must_use]
    pub fn next(self) -> Self {
        let all = Language::ALL.iter().cycle();
        Self::Letters(all.skip_while(|language| **language != self.language()).nth(1).copied().unwrap_or_default())
    }
}
