//! Results as comma-separated values (RFC 4180, UTF-8): one line for each number.

use super::super::cube::Count;
use super::super::interval::Share;
use super::super::report::Report;
use super::super::tally::share;
use super::super::words::Words;
use super::{breakdowns, entries, name_of, part_name, row_name, row_title};

/// What tells spreadsheets that a file is UTF-8.
pub const MARK: &str = "\u{feff}";

/// Every question's distribution.
pub fn distributions(report: &Report, words: &Words<'_>) -> String {
    let mut lines = vec![row([
        "question",
        "question_label",
        "answer",
        "answer_label",
        "count",
        "base",
        "share",
        "low",
        "high",
        "status",
    ])];
    for tally in &report.tallies {
        for entry in entries(tally, words) {
            let [count, base, share, low, high, status] = numbers(entry.count, entry.base, entry.share);
            let (label, answer) = (words.question(entry.variable), entry.what.title(entry.variable, words));
            lines.push(row([
                entry.question.as_str(),
                label,
                &entry.answer,
                &answer,
                &count,
                &base,
                &share,
                &low,
                &high,
                &status,
            ]));
        }
    }
    lines.concat()
}

/// Every cross-table.
pub fn tables(report: &Report, words: &Words<'_>) -> String {
    let mut lines = vec![row([
        "question",
        "question_label",
        "by",
        "row",
        "row_label",
        "answer",
        "answer_label",
        "count",
        "base",
        "share",
        "low",
        "high",
        "status",
    ])];
    for table in &report.tables {
        let (question, label) = (words.schema.address(table.variable), words.question(table.variable));
        for line in &table.rows {
            let (name, title) = (row_name(table, &line.of, words), row_title(table, &line.of, words));
            for (what, (count, share)) in table.columns.iter().zip(&line.cells) {
                let [count, base, share, low, high, status] = numbers(*count, line.base, *share);
                let (answer, answer_label) = (name_of(words, table.variable, *what), words.what(table.variable, *what));
                lines.push(row([
                    question.as_str(),
                    label,
                    table.against.id(),
                    &name,
                    &title,
                    &answer,
                    &answer_label,
                    &count,
                    &base,
                    &share,
                    &low,
                    &high,
                    &status,
                ]));
            }
        }
    }
    lines.concat()
}

/// How many answers there are, by region, body and stand, by month and by day.
pub fn counts(report: &Report, words: &Words<'_>) -> String {
    let mut lines = vec![row(["by", "row", "row_label", "count", "answers", "share", "low", "high", "status"])];
    for (by, part, count) in breakdowns(report) {
        let [count, base, share, low, high, status] =
            numbers(count, report.respondents, share(count, report.respondents));
        let (name, title) = (part_name(part, words), words.part(part));
        lines.push(row([by, &name, &title, &count, &base, &share, &low, &high, &status]));
    }
    lines.concat()
}

/// Count, base, share, lower and upper end, status: plain numbers with a point, empty where withheld.
fn numbers(count: Count, base: Count, share: Option<Share>) -> [String; 6] {
    let number = |count: Count| count.shown().map_or_else(String::new, |count| count.to_string());
    let part = |part: Option<f64>| part.map_or_else(String::new, |part| format!("{part:.4}"));
    let status = if count == Count::Withheld { "withheld" } else { "shown" };
    [
        number(count),
        number(base),
        part(share.map(|share| share.value)),
        part(share.map(|share| share.low)),
        part(share.map(|share| share.high)),
        status.to_owned(),
    ]
}

/// A line of a file.
pub(super) fn row<'a>(fields: impl IntoIterator<Item = &'a str>) -> String {
    let fields: Vec<String> = fields.into_iter().map(field).collect();
    format!("{}\r\n", fields.join(","))
}

/// A field. One that a spreadsheet would take for a formula begins with an apostrophe.
fn field(text: &str) -> String {
    let is_number = text.parse::<f64>().is_ok();
    let looks_like_formula = !is_number && text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if looks_like_formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_with_commas_quotes_and_lines_is_quoted_and_a_formula_is_none() {
        assert_eq!(field("a, \"b\"\nc"), "\"a, \"\"b\"\"\nc\"");
        assert_eq!(field("=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
        assert_eq!(field("-3.5"), "-3.5");
        assert_eq!(field("-no"), "'-no");
    }
}
