//! Text as shown, made ready for the ear.

use crate::domain::{Dictionary, Language};

/// `text` as a voice of `language` should say it. The body's own words come first.
pub fn prepare(text: &str, language: Language, dictionary: &Dictionary) -> String {
    dictionary.apply(text, language)
}

/// `text` sign by sign.
pub fn spell(text: &str, _language: Language) -> Vec<String> {
    text.chars().map(String::from).collect()
}
