//! The words of a screen that is hidden, for the privacy of someone who listens.

use crate::domain::Language;
use crate::i18n::text;

/// What stands on a hidden screen instead of its content: that it is hidden, and how it comes back. All
/// that the screen holds stays in the accessibility tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// That it is hidden.
    pub title: String,
    /// How it comes back.
    pub how: String,
}

/// The words in `language`.
pub fn words(language: Language) -> Words {
    Words { title: text(language, "curtain-title"), how: text(language, "curtain-how") }
}
