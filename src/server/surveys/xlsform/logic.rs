//! Logic in cells: as it was typed, made what a stand compiles.

use std::cell::Cell;

use super::columns::Field;
use super::faults::Findings;
use super::sheets::Row;
use crate::domain::survey::Expression;
use crate::server::editing::findings::quoted;

/// What a cell of yes and no says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    Yes,
    No,
    /// Neither: an expression, perhaps.
    Other,
}

/// Reads yes and no as the public converter does; an empty cell is no.
pub(super) fn answer(text: Option<&str>) -> Answer {
    match text.map(str::to_lowercase).as_deref() {
        Some("yes" | "true" | "true()") => Answer::Yes,
        None | Some("no" | "false" | "false()") => Answer::No,
        Some(_) => Answer::Other,
    }
}

/// A column that holds yes, no or nothing.
pub(super) fn flag(row: Row<'_>, field: Field, findings: &mut Findings) -> bool {
    match answer(row.get(field)) {
        Answer::Yes => true,
        Answer::No => false,
        Answer::Other => {
            let problem = format!("{} is neither yes nor no", quoted(row.get(field).unwrap_or_default()));
            findings.fault(row.place(field), problem, "write yes, or leave the cell empty");
            false
        }
    }
}

/// Questions that a stand does not record, and what stands for them in logic: the day, or nothing.
#[derive(Debug, Default)]
pub(super) struct Recorded {
    instead: Vec<(String, &'static str)>,
    /// How many patterns have been compiled: each takes memory, here and on every stand.
    patterns: Cell<usize>,
}

/// The most patterns of a workbook.
const MOST_PATTERNS: usize = 200;

impl Recorded {
    /// `name` is replaced by `by`.
    pub(super) fn add(&mut self, name: &str, by: &'static str) {
        self.instead.push((name.to_owned(), by));
    }

    /// Compiles the expression of a cell, if there is one.
    pub(super) fn expression(&self, row: Row<'_>, field: Field, findings: &mut Findings) -> Option<Expression> {
        self.compile(row.get(field)?, row, field, findings)
    }

    /// Compiles `text`, which stands in a cell of `row`.
    pub(super) fn compile(
        &self,
        text: &str,
        row: Row<'_>,
        field: Field,
        findings: &mut Findings,
    ) -> Option<Expression> {
        let source = self.replaced(&plain(text));
        self.patterns.set(self.patterns.get() + source.matches("regex").count());
        if self.patterns.get() > MOST_PATTERNS {
            let problem = format!("the workbook has more than {MOST_PATTERNS} patterns (regex)");
            findings.fault(row.place(field), problem, "compare otherwise: by selected(), numbers, string-length()");
            return None;
        }
        Expression::parse(&source)
            .map_err(|error| {
                let near: String = source.chars().skip(error.at).take(20).collect();
                let near = if near.is_empty() { "at its end".to_owned() } else { format!("at {}", quoted(&near)) };
                findings.fault(row.place(field), format!("{}, {near}", error.problem), error.advice);
            })
            .ok()
    }

    fn replaced(&self, source: &str) -> String {
        self.instead.iter().fold(source.to_owned(), |source, (name, by)| source.replace(&format!("${{{name}}}"), by))
    }
}

/// Quotation marks and spaces as a word processor sets them, made those of logic.
pub(super) fn plain(text: &str) -> String {
    let plain = |character| match character {
        '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}' => '\'',
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{201f}' => '"',
        '\u{a0}' | '\u{202f}' | '\n' | '\t' => ' ',
        other => other,
    };
    text.chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logic_from_a_word_processor_is_understood() {
        assert_eq!(plain("selected(${a}, ‘x’)\u{a0}or ${b} = “y”"), "selected(${a}, 'x') or ${b} = \"y\"");
    }

    #[test]
    fn what_is_not_recorded_becomes_the_day_or_nothing() {
        let mut recorded = Recorded::default();
        recorded.add("start", "today()");
        recorded.add("phone", "''");
        assert_eq!(
            recorded.replaced("${start} > date('2026-01-01') and ${phone} != ''"),
            "today() > date('2026-01-01') and '' != ''"
        );
    }
}
