//! How numbers and days are read and written in expressions.

use std::fmt::Write as _;

use jiff::ToSpan;
use jiff::civil::{Date, date};

/// Where days are counted from.
const EPOCH: Date = date(1970, 1, 1);
/// Days either way of the epoch that a day may be: beyond, there is none.
const FARTHEST: f64 = 3_600_000.0;

/// Days since 1970.
pub fn days(day: Date) -> f64 {
    EPOCH.until(day).map_or(f64::NAN, |span| f64::from(span.get_days()))
}

/// The day so many days after 1970; parts of a day do not count.
#[expect(clippy::cast_possible_truncation, reason = "bounded just above")]
pub fn day(days: f64) -> Option<Date> {
    let whole = days.floor();
    (whole.abs() <= FARTHEST).then(|| EPOCH.checked_add((whole as i64).days()).ok()).flatten()
}

/// A day written `2026-11-24`; what stands behind a `T` does not count.
pub fn read_day(text: &str) -> Option<Date> {
    let day = text.trim().split('T').next()?;
    (day.len() == 10).then(|| day.parse().ok()).flatten()
}

/// A number written as XPath has it: digits, a point, a minus sign; neither `1e9` nor `inf`.
pub fn read_number(text: &str) -> Option<f64> {
    let text = text.trim();
    let is_plain = text.chars().all(|sign| sign.is_ascii_digit() || matches!(sign, '.' | '-'));
    is_plain.then(|| text.parse().ok()).flatten()
}

/// A number as it is written: whole ones without a point.
pub fn written(number: f64) -> String {
    if number.is_nan() {
        "NaN".to_owned()
    } else if number.is_infinite() {
        if number > 0.0 { "Infinity" } else { "-Infinity" }.to_owned()
    } else {
        // Not the last digits of what cannot be held exactly (0.1 + 0.2), and not "-0".
        let rounded = format!("{number:.9}");
        let short = rounded.trim_end_matches('0').trim_end_matches('.');
        if short == "-0" { "0" } else { short }.to_owned()
    }
}

/// The codes of `format-date()`.
const CODES: &str = "Yymnde%";

/// The first code that is not known.
pub fn unknown_code(format: &str) -> Option<String> {
    let mut signs = format.chars();
    while let Some(sign) = signs.next() {
        if sign == '%' {
            match signs.next() {
                Some(code) if CODES.contains(code) => {}
                Some(code) => return Some(code.to_string()),
                None => return Some(String::new()),
            }
        }
    }
    None
}

/// A day in the form that `format` gives.
pub fn formatted(day: Date, format: &str) -> String {
    let mut text = String::new();
    let mut signs = format.chars();
    while let Some(sign) = signs.next() {
        let code = if sign == '%' { signs.next() } else { None };
        let (year, month, of_month) = (day.year(), day.month(), day.day());
        // Writing to a string does not fail.
        let _ = match code {
            Some('Y') => write!(text, "{year:04}"),
            Some('y') => write!(text, "{:02}", year.rem_euclid(100)),
            Some('m') => write!(text, "{month:02}"),
            Some('n') => write!(text, "{month}"),
            Some('d') => write!(text, "{of_month:02}"),
            Some('e') => write!(text, "{of_month}"),
            Some(other) => write!(text, "{other}"),
            None => write!(text, "{sign}"),
        };
    }
    text
}
