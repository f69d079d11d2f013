//! Numbers, dates and the names of things in the reader's language.

use std::collections::BTreeMap;

use jiff::civil::Date;
use uuid::Uuid;

use super::cube::Count;
use super::filter::{Manner, Month, Spot};
use super::numbers::Class;
use super::schema::{ACKNOWLEDGED, Form, Schema};
use super::sides::Part;
use super::tally::What;
use crate::domain::{BodyId, Language, Trilingual};
use crate::i18n::{text, text_with};

/// The names of bodies and stands.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// Bodies by id.
    pub bodies: BTreeMap<BodyId, Trilingual>,
    /// The first phone number of each body that has one.
    pub phones: BTreeMap<BodyId, String>,
    /// Stands by id.
    pub stands: BTreeMap<Uuid, String>,
}

/// What things are called in a language.
#[derive(Debug, Clone, Copy)]
pub struct Words<'a> {
    /// The language.
    pub language: Language,
    /// The survey.
    pub schema: &'a Schema,
    /// The names of bodies and stands.
    pub names: &'a Names,
}

impl Words<'_> {
    /// What a line of a question counts.
    pub fn what(&self, variable: usize, what: What) -> String {
        let about = &self.schema.variables[variable];
        match what {
            What::Choice(choice) if about.choices[choice].name == ACKNOWLEDGED && about.form == Form::One => {
                text(self.language, "results-acknowledged")
            }
            What::Choice(choice) => about.choice_title(choice, self.language).0.to_owned(),
            What::Class(class) => self.class(class),
        }
    }

    /// The question, or its name where it says nothing.
    pub fn question(&self, variable: usize) -> &str {
        self.schema.variables[variable].title(self.language).0
    }

    /// The survey's title.
    pub fn survey(&self) -> &str {
        self.schema.newest.title.get(self.language).map_or(self.schema.newest.id.as_str(), |(title, _)| title)
    }

    fn class(&self, class: Class) -> String {
        let number = |number| decimal(self.language, number, 6);
        match class {
            Class::Just(value) => number(value),
            Class::Below(below) => text_with(self.language, "results-class-below", &[("number", number(below).into())]),
            Class::Between(from, to) => text_with(
                self.language,
                "results-class-between",
                &[("from", number(from).into()), ("to", number(to).into())],
            ),
            Class::From(from) => text_with(self.language, "results-class-from", &[("number", number(from).into())]),
            Class::Month(of) => month(self.language, of),
            Class::Year(year) => year.to_string(),
            Class::Before(day) => {
                let day = self::day(self.language, day);
                text_with(self.language, "results-class-before", &[("day", day.into())])
            }
            Class::Since(day) => {
                let day = self::day(self.language, day);
                text_with(self.language, "results-class-since", &[("day", day.into())])
            }
        }
    }

    /// A part along a dimension.
    pub fn part(&self, part: &Part) -> String {
        match part {
            Part::Spot(spot) => self.spot(spot),
            Part::Month(of) => month(self.language, *of),
            Part::Day(day) => self::day(self.language, *day),
            Part::Language(language) => language.own_name().to_owned(),
            Part::Manner(manner, true) => self.manner(*manner),
            Part::Manner(manner, false) => {
                text_with(self.language, "results-not", &[("what", self.manner(*manner).into())])
            }
            Part::Complete(true) => text(self.language, "results-sent"),
            Part::Complete(false) => text(self.language, "results-left"),
            Part::Version(version) => self.schema.versions.get(*version).cloned().unwrap_or_default(),
            Part::Choice(_) => String::new(),
            Part::LeftAt(variable) => self.question(*variable).to_owned(),
        }
    }

    /// A way of using the stand.
    pub fn manner(&self, manner: Manner) -> String {
        text(self.language, &format!("results-manner-{}", manner.id()))
    }

    /// A place.
    pub fn spot(&self, spot: &Spot) -> String {
        let body = |body: &BodyId| {
            self.names.bodies.get(body).map_or_else(|| body.to_string(), |name| name.get(self.language).to_owned())
        };
        match spot {
            Spot::Region(region) => region.name(self.language).to_owned(),
            Spot::Body(id) => body(id),
            Spot::Stand(id) => self.names.stands.get(id).cloned().unwrap_or_else(|| id.to_string()),
            Spot::NoStand(id) => text_with(self.language, "results-no-stand", &[("body", body(id).into())]),
        }
    }
}

/// A number that may be told, or the word for one that may not.
pub fn count(language: Language, count: Count) -> String {
    match count {
        Count::Shown(number) => whole(language, number),
        Count::Withheld => text(language, "results-withheld"),
    }
}

/// A whole number, its thousands set apart.
pub fn whole(language: Language, number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            // A space that does not break, as Kazakh and Russian have it.
            grouped.push(if language == Language::English { ',' } else { '\u{a0}' });
        }
        grouped.push(digit);
    }
    grouped
}

/// A number with at most `places` places, without noughts at its end.
pub fn decimal(language: Language, number: f64, places: usize) -> String {
    let text = format!("{number:.places$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    let text = if text == "-0" { "0" } else { text };
    if language == Language::English { text.to_owned() } else { text.replace('.', ",") }
}

/// A share as a percentage with one place.
pub fn percent(language: Language, share: f64) -> String {
    let number = format!("{:.1}", share * 100.0);
    match language {
        Language::English => format!("{number}%"),
        _ => format!("{}\u{a0}%", number.replace('.', ",")),
    }
}

/// A month with its year.
pub fn month(language: Language, month: Month) -> String {
    let id = format!("results-month-{}", month.month);
    text_with(language, &id, &[("year", month.year.to_string().into())])
}

/// A day.
pub fn day(language: Language, day: Date) -> String {
    match language {
        Language::English => day.strftime("%d/%m/%Y").to_string(),
        _ => day.strftime("%d.%m.%Y").to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_the_language_writes_them() {
        assert_eq!(whole(Language::English, 1_234_567), "1,234,567");
        assert_eq!(whole(Language::Kazakh, 1_000), "1\u{a0}000");
        assert_eq!(whole(Language::Russian, 999), "999");
        assert_eq!(percent(Language::Russian, 0.425), "42,5\u{a0}%");
        assert_eq!(decimal(Language::English, 2.500_000, 2), "2.5");
        assert_eq!(decimal(Language::Russian, -0.000_1, 2), "0");
        assert_eq!(decimal(Language::English, 100.0, 0), "100");
    }

    #[test]
    fn months_are_named_in_every_language() {
        for number in 1..=12 {
            for language in Language::ALL {
                let name = month(language, Month { year: 2026, month: number });
                assert!(name.contains("2026") && !name.contains("results"), "{name}");
            }
        }
    }
}
