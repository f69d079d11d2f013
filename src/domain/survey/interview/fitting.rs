//! Whether an answer is one of the kind that was asked for, and how what was typed is read.

use jiff::civil::Date;

use super::{Because, Interview};
use crate::domain::survey::expression::read_number;
use crate::domain::survey::{Kind, Question, Value, privacy};

/// The largest whole number that is held exactly.
const LARGEST_INTEGER: f64 = 9_007_199_254_740_992.0;
/// The largest number with a fraction.
const LARGEST_DECIMAL: f64 = 1e15;

/// The answer as it is kept: choices in their list's order, text without hidden signs. `None` for one that
/// says nothing.
///
/// # Errors
/// Why it cannot be kept.
pub fn fitted(question: &Question, value: Value, offered: &[&str]) -> Result<Option<Value>, Because> {
    let is_offered = |name: &String| offered.contains(&name.as_str());
    let fits = |fits: bool, value: Value| if fits { Ok(Some(value)) } else { Err(Because::Kind) };
    match (&question.kind, value) {
        (kind, Value::Declined) => fits(question.may_decline && kind.is_asked(), Value::Declined),
        (Kind::One(_), Value::One(name)) => fits(is_offered(&name), Value::One(name)),
        (Kind::Many(_), Value::Many(names)) => {
            if !names.iter().all(is_offered) {
                return Err(Because::Kind);
            }
            let chosen = offered.iter().filter(|name| names.iter().any(|other| other == *name));
            let chosen: Vec<String> = chosen.map(|name| (*name).to_owned()).collect();
            Ok((!chosen.is_empty()).then_some(Value::Many(chosen)))
        }
        (Kind::Rank(_), Value::Rank(names)) => {
            let is_complete =
                names.len() == offered.len() && offered.iter().all(|name| names.iter().any(|other| other == name));
            fits(is_complete, Value::Rank(names))
        }
        (Kind::Scale { from, to, step }, Value::Number(number)) => {
            fits(is_on_scale(number, *from, *to, *step), Value::Number(number))
        }
        (Kind::Integer, Value::Number(number)) => {
            fits(number.fract() == 0.0 && number.abs() <= LARGEST_INTEGER, Value::Number(number))
        }
        (Kind::Decimal, Value::Number(number)) => fits(number.abs() <= LARGEST_DECIMAL, Value::Number(number)),
        (Kind::Date, Value::Date(day)) => Ok(Some(Value::Date(day))),
        (Kind::Line | Kind::Paragraph, Value::Text(text)) => words(&text, matches!(question.kind, Kind::Paragraph)),
        (Kind::Acknowledge, Value::Acknowledged) => Ok(Some(Value::Acknowledged)),
        _ => Err(Because::Kind),
    }
}

fn words(text: &str, has_lines: bool) -> Result<Option<Value>, Because> {
    if text.chars().count() > Interview::LONGEST_TEXT {
        return Err(Because::TooLong(Interview::LONGEST_TEXT));
    }
    let cleaned = privacy::cleaned(text);
    let cleaned = if has_lines { cleaned } else { cleaned.replace('\n', " ") };
    let cleaned = cleaned.trim();
    Ok((!cleaned.is_empty()).then(|| Value::Text(cleaned.to_owned())))
}

/// Whether a number is one of the steps of a scale.
fn is_on_scale(number: f64, from: f64, to: f64, step: f64) -> bool {
    let steps = (number - from) / step;
    // Steps of a tenth are not exact.
    let slack = 1e-6;
    (from - slack..=to + slack).contains(&number) && (steps - steps.round()).abs() < slack
}

/// What was typed, read as the question asks: numbers with a point or a comma and with spaces within, days as
/// `2026-11-24` or `24.11.2026`. `None` if nothing was.
///
/// # Errors
/// [`Because::Kind`] if it cannot be read so.
pub fn read(question: &Question, typed: &str) -> Result<Option<Value>, Because> {
    let trimmed = typed.trim();
    if trimmed.is_empty() {
        return Ok(None);
    }
    let value = match question.kind {
        Kind::Integer | Kind::Decimal | Kind::Scale { .. } => number(trimmed).map(Value::Number),
        Kind::Date => day(trimmed).map(Value::Date),
        Kind::Line | Kind::Paragraph => Some(Value::Text(typed.to_owned())),
        _ => None,
    };
    value.map(Some).ok_or(Because::Kind)
}

fn number(typed: &str) -> Option<f64> {
    if typed.len() > 64 {
        return None;
    }
    let plain = typed.chars().filter(|sign| !sign.is_whitespace()).map(|sign| match sign {
        ',' => '.',
        '−' | '–' => '-',
        sign => sign,
    });
    let plain: String = plain.collect();
    read_number(plain.strip_prefix('+').unwrap_or(&plain))
}

fn day(typed: &str) -> Option<Date> {
    let parts: Vec<&str> = typed.split(['.', '-', '/', ' ']).filter(|part| !part.is_empty()).collect();
    let [first, month, last] = parts.as_slice() else { return None };
    let is_digits = |part: &&str| part.chars().all(|sign| sign.is_ascii_digit());
    if !parts.iter().all(is_digits) || month.len() > 2 {
        return None;
    }
    // The year is the part with four digits.
    let (year, day) = match (first.len(), last.len()) {
        (4, 1 | 2) => (first, last),
        (1 | 2, 4) => (last, first),
        _ => return None,
    };
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// What was calculated, as it is kept: a text no longer than one that was typed.
pub fn fitted_calculation(value: Value) -> Option<Value> {
    match value {
        Value::Text(text) => {
            let cleaned: String = privacy::cleaned(&text).chars().take(Interview::LONGEST_TEXT).collect();
            (!cleaned.is_empty()).then_some(Value::Text(cleaned))
        }
        Value::Number(number) => number.is_finite().then_some(Value::Number(number)),
        Value::Date(day) => Some(Value::Date(day)),
        _ => None,
    }
}
