//! Results for SPSS and PSPP: a syntax file and the data it reads.
//!
//! The data are groups, each with its weight: what a table withholds is not in them. A line belongs to one table:
//! the distributions (`tab` 0), or a cross-table with one of the circumstances. `SELECT IF (tab = …)` chooses it,
//! and frequencies of any question are then those of the other files.

use std::collections::BTreeSet;

use super::super::crosstable::{Against, CrossTable, Head};
use super::super::cube::Count;
use super::super::report::{CIRCUMSTANCES, Report};
use super::super::schema::{self, Form, Schema};
use super::super::tally::What;
use super::super::words::Words;
use super::csv::row;
use super::{against_title, file_name, row_title};

/// Codes of those who said nothing: user-missing values.
const SILENT: [(i32, &str); 3] = [(-1, "results-declined"), (-2, "results-passed"), (-3, "results-unseen")];
/// The largest number that the columns have room for.
const LARGEST_CODE: f64 = 99_999.0;
/// Words that SPSS keeps for itself.
const RESERVED: [&str; 13] = ["all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"];

/// A variable of the file.
struct Variable {
    name: String,
    label: String,
    /// The values and what they are called.
    values: Vec<(i32, String)>,
    is_question: bool,
    of: Of,
}

#[derive(Clone, Copy, PartialEq)]
enum Of {
    Circumstance(usize),
    Question(usize),
    /// One choice of a question with several.
    Choice(usize, usize),
}

/// The syntax and the data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Files {
    /// The syntax: `….sps`.
    pub syntax: String,
    /// The data: `…-spss.csv`.
    pub data: String,
}

/// Makes both files; labels are in the language of `words`.
pub fn files(report: &Report, words: &Words<'_>) -> Files {
    let variables = variables(report, words);
    Files { syntax: syntax(&variables, words), data: data(report, &variables, words.schema) }
}

fn variables(report: &Report, words: &Words<'_>) -> Vec<Variable> {
    let mut taken: BTreeSet<String> = ["tab", "weight"].map(ToOwned::to_owned).into();
    let mut name = |wanted: &str| {
        let mut plain: String =
            wanted.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '_' }).take(40).collect();
        if !plain.starts_with(|first: char| first.is_ascii_alphabetic())
            || RESERVED.contains(&plain.to_lowercase().as_str())
        {
            plain = format!("q_{plain}");
        }
        let free = (1..).map(|nth| if nth == 1 { plain.clone() } else { format!("{plain}_{nth}") });
        let free = free.into_iter().find(|name| taken.insert(name.to_lowercase()));
        free.unwrap_or(plain)
    };
    let mut variables = Vec::new();
    for (at, against) in CIRCUMSTANCES.into_iter().enumerate() {
        let Some(table) = report.tables.iter().find(|table| table.against == against) else { continue };
        let rows = (1..).zip(table.rows.iter().filter(|row| row.of != Head::Everybody));
        variables.push(Variable {
            name: name(against.id()),
            label: against_title(against, words),
            values: rows.map(|(code, row)| (code, row_title(table, &row.of, words))).collect(),
            is_question: false,
            of: Of::Circumstance(at),
        });
    }
    for tally in &report.tallies {
        let about = &words.schema.variables[tally.variable];
        let address = words.schema.address(tally.variable);
        let silent = SILENT.map(|(code, id)| (code, crate::i18n::text(words.language, id)));
        if about.form == Form::Many {
            for line in &tally.lines {
                let What::Choice(choice) = line.what else { continue };
                let mut values: Vec<(i32, String)> = ["results-no", "results-yes"]
                    .into_iter()
                    .zip(0..)
                    .map(|(id, code)| (code, crate::i18n::text(words.language, id)))
                    .collect();
                values.extend(silent.clone());
                variables.push(Variable {
                    name: name(&format!("{address}_{}", about.choices[choice].name)),
                    label: format!("{}: {}", words.question(tally.variable), words.what(tally.variable, line.what)),
                    values,
                    is_question: true,
                    of: Of::Choice(tally.variable, choice),
                });
            }
        } else if !tally.lines.is_empty() {
            let mut values: Vec<(i32, String)> = tally
                .lines
                .iter()
                .zip(codes(about, tally.lines.iter().map(|line| line.what)))
                .map(|(line, code)| (code, words.what(tally.variable, line.what)))
                .collect();
            values.extend(silent);
            variables.push(Variable {
                name: name(&address),
                label: words.question(tally.variable).to_owned(),
                values,
                is_question: true,
                of: Of::Question(tally.variable),
            });
        }
    }
    variables
}

