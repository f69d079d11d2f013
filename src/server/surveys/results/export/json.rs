//! Results as open data: JSON with the metadata that the open-data portal asks for, in parts below 10 MB.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::super::cube::Count;
use super::super::report::Report;
use super::super::tally::share;
use super::super::words::Words;
use super::{breakdowns, entries, name_of, part_name, row_name, row_title};
use crate::domain::{Language, Trilingual};

/// A part of the data set is smaller than this, bytes: the portal takes 10 MB.
const LARGEST_PART: usize = 9_500_000;

/// Stands for the question and the answer where answers are counted, whatever they say. No question is called that.
const ANSWERS: &str = "*";

/// Who answers for the data set.
#[derive(Debug, Clone, Default)]
pub struct Responsible {
    /// Their name.
    pub name: Trilingual,
    /// Their phone number, if known.
    pub phone: Option<String>,
}

/// The data set as JSON documents, each whole by itself with the metadata and a part of the rows.
pub fn parts(report: &Report, words: &Words<'_>, responsible: &Responsible, made_on: Date) -> Vec<String> {
    let rows = rows(report, words);
    let metadata = metadata(report, words, responsible, made_on);
    let room = LARGEST_PART.saturating_sub(metadata.to_string().len() + 1_000);
    let mut parts: Vec<Vec<Value>> = vec![Vec::new()];
    let mut size = 0;
    for row in rows {
        let length = row.to_string().len() + 1;
        if size + length > room && size > 0 {
            parts.push(Vec::new());
            size = 0;
        }
        size += length;
        if let Some(part) = parts.last_mut() {
            part.push(row);
        }
    }
    let of = parts.len();
    let documents = parts.into_iter().enumerate().map(|(at, rows)| {
        let mut document = metadata.clone();
        document["part"] = json!(at + 1);
        document["parts"] = json!(of);
        document["data"] = Value::Array(rows);
        document.to_string()
    });
    documents.collect()
}

fn metadata(report: &Report, words: &Words<'_>, responsible: &Responsible, made_on: Date) -> Value {
    let in_each = |id: &str, name: &str| -> Vec<(String, String)> {
        let survey = |language| Words { language, ..*words }.survey().to_owned();
        Language::ALL
            .map(|language| {
                let text = crate::i18n::text_with(language, id, &[("survey", survey(language).into())]);
                (format!("{name}{}", suffix(language)), text)
            })
            .to_vec()
    };
    let mut document = json!({
        "keywords": ["survey", "accessibility", "information stands", words.schema.newest.id.as_str()],
        "responsible": {
            "nameKk": responsible.name.kk, "nameRu": responsible.name.ru, "nameEn": responsible.name.en,
            "phone": responsible.phone,
        },
        "madeOn": made_on.to_string(),
        "conditions": report.filter.parameters().into_iter().collect::<std::collections::BTreeMap<_, _>>(),
        "answers": report.respondents.shown(),
        "fields": fields(),
    });
    for (name, text) in in_each("summary-title", "name").into_iter().chain(in_each("results-about-file", "description"))
    {
        document[name] = json!(text);
    }
    document
}

fn suffix(language: Language) -> &'static str {
    match language {
        Language::Kazakh => "Kk",
        Language::Russian => "Ru",
        Language::English => "En",
    }
}

/// The fields of a row: type, whether it is part of the key, and what it is called.
fn fields() -> Value {
    let field = |name: &str, kind: &str, is_key: bool, id: &str, format: &str| {
        json!({
            "name": name, "type": kind, "pk": is_key, "format": format,
            "labelKk": crate::i18n::text(Language::Kazakh, id),
            "labelRu": crate::i18n::text(Language::Russian, id),
            "labelEn": crate::i18n::text(Language::English, id),
        })
    };
    let mut fields = vec![
        field("question", "string", true, "results-question", ""),
        field("by", "string", true, "results-cross-against", ""),
        field("row", "string", true, "results-row", ""),
        field("answer", "string", true, "results-answer", ""),
    ];
    for (name, id) in [("question", "results-question"), ("row", "results-row"), ("answer", "results-answer")] {
        fields.extend(
            Language::ALL
                .map(|language| field(&format!("{name}{}", suffix(language)), "string", false, id, language.code())),
        );
    }
    fields.extend([
        field("count", "integer", false, "results-count", "null: withheld"),
        field("base", "integer", false, "results-base", "null: withheld"),
        field("share", "number", false, "results-share", "0–1"),
        field("low", "number", false, "results-low", "0–1"),
        field("high", "number", false, "results-high", "0–1"),
    ]);
    Value::Array(fields)
}

fn rows(report: &Report, words: &Words<'_>) -> Vec<Value> {
    let each = Language::ALL.map(|language| Words { language, ..*words });
    let number = |count: Count| count.shown();
    let part = |part: Option<f64>| part.map(|part| (part * 10_000.0).round() / 10_000.0);
    let row = |question: (&str, Option<usize>),
               by: (&str, &str),
               answer: &str,
               labels: &dyn Fn(&Words<'_>) -> (String, String),
               count: (Count, Count),
               share: Option<super::super::interval::Share>| {
        let mut row = json!({
            "question": question.0, "by": by.0, "row": by.1, "answer": answer,
            "count": number(count.0), "base": number(count.1),
            "share": part(share.map(|share| share.value)),
            "low": part(share.map(|share| share.low)),
            "high": part(share.map(|share| share.high)),
        });
        for words in &each {
            let (row_label, answer_label) = labels(words);
            let suffix = suffix(words.language);
            let asked = question.1.map(|question| words.question(question).to_owned());
            let asked = asked.unwrap_or_else(|| crate::i18n::text(words.language, "results-respondents"));
            row[format!("question{suffix}")] = json!(asked);
            row[format!("row{suffix}")] = json!(row_label);
            row[format!("answer{suffix}")] = json!(answer_label);
        }
        row
    };
    let mut rows = Vec::new();
    for (by, part, count) in breakdowns(report) {
        let labels = |words: &Words<'_>| (words.part(part), crate::i18n::text(words.language, "results-respondents"));
        let name = part_name(part, words);
        let counts = (count, report.respondents);
        rows.push(row((ANSWERS, None), (by, &name), ANSWERS, &labels, counts, share(counts.0, counts.1)));
    }
    for tally in &report.tallies {
        for entry in entries(tally, words) {
            let labels = |words: &Words<'_>| {
                (crate::i18n::text(words.language, "results-everybody"), entry.what.title(entry.variable, words))
            };
            let question = (entry.question.as_str(), Some(entry.variable));
            rows.push(row(question, ("all", "all"), &entry.answer, &labels, (entry.count, entry.base), entry.share));
        }
    }
    for table in &report.tables {
        let question = words.schema.address(table.variable);
        // Everybody stands above.
        for line in table.rows.iter().filter(|line| line.of != super::super::crosstable::Head::Everybody) {
            let name = row_name(table, &line.of, words);
            for (what, (count, share)) in table.columns.iter().zip(&line.cells) {
                let labels = |words: &Words<'_>| (row_title(table, &line.of, words), words.what(table.variable, *what));
                let answer = name_of(words, table.variable, *what);
                let by = (table.against.id(), name.as_str());
                rows.push(row((&question, Some(table.variable)), by, &answer, &labels, (*count, line.base), *share));
            }
        }
    }
    rows
}
