//! What stands in the controls of a question, and how it becomes an answer and back.

use jiff::civil::Date;

use crate::domain::survey::{Kind, Question, Value, privacy};
use crate::server::http::web::Sent;

/// What stands in the controls of one question: typed or chosen, right or wrong.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Entry {
    /// The chosen choices, or the chosen step.
    pub(super) chosen: Vec<String>,
    /// The typed words or number.
    pub(super) text: String,
    /// Day, month and year.
    pub(super) date: [String; 3],
    /// The place given to each choice.
    pub(super) places: Vec<(String, String)>,
    /// "I prefer not to say".
    pub(super) is_declined: bool,
}

/// Why an entry is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// No whole number.
    NotWhole,
    /// No number.
    NotNumber,
    /// No day of the calendar.
    NotDate,
    /// Some choices have no place, or two have the same.
    Places,
    /// Something was entered, and "prefer not to say" chosen.
    Both,
}

/// The value of "prefer not to say" among choices: names of choices have no spaces.
pub(super) const DECLINED: &str = " declined";
/// The largest number of characters looked at of a number or a part of a date.
const SHORT: usize = 40;

/// The name of the field of a question.
pub(super) fn field_name(question: &Question) -> String {
    format!("q.{}", question.name)
}

/// The name of a part of a question's field: `day`, `month`, `year`, `declined`.
pub(super) fn part_name(question: &Question, part: &str) -> String {
    format!("{part}.{}", question.name)
}

impl Entry {
    /// What was sent for `question`.
    pub(super) fn sent(question: &Question, sent: &Sent) -> Self {
        let values = sent.all(&field_name(question));
        // What is not seen was pasted along, and is not shown again either; lines of a form end with CR LF.
        let part = |part: &str| privacy::cleaned(sent.one(&part_name(question, part)).unwrap_or_default());
        let places = values.iter().filter_map(|value| value.split_once(' '));
        let is_chosen = question.kind.choices().is_some() || matches!(question.kind, Kind::Scale { .. });
        Self {
            chosen: values.iter().filter(|value| *value != DECLINED && !value.is_empty()).cloned().collect(),
            text: values.first().map(|text| privacy::cleaned(text)).unwrap_or_default(),
            date: [part("day"), part("month"), part("year")],
            places: places.map(|(place, choice)| (choice.to_owned(), place.to_owned())).collect(),
            is_declined: is_chosen && values.iter().any(|value| value == DECLINED) || !part("declined").is_empty(),
        }
    }

    /// The controls of an answer that was given before.
    pub(super) fn given(value: &Value) -> Self {
        match value {
            Value::One(choice) => Self { chosen: vec![choice.clone()], ..Self::default() },
            Value::Many(choices) => Self { chosen: choices.clone(), ..Self::default() },
            Value::Rank(choices) => {
                let places = (1..).zip(choices).map(|(place, choice): (usize, _)| (choice.clone(), place.to_string()));
                Self { places: places.collect(), ..Self::default() }
            }
            Value::Number(number) => {
                Self { chosen: vec![number.to_string()], text: number.to_string(), ..Self::default() }
            }
            Value::Date(date) => {
                let parts = [date.day().to_string(), date.month().to_string(), date.year().to_string()];
                Self { date: parts, ..Self::default() }
            }
            Value::Text(text) => Self { text: text.clone(), ..Self::default() },
            Value::Acknowledged => Self { chosen: vec!["yes".into()], ..Self::default() },
            Value::Declined => Self { is_declined: true, ..Self::default() },
        }
    }

    /// The answer, if any. `choices` are the names on offer, `mask` stands for what is taken out of free text.
    ///
    /// # Errors
    /// [`Fault`].
    pub(super) fn read(&self, question: &Question, choices: &[&str], mask: &str) -> Result<Option<Value>, Fault> {
        let value = self.value(question, choices, mask)?;
        if !self.is_declined || !question.may_decline {
            return Ok(value);
        }
        if value.is_some() { Err(Fault::Both) } else { Ok(Some(Value::Declined)) }
    }

