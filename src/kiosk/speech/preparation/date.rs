//! Dates and years: 24.11.2026, "24 ноября", "14–18 желтоқсан", "2026 жылғы", "November 24".

use super::russian::{Case, Form};
use super::scan::{Here, digits, is_end, is_end_of_word, last_word, letters, number, past_dash, past_space, space};
use super::{Said, english, kazakh, russian};
use crate::domain::Language;

/// A date, or a year that a word beside it tells to be one.
pub(super) fn rule(here: Here<'_>) -> Option<Said> {
    let dated = match here.language {
        Language::Kazakh => numeric(here).or_else(|| kazakh_date(here)).or_else(|| kazakh_year(here)),
        Language::Russian => numeric(here).or_else(|| russian_date(here)).or_else(|| russian_year(here)),
        Language::English => numeric(here).or_else(|| english_date(here)),
    };
    dated.map(|(words, rest)| Said { taken: here.taken(rest), words })
}

type Dated<'t> = Option<(String, &'t str)>;

/// 24.11.2026, 24/11/2026 and 2026-11-24: what machines write.
fn numeric(here: Here<'_>) -> Dated<'_> {
    let text = here.rest();
    let by_day = || {
        let (day, rest) = number(text, 2)?;
        let sign = rest.chars().next().filter(|c| matches!(c, '.' | '/'))?;
        let (month, rest) = number(&rest[1..], 2)?;
        let (year, rest) = number(rest.strip_prefix(sign)?, 4)?;
        Some((day, month, year, rest))
    };
    let by_year = || {
        let (year, rest) = number(text, 4)?;
        let (month, rest) = number(rest.strip_prefix('-')?, 2)?;
        let (day, rest) = number(rest.strip_prefix('-')?, 2)?;
        Some((day, month, year, rest))
    };
    let (day, month, year, rest) = by_day().or_else(by_year)?;
    let is_date = (1..=31).contains(&day) && (1..=12).contains(&month) && is_year(year);
    if !is_date || !is_end_of_word(rest) || rest.starts_with("-") && digits(&rest[1..]).0.len() > 1 {
        return None;
    }
    let month = month as usize - 1;
    Some(match here.language {
        Language::Kazakh => {
            let rest = skip_year_word(rest, &["жылғы", "жылы", "жыл", "ж."]);
            let date = format!("{} {}", kazakh::ordinal(day), kazakh::MONTHS[month]);
            let (date, rest) = kazakh_ending(date, rest);
            (format!("{} жылғы {date}", kazakh::ordinal(year)), rest)
        }
        Language::Russian => {
            let form = russian::neuter(russian_case(here, rest));
            let rest = skip_year_word(rest, &["года", "г."]);
            let (day, year) = (russian::ordinal(day, form), russian::ordinal(year, Form::Genitive));
            (format!("{day} {} {year} года", russian::MONTHS[month]), rest)
        }
        Language::English => {
            let year = english::year(year)?;
            (format!("the {} of {} {year}", english::ordinal(day), english::MONTHS[month]), rest)
        }
    })
}

fn is_year(number: u32) -> bool {
    (1100..2100).contains(&number)
}

/// The text without the word "year" in one of its shapes; its full stop stays at the end of all.
fn skip_year_word<'t>(text: &'t str, words: &[&str]) -> &'t str {
    let rest = past_space(text);
    for word in words {
        if let Some(after) = rest.strip_prefix(word).filter(|after| word.ends_with('.') || is_end_of_word(after)) {
            let stop = word.ends_with('.') && is_end(after);
            return &rest[word.len() - usize::from(stop)..];
        }
    }
    text
}

/// The month a text begins with, whole or, with `endings`, with an ending of its own.
fn month<'t>(text: &'t str, months: &[&str; 12], endings: bool) -> Option<(usize, &'t str)> {
    let (word, _) = letters(text);
    // "May" is a month, "may" a verb.
    if word.starts_with(|c: char| c.is_ascii_lowercase()) {
        return None;
    }
    let lower = word.to_lowercase();
    let month = months.iter().position(|month| {
        let month = month.to_lowercase();
        lower == month || endings && lower.starts_with(&month)
    })?;
    Some((month, text.get(months[month].len()..)?))
}

fn day(text: &str) -> Option<(u32, &str)> {
    number(text, 2).filter(|(day, _)| (1..=31).contains(day))
}

