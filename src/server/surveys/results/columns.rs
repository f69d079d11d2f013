//! The answers to one survey in memory, a few bytes for each answer and question: what pages are counted from.
//!
//! A value is a small number in a column of its own, so that a page reads only the columns it needs, each once.
//! Rows are in the order they were read in, which is told to nobody: they are only ever counted.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::civil::Date;
use uuid::Uuid;

use super::schema::{ACKNOWLEDGED, Form, Schema, Variable, step_name};
use crate::domain::survey::interview::Conditions;
use crate::domain::survey::{Mode, Value};
use crate::domain::{BodyId, Language, Region};
use crate::server::store::AnswerRow;

/// Nothing was answered.
const NONE: u16 = 0;
/// "I prefer not to say".
const DECLINED: u16 = 1;
/// The first choice; the others follow.
const FIRST: u16 = 2;

/// Where an answer was given.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    /// The body.
    pub body: BodyId,
    /// The stand; none for a form that came from no stand.
    pub stand: Option<Uuid>,
}

/// What was said to a question, as far as it is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It was answered.
    Answered,
    /// "I prefer not to say".
    Declined,
    /// It was passed over: seen, and left without an answer.
    Passed,
    /// It was not asked, or not reached.
    Unseen,
}

#[derive(Debug)]
enum Column {
    /// One of the choices.
    Codes(Vec<u16>),
    /// A set of bits for each answer: answered, declined, then the choices.
    Sets { words: usize, bits: Vec<u64> },
    /// For each answer its state and the place of each choice, from 1.
    Ranks { width: usize, places: Vec<u16> },
    /// Numbers, or days since 1970.
    Numbers(Vec<f64>),
    /// The rows that said something; `None` declined.
    Texts(BTreeMap<u32, Option<Box<str>>>),
    /// A note.
    Nothing,
}

/// Kazakhstan is five hours ahead of UTC, all of it since 2024: days begin there.
const HOURS_AHEAD: i64 = 5;
/// No number. Answers are finite.
const NO_NUMBER: f64 = f64::NAN;
/// "I prefer not to say" in a column of numbers.
const DECLINED_NUMBER: f64 = f64::INFINITY;

/// The answers to one survey.
#[derive(Debug)]
pub struct Columns {
    /// What was asked.
    pub schema: Schema,
    /// Where answers were given, by their number in the column.
    pub places: Vec<Place>,
    /// Where each body is, as its newest answer says.
    pub regions: HashMap<BodyId, Region>,
    known_places: HashMap<Place, u32>,
    ids: HashSet<u128>,
    pub(super) place: Vec<u32>,
    pub(super) version: Vec<u16>,
    pub(super) day: Vec<i32>,
    pub(super) language: Vec<u8>,
    pub(super) mode: Vec<u8>,
    pub(super) complete: Vec<bool>,
    /// The variable that stood on the screen last, from 1; 0 for none.
    pub(super) reached: Vec<u16>,
    /// For each row a bit for each variable that was asked, if the respondent came that far.
    asked: Vec<u64>,
    /// Of each version.
    conditions: Vec<Conditions>,
    values: Vec<Column>,
}

impl Columns {
    /// No answers yet.
    pub fn new(schema: Schema) -> Self {
        let column = |variable: &Variable| match variable.form {
            Form::One | Form::Scale => Column::Codes(Vec::new()),
            Form::Many => Column::Sets { words: (variable.choices.len() + 2).div_ceil(64), bits: Vec::new() },
            Form::Rank => Column::Ranks { width: variable.choices.len() + 1, places: Vec::new() },
            Form::Number | Form::Date => Column::Numbers(Vec::new()),
            Form::Text => Column::Texts(BTreeMap::new()),
            Form::Note => Column::Nothing,
        };
        let values = schema.variables.iter().map(column).collect();
        let conditions = schema.surveys.iter().cloned().map(Conditions::of).collect();
        Self {
            schema,
            asked: Vec::new(),
            conditions,
            places: Vec::new(),
            regions: HashMap::new(),
            known_places: HashMap::new(),
            ids: HashSet::new(),
            place: Vec::new(),
            version: Vec::new(),
            day: Vec::new(),
            language: Vec::new(),
            mode: Vec::new(),
            complete: Vec::new(),
            reached: Vec::new(),
            values,
        }
    }

    /// How many answers there are.
    pub fn len(&self) -> usize {
        self.place.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.place.is_empty()
    }

