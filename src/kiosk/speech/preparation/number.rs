//! Numbers that a voice reads wrongly: with spaces between thousands, with endings, in ranges, with
//! signs and measures, too long to be one number. Plain numbers stay digits: every voice reads them.

use super::scan::{Here, digits, is_end_of_word, is_space, letters, past_dash, past_space};
use super::{Said, english, kazakh, measure, russian};
use crate::domain::Language;

/// From how many digits on a number is a code, read in groups: a BIN has twelve.
const LONG: usize = 9;

/// A number as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Figure<'t> {
    /// Its digits before the decimal sign, with what groups them.
    whole: &'t str,
    /// Its digits after the decimal sign.
    pub(super) fraction: Option<&'t str>,
}

impl Figure<'_> {
    fn digits(&self) -> String {
        self.whole.chars().filter(char::is_ascii_digit).collect()
    }

    /// Its value, without its fraction.
    pub(super) fn value(&self) -> Option<u64> {
        self.digits().parse().ok()
    }

    fn small(&self) -> Option<u32> {
        let value = self.value().filter(|_| self.fraction.is_none())?;
        u32::try_from(value).ok().filter(|value| *value < 10_000)
    }

    fn is_code(&self) -> bool {
        self.fraction.is_none() && (self.whole.len() > 1 && self.whole.starts_with('0'))
            || self.whole.len() >= LONG && self.whole.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// As digits that a voice of the language reads rightly.
    fn say(&self, language: Language) -> String {
        let whole = self.digits();
        let Some(fraction) = self.fraction else { return whole };
        match language {
            Language::Kazakh => {
                let part = ["оннан", "жүзден", "мыңнан"][fraction.len().clamp(1, 3) - 1];
                format!("{whole} бүтін {part} {}", fraction.trim_start_matches('0'))
            }
            Language::Russian => format!("{whole},{fraction}"),
            Language::English => format!("{whole}.{fraction}"),
        }
    }
}

/// The digits of `number` by their names.
pub(super) fn by_digits(number: &str, language: Language) -> String {
    let names = match language {
        Language::Kazakh => kazakh::DIGITS,
        Language::Russian => russian::DIGITS,
        Language::English => english::DIGITS,
    };
    let names: Vec<_> =
        number.bytes().filter(u8::is_ascii_digit).map(|digit| names[usize::from(digit - b'0')]).collect();
    names.join(" ")
}

/// A number sign, or a number with what belongs to it.
pub(super) fn rule(here: Here<'_>) -> Option<Said> {
    if let Some(said) = numero(here) {
        return Some(said);
    }
    let (figure, rest) = figure(here.rest(), here.language)?;
    if figure.is_code() || here.before().ends_with(['.', ',']) && is_in_number(here.before()) {
        return None;
    }
    let said = |(words, rest): (String, &str)| Said { taken: here.taken(rest), words };
    let alone = || {
        let words = figure.say(here.language);
        match measure::after(rest, &figure, here.language) {
            Some((measure, rest)) => Some((format!("{words} {measure}"), rest)),
            // Nothing to be said otherwise, but it is one number.
            None => is_end_of_word(rest).then_some((words, rest)),
        }
    };
    with_ending(here, figure, rest).or_else(|| pair(here, figure, rest)).or_else(alone).map(said)
}

/// A number too long to be one, or one that begins with zeros: digit by digit, three and three.
pub(super) fn long(here: Here<'_>) -> Option<Said> {
    let (number, rest) = digits(here.rest());
    let figure = Figure { whole: number, fraction: None };
    let in_number = here.before().ends_with(['.', ',', ':', '/']) && is_in_number(here.before())
        || rest.starts_with(['.', ',', ':']) && rest[1..].starts_with(|c: char| c.is_ascii_digit());
    if number.is_empty() || !figure.is_code() || in_number || !is_end_of_word(rest) {
        return None;
    }
    let groups: Vec<_> =
        number.as_bytes().chunks(3).map(|group| by_digits(&String::from_utf8_lossy(group), here.language)).collect();
    Some(Said { taken: number.len(), words: groups.join(", ") })
}

