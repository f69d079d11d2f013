//! Surveys and answers for the tests of the results.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::domain::survey::answer::response_id;
use crate::domain::survey::definition::{Audience, Choices, Partial};
use crate::domain::survey::{Choice, Expression, Item, Kind, Mode, Name, Question, Survey, Text, Value};
use crate::domain::{Language, Region};
use crate::server::store::AnswerRow;

/// A survey of version 1.
pub(crate) fn survey(questions: &[(&str, &str)]) -> Survey {
    version("1", questions)
}

/// A survey of questions, each a name and a kind such as `one:yes no`, `many:a b`, `rank:a b`, `scale:1 5`,
/// `number`, `date`, `text`, `note`, `calculation:1 + 1`.
pub(crate) fn version(version: &str, questions: &[(&str, &str)]) -> Survey {
    let mut lists = BTreeMap::new();
    let items = questions
        .iter()
        .map(|(name, kind)| {
            let name: Name = name.parse().expect("a name");
            let (kind, rest) = kind.split_once(':').unwrap_or((kind, ""));
            let choices = Choices { list: name.clone(), filter: None, shuffled: false };
            let numbers: Vec<f64> = rest.split_whitespace().filter_map(|number| number.parse().ok()).collect();
            let kind = match kind {
                "one" => Kind::One(choices),
                "many" => Kind::Many(choices),
                "rank" => Kind::Rank(choices),
                "scale" => {
                    Kind::Scale { from: numbers[0], to: numbers[1], step: numbers.get(2).copied().unwrap_or(1.0) }
                }
                "number" => Kind::Decimal,
                "date" => Kind::Date,
                "text" => Kind::Paragraph,
                "note" => Kind::Note,
                "calculation" => Kind::Calculation(Expression::parse(rest).expect("an expression")),
                other => panic!("no kind {other}"),
            };
            if kind.choices().is_some() {
                let choice = |choice: &str| Choice {
                    name: choice.to_owned(),
                    label: words(choice),
                    image: None,
                    attributes: BTreeMap::new(),
                };
                lists.insert(name.clone(), rest.split_whitespace().map(choice).collect());
            }
            Item::Question(Box::new(Question {
                label: words(name.as_str()),
                name,
                kind,
                hint: Text::default(),
                image: None,
                required: None,
                required_message: Text::default(),
                relevant: None,
                constraint: None,
                constraint_message: Text::default(),
                default: None,
                read_only: false,
                may_decline: true,
                personal: false,
                digits: false,
            }))
        })
        .collect();
    Survey {
        id: "access".parse().expect("a name"),
        version: version.to_owned(),
        title: words("Access"),
        default_language: Language::Kazakh,
        audience: Audience::Visitors,
        partial: Partial::Send,
        items,
        lists,
    }
}

fn words(text: &str) -> Text {
    Text::new(Language::ALL.map(|language| (language, format!("{text} ({language})"))))
}

/// The first hour of the answers: 2026-11-02 at noon.
pub(crate) const HOUR: i64 = 498_396;

/// A whole answer to version 1, in Kazakh, at the one stand of Almaly.
pub(crate) fn answer(number: u32, values: &[(&str, Value)]) -> AnswerRow {
    let mut random = [0; 10];
    random[..4].copy_from_slice(&number.to_be_bytes());
    AnswerRow {
        id: response_id(HOUR, random),
        survey: "access".parse().expect("a name"),
        version: "1".to_owned(),
        body: "almaly".parse().expect("an id"),
        region: Some(Region::AlmatyCity),
        stand: Some(Uuid::from_u128(1)),
        hour: HOUR,
        hour_is_ours: false,
        language: Language::Kazakh,
        mode: Mode::default(),
        complete: true,
        reached: None,
        values: values.iter().map(|(name, value)| (name.parse().expect("a name"), value.clone())).collect(),
    }
}

/// The choice of this name.
pub(crate) fn one(choice: &str) -> Value {
    Value::One(choice.to_owned())
}
