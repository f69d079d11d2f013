//! Roman numbers, beside the noun they count: глава IV, II квартал, XXI ғасыр.

use super::scan::{Here, is_end_of_word, letters, past_dash, past_space};
use super::{Said, english, kazakh, russian};
use crate::domain::Language;

/// How Kazakh nouns begin that a Roman number stands before.
const KAZAKH: [&str; 17] = [
    "тарау",
    "бөлім",
    "тоқсан",
    "ғасыр",
    "кезең",
    "топ",
    "санат",
    "сессия",
    "шақырылым",
    "жартыжылдық",
    "дәреже",
    "сынып",
    "бөлік",
    "кезек",
    "қосымша",
    "том",
    "деңгей",
];

/// English nouns that a Roman number stands with.
const ENGLISH: [&str; 15] = [
    "chapter",
    "part",
    "section",
    "quarter",
    "century",
    "volume",
    "title",
    "group",
    "stage",
    "article",
    "annex",
    "appendix",
    "category",
    "level",
    "centuries",
];

/// A Roman number, if a noun beside it tells that it is one.
pub(super) fn rule(here: Here<'_>) -> Option<Said> {
    let (first, rest) = roman(here.rest())?;
    let second = past_dash(rest).and_then(roman);
    let (last, rest) = second.map_or((None, rest), |(last, rest)| (Some(last), rest));
    let after = past_space(rest.strip_prefix('-').unwrap_or(rest));
    let next = letters(after).0.to_lowercase();
    let before = here.word_before();
    let (words, rest) = match here.language {
        Language::Kazakh => {
            KAZAKH.iter().find(|noun| next.starts_with(*noun))?;
            let words = match last {
                Some(last) => format!("{}, {}", kazakh::ordinal(first), kazakh::ordinal(last)),
                None => kazakh::ordinal(first),
            };
            (words + " ", after)
        }
        Language::Russian => {
            let (plural, form) = match russian::agree(&next).or_else(|| of_short(&next)) {
                Some(form) => (true, form),
                None => (false, russian::agree(&before)?),
            };
            // XX–XXI веков: of the one and of the other.
            let form = match (last, form) {
                (Some(_), russian::Form::PluralGenitive) if plural => russian::Form::Genitive,
                (Some(_), russian::Form::Plural) if plural => russian::Form::Masculine,
                (_, form) => form,
            };
            let words = match last {
                Some(last) => format!("{}, {}", russian::ordinal(first, form), russian::ordinal(last, form)),
                None => russian::ordinal(first, form),
            };
            (words, rest)
        }
        Language::English => {
            // "the part I read"
            let is_pronoun = here.rest().starts_with("I ") && !next.is_empty();
            if ENGLISH.contains(&next.as_str()) {
                let last = last.map_or_else(String::new, |last| format!(" to {}", english::ordinal(last)));
                (english::ordinal(first) + &last, rest)
            } else if ENGLISH.contains(&before.as_str()) && !is_pronoun {
                (first.to_string() + &last.map_or_else(String::new, |last| format!(" to {last}")), rest)
            } else {
                return None;
            }
        }
    };
    Some(Said { taken: here.taken(rest), words })
}

/// XXI в., IV кв.
fn of_short(word: &str) -> Option<russian::Form> {
    matches!(word, "кв").then_some(russian::Form::Masculine)
}

/// The Roman number at the beginning, 1 to 3999, written as it should be. Cyrillic letters that look the
/// same count, as many keyboards write them.
fn roman(text: &str) -> Option<(u32, &str)> {
    let (word, rest) = text.split_at(text.find(|c| value(c).is_none()).unwrap_or(text.len()));
    if word.is_empty() || word.chars().count() > 15 || !is_end_of_word(rest) {
        return None;
    }
    // A single C, D, L or M is a letter: категория C.
    if word.chars().count() == 1 && value(word.chars().next()?)? > 10 {
        return None;
    }
    let values: Vec<u32> = word.chars().filter_map(value).collect();
    let mut sum = 0;
    for (at, value) in values.iter().enumerate() {
        if values.get(at + 1).is_some_and(|next| next > value) { sum -= *value as i32 } else { sum += *value as i32 }
    }
    let number = u32::try_from(sum).ok().filter(|number| (1..4000).contains(number))?;
    (write(number) == values).then_some((number, rest))
}

fn value(letter: char) -> Option<u32> {
    Some(match letter {
        'I' | 'І' => 1,
        'V' => 5,
        'X' | 'Х' => 10,
        'L' => 50,
        'C' | 'С' => 100,
        'D' => 500,
        'M' | 'М' => 1000,
        _ => return None,
    })
}

/// The values of the letters of a number as it should be written.
fn write(mut number: u32) -> Vec<u32> {
    const PARTS: [(u32, &[u32]); 13] = [
        (1000, &[1000]),
        (900, &[100, 1000]),
        (500, &[500]),
        (400, &[100, 500]),
        (100, &[100]),
        (90, &[10, 100]),
        (50, &[50]),
        (40, &[10, 50]),
        (10, &[10]),
        (9, &[1, 10]),
        (5, &[5]),
        (4, &[1, 5]),
        (1, &[1]),
    ];
    let mut written = Vec::new();
    for (part, letters) in PARTS {
        while number >= part {
            number -= part;
            written.extend_from_slice(letters);
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_well_written_numbers_are_numbers() {
        for (text, number) in [("IV", 4), ("XXI", 21), ("ХХІ", 21), ("MCMXCIV", 1994), ("I", 1)] {
            assert_eq!(roman(text), Some((number, "")));
        }
        for text in ["IIII", "VX", "IC", "VII2", "C", "М", "Vital", "", "MMMM"] {
            assert_eq!(roman(text), None, "{text}");
        }
    }
}