// Russian.

fn russian_date(here: Here<'_>) -> Dated<'_> {
    let (first, rest) = day(here.rest())?;
    let preposition = russian::case_after(&here.word_before());
    let says = |day, case| russian::ordinal(day, russian::neuter(case));
    // 24 ноября
    if let Some((month, rest)) = space(rest).and_then(|rest| month(rest, &russian::MONTHS, false)) {
        let name = russian::MONTHS[month];
        // 30 ноября – 4 декабря
        let second = past_dash(rest).and_then(|rest| {
            let (last, rest) = day(rest)?;
            let (until, rest) = self::month(space(rest)?, &russian::MONTHS, false)?;
            Some((last, russian::MONTHS[until], rest))
        });
        if let (Some((last, until, rest)), None) = (second, preposition) {
            let (from, to) = (says(first, Case::Genitive), says(last, Case::Nominative));
            let (year, rest) = russian_year_after(rest);
            return Some((format!("с {from} {name} по {to} {until}{year}"), rest));
        }
        let (year, rest) = russian_year_after(rest);
        return Some((format!("{} {name}{year}", says(first, russian_case(here, rest))), rest));
    }
    // 14–18 декабря; с 14 по 18 декабря; 5 и 6 мая
    let (between, rest) = match past_dash(rest) {
        Some(rest) => ("–", rest),
        None => [" по ", " до ", " и "].iter().find_map(|word| Some((word.trim(), rest.strip_prefix(word)?)))?,
    };
    let (last, rest) = day(rest)?;
    let (month, rest) = month(space(rest)?, &russian::MONTHS, false)?;
    let name = russian::MONTHS[month];
    let (year, rest) = russian_year_after(rest);
    let case = preposition.unwrap_or_else(|| russian_case(here, rest));
    let words = match (between, preposition) {
        ("–", None) => format!("с {} по {}", says(first, Case::Genitive), says(last, Case::Nominative)),
        ("–", Some(case)) => format!("{}, {}", says(first, case), says(last, case)),
        ("по", _) => format!("{} по {}", says(first, case), says(last, Case::Nominative)),
        ("до", _) => format!("{} до {}", says(first, case), says(last, Case::Genitive)),
        _ => format!("{} и {}", says(first, case), says(last, case)),
    };
    Some((format!("{words} {name}{year}"), rest))
}

/// The year that follows a date or a month: " две тысячи двадцать шестого года".
fn russian_year_after(text: &str) -> (String, &str) {
    let year = || {
        let (year, rest) = number(space(text)?, 4).filter(|(year, _)| is_year(*year))?;
        is_end_of_word(rest).then(|| (russian::ordinal(year, Form::Genitive), rest))
    };
    match year() {
        Some((year, rest)) => (format!(" {year} года"), skip_year_word(rest, &["года", "г."])),
        None => (String::new(), text),
    }
}

/// The case of a date: what the preposition asks; the nominative when it stands alone, as in a table;
/// else the genitive, which tells when something is.
fn russian_case(here: Here<'_>, rest: &str) -> Case {
    if let Some(case) = russian::case_after(&here.word_before()) {
        return case;
    }
    let mut before = here.before().trim_end();
    if let Some(phrase) = before.strip_suffix(',') {
        let weekday = last_word(phrase);
        if russian::WEEKDAYS.contains(&weekday.as_str()) {
            before = phrase[..phrase.len() - weekday.len()].trim_end();
        }
    }
    let begins = before.is_empty() || before.ends_with([':', '(', '–', '—', '«']);
    let ends = rest.trim_start().chars().next().is_none_or(|c| matches!(c, ',' | '.' | ';' | ')' | '–' | '—' | ':'));
    if begins && ends { Case::Nominative } else { Case::Genitive }
}

/// 2026 год, 2026–2028 годы, декабря 2026.
fn russian_year(here: Here<'_>) -> Dated<'_> {
    let (first, rest) = number(here.rest(), 4).filter(|(year, _)| is_year(*year))?;
    let second = past_dash(rest).and_then(|rest| number(rest, 4)).filter(|(year, _)| is_year(*year) && *year > first);
    let (last, rest) = second.map_or((None, rest), |(year, rest)| (Some(year), rest));
    let after = past_space(rest);
    let (noun, rest) = if let Some(after) = after.strip_prefix("гг.").or_else(|| after.strip_prefix("г.")) {
        let stop = usize::from(is_end(after));
        let noun = match (here.word_before().as_str(), last) {
            ("в" | "во", None) => "году",
            ("в" | "во", Some(_)) => "годах",
            ("на" | "за" | "по", None) => "год",
            ("к", None) => "году",
            (_, None) => "года",
            ("с" | "от" | "до" | "после", Some(_)) => "годов",
            _ => "годы",
        };
        let end = rest.len() - after.len() - stop;
        (noun.to_owned(), &rest[end..])
    } else {
        let (word, after) = letters(after);
        let is_noun = ["год", "года", "году", "годом", "годе", "годы", "годов", "годах", "годам"].contains(&word);
        if is_noun {
            (word.to_owned(), after)
        } else if last.is_none() && russian_month_before(here) && is_end_of_word(rest) {
            ("года".to_owned(), rest)
        } else {
            return None;
        }
    };
    let form = match noun.as_str() {
        "год" | "годы" => Form::Masculine,
        "году" if matches!(here.word_before().as_str(), "к" | "по") => Form::Dative,
        "году" | "годе" | "годах" => Form::Prepositional,
        "годом" => Form::Instrumental,
        "годам" => Form::Dative,
        _ => Form::Genitive,
    };
    let years = match last {
        Some(last) => format!("{}, {}", russian::ordinal(first, form), russian::ordinal(last, form)),
        None => russian::ordinal(first, form),
    };
    Some((format!("{years} {noun}"), rest))
}

fn russian_month_before(here: Here<'_>) -> bool {
    // Any case of the month: its first letters are enough.
    let word = here.word_before();
    [
        "январ",
        "феврал",
        "март",
        "апрел",
        "мая",
        "май",
        "мае",
        "июн",
        "июл",
        "август",
        "сентябр",
        "октябр",
        "ноябр",
        "декабр",
    ]
    .iter()
    .any(|stem| word.starts_with(stem) && word.chars().count() <= stem.chars().count() + 2)
}

// Kazakh.

fn kazakh_date(here: Here<'_>) -> Dated<'_> {
    let (first, rest) = day(here.rest())?;
    let says = kazakh::ordinal;
    // 24 қараша
    if let Some((month, rest)) = space(rest).and_then(|rest| month(rest, &kazakh::MONTHS, true)) {
        let name = kazakh::MONTHS[month];
        // 30 қараша – 4 желтоқсан
        let second = past_dash(rest).and_then(|rest| {
            let (last, rest) = day(rest)?;
            let (until, rest) = self::month(space(rest)?, &kazakh::MONTHS, true)?;
            is_end_of_word(rest).then_some((last, kazakh::MONTHS[until], rest))
        });
        if let Some((last, until, rest)) = second {
            let from = kazakh::inflect(name, kazakh::Case::Ablative);
            let to = kazakh::inflect(until, kazakh::Case::Dative);
            return Some((format!("{} {from} {} {to} дейін", says(first), says(last)), rest));
        }
        return Some((format!("{} {name}", says(first)), rest));
    }
    // 14–18 желтоқсан; 5 және 6 мамыр
    let (is_range, rest) = match past_dash(rest) {
        Some(rest) => (true, rest),
        None => (false, [" және ", " мен ", " пен ", " бен "].iter().find_map(|word| rest.strip_prefix(word))?),
    };
    let (last, rest) = day(rest)?;
    let (month, rest) = month(space(rest)?, &kazakh::MONTHS, true)?;
    let name = kazakh::MONTHS[month];
    if !is_range {
        return Some((format!("{} және {} {name}", says(first), says(last)), rest));
    }
    let between = past_space(rest).starts_with("аралығ") || past_space(rest).starts_with("арасы");
    if is_end_of_word(rest) && !between {
        let (from, to) = (says(first) + "ден", kazakh::inflect(name, kazakh::Case::Dative));
        let from = if from.ends_with("ншыден") { from.replace("ншыден", "ншыдан") } else { from };
        return Some((format!("{from} {} {to} дейін", says(last)), rest));
    }
    Some((format!("{} пен {} {name}", says(first), says(last)), rest))
}

/// 2026 жылғы, 2026–2028 жылдар, 2026 ж.: a year is an ordinal.
fn kazakh_year(here: Here<'_>) -> Dated<'_> {
    let (first, rest) = number(here.rest(), 4).filter(|(year, _)| is_year(*year))?;
    let second = past_dash(rest).and_then(|rest| number(rest, 4)).filter(|(year, _)| is_year(*year) && *year > first);
    let (last, rest) = second.map_or((None, rest), |(year, rest)| (Some(year), rest));
    let after = past_space(rest.strip_prefix('-').unwrap_or(rest));
    let years = match last {
        Some(last) => format!("{}, {}", kazakh::ordinal(first), kazakh::ordinal(last)),
        None => kazakh::ordinal(first),
    };
    for (short, whole) in [("жж.", "жылдар"), ("ж.", "жыл")] {
        if let Some(rest) = after.strip_prefix(short) {
            return Some((format!("{years} {whole}"), &after[after.len() - rest.len() - usize::from(is_end(rest))..]));
        }
    }
    let is_year = after.starts_with("жыл") || last.is_none() && month(after, &kazakh::MONTHS, true).is_some();
    is_year.then(|| (years + " ", after))
}

/// The case ending that follows a date with a hyphen, put to its last word.
fn kazakh_ending(words: String, rest: &str) -> (String, &str) {
    let ending = rest.strip_prefix('-').map(letters);
    match ending.and_then(|(ending, rest)| Some((kazakh::case_of_ending(ending)?, rest))) {
        Some((case, rest)) => (kazakh::inflect(&words, case), rest),
        None => (words, rest),
    }
}

// English.

fn english_date(here: Here<'_>) -> Dated<'_> {
    let text = here.rest();
    // November 24, 2026
    if let Some((month, rest)) = month(text, &english::MONTHS, false) {
        let name = english::MONTHS[month];
        let (day, rest) = space(rest).and_then(day).filter(|(_, rest)| is_end_of_word(rest))?;
        let (year, rest) =
            english_year_after(rest.strip_prefix(',').filter(|rest| !rest.is_empty()).unwrap_or(rest), rest);
        return Some((format!("{name} {}{year}", english::ordinal(day)), rest));
    }
    let (first, rest) = day(text)?;
    let the = |day| {
        if here.word_before() == "the" { english::ordinal(day) } else { format!("the {}", english::ordinal(day)) }
    };
    // 24 November 2026
    if let Some((month, rest)) = space(rest).and_then(|rest| month(rest, &english::MONTHS, false)) {
        let name = english::MONTHS[month];
        // 30 November – 4 December
        let second = past_dash(rest).and_then(|rest| {
            let (last, rest) = day(rest)?;
            let (until, rest) = self::month(space(rest)?, &english::MONTHS, false)?;
            Some((last, english::MONTHS[until], rest))
        });
        if let Some((last, until, rest)) = second {
            let (year, rest) = english_year_after(rest, rest);
            let from = if here.word_before() == "from" { "" } else { "from " };
            return Some((
                format!("{from}{} of {name} to the {} of {until}{year}", the(first), english::ordinal(last)),
                rest,
            ));
        }
        let (year, rest) = english_year_after(rest, rest);
        return Some((format!("{} of {name}{year}", the(first)), rest));
    }
    // 14–18 December; 5 and 6 May
    let (between, rest) = match past_dash(rest) {
        Some(rest) => ("to", rest),
        None => [" and ", " to "].iter().find_map(|word| Some((word.trim(), rest.strip_prefix(word)?)))?,
    };
    let (last, rest) = day(rest)?;
    let (month, rest) = month(space(rest)?, &english::MONTHS, false)?;
    let (year, rest) = english_year_after(rest, rest);
    let from =
        if between == "to" && !matches!(here.word_before().as_str(), "from" | "until" | "by") { "from " } else { "" };
    let last = english::ordinal(last);
    Some((format!("{from}{} {between} the {last} of {}{year}", the(first), english::MONTHS[month]), rest))
}

/// The year that follows a date, and what follows it; else nothing, and `otherwise`.
fn english_year_after<'t>(text: &'t str, otherwise: &'t str) -> (String, &'t str) {
    let year = || {
        let (year, rest) = number(space(text)?, 4).filter(|(_, rest)| is_end_of_word(rest))?;
        Some((format!(" {}", english::year(year)?), rest))
    };
    year().unwrap_or((String::new(), otherwise))
}