/// Whether a sign that ends `before` stands right after a digit: 1.2
fn is_in_number(before: &str) -> bool {
    before.chars().rev().nth(1).is_some_and(|c| c.is_ascii_digit())
}

/// The number at the beginning, with its thousands and its fraction.
fn figure(text: &str, language: Language) -> Option<(Figure<'_>, &str)> {
    let (first, mut rest) = digits(text);
    if first.is_empty() {
        return None;
    }
    let comma_groups = language == Language::English;
    if first.len() <= 3 && !first.starts_with('0') {
        let mut last = first;
        let mut after = rest;
        while let Some(group) = after
            .strip_prefix(|c| is_space(c) || comma_groups && c == ',')
            .map(digits)
            .filter(|(group, rest)| group.len() == 3 && !rest.starts_with(char::is_alphabetic))
        {
            (last, after) = group;
        }
        // "101 102" is two rooms; "180 000" is one number.
        let is_one = first.len() < 3 || last.ends_with('0') || !rest.starts_with(' ');
        if is_one {
            rest = after;
        }
    }
    let whole = &text[..text.len() - rest.len()];
    let sign = if language == Language::English { '.' } else { ',' };
    let fraction = rest.strip_prefix(sign).map(digits).filter(|(fraction, after)| {
        let goes_on = after.starts_with(['.', ',', '-']) && after[1..].starts_with(|c: char| c.is_ascii_digit());
        (1..=3).contains(&fraction.len()) && is_end_of_word(after) && !goes_on
    });
    Some(match fraction {
        Some((fraction, rest)) => (Figure { whole, fraction: Some(fraction) }, rest),
        None => (Figure { whole, fraction: None }, rest),
    })
}

type Words<'t> = Option<(String, &'t str)>;

/// A number with an ending, or with a word, after a hyphen: 5-го, 2-қабат, 100-ден.
fn with_ending<'t>(here: Here<'t>, figure: Figure<'_>, rest: &'t str) -> Words<'t> {
    let value = figure.small()?;
    let after = rest.strip_prefix(['-', '‑'])?;
    let (ending, after) = letters(after);
    let lower = ending.to_lowercase();
    match here.language {
        Language::Russian => {
            let form = russian::form_of_ending(&lower, letters(past_space(after)).0)?;
            Some((russian::ordinal(value, form), after))
        }
        Language::Kazakh => kazakh_with(value, &lower, after, rest),
        Language::English => None,
    }
}

fn kazakh_with<'t>(value: u32, ending: &str, after: &'t str, rest: &'t str) -> Words<'t> {
    if let Some(case) = kazakh::case_of_ending(ending) {
        return Some((kazakh::inflect(&kazakh::cardinal(value), case), after));
    }
    match ending {
        "" => None,
        "ші" | "шы" | "нші" | "ншы" | "інші" | "ыншы" => Some((kazakh::ordinal(value), after)),
        // The word stays: 2-қабат is "екінші қабат".
        _ if ending.chars().all(|c| matches!(c, '\u{400}'..='\u{52f}')) => {
            Some((kazakh::ordinal(value) + " ", &rest[rest.chars().next().map_or(0, char::len_utf8)..]))
        }
        _ => None,
    }
}

