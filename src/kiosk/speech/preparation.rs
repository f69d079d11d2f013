//! Text as shown, made ready for the ear: what a voice would read wrongly is put into words, and all
//! else is left as it is.
//!
//! Pure and quick: a sentence costs some microseconds, and nothing is kept between two of them. Each
//! matter is a module with one rule: given a place in the text, what is said instead of how much of
//! it. The first rule that knows the place wins. Where a text can be read in two ways, no rule does.

mod abbreviation;
mod address;
mod date;
mod english;
mod kazakh;
mod measure;
mod number;
mod phone;
mod roman;
mod russian;
mod scan;
mod sign;
mod spelling;
mod time;

use crate::domain::{Dictionary, Language};
use scan::Here;

pub use spelling::spell;

/// What is said instead of a part of the text.
#[derive(Debug, PartialEq, Eq)]
struct Said {
    /// How many bytes of the text it stands for.
    taken: usize,
    /// The words.
    words: String,
}

/// The rules, the most particular first: a phone number would also be a row of numbers.
const RULES: [fn(Here<'_>) -> Option<Said>; 9] = [
    address::rule,
    phone::rule,
    date::rule,
    time::rule,
    number::rule,
    number::long,
    roman::rule,
    abbreviation::rule,
    sign::rule,
];

/// `text` as a voice of `language` should say it. The body's own words come first.
pub fn prepare(text: &str, language: Language, dictionary: &Dictionary) -> String {
    let text = dictionary.apply(text, language);
    let mut said = String::with_capacity(text.len() * 2);
    let mut at = 0;
    while let Some(next) = text[at..].chars().next() {
        let here = Here { text: &text, at, language };
        // Within a word nothing begins, except a sign.
        let begins = !(next.is_alphanumeric() && here.last().is_some_and(char::is_alphanumeric));
        match RULES.iter().filter(|_| begins).find_map(|rule| rule(here)) {
            Some(Said { taken, words }) if taken > 0 => {
                said.push_str(&words);
                at += taken;
                // ул.Абая
                let runs_on = !text[..at].ends_with(char::is_alphanumeric)
                    && said.ends_with(char::is_alphanumeric)
                    && text[at..].starts_with(char::is_alphanumeric);
                if runs_on {
                    said.push(' ');
                }
            }
            _ => {
                said.push(next);
                at += next.len_utf8();
            }
        }
    }
    said
}

#[cfg(test)]
mod tests;
