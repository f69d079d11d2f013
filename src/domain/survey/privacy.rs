//! Numbers that could name a person, taken out of free text before it is kept (Law 94-V, 7(9)).
//!
//! What looks like a number of a person goes, what looks like a year, a house, a price or opening hours stays;
//! where both are possible, it goes.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::{Captures, Regex};
use unicode_normalization::UnicodeNormalization;

use super::{Interview, Name, Value};

/// `text` without individual identification numbers (12 digits), phone numbers, card and passport numbers and
/// e-mail addresses, each replaced by `mask`; control characters and marks that turn the direction of writing
/// are left out.
pub fn filtered(text: &str, mask: &str) -> String {
    let mut text = cleaned(text);
    // What is left on both sides of something masked may be a number together with it: until nothing changes.
    for _ in 0..4 {
        let next = masked(&text, mask);
        if next == text {
            break;
        }
        text = next;
    }
    text
}

/// [`filtered`], for every text among `values`, cut to the longest a stand takes. One of which nothing is left
/// is no answer.
pub fn filter(values: &mut BTreeMap<Name, Value>, mask: &str) {
    for value in values.values_mut() {
        if let Value::Text(text) = value {
            let kept: String = filtered(text, mask).chars().take(Interview::LONGEST_TEXT).collect();
            kept.trim().clone_into(text);
        }
    }
    values.retain(|_, value| *value != Value::Text(String::new()));
}

/// `text` without what is not seen: control characters but for the ends of lines, marks that turn the direction
/// of writing, characters without width.
pub fn cleaned(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let signs = text.chars().filter_map(|sign| match sign {
        '\n' | '\u{2028}' | '\u{2029}' | '\r' | '\u{85}' => Some('\n'),
        '\t' => Some(' '),
        sign if is_hidden(sign) => None,
        sign => Some(sign),
    });
    signs.collect()
}

/// Whether a character is not seen but changes what is: controls, direction, joiners, tags, private ones.
fn is_hidden(sign: char) -> bool {
    sign.is_control()
        || matches!(sign,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{3164}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{ffa0}' | '\u{e000}'..='\u{f8ff}'
            | '\u{e0000}'..='\u{e007f}' | '\u{f0000}'..='\u{10ffff}')
}

/// What may stand between the digits of one number.
const BETWEEN: &str = r"[\p{Zs}\-\u{2010}-\u{2015}\u{2212}().\[\]/_*]{1,3}";

/// Days, hours and years: what is made of digits and is no number of a person.
static ORDINARY: LazyLock<Regex> = LazyLock::new(|| {
    let day = r"(?:0?[1-9]|[12]\d|3[01])";
    let month = r"(?:0?[1-9]|1[0-2])";
    let year = r"(?:19|20)\d\d";
    let hour = r"(?:[01]?\d|2[0-4])";
    let dash = r"\s?[-–—]\s?";
    let forms = [
        format!(r"{day}\.{month}\.{year}"),
        format!(r"{day}/{month}/{year}"),
        // With two digits of the year only as days are written: with dashes it may be a number in a small town.
        format!(r"{day}\.{month}\.\d\d"),
        format!(r"{day}-{month}-{year}"),
        format!(r"{year}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"),
        format!(r"{hour}[.:][0-5]\d(?:{dash}{hour}[.:][0-5]\d)?"),
        format!(r"{year}{dash}{year}"),
    ];
    pattern(&forms.join("|"))
});

/// E-mail addresses, also with the sign spelt or set apart.
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"[\p{L}\p{N}._%+'-]+\s?(?:[@＠﹫]|[(\[]\s?(?:at|эт|собака)\s?[)\]])\s?[\p{L}\p{N}-]+(?:\s?[.．]\s?[\p{L}\p{N}-]+)+",
    )
});

/// A passport: a letter and eight digits.
static PASSPORT: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b[NSKDНCС]\s?[№#]?\s?\d{8}\b"));

/// Digits with little between them.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| pattern(&number()));

/// The same, broken by the end of a line: what is before it, and what after.
static BROKEN: LazyLock<Regex> = LazyLock::new(|| {
    let number = number();
    pattern(&format!(r"({number})(?:{BETWEEN})?\n(?:{BETWEEN})?({number})"))
});

/// What follows a sum of money.
static MONEY: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)^\p{Zs}?(?:₸|\$|€|₽|тенге|теңге|тг\b|тнг\b|tenge|kzt|руб|млн|долл|евро)"));

fn number() -> String {
    format!(r"(?:[+＋]\p{{Zs}}?)?[(\[]?\d(?:(?:{BETWEEN})?\d)*")
}

fn pattern(source: &str) -> Regex {
    Regex::new(source).expect("a pattern of our own")
}

fn masked(text: &str, mask: &str) -> String {
    let text = plain_digits(text);
    let text = ADDRESS.replace_all(&text, regex::NoExpand(mask));
    let text = PASSPORT.replace_all(&text, regex::NoExpand(mask));
    let mut all = String::new();
    let mut done = 0;
    // Ordinary things that stand by themselves divide what is looked through.
    for found in ORDINARY.find_iter(&text).filter(|found| stands_alone(&text, found.start(), found.end())) {
        all.push_str(&without_numbers(&text[done..found.start()], mask));
        all.push_str(found.as_str());
        done = found.end();
    }
    all.push_str(&without_numbers(&text[done..], mask));
    all
}

