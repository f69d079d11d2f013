//! What the survey's own checks find, brought back to the cells it was read from.

use std::collections::BTreeMap;

use super::Options;
use super::choices::Lists;
use super::columns::Field;
use super::faults::{Findings, Place};
use super::questions::Asked;
use super::settings::Settings;
use super::sheets::Table;
use crate::domain::Language;
use crate::domain::survey::checks::{Finding, Part, Problem};
use crate::domain::survey::{Name, Survey};
use crate::server::editing::findings::{did_you_mean, quoted};

/// What a survey was read from.
#[derive(Debug)]
pub(super) struct Origin {
    pub table: Table,
    pub choices: Option<Table>,
    pub lists: Lists,
    pub asked: Asked,
    pub settings: Settings,
}

/// Checks `survey`, and reports at the cells of `origin`.
pub(super) fn check(survey: &Survey, origin: &Origin, options: Options, findings: &mut Findings) {
    let had_faults = findings.has_faults();
    // Texts that a whole sheet lacks are told once, not once a row.
    let mut columns: BTreeMap<(bool, Field, Language), usize> = BTreeMap::new();
    for finding in survey.check(&Language::ALL) {
        let (field, language) = field(&finding.part);
        let may_stay = finding.is_warning() || language == Some(Language::English) || options.incomplete;
        match &finding.problem {
            // Names of rows that were refused: what is said about those is enough.
            Problem::UnknownName(name) if had_faults && origin.asked.named.contains_key(name) => {}
            Problem::Empty if finding.of.is_none() && had_faults => {}
            Problem::Untranslated => {
                let of_choice = choice(&finding.part).is_some();
                let table = if of_choice { origin.choices.as_ref() } else { Some(&origin.table) };
                let is_title = finding.of.is_none();
                match (table, language) {
                    (Some(table), Some(language)) if !is_title && !table.has(field, Some(language)) => {
                        *columns.entry((of_choice, field, language)).or_default() += 1;
                    }
                    _ => {
                        let place = place(&finding, field, language, origin);
                        let (problem, advice) = untranslated(language, is_title);
                        findings.finding(may_stay, place, problem, advice);
                    }
                }
            }
            problem => {
                let place = place(&finding, field, language, origin);
                let (problem, advice) = words(&finding.part, problem, survey);
                findings.finding(finding.is_warning(), place, problem, advice);
            }
        }
    }
    for ((of_choice, field, language), texts) in columns {
        let table = if of_choice { origin.choices.as_ref() } else { Some(&origin.table) };
        let place = table.map(|table| table.place(Some(1), None)).unwrap_or_default();
        let header = format!("{}::{} ({})", field.name(), language.own_name(), language.code());
        let problem = format!("there is no column {header}: {texts} texts are missing");
        let may_stay = language == Language::English || options.incomplete;
        findings.finding(may_stay, place, problem, "add the column and translate: a stand speaks three languages");
    }
}

fn untranslated(language: Option<Language>, is_title: bool) -> (String, String) {
    let Some(language) = language else {
        return ("a text is missing".to_owned(), "write it in every language".to_owned());
    };
    let advice = match is_title {
        true => format!("write it into the column form_title_{} of the sheet settings", language.code()),
        false => "translate it: a stand speaks three languages, Kazakh and Russian equally".to_owned(),
    };
    (format!("the text in {} is missing", language.own_name()), advice)
}

/// The column of a part, and its language.
fn field(part: &Part) -> (Field, Option<Language>) {
    match part {
        Part::Whole => (Field::Name, None),
        Part::Label(language) => (Field::Label, *language),
        Part::Hint(language) => (Field::Hint, *language),
        Part::Image(None) => (Field::Image, None),
        Part::Image(language) => (Field::ImageAlternative, *language),
        Part::Relevant => (Field::Relevant, None),
        Part::Constraint => (Field::Constraint, None),
        Part::ConstraintMessage(language) => (Field::ConstraintMessage, *language),
        Part::Required => (Field::Required, None),
        Part::RequiredMessage(language) => (Field::RequiredMessage, *language),
        Part::Beginning => (Field::Default, None),
        Part::Calculation => (Field::Calculation, None),
        Part::Filter => (Field::ChoiceFilter, None),
        Part::Choice(_) => (Field::Name, None),
        Part::ChoiceLabel(_, language) => (Field::Label, *language),
        Part::ChoiceImage(_, None) => (Field::Image, None),
        Part::ChoiceImage(_, language) => (Field::ImageAlternative, *language),
    }
}