    /// Takes an answer, once. False for a version that is not known here: the columns must be made anew.
    pub fn push(&mut self, answer: &AnswerRow) -> bool {
        let Some(version) = self.schema.version(&answer.version) else { return false };
        if !self.ids.insert(answer.id.as_u128()) {
            return true;
        }
        let row = u32::try_from(self.len()).unwrap_or(u32::MAX);
        let place = Place { body: answer.body.clone(), stand: answer.stand };
        let next = u32::try_from(self.places.len()).unwrap_or(u32::MAX);
        let place = *self.known_places.entry(place).or_insert_with_key(|place| {
            self.places.push(place.clone());
            next
        });
        if let Some(region) = answer.region {
            self.regions.insert(answer.body.clone(), region);
        }
        let reached = answer.reached.as_ref().and_then(|name| self.schema.place(version, name));
        self.place.push(place);
        self.version.push(u16::try_from(version).unwrap_or(u16::MAX));
        self.day.push(i32::try_from((answer.hour + HOURS_AHEAD).div_euclid(24)).unwrap_or(0));
        self.language.push(language_code(answer.language));
        self.mode.push(mode_code(answer.mode));
        self.complete.push(answer.complete);
        self.reached.push(reached.map_or(0, |place| u16::try_from(place + 1).unwrap_or(0)));
        let begin = self.asked.len();
        self.asked.resize(begin + self.words(), 0);
        for name in self.conditions[version].asked(&answer.values) {
            if let Some(place) = self.schema.place(version, name) {
                self.asked[begin + place / 64] |= 1 << (place % 64);
            }
        }
        let mut said: BTreeMap<usize, &Value> = BTreeMap::new();
        for (name, value) in &answer.values {
            if let Some(place) = self.schema.place(version, name) {
                said.insert(place, value);
            }
        }
        for (at, (column, variable)) in self.values.iter_mut().zip(&self.schema.variables).enumerate() {
            column.push(row, variable, said.get(&at).copied());
        }
        true
    }

    /// How many words of [`Columns::asked`] a row has.
    fn words(&self) -> usize {
        self.schema.variables.len().div_ceil(64)
    }

    /// For each row what was said to a question or, where nothing was, whether it was seen: by where they left, and by
    /// what their other answers made it depend on.
    pub(super) fn states(&self, variable: usize) -> impl Fn(usize) -> State + '_ {
        let is_asked = move |row: usize| self.asked[row * self.words() + variable / 64] >> (variable % 64) & 1 == 1;
        let (column, here) = (&self.values[variable], u16::try_from(variable + 1).unwrap_or(u16::MAX));
        move |row| match column.said(row) {
            Some(true) => State::Answered,
            Some(false) => State::Declined,
            None => {
                let reached = self.reached[row];
                let is_past = self.complete[row] || reached > here;
                if reached == here && !self.complete[row] || is_past && is_asked(row) {
                    State::Passed
                } else {
                    State::Unseen
                }
            }
        }
    }

    /// The choice of a row, of a question with one choice or a scale.
    pub(super) fn code(&self, variable: usize, row: usize) -> Option<usize> {
        match &self.values[variable] {
            Column::Codes(codes) => codes[row].checked_sub(FIRST).map(usize::from),
            _ => None,
        }
    }

    /// Whether a row chose this, of a question with several choices.
    pub(super) fn has_chosen(&self, variable: usize, row: usize, choice: usize) -> bool {
        match &self.values[variable] {
            Column::Sets { words, bits } => bit(bits, *words, row, choice + usize::from(FIRST)),
            _ => false,
        }
    }

    /// The place of a choice in the row's order, from 1.
    pub(super) fn rank(&self, variable: usize, row: usize, choice: usize) -> Option<u16> {
        match &self.values[variable] {
            Column::Ranks { width, places } => Some(places[row * width + 1 + choice]).filter(|place| *place > 0),
            _ => None,
        }
    }

    /// The number or, as days since 1970, the day of a row.
    pub(super) fn number(&self, variable: usize, row: usize) -> Option<f64> {
        match &self.values[variable] {
            Column::Numbers(numbers) => Some(numbers[row]).filter(|number| number.is_finite()),
            _ => None,
        }
    }

    /// The words of every row that said some.
    pub(super) fn texts(&self, variable: usize) -> impl Iterator<Item = (usize, &str)> {
        let texts = match &self.values[variable] {
            Column::Texts(texts) => Some(texts),
            _ => None,
        };
        texts.into_iter().flatten().filter_map(|(row, text)| Some((*row as usize, text.as_deref()?)))
    }
}