/// Two numbers with a sign between: 10–12, 31-2, 12/5.
fn pair<'t>(here: Here<'t>, first: Figure<'_>, rest: &'t str) -> Words<'t> {
    let language = here.language;
    if let Some(after) = rest.strip_prefix('/') {
        let (second, rest) = figure(after, language).filter(|(_, rest)| is_end_of_word(rest))?;
        let sign = match language {
            Language::Kazakh => "қиғаш сызық",
            Language::Russian => "дробь",
            Language::English => "slash",
        };
        return Some((format!("{} {sign} {}", first.say(language), second.say(language)), rest));
    }
    let (second, after) = figure(past_dash(rest)?, language).filter(|(_, rest)| is_end_of_word(rest))?;
    // 1-2-3 is a code.
    if after.starts_with(['-', '/']) && after[1..].starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let numbered = here.before().trim_end().ends_with('№') || here.before().trim_end().ends_with("No.");
    if numbered || first.value() >= second.value() || second.is_code() {
        let hyphen = match language {
            _ if !rest.starts_with(['-', '‑']) => return None,
            Language::Kazakh => "сызықша",
            Language::Russian => "дефис",
            Language::English => "dash",
        };
        return Some((format!("{} {hyphen} {}", first.say(language), second.say(language)), after));
    }
    let measured = measure::after(after, &second, language);
    match language {
        Language::Kazakh => {
            let (Some(from), Some(to)) = (first.small(), second.small()) else {
                return plain_pair(here, first, second, after);
            };
            let inflect = |value, case| kazakh::inflect(&kazakh::cardinal(value), case);
            let words = format!("{} {}", inflect(from, kazakh::Case::Ablative), inflect(to, kazakh::Case::Dative));
            // 5–19-үйлер: the houses from the fifth to the nineteenth.
            if let Some(noun) = after.strip_prefix('-').filter(|noun| noun.starts_with(char::is_alphabetic)) {
                return Some((words + " дейінгі ", noun));
            }
            if measured.is_some() || past_space(after).starts_with(char::is_alphabetic) {
                return plain_pair(here, first, second, after);
            }
            Some((words + " дейін", after))
        }
        Language::Russian => {
            let preposition = russian::case_after(&here.word_before()).is_some();
            let followed = measured.is_some() || past_space(after).starts_with(|c: char| c.is_alphabetic() || c == '%');
            match (first.small(), second.small()) {
                (Some(from), Some(to)) if !preposition && !followed && to < 1000 => {
                    Some((format!("от {} до {}", russian::genitive(from), russian::genitive(to)), after))
                }
                _ => plain_pair(here, first, second, after),
            }
        }
        Language::English => plain_pair(here, first, second, after),
    }
}

/// The two numbers as they stand, with a word for the dash and with their measure.
fn plain_pair<'t>(here: Here<'_>, first: Figure<'_>, second: Figure<'_>, rest: &'t str) -> Words<'t> {
    let language = here.language;
    let dash = match language {
        Language::Kazakh => ",",
        Language::Russian => " тире",
        Language::English => " to",
    };
    let words = format!("{}{dash} {}", first.say(language), second.say(language));
    Some(match measure::after(rest, &second, language) {
        Some((measure, rest)) => (format!("{words} {measure}"), rest),
        None => (words, rest),
    })
}

/// № 31-2, No. 5: the sign in words.
fn numero(here: Here<'_>) -> Option<Said> {
    let text = here.rest();
    let after = match here.language {
        Language::English => text.strip_prefix('№').or_else(|| text.strip_prefix("No.")),
        _ => text.strip_prefix('№'),
    }?;
    let after = past_space(after);
    let is_numbered = after.starts_with(|c: char| c.is_ascii_digit());
    let word = match here.language {
        Language::Kazakh => {
            // № 5 мектеп: the school with number 5.
            let numbered = figure(after, here.language)
                .filter(|(_, rest)| past_space(rest).starts_with(char::is_lowercase) && rest.starts_with(is_space));
            if let Some((figure, rest)) = numbered {
                let words = format!("{} нөмірлі", figure.say(here.language));
                return Some(Said { taken: here.taken(rest), words });
            }
            "нөмірі"
        }
        Language::Russian => "номер",
        Language::English if is_numbered => "number",
        Language::English => return None,
    };
    Some(Said { taken: here.taken(after), words: format!("{word} ") })
}