/// Whether no digit, nor a sign that goes on to one, touches what stands there.
fn stands_alone(text: &str, from: usize, to: usize) -> bool {
    let joins = |sign: &char| matches!(sign, '.' | '-' | '–' | '/' | ':' | '_' | '+' | '(' | ')');
    let before: Vec<char> = text[..from].chars().rev().take(2).collect();
    let after: Vec<char> = text[to..].chars().take(2).collect();
    let goes_on = |near: &[char]| match near {
        [digit, ..] if digit.is_numeric() => true,
        [sign, digit] => joins(sign) && digit.is_numeric(),
        _ => false,
    };
    !goes_on(&before) && !goes_on(&after)
}

fn without_numbers(text: &str, mask: &str) -> String {
    let text = without_broken_numbers(text, mask);
    let replaced = NUMBER.replace_all(&text, |found: &Captures<'_>| {
        let all = found.get(0).map_or("", |all| all.as_str());
        let after = found.get(0).map_or("", |all| &text[all.end()..]);
        if is_personal(all) && !is_sum(all, after) { mask.to_owned() } else { all.to_owned() }
    });
    replaced.into_owned()
}

/// Takes out numbers that go on in the next line.
fn without_broken_numbers(text: &str, mask: &str) -> String {
    let mut all = String::new();
    let (mut done, mut at) = (0, 0);
    while let Some(found) = BROKEN.captures_at(text, at) {
        let (Some(whole), Some(first), Some(second)) = (found.get(0), found.get(1), found.get(2)) else { break };
        if is_broken(whole.as_str(), first.as_str(), second.as_str()) {
            all.push_str(&text[done..whole.start()]);
            all.push_str(mask);
            (done, at) = (whole.end(), whole.end());
        } else {
            // What begins here may go on in the line after.
            at = second.start();
        }
    }
    all.push_str(&text[done..]);
    all
}

/// Whether two numbers, one at the end of a line and one at the beginning of the next, could be one of a person:
/// where a dash leads on, any; else one as long as those that have no local form, unless a line has such a one
/// by itself or they are round sums.
fn is_broken(whole: &str, first: &str, second: &str) -> bool {
    let between = whole.get(first.len()..whole.len() - second.len()).unwrap_or("");
    let goes_on = between.contains(|sign: char| matches!(sign, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}'));
    let is_long = |text: &str| text.chars().filter(|sign| sign.is_numeric()).count() >= 10;
    let by_itself = |part: &&str| part.ends_with("000") || is_long(part) && is_personal(part);
    is_personal(whole) && (goes_on || is_long(whole) && ![first, second].iter().any(by_itself))
}

/// Whether seven digits in a row are a sum of money: round, or followed by its name.
fn is_sum(found: &str, after: &str) -> bool {
    let is_plain = found.chars().count() == 7 && found.chars().all(char::is_numeric);
    is_plain && (found.ends_with("000") || MONEY.is_match(after))
}

/// Whether digits with little between them could be the number of a person.
fn is_personal(found: &str) -> bool {
    let groups: Vec<usize> = found
        .split(|sign: char| !sign.is_numeric())
        .map(|group| group.chars().count())
        .filter(|length| *length > 0)
        .collect();
    let digits: usize = groups.iter().sum();
    if found.starts_with(['+', '＋']) {
        return digits >= 7;
    }
    match (digits, groups.as_slice()) {
        // 279-11-22, 279-1122.
        (7, [3, 2, 2] | [3, 4]) => true,
        // 2791122, and 55-04-33 in a small town.
        (7, [7]) | (6, [2, 2, 2]) => true,
        // An identity card.
        (9, [9]) => true,
        (0..=9, _) => false,
        (10 | 11, [1 | 2, 3, 3, 3]) => digits == 11 && found.starts_with(['7', '8']),
        (_, groups) => !is_years(found, groups),
    }
}

/// Years in a row: 2019 2020 2021.
fn is_years(found: &str, groups: &[usize]) -> bool {
    groups.iter().all(|length| *length == 4)
        && found
            .split(|sign: char| !sign.is_numeric())
            .filter(|group| !group.is_empty())
            .all(|year| year.parse().is_ok_and(|year: u16| (1900..=2100).contains(&year)))
}

/// Digits in circles, raised, wide or doubly struck, as plain ones, where there are enough for a number.
fn plain_digits(text: &str) -> String {
    let plain = |sign: char| {
        let is_other = sign.is_numeric() && !sign.is_ascii();
        is_other
            .then(|| sign.nfkc().collect::<String>())
            .filter(|plain| plain.chars().all(|digit| digit.is_ascii_digit()))
    };
    if text.is_ascii() || text.chars().filter(|sign| plain(*sign).is_some()).count() < 7 {
        return text.to_owned();
    }
    text.chars().map(|sign| plain(sign).unwrap_or_else(|| sign.to_string())).collect()
}

#[cfg(test)]
mod tests;