impl Column {
    fn push(&mut self, row: u32, variable: &Variable, value: Option<&Value>) {
        let declined = matches!(value, Some(Value::Declined));
        match self {
            Self::Codes(codes) => {
                let choice = match value {
                    Some(Value::One(name)) => variable.choice(name),
                    Some(Value::Number(number)) => variable.choice(&step_name(*number)),
                    Some(Value::Acknowledged) => variable.choice(ACKNOWLEDGED),
                    // What was worked out to be true or not.
                    Some(Value::Text(text)) => variable.choice(text),
                    _ => None,
                };
                codes.push(choice.map_or(if declined { DECLINED } else { NONE }, code));
            }
            Self::Sets { words, bits } => {
                let start = bits.len();
                bits.resize(start + *words, 0);
                let mut set = |at: usize| bits[start + at / 64] |= 1 << (at % 64);
                match value {
                    Some(Value::Many(names)) => {
                        set(0);
                        for choice in names.iter().filter_map(|name| variable.choice(name)) {
                            set(choice + usize::from(FIRST));
                        }
                    }
                    Some(Value::Declined) => set(1),
                    _ => {}
                }
            }
            Self::Ranks { width, places } => {
                let start = places.len();
                places.resize(start + *width, 0);
                match value {
                    Some(Value::Rank(names)) => {
                        places[start] = FIRST;
                        for (at, name) in names.iter().enumerate() {
                            if let Some(choice) = variable.choice(name) {
                                places[start + 1 + choice] = u16::try_from(at + 1).unwrap_or(u16::MAX);
                            }
                        }
                    }
                    Some(Value::Declined) => places[start] = DECLINED,
                    _ => {}
                }
            }
            Self::Numbers(numbers) => numbers.push(match value {
                Some(Value::Number(number)) if number.is_finite() => *number,
                Some(Value::Date(date)) => f64::from(days(*date)),
                Some(Value::Declined) => DECLINED_NUMBER,
                _ => NO_NUMBER,
            }),
            Self::Texts(texts) => match value {
                Some(Value::Text(text)) if !text.trim().is_empty() => {
                    texts.insert(row, Some(text.trim().into()));
                }
                Some(Value::Declined) => {
                    texts.insert(row, None);
                }
                _ => {}
            },
            Self::Nothing => {}
        }
    }

    /// Whether a row answered (`true`) or declined (`false`), if either.
    fn said(&self, row: usize) -> Option<bool> {
        match self {
            Self::Codes(codes) => Some(codes[row]).filter(|code| *code != NONE).map(|code| code != DECLINED),
            Self::Sets { words, bits } => {
                if bit(bits, *words, row, 0) {
                    Some(true)
                } else {
                    bit(bits, *words, row, 1).then_some(false)
                }
            }
            Self::Ranks { width, places } => {
                Some(places[row * width]).filter(|state| *state != NONE).map(|state| state != DECLINED)
            }
            Self::Numbers(numbers) => {
                let number = numbers[row];
                if number.is_nan() { None } else { Some(number.is_finite()) }
            }
            Self::Texts(texts) => texts.get(&u32::try_from(row).ok()?).map(Option::is_some),
            Self::Nothing => None,
        }
    }
}

fn code(choice: usize) -> u16 {
    u16::try_from(choice + usize::from(FIRST)).unwrap_or(NONE)
}

fn bit(bits: &[u64], words: usize, row: usize, at: usize) -> bool {
    bits[row * words + at / 64] >> (at % 64) & 1 == 1
}

fn language_code(language: Language) -> u8 {
    match language {
        Language::Kazakh => 0,
        Language::Russian => 1,
        Language::English => 2,
    }
}

/// A mode of use as bits, in the order of [`Manner`](super::filter::Manner).
fn mode_code(mode: Mode) -> u8 {
    let Mode { speech, switches, keys, exploration, large_text, contrast, reach, phone } = mode;
    [speech, switches, keys, exploration, large_text, contrast, reach, phone]
        .into_iter()
        .enumerate()
        .fold(0, |bits, (at, set)| bits | u8::from(set) << at)
}

/// Days since 1970.
pub fn days(date: Date) -> i32 {
    date.duration_since(jiff::civil::date(1970, 1, 1)).as_hours().div_euclid(24).try_into().unwrap_or(0)
}