    fn value(&self, question: &Question, choices: &[&str], mask: &str) -> Result<Option<Value>, Fault> {
        let first = self.chosen.first().cloned();
        Ok(match &question.kind {
            Kind::One(_) => first.map(Value::One),
            Kind::Many(_) if self.chosen.is_empty() => None,
            // In the order of the list, whatever order the browser sent them in; unknown ones last, for the
            // engine to refuse.
            Kind::Many(_) => {
                let place = |choice: &String| choices.iter().position(|other| other == choice).unwrap_or(usize::MAX);
                let mut chosen = self.chosen.clone();
                chosen.sort_by_key(place);
                chosen.dedup();
                Some(Value::Many(chosen))
            }
            Kind::Rank(_) => self.ranked(choices)?.map(Value::Rank),
            Kind::Scale { .. } => {
                let typed = first.unwrap_or_else(|| self.text.clone());
                number(&typed).map_err(|()| Fault::NotNumber)?.map(Value::Number)
            }
            Kind::Integer => match number(&self.text) {
                Ok(Some(number)) if number.fract() == 0.0 => Some(Value::Number(number)),
                Ok(None) => None,
                _ => return Err(Fault::NotWhole),
            },
            Kind::Decimal => number(&self.text).map_err(|()| Fault::NotNumber)?.map(Value::Number),
            Kind::Date => self.day()?.map(Value::Date),
            Kind::Line | Kind::Paragraph => {
                let text = privacy::filtered(&self.text, mask);
                let text = text.trim();
                (!text.is_empty()).then(|| Value::Text(text.to_owned()))
            }
            Kind::Acknowledge => first.map(|_| Value::Acknowledged),
            Kind::Note | Kind::Calculation(_) => None,
        })
    }

    /// The choices by their places; none when no place was given.
    fn ranked(&self, choices: &[&str]) -> Result<Option<Vec<String>>, Fault> {
        let given: Vec<_> = self.places.iter().filter(|(_, place)| !place.is_empty()).collect();
        if given.is_empty() {
            return Ok(None);
        }
        let at = |place: usize| {
            let mut here = given.iter().filter(|(_, given)| given.parse() == Ok(place));
            here.next().filter(|_| here.next().is_none()).map(|(choice, _)| choice.clone())
        };
        let ranked: Option<Vec<String>> = (1..=choices.len()).map(at).collect();
        ranked.filter(|ranked| ranked.len() == given.len()).ok_or(Fault::Places).map(Some)
    }

    fn day(&self) -> Result<Option<Date>, Fault> {
        if self.date.iter().all(|part| part.trim().is_empty()) {
            return Ok(None);
        }
        let part = |text: &String| short(text).trim().parse::<i16>().map_err(|_| Fault::NotDate);
        let [day, month, year] = &self.date;
        let (day, month) = (i8::try_from(part(day)?), i8::try_from(part(month)?));
        // A year of two digits could mean two centuries.
        let year = part(year).ok().filter(|year| (1000..=9999).contains(year)).ok_or(Fault::NotDate)?;
        let (Ok(day), Ok(month)) = (day, month) else { return Err(Fault::NotDate) };
        Date::new(year, month, day).map(Some).map_err(|_| Fault::NotDate)
    }
}

/// A number as people write it: `1 250,5`, `−3`. `None` for nothing.
fn number(text: &str) -> Result<Option<f64>, ()> {
    let plain: String = short(text)
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            ',' => '.',
            '\u{2212}' | '\u{2013}' => '-',
            other => other,
        })
        .collect();
    if plain.is_empty() {
        return Ok(None);
    }
    // "inf", "NaN" and "1e999" are numbers to a parser, not to people.
    let is_plain = plain.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+'));
    let number: Option<f64> = plain.parse().ok().filter(|number: &f64| is_plain && number.is_finite());
    number.map(Some).ok_or(())
}