fn place(finding: &Finding, field: Field, language: Option<Language>, origin: &Origin) -> Place {
    let Some(of) = &finding.of else {
        return match finding.part {
            Part::Label(_) => origin.settings.title_place.clone(),
            Part::Whole => origin.table.place(None, None),
            _ => origin.settings.place.clone(),
        };
    };
    if let Some(choice) = choice(&finding.part) {
        return choice_place(of, choice, field, language, origin);
    }
    if let Some(row) = origin.asked.rows.get(of).and_then(|row| origin.table.row(*row)) {
        return row.place_in(field, language);
    }
    match (origin.lists.first.get(of), &origin.choices) {
        (Some(row), Some(table)) => table.place(Some(*row), None),
        _ => origin.table.place(None, None),
    }
}

/// The choice that a part is of, or is.
fn choice(part: &Part) -> Option<&str> {
    match part {
        Part::Choice(choice) | Part::ChoiceLabel(choice, _) | Part::ChoiceImage(choice, _) => Some(choice),
        _ => None,
    }
}

fn choice_place(list: &Name, choice: &str, field: Field, language: Option<Language>, origin: &Origin) -> Place {
    let row = origin.lists.rows.get(&(list.clone(), choice.to_owned()));
    match (row, &origin.choices) {
        (Some(row), Some(table)) => match table.row(*row) {
            Some(row) => row.place_in(field, language),
            None => table.place(Some(*row), None),
        },
        (None, Some(table)) => table.place(None, None),
        _ => origin.table.place(None, None),
    }
}

/// What is wrong, and what to do, in an editor's words.
fn words(part: &Part, problem: &Problem, survey: &Survey) -> (String, String) {
    let names = || survey.questions().into_iter().map(|question| question.name.as_str());
    match problem {
        Problem::UnknownName(name) => (
            format!("nothing has the name {}", quoted(name)),
            did_you_mean(name, names(), || "write the name of a question as it stands in the column name".to_owned()),
        ),
        Problem::Later(name) => (
            format!("{} is asked only afterwards: nothing is known of it here", quoted(name.as_str())),
            "ask it before, if this depends on its answer".to_owned(),
        ),
        Problem::Twice => ("two things have this name".to_owned(), "rename one of them: names are unique".to_owned()),
        Problem::Cycle(names) => {
            let way = names.iter().map(|name| quoted(name.as_str())).collect::<Vec<_>>().join(" → ");
            (format!("the logic comes back to itself: {way}"), "take one of these references away".to_owned())
        }
        Problem::Unreachable => (
            "the row can never be reached: its relevance never holds".to_owned(),
            "correct the column relevant, or delete the row".to_owned(),
        ),
        Problem::Untranslated => untranslated(None, false),
        Problem::WrongType(what) if matches!(part, Part::Choice(_)) => {
            (what.clone(), "write _ for each space in the column name; the label may have spaces".to_owned())
        }
        Problem::WrongType(what) => (what.clone(), "compare like with like: numbers, days, choices, words".to_owned()),
        Problem::FilterByLabel => (
            "choices cannot be filtered by their label, which is another one in each language".to_owned(),
            "filter by name, or by a column of your own on the sheet choices, as in region = ${region}".to_owned(),
        ),
        Problem::UnknownChoice(choice) => {
            let choices = survey.lists.values().flatten().map(|choice| choice.name.as_str());
            let advice = did_you_mean(choice, choices, || "write the name of a choice of that list".to_owned());
            (format!("no choice of the list has the name {}", quoted(choice)), advice)
        }
        Problem::Empty if matches!(part, Part::Label(_) | Part::ChoiceLabel(..)) => (
            "the label is missing".to_owned(),
            "write it into label::Қазақша (kk), label::Русский (ru) and label::English (en)".to_owned(),
        ),
        Problem::Empty if matches!(part, Part::Image(_) | Part::ChoiceImage(..)) => (
            "the image has no alternative: who does not see it learns nothing of it".to_owned(),
            "say what it shows in image_alternative::Қазақша (kk), and so on (on choices image_alternative_kk)"
                .to_owned(),
        ),
        Problem::Empty => ("nothing is asked in it".to_owned(), "add a question, or delete it".to_owned()),
        Problem::TooMuch(what, many, most) => {
            (format!("{many} {what} are too many: a stand takes {most}"), "shorten or split the survey".to_owned())
        }
    }
}
