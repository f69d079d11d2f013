use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::domain::Language;
use crate::domain::survey::definition::Beginning;
use crate::domain::survey::definition::Choices;
use crate::domain::survey::{Expression, Item, Layout, Text};

mod answers;
mod logic;
mod walking;

pub(crate) fn name(name: &str) -> Name {
    name.parse().expect("a name")
}

pub(crate) fn expression(source: &str) -> Expression {
    Expression::parse(source).unwrap_or_else(|error| panic!("{source}: {error}"))
}

pub(crate) fn label(text: &str) -> Text {
    Text::new([(Language::Russian, text.to_owned()), (Language::English, format!("{text} (en)"))])
}

/// A question of a kind, to be changed as a test needs it.
pub(crate) fn question(of: &str, kind: Kind) -> Question {
    Question {
        name: name(of),
        kind,
        label: label(of),
        hint: Text::default(),
        image: None,
        required: None,
        required_message: Text::default(),
        relevant: None,
        constraint: None,
        constraint_message: Text::default(),
        default: None,
        read_only: false,
        may_decline: false,
        personal: false,
        digits: false,
    }
}

pub(crate) fn choose(list: &str) -> Choices {
    Choices { list: name(list), filter: None, shuffled: false }
}

pub(crate) fn one(of: &str, list: &str) -> Question {
    question(of, Kind::One(choose(list)))
}

pub(crate) fn many(of: &str, list: &str) -> Question {
    question(of, Kind::Many(choose(list)))
}

pub(crate) fn calculated(of: &str, source: &str) -> Question {
    question(of, Kind::Calculation(expression(source)))
}

/// The same question under a condition.
pub(crate) fn when(question: Question, source: &str) -> Question {
    Question { relevant: Some(expression(source)), ..question }
}

pub(crate) fn required(question: Question) -> Question {
    Question { required: Some(expression("true()")), ..question }
}

pub(crate) fn constrained(question: Question, source: &str) -> Question {
    Question { constraint: Some(expression(source)), ..question }
}

pub(crate) fn begins(question: Question, beginning: Beginning) -> Question {
    Question { default: Some(beginning), ..question }
}

pub(crate) fn group(of: &str, layout: Layout, questions: Vec<Question>) -> Item {
    let items = questions.into_iter().map(Into::into).collect();
    Item::Group(Group { name: name(of), label: label(of), relevant: None, layout, items })
}

impl From<Question> for Item {
    fn from(question: Question) -> Self {
        Self::Question(Box::new(question))
    }
}

pub(crate) fn choice(of: &str, attributes: &[(&str, &str)]) -> Choice {
    let attributes = attributes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Choice { name: of.to_owned(), label: label(&of.to_uppercase()), image: None, attributes }
}

pub(crate) fn survey(items: Vec<Item>) -> Arc<Survey> {
    let plain = |names: &[&str]| names.iter().map(|name| choice(name, &[])).collect();
    let cities = [("almaty", "south"), ("shymkent", "south"), ("kostanay", "north"), ("astana", "north")];
    let lists = BTreeMap::from([
        (name("yn"), plain(&["yes", "no"])),
        (name("rgb"), plain(&["red", "green", "blue"])),
        (name("side"), plain(&["north", "south", "west"])),
        (name("city"), cities.iter().map(|(city, side)| choice(city, &[("side", side)])).collect()),
        (name("ten"), plain(&["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"])),
    ]);
    Arc::new(Survey {
        id: name("test"),
        version: "1".into(),
        title: label("Test"),
        default_language: Language::Russian,
        audience: Default::default(),
        partial: Default::default(),
        items,
        lists,
    })
}

const SURROUNDINGS: Surroundings = Surroundings { today: Some(date(2026, 11, 24)), seed: 7 };

fn begin(items: Vec<Item>) -> Interview {
    Interview::begin(survey(items), SURROUNDINGS)
}

fn chosen(name: &str) -> Option<Value> {
    Some(Value::One(name.to_owned()))
}

fn several(names: &[&str]) -> Option<Value> {
    Some(Value::Many(names.iter().map(|name| (*name).to_owned()).collect()))
}

fn number(number: f64) -> Option<Value> {
    Some(Value::Number(number))
}

fn words(text: &str) -> Option<Value> {
    Some(Value::Text(text.to_owned()))
}

impl Interview {
    /// Answers, which must be taken.
    fn give(&mut self, to: &str, value: Option<Value>) {
        self.answer(&name(to), value).unwrap_or_else(|complaint| panic!("{complaint:?}"));
    }

    /// The names of the questions on the page, or "review".
    fn shown(&self) -> Vec<String> {
        match self.page() {
            Some(page) => page.questions.iter().map(|question| question.name.to_string()).collect(),
            None => vec!["review".to_owned()],
        }
    }

    fn of(&self, question: &str) -> Option<&Value> {
        self.value(&name(question))
    }

    fn offered(&self, of: &str) -> Vec<&str> {
        let question = self.survey.question(&name(of)).expect("the question");
        self.choices(question).into_iter().map(|choice| choice.name.as_str()).collect()
    }
}

fn because(result: Result<(), Complaint>) -> Because {
    result.expect_err("a complaint").because
}