/// The beginning of a text: more than a number or a part of a date can have is looked at, no more.
fn short(text: &str) -> &str {
    text.char_indices().nth(SHORT).map_or(text, |(at, _)| text.get(..at).unwrap_or(text))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::survey::definition::Choices;
    use crate::server::http::web::form::fixture::question;

    const OFFERED: [&str; 3] = ["lift", "ramp", "door"];

    fn choices() -> Choices {
        Choices { list: "parts".parse().expect("a name"), filter: None, shuffled: false }
    }

    fn read(kind: Kind, fields: &[(&str, &str)]) -> Result<Option<Value>, Fault> {
        let mut question = question("x", kind);
        question.may_decline = true;
        let sent = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Entry::sent(&question, &sent).read(&question, &OFFERED, "[…]")
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let number = |text| read(Kind::Decimal, &[("q.x", text)]);
        assert_eq!(number("1 250,5"), Ok(Some(Value::Number(1250.5))));
        assert_eq!(number("\u{2212}3"), Ok(Some(Value::Number(-3.0))));
        assert_eq!(number(" "), Ok(None));
        for wrong in ["NaN", "inf", "1e9", "0x10", "two", "1.2.3", "--1"] {
            assert_eq!(number(wrong), Err(Fault::NotNumber), "{wrong}");
        }
        assert_eq!(read(Kind::Integer, &[("q.x", "2,5")]), Err(Fault::NotWhole));
        assert_eq!(read(Kind::Integer, &[("q.x", "2.0")]), Ok(Some(Value::Number(2.0))));
    }

    #[test]
    fn a_day_is_read_from_its_three_parts() {
        let date = |day, month, year| read(Kind::Date, &[("day.x", day), ("month.x", month), ("year.x", year)]);
        assert_eq!(date("24", "11", "2026"), Ok(Some(Value::Date(jiff::civil::date(2026, 11, 24)))));
        assert_eq!(date("", " ", ""), Ok(None));
        for (day, month, year) in [("31", "2", "2026"), ("24", "", "2026"), ("24", "11", "26"), ("1", "300", "2026")] {
            assert_eq!(date(day, month, year), Err(Fault::NotDate), "{day}.{month}.{year}");
        }
    }

    #[test]
    fn each_choice_has_a_place_of_its_own_or_none_has() {
        let rank = |places: &[&str]| {
            let fields: Vec<_> = places.iter().map(|place| ("q.x", *place)).collect();
            read(Kind::Rank(choices()), &fields)
        };
        let ranked = vec!["door".to_owned(), "lift".to_owned(), "ramp".to_owned()];
        assert_eq!(rank(&["2 lift", "3 ramp", "1 door"]), Ok(Some(Value::Rank(ranked))));
        assert_eq!(rank(&[" lift", " ramp", " door"]), Ok(None));
        assert_eq!(rank(&["2 lift", "2 ramp", "1 door"]), Err(Fault::Places));
        assert_eq!(rank(&["2 lift", " ramp", "1 door"]), Err(Fault::Places));
    }

    #[test]
    fn preferring_not_to_say_excludes_saying() {
        let many = |values: &[&str]| {
            let fields: Vec<_> = values.iter().map(|value| ("q.x", *value)).collect();
            read(Kind::Many(choices()), &fields)
        };
        assert_eq!(many(&[DECLINED]), Ok(Some(Value::Declined)));
        assert_eq!(many(&["ramp", DECLINED]), Err(Fault::Both));
        assert_eq!(many(&["ramp", "lift"]), Ok(Some(Value::Many(vec!["lift".into(), "ramp".into()]))));
        assert_eq!(read(Kind::Line, &[("q.x", DECLINED)]), Ok(Some(Value::Text("declined".into()))));
        assert_eq!(read(Kind::Line, &[("q.x", ""), ("declined.x", "1")]), Ok(Some(Value::Declined)));
    }

    #[test]
    fn an_answer_given_before_stands_in_the_controls_again() {
        let cases = [
            (Kind::One(choices()), Value::One("ramp".into())),
            (Kind::Many(choices()), Value::Many(vec!["lift".into(), "door".into()])),
            (Kind::Rank(choices()), Value::Rank(vec!["door".into(), "lift".into(), "ramp".into()])),
            (Kind::Scale { from: 0.5, to: 2.5, step: 0.5 }, Value::Number(1.5)),
            (Kind::Decimal, Value::Number(-12.25)),
            (Kind::Date, Value::Date(jiff::civil::date(1999, 1, 2))),
            (Kind::Paragraph, Value::Text("Бір\nекі".into())),
            (Kind::Acknowledge, Value::Acknowledged),
        ];
        for (kind, value) in cases {
            let question = question("x", kind);
            assert_eq!(Entry::given(&value).read(&question, &OFFERED, "…"), Ok(Some(value)));
        }
    }

    proptest! {
        #[test]
        fn whatever_is_sent_is_read_or_refused(values in prop::collection::vec(".{0,60}", 0..4)) {
            let kinds = [
                Kind::One(choices()), Kind::Many(choices()), Kind::Rank(choices()), Kind::Integer, Kind::Decimal,
                Kind::Scale { from: 1.0, to: 5.0, step: 1.0 }, Kind::Date, Kind::Line, Kind::Acknowledge,
            ];
            for kind in kinds {
                let names = ["q.x", "day.x", "month.x", "year.x", "declined.x"];
                let fields: Vec<_> =
                    names.iter().flat_map(|name| values.iter().map(|value| (*name, value.as_str()))).collect();
                let _ = read(kind, &fields);
            }
        }
    }
}