/// The codes of a question's answers: of a scale the steps' own numbers, so that its mean is one of theirs, where
/// all are whole and none is below nought, as those who said nothing are; else the places, from 1.
fn codes(about: &schema::Variable, all: impl Iterator<Item = What> + Clone) -> Vec<i32> {
    let step = |what: What| match what {
        What::Choice(choice) if about.form == Form::Scale => {
            let number = about.choices[choice].number;
            ((0.0..=LARGEST_CODE).contains(&number) && number.fract() == 0.0).then_some(number as i32)
        }
        _ => None,
    };
    all.clone().map(step).collect::<Option<Vec<_>>>().unwrap_or_else(|| (1..).zip(all).map(|(at, _)| at).collect())
}

fn syntax(variables: &[Variable], words: &Words<'_>) -> String {
    let mut lines = vec![
        format!("* {}.", one_line(words.survey(), 200).trim_end_matches('.')),
        format!(
            "* {}.",
            one_line(&crate::i18n::text(words.language, "results-file-sps-note"), 400).trim_end_matches('.')
        ),
        "GET DATA /TYPE=TXT".to_owned(),
        format!("  /FILE='{}-spss.csv'", file_name(words)),
        "  /ENCODING='UTF8'".to_owned(),
        "  /DELIMITERS=','".to_owned(),
        "  /QUALIFIER='\"'".to_owned(),
        "  /FIRSTCASE=2".to_owned(),
        "  /VARIABLES=".to_owned(),
        "    tab F2.0".to_owned(),
    ];
    lines.extend(variables.iter().map(|variable| format!("    {} F6.0", variable.name)));
    lines.push("    weight F10.0.".to_owned());
    let label = |name: &str, label: &str| format!("VARIABLE LABELS {name} {}.", quoted(label, 250));
    lines.push(label("tab", &crate::i18n::text(words.language, "results-cross")));
    lines.extend(variables.iter().map(|variable| label(&variable.name, &variable.label)));
    let values = |name: &str, values: &[(i32, String)]| {
        let values: Vec<String> =
            values.iter().map(|(code, label)| format!("  {code} {}", quoted(label, 115))).collect();
        format!("VALUE LABELS {name}\n{}.", values.join("\n"))
    };
    let mut tables = vec![(0, crate::i18n::text(words.language, "results-distribution"))];
    tables.extend(variables.iter().filter_map(|variable| match variable.of {
        Of::Circumstance(at) => Some((table_code(at), variable.label.clone())),
        _ => None,
    }));
    lines.push(values("tab", &tables));
    let labelled = variables.iter().filter(|variable| !variable.values.is_empty());
    lines.extend(labelled.map(|variable| values(&variable.name, &variable.values)));
    let questions: Vec<&str> =
        variables.iter().filter(|variable| variable.is_question).map(|variable| variable.name.as_str()).collect();
    lines.extend(questions.iter().map(|name| format!("MISSING VALUES {name} (-3 THRU -1).")));
    lines.push("WEIGHT BY weight.".to_owned());
    for name in questions {
        lines.push("TEMPORARY.".to_owned());
        lines.push("SELECT IF (tab = 0).".to_owned());
        lines.push(format!("FREQUENCIES /VARIABLES={name}."));
    }
    lines.join("\n") + "\n"
}

