//! A place in a text, and what small things stand there.

use crate::domain::Language;

/// A place in a text of a language.
#[derive(Debug, Clone, Copy)]
pub(super) struct Here<'t> {
    /// The whole text.
    pub(super) text: &'t str,
    /// The place, in bytes.
    pub(super) at: usize,
    /// The language of the voice.
    pub(super) language: Language,
}

impl<'t> Here<'t> {
    /// What comes from here on.
    pub(super) fn rest(self) -> &'t str {
        &self.text[self.at..]
    }

    /// What came before.
    pub(super) fn before(self) -> &'t str {
        &self.text[..self.at]
    }

    /// The character just before.
    pub(super) fn last(self) -> Option<char> {
        self.before().chars().next_back()
    }

    /// The word before, in lower case, if only spaces are between; else an empty one.
    pub(super) fn word_before(self) -> String {
        last_word(self.before())
    }

    /// How many bytes are between here and `rest`, a later part of the same text.
    pub(super) fn taken(self, rest: &str) -> usize {
        self.rest().len() - rest.len()
    }
}

/// The word that ends `text`, in lower case, if nothing but spaces follows it.
pub(super) fn last_word(text: &str) -> String {
    let text = text.trim_end();
    let start =
        text.char_indices().rev().take_while(|(_, c)| c.is_alphabetic()).last().map_or(text.len(), |(at, _)| at);
    text[start..].to_lowercase()
}

/// Splits off the ASCII digits at the beginning.
pub(super) fn digits(text: &str) -> (&str, &str) {
    text.split_at(text.bytes().take_while(u8::is_ascii_digit).count())
}

/// Splits off the letters at the beginning.
pub(super) fn letters(text: &str) -> (&str, &str) {
    text.split_at(text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len()))
}

/// The text without a space at its beginning; none when there is no space.
pub(super) fn space(text: &str) -> Option<&str> {
    text.strip_prefix(is_space)
}

/// The text without a space at its beginning, if there is one.
pub(super) fn past_space(text: &str) -> &str {
    space(text).unwrap_or(text)
}

/// Whether it is a space within a line, breaking or not.
pub(super) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '\u{2007}')
}

/// The text after a dash, with or without spaces about it.
pub(super) fn past_dash(text: &str) -> Option<&str> {
    past_space(text).strip_prefix(['-', '\u{2010}', '\u{2011}', '–', '—']).map(past_space)
}

/// The number of at most `most` digits at the beginning, and what follows it.
pub(super) fn number(text: &str, most: usize) -> Option<(u32, &str)> {
    let (found, rest) = digits(text);
    (1..=most).contains(&found.len()).then(|| Some((found.parse().ok()?, rest)))?
}

/// Whether no word or number goes on here.
pub(super) fn is_end_of_word(text: &str) -> bool {
    !text.starts_with(char::is_alphanumeric)
}

/// Whether the text ends here, but for what closes a sentence.
pub(super) fn is_end(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || matches!(c, '»' | '”' | '"' | ')' | '.'))
}
