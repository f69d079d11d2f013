//! Times of day: 18:30, 13:00–14:30.

use super::scan::{Here, digits, letters, number, past_dash};
use super::{Said, english, kazakh, russian};
use crate::domain::Language;

#[derive(Debug, Clone, Copy)]
struct Time {
    hour: u32,
    minute: u32,
}

/// A time, or two with a dash between.
pub(super) fn rule(here: Here<'_>) -> Option<Said> {
    let (first, rest) = time(here.rest(), ':').or_else(|| {
        // With full stops only as one of two: 9.00–18.30 is no number.
        let (first, rest) = time(here.rest(), '.')?;
        past_dash(rest).and_then(|rest| time(rest, '.')).map(|_| (first, rest))
    })?;
    let second = past_dash(rest).and_then(|rest| time(rest, ':').or_else(|| time(rest, '.')));
    let before = here.word_before();
    let (words, rest) = match (here.language, second) {
        (Language::Kazakh, Some((last, rest))) => (kazakh_range(&before, first, last), rest),
        (Language::Kazakh, None) => kazakh_time(&before, first, rest),
        (Language::Russian, Some((last, rest))) => (russian_range(&before, first, last), rest),
        (Language::Russian, None) => (russian_time(&before, first), rest),
        (Language::English, Some((last, rest))) => {
            let from = if before == "from" { "" } else { "from " };
            (format!("{from}{} to {}", english_time(first), english_time(last)), rest)
        }
        (Language::English, None) => (english_time(first), rest),
    };
    Some(Said { taken: here.taken(rest), words })
}

fn time(text: &str, sign: char) -> Option<(Time, &str)> {
    let (hour, rest) = number(text, 2).filter(|(hour, _)| *hour <= 24)?;
    let rest = rest.strip_prefix(sign)?;
    let (minute, rest) = number(rest, 2).filter(|(minute, _)| *minute < 60 && digits(rest).0.len() == 2)?;
    // 18:30:05 is a measure, 1.10.2 a part of a text.
    let goes_on = rest.starts_with([':', '.']) && !digits(&rest[1..]).0.is_empty();
    (!goes_on && !rest.starts_with(char::is_alphabetic)).then_some((Time { hour, minute }, rest))
}

fn russian_time(before: &str, Time { hour, minute }: Time) -> String {
    let genitive = russian::case_after(before) == Some(russian::Case::Genitive);
    match (minute, genitive) {
        (0, true) => format!("{} {}", russian::genitive(hour), of_hours(hour)),
        (0, false) => {
            format!("{} {}", russian::cardinal(hour), ["час", "часа", "часов"][russian::plural(hour.into())])
        }
        (_, true) => format!("{} {}", russian::genitive(hour), russian_minutes(minute, russian::genitive)),
        (_, false) => format!("{} {}", russian::cardinal(hour), russian_minutes(minute, russian::cardinal)),
    }
}

fn of_hours(hour: u32) -> &'static str {
    if russian::plural(hour.into()) == 0 { "часа" } else { "часов" }
}

fn russian_minutes(minute: u32, says: fn(u32) -> String) -> String {
    if minute < 10 { format!("{} {}", says(0), says(minute)) } else { says(minute) }
}

fn russian_range(before: &str, first: Time, last: Time) -> String {
    let from = if matches!(before, "с" | "со") { "" } else { "с " };
    let first = match (first.minute, last.minute) {
        (0, 0) => russian::genitive(first.hour),
        _ => russian_time("с", first),
    };
    format!("{from}{first} до {}", russian_time("до", last))
}

fn kazakh_words(Time { hour, minute }: Time) -> String {
    let hour = kazakh::cardinal(hour);
    match minute {
        0 => hour,
        1..10 => format!("{hour} нөл {}", kazakh::cardinal(minute)),
        _ => format!("{hour} {}", kazakh::cardinal(minute)),
    }
}

/// "сағат", unless it stands there already.
fn hour_word(before: &str) -> &'static str {
    if before.starts_with("сағат") { "" } else { "сағат " }
}

fn kazakh_time<'t>(before: &str, time: Time, rest: &'t str) -> (String, &'t str) {
    let (words, hour) = (kazakh_words(time), hour_word(before));
    let ending = rest.strip_prefix('-').map(letters);
    match ending.and_then(|(ending, rest)| Some((kazakh::case_of_ending(ending)?, rest))) {
        Some((case, rest)) => (format!("{hour}{}", kazakh::inflect(&words, case)), rest),
        None => (format!("{hour}{words}"), rest),
    }
}

fn kazakh_range(before: &str, first: Time, last: Time) -> String {
    let from = kazakh::inflect(&kazakh_words(first), kazakh::Case::Ablative);
    let to = kazakh::inflect(&kazakh_words(last), kazakh::Case::Dative);
    format!("{}{from} {to} дейін", hour_word(before))
}

fn english_time(Time { hour, minute }: Time) -> String {
    let words = english::cardinal(hour);
    match (hour, minute) {
        (0 | 24, 0) => "midnight".to_owned(),
        (1..=12, 0) => format!("{words} o’clock"),
        (_, 0) => format!("{words} hundred"),
        (_, 1..10) => format!("{words} oh {}", english::cardinal(minute)),
        _ => format!("{words} {}", english::cardinal(minute)),
    }
}
