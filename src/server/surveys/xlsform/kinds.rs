//! What kind of answer a question takes: its type with its parameters, its appearance and its default.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::choices::Lists;
use super::columns::Field;
use super::faults::Findings;
use super::logic::{Recorded, plain};
use super::sheets::Row;
use super::types::{Select, Type};
use crate::domain::survey::definition::{Beginning, Choices};
use crate::domain::survey::{Kind, Name, Value};
use crate::server::editing::findings::{did_you_mean, quoted};

/// The most steps of a scale that can be gone through one by one.
const MOST_STEPS: f64 = 100.0;

/// Appearances that ask for a look, and leave it to the stand how it looks.
const LOOKS: &[&str] = &[
    "minimal",
    "quick",
    "quickcompact",
    "compact",
    "horizontal",
    "horizontal-compact",
    "vertical",
    "likert",
    "autocomplete",
    "autoadvance",
    "columns",
    "columns-pack",
    "no-buttons",
    "no-calendar",
    "picker",
    "rating",
    "no-ticks",
    "multiline",
    "numbers",
    "thousands-sep",
    "field-list",
    "table-list",
    "label",
    "list-nolabel",
    "list",
    "spinner",
    "counter",
    "bearing",
    "pages",
    "theme-grid",
    "full",
    "solid-grid",
    "summary",
];

/// What the parameters of a row say: `start=1 end=5`.
type Parameters = BTreeMap<String, String>;

/// Reads the parameters of a row: pairs with spaces, commas or semicolons between them.
fn parameters(row: Row<'_>, findings: &mut Findings) -> Parameters {
    let text = row.get(Field::Parameters).unwrap_or_default().replace([',', ';'], " ");
    let pairs: Vec<&str> = text.split('=').map(str::trim).collect();
    let joined = pairs.join("=");
    let mut parameters = Parameters::new();
    for pair in joined.split_whitespace() {
        match pair.split_once('=') {
            Some((key, value)) if !key.is_empty() && !value.is_empty() && !value.contains('=') => {
                parameters.insert(key.to_lowercase(), value.to_owned());
            }
            _ => {
                let problem = format!("{} is no parameter", quoted(pair));
                findings.fault(row.place(Field::Parameters), problem, "write pairs, as in start=1 end=5 step=1");
            }
        }
    }
    parameters
}

fn note_unknown(parameters: &Parameters, known: &[&str], row: Row<'_>, findings: &mut Findings) {
    for key in parameters.keys().filter(|key| !known.contains(&key.as_str())) {
        let problem = format!("{} is no parameter of this type", quoted(key));
        let advice = did_you_mean(key, known.iter().copied(), || format!("parameters here are {}", known.join(", ")));
        findings.fault(row.place(Field::Parameters), problem, advice);
    }
}

/// The kind of a question, but for what is calculated; none, with faults, if it cannot be told.
pub(super) fn kind(
    asked: Type<'_>,
    row: Row<'_>,
    lists: &Lists,
    recorded: &Recorded,
    findings: &mut Findings,
) -> Option<Kind> {
    let parameters = parameters(row, findings);
    Some(match asked {
        Type::Select(select, list, _) => {
            note_unknown(&parameters, &["randomize", "seed"], row, findings);
            let filter = recorded.expression(row, Field::ChoiceFilter, findings);
            let list = known_list(list, row, lists, findings)?;
            let choices = Choices { list, filter, shuffled: shuffled(&parameters, row, findings) };
            match select {
                Select::One => Kind::One(choices),
                Select::Many => Kind::Many(choices),
                Select::Rank => Kind::Rank(choices),
            }
        }
        Type::Scale => scale(&parameters, row, findings)?,
        Type::Text => {
            note_unknown(&parameters, &["rows"], row, findings);
            let rows = parameters.get("rows").map(|rows| rows.parse::<u32>());
            if let Some(Err(_)) = rows {
                findings.fault(row.place(Field::Parameters), "rows is no whole number", "write it as in rows=5");
            }
            let many_rows = matches!(rows, Some(Ok(2..)));
            let appearance = row.get(Field::Appearance).unwrap_or_default();
            let is_long = many_rows || appearance.split_whitespace().any(|word| word == "multiline");
            if is_long { Kind::Paragraph } else { Kind::Line }
        }
        Type::Note => Kind::Note,
        Type::Integer => Kind::Integer,
        Type::Decimal => Kind::Decimal,
        Type::Date => Kind::Date,
        Type::Acknowledge => Kind::Acknowledge,
        Type::Calculation | Type::Hidden | Type::Recorded(_) | Type::BeginGroup | Type::EndGroup => return None,
    })
    .inspect(|kind| {
        let takes_some = kind.choices().is_some() || matches!(kind, Kind::Scale { .. } | Kind::Line | Kind::Paragraph);
        if !takes_some && !parameters.is_empty() {
            let problem = "this type has no parameters at a stand: they are left out";
            findings.warning(row.place(Field::Parameters), problem, "leave the cell empty");
        }
    })
}

