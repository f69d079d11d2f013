//! A survey written as a workbook reads back as the same survey.

use std::collections::BTreeMap;

use aqparat::domain::Language;
use aqparat::domain::survey::definition::{Audience, Beginning, Choices, Image, Partial};
use aqparat::domain::survey::{Choice, Expression, Group, Item, Kind, Layout, Name, Question, Survey, Text, Value};
use aqparat::server::surveys::xlsform::{read, write};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::{STRICT, shipped};

#[test]
fn the_shipped_surveys_come_back_unchanged() {
    for survey in shipped::shipped() {
        assert_comes_back(&survey);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn any_survey_comes_back_unchanged(survey in any_survey()) {
        assert_comes_back(&survey);
    }
}

#[test]
fn the_same_survey_gives_the_same_bytes() {
    let [survey, _] = shipped::shipped();
    assert_eq!(write(&survey).expect("written"), write(&survey).expect("written"));
}

#[track_caller]
fn assert_comes_back(survey: &Survey) {
    let reading = read(&write(survey).expect("written"), "any.xlsx", STRICT);
    assert_eq!(reading.faults, []);
    assert_eq!(reading.survey.as_ref(), Some(survey));
}

fn name(text: impl AsRef<str>) -> Name {
    text.as_ref().parse().expect("a name")
}

fn logic(text: impl AsRef<str>) -> Expression {
    Expression::parse(text.as_ref()).expect("logic")
}

/// Words as they come: letters of three languages, quotes, what XML and spreadsheets take for their own.
fn words() -> impl Strategy<Value = String> {
    "[A-Za-zА-Яа-яӘәҚқҢң0-9<>&'\"«»=+@_.,;:()-]{1,12}(( |\n)[A-Za-zӘәҚқ<>&'\"_x0-9😀]{1,12}){0,3}"
}

fn text() -> impl Strategy<Value = Text> {
    [words(), words(), words()].prop_map(|words| Text::new(Language::ALL.into_iter().zip(words)))
}

fn maybe_text() -> impl Strategy<Value = Text> {
    prop_oneof![Just(Text::default()), text()]
}

fn image() -> impl Strategy<Value = Option<Image>> {
    option::of(("[a-z]{1,8}\\.png", text()).prop_map(|(file, alternative)| Image { file, alternative }))
}

/// Lists `l0`, `l1`, …, of at least two choices with an attribute `near`.
fn lists() -> impl Strategy<Value = BTreeMap<Name, Vec<Choice>>> {
    let choice = (text(), image(), option::of("[a-z]{1,5}"));
    vec(vec(choice, 2..5), 1..4).prop_map(|lists| {
        let choices = |choices: Vec<(Text, Option<Image>, Option<String>)>| {
            let numbered = choices.into_iter().enumerate();
            let made = numbered.map(|(number, (label, image, near))| Choice {
                name: format!("c{number}"),
                label,
                image,
                // A filter refers to it: some choice of each list has it.
                attributes: near
                    .or((number == 0).then(String::new))
                    .map(|near| ("near".to_owned(), format!("n{near}")))
                    .into_iter()
                    .collect(),
            });
            made.collect()
        };
        lists.into_iter().enumerate().map(|(number, list)| (name(format!("l{number}")), choices(list))).collect()
    })
}

/// What a question is drawn from; which list and which default depends on the survey it comes into.
#[derive(Debug, Clone)]
struct Drawn {
    kind: usize,
    list: usize,
    label: Text,
    hint: Text,
    image: Option<Image>,
    message: Text,
    typed: String,
    number: i32,
    flags: [bool; 8],
}

fn drawn() -> impl Strategy<Value = Drawn> {
    let parts =
        (0..13_usize, 0..4_usize, text(), maybe_text(), image(), maybe_text(), words(), -500..500, any::<[bool; 8]>());
    parts.prop_map(|(kind, list, label, hint, image, message, typed, number, flags)| Drawn {
        kind,
        list,
        label,
        hint,
        image,
        message,
        typed,
        number,
        flags,
    })
}

fn question(number: usize, drawn: Drawn, lists: &BTreeMap<Name, Vec<Choice>>) -> Question {
    let [required, relevant, constraint, default, read_only, may_decline, personal, shuffled] = drawn.flags;
    let (list, choices) = lists.iter().nth(drawn.list % lists.len()).expect("a list");
    let offered = |filtered| Choices {
        list: list.clone(),
        filter: (filtered && number > 0).then(|| logic("near = ${q0} or near = ''")),
        shuffled,
    };
    let names: Vec<String> = choices.iter().map(|choice| choice.name.clone()).collect();
    let number_value = f64::from(drawn.number) / 8.0;
    let (kind, value) = match drawn.kind {
        0 => (Kind::Note, None),
        1 => (Kind::One(offered(constraint)), Some(Value::One(names[0].clone()))),
        2 => (Kind::Many(offered(constraint)), Some(Value::Many(names[..1].to_vec()))),
        3 => (Kind::Rank(offered(false)), Some(Value::Rank(names.iter().rev().cloned().collect()))),
        4 => {
            let from = f64::from(drawn.number);
            (Kind::Scale { from, to: from + 5.0, step: 0.5 }, Some(Value::Number(from + 1.5)))
        }
        5 => (Kind::Integer, Some(Value::Number(f64::from(drawn.number)))),
        6 => (Kind::Decimal, Some(Value::Number(number_value))),
        7 => (Kind::Date, Some(Value::Date(jiff::civil::date(2026, 2, 28)))),
        8 => (Kind::Line, Some(Value::Text(drawn.typed.replace('"', "'")))),
        9 => (Kind::Paragraph, Some(Value::Text("today() is (always) 'today'".into()))),
        10 => (Kind::Acknowledge, Some(Value::Acknowledged)),
        _ => (Kind::Calculation(logic("1 + 2")), None),
    };
    let (is_shown, is_asked) = (!matches!(kind, Kind::Calculation(_)), kind.is_asked());
    Question {
        name: name(format!("q{number}")),
        label: if is_shown { drawn.label } else { Text::default() },
        hint: if is_shown { drawn.hint } else { Text::default() },
        image: drawn.image.filter(|_| is_shown),
        required: (is_asked && required).then(|| logic("true()")),
        required_message: if is_asked && required { drawn.message.clone() } else { Text::default() },
        relevant: (relevant && number > 0).then(|| logic("${q0} != ''")),
        constraint: (is_asked && constraint && drawn.kind == 5).then(|| logic(". < 1000 or . = 2000")),
        constraint_message: if is_asked && constraint { drawn.message } else { Text::default() },
        default: value.filter(|_| default).map(Beginning::Fixed),
        read_only: is_asked && read_only,
        may_decline: is_asked && may_decline,
        personal: is_asked && personal,
        digits: kind == Kind::Line && shuffled,
        kind,
    }
}

/// A survey of up to a dozen questions, the first a line of words that logic may refer to, some of them in groups.
pub fn any_survey() -> impl Strategy<Value = Survey> {
    let groups = vec((0..3_usize, maybe_text(), vec(drawn(), 1..4)), 0..4);
    (text(), lists(), vec(drawn(), 0..4), groups, any::<[bool; 2]>(), 0..3_usize).prop_map(
        |(title, lists, loose, groups, [auditors, send], language)| {
            let mut numbers = 0..;
            let mut next = |drawn: Drawn, rows: bool| {
                let number = numbers.next().expect("a number");
                let mut drawn = Drawn { kind: if number == 0 { 8 } else { drawn.kind }, ..drawn };
                if rows {
                    drawn = Drawn { kind: 1, list: 0, flags: drawn.flags.map(|_| false), ..drawn };
                }
                Item::Question(Box::new(question(number, drawn, &lists)))
            };
            let first = Drawn {
                kind: 8,
                list: 0,
                label: title.clone(),
                hint: Text::default(),
                image: None,
                message: Text::default(),
                typed: "w".into(),
                number: 0,
                flags: [false; 8],
            };
            let mut items = vec![next(first, false)];
            items.extend(loose.into_iter().map(|drawn| next(drawn, false)));
            for (number, (layout, label, drawn)) in groups.into_iter().enumerate() {
                let layout = [Layout::Pages, Layout::Together, Layout::Rows][layout];
                items.push(Item::Group(Group {
                    name: name(format!("g{number}")),
                    label,
                    relevant: (number > 1).then(|| logic("${q0} = 'w'")),
                    layout,
                    items: drawn.into_iter().map(|drawn| next(drawn, layout == Layout::Rows)).collect(),
                }));
            }
            Survey {
                id: name("any"),
                version: "2026-11".into(),
                title,
                default_language: Language::ALL[language],
                audience: if auditors { Audience::Auditors } else { Audience::Visitors },
                partial: if send { Partial::Send } else { Partial::Discard },
                items,
                lists,
            }
        },
    )
}