/// The day that is so many days after 1970-01-01.
pub fn date(days: i32) -> Date {
    let start = jiff::civil::date(1970, 1, 1);
    start.saturating_add(jiff::SignedDuration::from_hours(i64::from(days) * 24))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::testing::{answer, one, survey};
    use super::*;

    fn columns(kind: &str, values: &[Option<Value>]) -> Columns {
        let schema = Schema::join(&[Arc::new(survey(&[("q", kind)]))]).expect("a version");
        let mut columns = Columns::new(schema);
        for (number, value) in values.iter().enumerate() {
            let said: Vec<_> = value.iter().map(|value| ("q", value.clone())).collect();
            assert!(columns.push(&answer(u32::try_from(number).expect("small"), &said)));
        }
        columns
    }

    #[test]
    fn every_kind_of_answer_comes_back_from_its_column() {
        let many = |names: &[&str]| Value::Many(names.iter().map(ToString::to_string).collect());
        let set = columns("many:a b c", &[Some(many(&["a", "c"])), Some(many(&[])), Some(Value::Declined), None]);
        assert!(set.has_chosen(0, 0, 0) && !set.has_chosen(0, 0, 1) && set.has_chosen(0, 0, 2));
        let states: Vec<_> = (0..4).map(set.states(0)).collect();
        assert_eq!(states, [State::Answered, State::Answered, State::Declined, State::Passed]);

        let rank = columns("rank:a b", &[Some(Value::Rank(vec!["b".into(), "a".into()]))]);
        assert_eq!((rank.rank(0, 0, 0), rank.rank(0, 0, 1)), (Some(2), Some(1)));

        let scale = columns("scale:1 5", &[Some(Value::Number(4.0)), Some(Value::Declined)]);
        assert_eq!((scale.code(0, 0), scale.code(0, 1)), (Some(3), None));

        let day = jiff::civil::date(2026, 11, 24);
        let dates = columns("date", &[Some(Value::Date(day)), Some(Value::Declined), None]);
        assert_eq!(dates.number(0, 0).map(|number| date(number as i32)), Some(day));
        assert_eq!((dates.number(0, 1), dates.states(0)(1)), (None, State::Declined));

        let texts = columns("text", &[None, Some(Value::Text("  A ramp. ".into()))]);
        assert_eq!(texts.texts(0).collect::<Vec<_>>(), [(1, "A ramp.")]);
    }

    #[test]
    fn what_was_worked_out_is_counted_as_yes_or_no_or_a_day() {
        let questions = [("age", "number"), ("grown", "calculation:${age} > 17"), ("when", "calculation:today()")];
        let mut columns = Columns::new(Schema::join(&[Arc::new(survey(&questions))]).expect("a version"));
        let day = jiff::civil::date(2026, 11, 24);
        columns.push(&answer(0, &[("grown", Value::Text("true".into())), ("when", Value::Date(day))]));
        columns.push(&answer(1, &[("grown", Value::Text("false".into()))]));
        assert_eq!([0, 1].map(|row| columns.code(1, row)), [Some(0), Some(1)]);
        assert_eq!(columns.schema.variables[2].form, Form::Date);
        assert_eq!(columns.number(2, 0).map(|number| date(number as i32)), Some(day));
    }

    #[test]
    fn an_answer_that_comes_twice_counts_once_and_one_of_an_unknown_version_is_not_lost() {
        let mut columns = columns("one:yes no", &[Some(one("yes"))]);
        assert!(columns.push(&answer(0, &[("q", one("yes"))])));
        assert_eq!(columns.len(), 1);
        let mut newer = answer(1, &[]);
        newer.version = "2".to_owned();
        assert!(!columns.push(&newer), "the columns must be made anew");
        assert_eq!(columns.len(), 1);
    }

    #[test]
    fn who_left_has_not_seen_what_came_after() {
        let schema = Schema::join(&[Arc::new(survey(&[("a", "text"), ("b", "text"), ("c", "text")]))]).expect("one");
        let mut columns = Columns::new(schema);
        let mut left = answer(0, &[]);
        left.complete = false;
        left.reached = Some("b".parse().expect("a name"));
        columns.push(&left);
        let states: Vec<_> = (0..3).map(|variable| columns.states(variable)(0)).collect();
        assert_eq!(states, [State::Passed, State::Passed, State::Unseen]);
    }
}