fn known_list(list: &str, row: Row<'_>, lists: &Lists, findings: &mut Findings) -> Option<Name> {
    let name = list.parse::<Name>().ok().filter(|name| lists.by_name.contains_key(name));
    let Some(name) = name else {
        let names = lists.by_name.keys().map(Name::as_str);
        let advice = did_you_mean(list, names, || {
            "write its choices into the sheet choices, with this name in the column list_name".to_owned()
        });
        findings.fault(row.place(Field::Type), format!("there is no list {}", quoted(list)), advice);
        return None;
    };
    Some(name)
}

fn shuffled(parameters: &Parameters, row: Row<'_>, findings: &mut Findings) -> bool {
    let randomize = parameters.get("randomize").map(|value| value.to_lowercase());
    let is_flag = matches!(randomize.as_deref(), None | Some("true" | "false"));
    if !is_flag {
        findings.fault(row.place(Field::Parameters), "randomize is neither true nor false", "write randomize=true");
    }
    match parameters.get("seed") {
        Some(seed) if !seed.starts_with("${") && seed.parse::<f64>().is_err() => {
            let problem = format!("the seed {} is no number", quoted(seed));
            findings.fault(row.place(Field::Parameters), problem, "leave it out: a stand draws the lot itself");
        }
        Some(_) if randomize.is_none() => {
            let problem = "a seed without randomize=true decides nothing";
            findings.fault(row.place(Field::Parameters), problem, "write randomize=true, or leave the seed out");
        }
        Some(_) => {
            let problem = "a stand draws the lot itself for each respondent: the seed is left out";
            findings.warning(row.place(Field::Parameters), problem, "nothing to do");
        }
        None => {}
    }
    randomize.as_deref() == Some("true")
}

fn scale(parameters: &Parameters, row: Row<'_>, findings: &mut Findings) -> Option<Kind> {
    let known = ["start", "end", "step", "tick_interval", "placeholder", "tick_labelset"];
    note_unknown(parameters, &known, row, findings);
    let place = || row.place(Field::Parameters);
    let mut number = |key: &str, otherwise: f64| {
        let Some(text) = parameters.get(key) else { return Some(otherwise) };
        let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
        if number.is_none() {
            findings.fault(place(), format!("{key} is no number: {}", quoted(text)), "write it as in start=1 end=5");
        }
        number
    };
    let (from, to, step) = (number("start", 1.0)?, number("end", 10.0)?, number("step", 1.0)?);
    let _ = (number("tick_interval", 1.0)?, number("placeholder", 1.0)?);
    for key in known.iter().skip(3).filter(|key| parameters.contains_key(**key)) {
        findings.warning(place(), format!("{key} has no meaning at a stand: it is left out"), "nothing to do");
    }
    let steps = (to - from) / step;
    if from >= to || step <= 0.0 || step > to - from {
        let problem = format!("a scale from {from} to {to} in steps of {step} has no steps");
        findings.fault(place(), problem, "start is below end, and step above 0 and not more than from start to end");
        return None;
    }
    if steps > MOST_STEPS {
        let problem = format!("a scale from {from} to {to} in steps of {step} has more than {MOST_STEPS} steps");
        findings.fault(place(), problem, "ask for a number (type integer or decimal) with a constraint");
        return None;
    }
    Some(Kind::Scale { from, to, step })
}

/// Whether words are asked for that are digits only.
pub(super) fn is_typed_in_digits(row: Row<'_>) -> bool {
    row.get(Field::Appearance).unwrap_or_default().split_whitespace().any(|word| word.eq_ignore_ascii_case("numbers"))
}

/// Says of each word of the appearance that a stand does not know that it is left out.
pub(super) fn note_appearance(row: Row<'_>, findings: &mut Findings) {
    for word in row.get(Field::Appearance).unwrap_or_default().split_whitespace() {
        let is_width = |prefix: &str| {
            word.strip_prefix(prefix).is_some_and(|rest| !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit()))
        };
        let place = || row.place(Field::Appearance);
        if word.starts_with("search(") || word.starts_with("ex:") || word.starts_with("printer:") {
            let problem = format!("a stand cannot call other programs or files ({})", quoted(word));
            findings.fault(place(), problem, "take it out; write choices into the sheet choices");
            return;
        }
        let plain = word.to_lowercase();
        if matches!(plain.as_str(), "masked" | "hide-input") {
            let problem = format!("a stand shows what is typed: {} is left out", quoted(word));
            let advice = "ask for nothing that others must not see; aloud it is said through headphones only";
            findings.warning(place(), problem, advice);
            continue;
        }
        let is_look = LOOKS.contains(&plain.as_str());
        if !is_look && !["w", "h", "columns-", "compact-", "quickcompact-"].iter().any(|prefix| is_width(prefix)) {
            let problem = format!("the appearance {} has no meaning at a stand: it is left out", quoted(word));
            let advice = did_you_mean(word, LOOKS.iter().copied(), || "nothing to do".to_owned());
            findings.warning(place(), problem, advice);
        }
    }
}

