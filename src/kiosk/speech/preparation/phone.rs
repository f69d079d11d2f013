//! Phone numbers, digit by digit in groups: +7 (700) 000-00-01, 112.

use super::scan::{Here, digits, is_end_of_word, is_space, letters, past_space};
use super::{Said, kazakh, number};
use crate::domain::Language;

/// The short numbers everyone in Kazakhstan knows as such.
const SHORT: [&str; 10] = ["101", "102", "103", "104", "109", "111", "112", "150", "1414", "1424"];

/// How words begin that a phone number follows.
const CALLS: [&str; 22] = [
    "телефон",
    "тел",
    "номер",
    "звон",
    "позвон",
    "набер",
    "набир",
    "набра",
    "служб",
    "добавочн",
    "доб",
    "нөмір",
    "қоңырау",
    "хабарлас",
    "call",
    "tell",
    "dial",
    "phone",
    "number",
    "telephone",
    "tel",
    "extension",
];

/// Small words that may stand between.
const BETWEEN: [&str; 11] = ["и", "или", "по", "на", "в", "және", "немесе", "and", "or", "at", "on"];

/// A phone number, long or short.
pub(super) fn rule(here: Here<'_>) -> Option<Said> {
    long(here).or_else(|| short(here))
}

fn long(here: Here<'_>) -> Option<Said> {
    let text = here.rest();
    if !text.starts_with(|c: char| c == '+' || c == '(' || c.is_ascii_digit()) {
        return None;
    }
    let (plus, bare) = text.strip_prefix('+').map_or(("", text), |bare| ("+", bare));
    let most = if plus.is_empty() || bare.starts_with('7') { 11 } else { 15 };
    let (groups, signs, rest) = groups(bare, most);
    if !is_end_of_word(rest) || rest.starts_with(['-', '–', '.', ',', ':']) && !digits(&after_sign(rest)).0.is_empty()
    {
        return None;
    }
    let count: usize = groups.iter().map(|group| group.len()).sum();
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    let hyphens = signs.iter().all(|sign| matches!(*sign, "-" | "‑"));
    let is_number = match (plus, count) {
        ("+", 11..=15) => true,
        ("+", 8..11) => !bare.starts_with('7'),
        (_, 11) if matches!(groups[0], "8" | "7") => groups.len() >= 3,
        (_, 11) => groups.len() == 1 && groups[0].starts_with(['8', '7']) && calls(here),
        (_, 10) => bare.starts_with('(') && groups.len() >= 2,
        (_, 7) => lengths == [3, 2, 2] && hyphens,
        (_, 6) => lengths == [2, 2, 2] && hyphens && calls(here),
        _ => false,
    };
    if !is_number {
        return None;
    }
    let (plus, [one]) = (if plus.is_empty() { "" } else { plus_word(here.language) }, groups.as_slice()) else {
        let plus = if plus.is_empty() { "" } else { plus_word(here.language) };
        return Some(Said { taken: here.taken(rest), words: plus.to_owned() + &say(&groups, here.language) });
    };
    let parts: &[usize] = match one.len() {
        11 => &[1, 3, 3, 2, 2],
        10 => &[3, 3, 2, 2],
        _ => &[3, 3, 3, 3, 3],
    };
    let mut left = *one;
    let mut cut = Vec::new();
    for part in parts {
        let (group, rest) = left.split_at((*part).min(left.len()));
        cut.push(group);
        left = rest;
    }
    cut.retain(|group| !group.is_empty());
    Some(Said { taken: here.taken(rest), words: plus.to_owned() + &say(&cut, here.language) })
}

fn after_sign(text: &str) -> String {
    text.chars().skip(1).take(1).collect()
}

/// The groups of digits at the beginning, what stands between them, and what follows.
fn groups(text: &str, most: usize) -> (Vec<&str>, Vec<&str>, &str) {
    let (mut groups, mut signs) = (Vec::new(), Vec::new());
    let (mut rest, mut count) = (text, 0);
    loop {
        let signs_end = rest.find(|c: char| !(is_space(c) || matches!(c, '(' | ')' | '-' | '‑'))).unwrap_or(rest.len());
        let (sign, after) = rest.split_at(signs_end);
        let (group, after) = digits(after);
        count += group.len();
        if group.is_empty() || count > most || sign.chars().count() > 3 {
            return (groups, signs, rest);
        }
        if !groups.is_empty() {
            signs.push(sign);
        }
        groups.push(group);
        rest = after;
    }
}

fn plus_word(language: Language) -> &'static str {
    match language {
        Language::Kazakh | Language::Russian => "плюс ",
        Language::English => "plus ",
    }
}

fn say(groups: &[&str], language: Language) -> String {
    groups.iter().map(|group| number::by_digits(group, language)).collect::<Vec<_>>().join(", ")
}

/// Whether the words before ask for a phone number.
fn calls(here: Here<'_>) -> bool {
    let before = here.before().trim_end_matches(|c: char| is_space(c) || matches!(c, ':' | '.' | '–' | '«' | '"'));
    is_call(&super::scan::last_word(before))
}

fn is_call(word: &str) -> bool {
    CALLS.iter().any(|stem| word.starts_with(stem) && (stem.chars().count() > 3 || word == *stem))
}

fn short(here: Here<'_>) -> Option<Said> {
    let text = here.rest();
    let (number, rest) = digits(text);
    let goes_on = rest.starts_with(['.', ',', ':', '-', '–', '/']) && !digits(&after_sign(rest)).0.is_empty();
    if !(3..=5).contains(&number.len()) || !is_end_of_word(rest) || goes_on {
        return None;
    }
    let is_known = SHORT.contains(&number);
    let (next, _) = letters(past_space(rest));
    let next = next.to_lowercase();
    let is_alone = here.text.trim().len() == number.len();
    let follows_call = calls(here) && (is_known || next.is_empty());
    let among_calls = || {
        let lower = here.before().to_lowercase();
        let words = || lower.split(|c: char| !c.is_alphabetic());
        let before = here.before().trim_end_matches(is_space);
        let row = before.strip_suffix(',').is_some_and(|row| row.ends_with(|c: char| c.is_ascii_digit()));
        let last = here.word_before();
        let leads = BETWEEN.contains(&last.as_str()) || is_call(&last);
        words().any(is_call) && (leads || row || before.ends_with([':', '–', '(']))
    };
    // Kazakh says what to do after the number: 103 немесе 112 нөміріне, 109-ға хабарлаңыз.
    let before_call = || {
        let later = rest.to_lowercase();
        let mut words = later.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
        here.language == Language::Kazakh
            && if rest.starts_with('-') {
                words.any(|word| word.starts_with("қоңырау") || word.starts_with("хабарл"))
            } else {
                words.find(|word| !BETWEEN.contains(word)).is_some_and(is_call)
            }
    };
    if !(follows_call || is_known && (is_alone || among_calls() || before_call())) {
        return None;
    }
    let words = number::by_digits(number, here.language);
    let ending = rest.strip_prefix('-').filter(|_| here.language == Language::Kazakh).map(letters);
    let (words, rest) = match ending.and_then(|(ending, rest)| Some((kazakh::case_of_ending(ending)?, rest))) {
        Some((case, rest)) => (kazakh::inflect(&words, case), rest),
        None => (words, rest),
    };
    Some(Said { taken: here.taken(rest), words })
}
