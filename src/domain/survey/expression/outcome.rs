//! What an expression comes to, and how XPath turns one kind of it into another.

use std::borrow::Cow;

use jiff::civil::Date;

use super::formats;
use crate::domain::survey::Value;

/// What an expression, or a part of it, comes to.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Outcome {
    /// Not answered, not asked, not known: XPath's empty text.
    #[default]
    Nothing,
    /// A text, or the name of a choice.
    Text(String),
    /// The names of choices.
    Names(Vec<String>),
    /// A number; perhaps not a number (NaN).
    Number(f64),
    /// Yes or no.
    Truth(bool),
    /// A day.
    Date(Date),
}

impl Outcome {
    /// What logic sees of an answer.
    pub fn of(value: &Value) -> Self {
        match value {
            Value::One(name) => Self::Text(name.clone()),
            Value::Many(names) | Value::Rank(names) => Self::Names(names.clone()),
            Value::Number(number) => Self::Number(*number),
            Value::Date(date) => Self::Date(*date),
            Value::Text(text) => Self::Text(text.clone()),
            Value::Acknowledged => Self::Text("OK".to_owned()),
            Value::Declined => Self::Nothing,
        }
    }

    /// The answer that a calculation gives; none for nothing, and for what is no finite number.
    pub fn into_value(self) -> Option<Value> {
        match self {
            Self::Nothing => None,
            Self::Text(text) if text.is_empty() => None,
            Self::Text(text) => Some(Value::Text(text)),
            Self::Names(names) if names.is_empty() => None,
            Self::Names(names) => Some(Value::Text(names.join(" "))),
            Self::Number(number) => number.is_finite().then_some(Value::Number(number)),
            Self::Truth(truth) => Some(Value::Text(truth.to_string())),
            Self::Date(date) => Some(Value::Date(date)),
        }
    }

    /// Whether it is nothing or an empty text.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Nothing => true,
            Self::Text(text) => text.is_empty(),
            Self::Names(names) => names.is_empty(),
            Self::Number(_) | Self::Truth(_) | Self::Date(_) => false,
        }
    }

    /// As a condition: what is blank, 0 or no number does not hold.
    pub fn truth(&self) -> bool {
        match self {
            Self::Truth(truth) => *truth,
            Self::Number(number) => !number.is_nan() && *number != 0.0,
            other => !other.is_blank(),
        }
    }

    /// As a number; a day in days since 1970.
    pub fn number(&self) -> f64 {
        match self {
            Self::Nothing => f64::NAN,
            Self::Number(number) => *number,
            Self::Truth(truth) => f64::from(u8::from(*truth)),
            Self::Date(date) => formats::days(*date),
            Self::Text(text) => formats::read_number(text).unwrap_or(f64::NAN),
            Self::Names(names) => match names.as_slice() {
                [name] => formats::read_number(name).unwrap_or(f64::NAN),
                _ => f64::NAN,
            },
        }
    }

    /// As what can be more or less: like a number, and a text that is written like a day is that day.
    fn measure(&self) -> f64 {
        match self {
            Self::Text(text) => match formats::read_day(text) {
                Some(day) => formats::days(day),
                None => self.number(),
            },
            other => other.number(),
        }
    }

    /// As a text.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Nothing => Cow::Borrowed(""),
            Self::Text(text) => Cow::Borrowed(text),
            Self::Names(names) => Cow::Owned(names.join(" ")),
            Self::Number(number) => Cow::Owned(formats::written(*number)),
            Self::Truth(truth) => Cow::Borrowed(if *truth { "true" } else { "false" }),
            Self::Date(date) => Cow::Owned(date.to_string()),
        }
    }

    /// As the names of choices.
    pub fn names(&self) -> Vec<Cow<'_, str>> {
        match self {
            Self::Names(names) => names.iter().map(|name| Cow::Borrowed(name.as_str())).collect(),
            Self::Text(text) => text.split_whitespace().map(Cow::Borrowed).collect(),
            Self::Nothing => Vec::new(),
            other => vec![other.text()],
        }
    }

    /// As a day.
    pub fn date(&self) -> Option<Date> {
        match self {
            Self::Date(date) => Some(*date),
            Self::Text(text) => formats::read_day(text),
            Self::Number(days) => formats::day(*days),
            Self::Nothing | Self::Names(_) | Self::Truth(_) => None,
        }
    }

    /// `=`: as numbers if one is a number, as days if one is a day, else as texts.
    pub fn equals(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Truth(truth), Self::Text(text)) | (Self::Text(text), Self::Truth(truth)) => match text.as_str() {
                "true" | "1" => *truth,
                "false" | "0" => !*truth,
                text => *truth != text.is_empty(),
            },
            (Self::Truth(truth), any) | (any, Self::Truth(truth)) => *truth == any.truth(),
            (Self::Number(_), _) | (_, Self::Number(_)) => {
                let (one, other) = (self.measure(), other.measure());
                // Sums of tenths are not exact.
                one == other || (one - other).abs() < 1e-9
            }
            (Self::Date(one), any) | (any, Self::Date(one)) => match any.date() {
                Some(day) => *one == day,
                None => one.to_string() == any.text(),
            },
            _ => self.text() == other.text(),
        }
    }

    /// Whether this is less than the other, equal to it or more; neither, if one of them has no measure.
    pub fn compared(&self, other: &Self) -> Option<std::cmp::Ordering> {
        self.measure().partial_cmp(&other.measure())
    }
}