/// What a question begins with.
pub(super) fn beginning(
    kind: &Kind,
    row: Row<'_>,
    lists: &Lists,
    recorded: &Recorded,
    findings: &mut Findings,
) -> Option<Beginning> {
    let text = row.get(Field::Default)?;
    if let Some(value) = fixed(kind, text, lists) {
        return Some(Beginning::Fixed(value));
    }
    let is_calculated =
        text.contains("${") || text.contains('(') || text.contains(['+', '*']) || text.contains(" div ");
    let source = plain(text);
    if is_calculated || (source.len() > 1 && (source.starts_with('\'') || source.starts_with('"'))) {
        return recorded.compile(&source, row, Field::Default, findings).map(Beginning::Calculated);
    }
    let (problem, advice) = match kind {
        Kind::One(choices) | Kind::Many(choices) | Kind::Rank(choices) => {
            let names = lists.by_name.get(&choices.list).into_iter().flatten().map(|choice| choice.name.as_str());
            let advice =
                did_you_mean(text, names, || "write the names of choices, with spaces between them".to_owned());
            (format!("{} is no choice of the list {}", quoted(text), quoted(choices.list.as_str())), advice)
        }
        Kind::Date => (format!("{} is no day", quoted(text)), "write it as 2026-11-24".to_owned()),
        Kind::Note | Kind::Calculation(_) => {
            ("nothing is answered here that could have a default".to_owned(), "leave the cell empty".to_owned())
        }
        _ => (format!("{} is no answer to this question", quoted(text)), "write a number that fits".to_owned()),
    };
    findings.fault(row.place(Field::Default), problem, advice);
    None
}

/// The value that `text` says, if it is one of this kind.
fn fixed(kind: &Kind, text: &str, lists: &Lists) -> Option<Value> {
    let has = |choices: &Choices, name: &str| {
        lists.by_name.get(&choices.list).is_some_and(|list| list.iter().any(|choice| choice.name == name))
    };
    let names = |choices: &Choices| {
        let names: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        let mut distinct = names.clone();
        distinct.sort_unstable();
        distinct.dedup();
        (distinct.len() == names.len() && names.iter().all(|name| has(choices, name))).then_some(names)
    };
    let number = || text.parse::<f64>().ok().filter(|number| number.is_finite());
    match kind {
        Kind::One(choices) => has(choices, text).then(|| Value::One(text.to_owned())),
        Kind::Many(choices) => {
            let chosen = names(choices)?;
            let list = lists.by_name.get(&choices.list)?.iter().map(|choice| &choice.name);
            Some(Value::Many(list.filter(|name| chosen.contains(name)).cloned().collect()))
        }
        Kind::Rank(choices) => {
            let all = lists.by_name.get(&choices.list)?.len();
            names(choices).filter(|names| names.len() == all).map(Value::Rank)
        }
        Kind::Scale { from, to, step } => {
            let steps = |number: &f64| (number - from) / step;
            let on_a_step = |number: &f64| (steps(number) - steps(number).round()).abs() < 1e-6;
            number().filter(|number| from <= number && number <= to).filter(on_a_step).map(Value::Number)
        }
        Kind::Integer => number().filter(|number| number.fract() == 0.0).map(Value::Number),
        Kind::Decimal => number().map(Value::Number),
        Kind::Date => text.split([' ', 'T']).next()?.parse::<Date>().ok().map(Value::Date),
        // What looks like logic is logic, unless it stands in quotes.
        Kind::Line | Kind::Paragraph => match quoted_text(text) {
            Some(inner) => Some(Value::Text(inner.to_owned())),
            None => (!looks_like_logic(text)).then(|| Value::Text(text.to_owned())),
        },
        Kind::Acknowledge => Some(Value::Acknowledged),
        Kind::Note | Kind::Calculation(_) => None,
    }
}

/// The words between quotation marks, if that is all that there is.
fn quoted_text(text: &str) -> Option<&str> {
    let mark = text.chars().next().filter(|mark| matches!(mark, '\'' | '"'))?;
    text.strip_prefix(mark)?.strip_suffix(mark).filter(|inner| !inner.contains(mark))
}

/// Whether words begin a reference or a call of a function.
pub(super) fn looks_like_logic(text: &str) -> bool {
    let is_call = |at: usize| {
        let before = text[..at].trim_end_matches(|c: char| c.is_alphanumeric() || matches!(c, '-' | ':' | '_'));
        before.len() < at && text.starts_with(|c: char| c.is_ascii_alphabetic())
    };
    text.contains("${") || (text.contains(')') && text.match_indices('(').any(|(at, _)| is_call(at)))
}

/// A text as it stands in the column "default".
pub(super) fn default_text(text: &str) -> Option<String> {
    if !looks_like_logic(text) && quoted_text(text).is_none() {
        return Some(text.to_owned());
    }
    ['\'', '"'].into_iter().find(|mark| !text.contains(*mark)).map(|mark| format!("{mark}{text}{mark}"))
}