/// The code of the cross-tables with a circumstance.
fn table_code(circumstance: usize) -> i32 {
    i32::try_from(circumstance + 1).unwrap_or(i32::MAX)
}

/// A text of at most `most` bytes between apostrophes.
fn quoted(text: &str, most: usize) -> String {
    format!("'{}'", one_line(text, most).replace('\'', "''"))
}

fn one_line(text: &str, most: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let end = (0..=most.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text[..end].to_owned()
}

fn data(report: &Report, variables: &[Variable], schema: &Schema) -> String {
    let names = variables.iter().map(|variable| variable.name.as_str());
    let mut lines = vec![row(["tab"].into_iter().chain(names).chain(["weight"]))];
    let mut line = |table: i32, set: &[(usize, i32)], weight: Count| {
        let Some(weight) = weight.shown().filter(|weight| *weight > 0) else { return };
        let mut fields = vec![String::new(); variables.len()];
        for (at, code) in set {
            fields[*at] = code.to_string();
        }
        let (table, weight) = (table.to_string(), weight.to_string());
        lines.push(row([table.as_str()].into_iter().chain(fields.iter().map(String::as_str)).chain([weight.as_str()])));
    };
    for (at, variable) in variables.iter().enumerate() {
        let (question, choice) = match variable.of {
            Of::Question(question) => (question, None),
            Of::Choice(question, choice) => (question, Some(choice)),
            Of::Circumstance(_) => continue,
        };
        let Some(tally) = report.tallies.iter().find(|tally| tally.variable == question) else { continue };
        let codes_of = |all: &[What]| codes(&schema.variables[question], all.iter().copied());
        let all: Vec<What> = tally.lines.iter().map(|line| line.what).collect();
        for (answer, code) in tally.lines.iter().zip(codes_of(&all)) {
            match choice {
                None => line(0, &[(at, code)], answer.count),
                Some(choice) if answer.what == What::Choice(choice) => {
                    line(0, &[(at, 1)], answer.count);
                    line(0, &[(at, 0)], rest(tally.answered, answer.count));
                }
                Some(_) => {}
            }
        }
        for ((code, _), count) in SILENT.into_iter().zip([tally.declined, tally.passed, tally.unseen]) {
            line(0, &[(at, code)], count);
        }
        for table in report.tables.iter().filter(|table| table.variable == question) {
            cross(table, (at, choice), &codes_of(&table.columns), variables, &mut line);
        }
    }
    lines.concat()
}

/// The lines of a cross-table for the variable at `at`, of one choice if it has several.
fn cross(
    table: &CrossTable,
    (at, choice): (usize, Option<usize>),
    codes: &[i32],
    variables: &[Variable],
    line: &mut impl FnMut(i32, &[(usize, i32)], Count),
) {
    let circumstance = |against: Against| CIRCUMSTANCES.iter().position(|other| *other == against);
    let Some(place_of) = circumstance(table.against) else { return };
    let Some(beside) = variables.iter().position(|variable| variable.of == Of::Circumstance(place_of)) else { return };
    for (row_code, row) in (1..).zip(table.rows.iter().filter(|row| row.of != Head::Everybody)) {
        for ((what, code), (count, _)) in table.columns.iter().zip(codes).zip(&row.cells) {
            match choice {
                None => line(table_code(place_of), &[(beside, row_code), (at, *code)], *count),
                Some(choice) if *what == What::Choice(choice) => {
                    line(table_code(place_of), &[(beside, row_code), (at, 1)], *count);
                    line(table_code(place_of), &[(beside, row_code), (at, 0)], rest(row.answered, *count));
                }
                Some(_) => {}
            }
        }
    }
}

/// Those who answered and did not choose: told where both numbers are, for then it is no secret.
fn rest(answered: Count, chose: Count) -> Count {
    match (answered, chose) {
        (Count::Shown(answered), Count::Shown(chose)) => Count::Shown(answered.saturating_sub(chose)),
        _ => Count::Withheld,
    }
}
