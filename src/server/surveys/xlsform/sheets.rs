//! A sheet as a table: columns by what they mean, rows with the place of every cell.

use std::collections::BTreeMap;

use super::columns::{Dictionary, Field, Header, header};
use super::faults::{Column, Findings, Place};
use super::workbook::{Content, Sheet};
use crate::domain::Language;
use crate::domain::survey::Text;
use crate::server::editing::findings::{did_you_mean, quoted};

/// A sheet whose columns were understood.
#[derive(Debug)]
pub(super) struct Table {
    /// Its name, as the editor wrote it.
    sheet: String,
    /// The headers by column.
    headers: BTreeMap<usize, String>,
    /// Where the known columns are.
    known: Vec<(Field, Option<Language>, usize)>,
    /// Where the others are.
    pub others: Vec<usize>,
    /// The row numbers, from 1, and what the rows hold by column; empty rows are not among them.
    rows: Vec<(usize, BTreeMap<usize, String>)>,
    /// What a column without a language is in.
    plain: Language,
}

/// A row of a table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'a> {
    table: &'a Table,
    number: usize,
    cells: &'a BTreeMap<usize, String>,
}

impl Table {
    /// Reads the columns of `sheet`. Texts in a column that names no language are in `plain`.
    pub(super) fn read(sheet: &Sheet, dictionary: Dictionary, plain: Language, findings: &mut Findings) -> Self {
        let mut table = Self {
            sheet: sheet.name.clone(),
            headers: BTreeMap::new(),
            known: Vec::new(),
            others: Vec::new(),
            rows: Vec::new(),
            plain,
        };
        for (number, cells) in &sheet.rows {
            let mut words = BTreeMap::new();
            for (column, content) in cells {
                match content {
                    Content::Text(text) => drop(words.insert(*column, text.clone())),
                    Content::Unsaved if *number == 1 || table.headers.contains_key(column) => findings.fault(
                        table.place(Some(*number), Some(*column)),
                        "the formula has no saved value",
                        "open the workbook in a spreadsheet program and save it, or write the value itself",
                    ),
                    Content::Error(error) if *number == 1 || table.headers.contains_key(column) => findings.fault(
                        table.place(Some(*number), Some(*column)),
                        format!("the formula comes to {error}"),
                        "mend the formula, or write the value itself",
                    ),
                    _ => {}
                }
            }
            if *number == 1 {
                table.headers = words;
                table.understand(dictionary, findings);
            } else if !words.is_empty() {
                table.rows.push((*number, words));
            }
        }
        if table.headers.is_empty() && !table.rows.is_empty() {
            let advice = "write the names of the columns into row 1: type, name, label::Қазақша (kk), …";
            findings.fault(table.place(Some(1), None), "the first row is empty", advice);
        }
        table.note_merged(sheet, findings);
        table
    }

    fn understand(&mut self, dictionary: Dictionary, findings: &mut Findings) {
        let mut seen: BTreeMap<(Field, Option<Language>), usize> = BTreeMap::new();
        for (column, text) in &self.headers {
            let place = || self.place(Some(1), Some(*column));
            match header(text, dictionary) {
                // Files for players and the like have their say where a row uses them.
                Header::Known(field @ (Field::Passed | Field::Playing), language) => {
                    self.known.push((field, language, *column));
                }
                Header::Known(field, language) => {
                    if let Some(first) = seen.insert((field, language), *column) {
                        let first = Column { number: first, header: String::new() }.letters();
                        findings.fault(
                            place(),
                            format!("column {first} says the same"),
                            "keep one of the two: which one holds would be chance",
                        );
                    }
                    self.known.push((field, language, *column));
                }
                Header::Foreign(field, language) => findings.warning(
                    place(),
                    format!("a stand does not speak {}: the column is left out", quoted(&language)),
                    format!(
                        "write the language as {0}::Қазақша (kk), {0}::Русский (ru) or {0}::English (en)",
                        field.name()
                    ),
                ),
                Header::Other => self.others.push(*column),
            }
        }
    }

    /// Merged cells hold a value only in the first of them: what was meant for the others is missing.
    fn note_merged(&self, sheet: &Sheet, findings: &mut Findings) {
        for [first, last, left, right] in &sheet.merged {
            let read = |column: &usize| self.known.iter().any(|(_, _, known)| known == column);
            if (*left..=(*right).min(*left + 1000)).any(|column| read(&column)) {
                findings.warning(
                    self.place(Some(*first), Some(*left)),
                    format!("cells are merged down to row {last}: only the first of them counts"),
                    "take the merge back, and write into each row what it needs",
                );
            }
        }
    }

    /// Warns of columns that nothing is read from.
    pub(super) fn warn_of_others(&self, dictionary: Dictionary, findings: &mut Findings) {
        for column in &self.others {
            let header = self.headers.get(column).map(String::as_str).unwrap_or_default();
            let names = dictionary.iter().map(|(name, _)| *name);
            let advice = did_you_mean(header, names, || "nothing to do, if it holds remarks of your own".to_owned());
            findings.warning(self.place(Some(1), Some(*column)), "the column is not read", advice);
        }
    }

    /// The rows below the header that hold something.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(number, cells)| Row { table: self, number: *number, cells })
    }

    /// The row of this number.
    pub(super) fn row(&self, number: usize) -> Option<Row<'_>> {
        let at = self.rows.binary_search_by_key(&number, |(number, _)| *number).ok()?;
        self.rows.get(at).map(|(number, cells)| Row { table: self, number: *number, cells })
    }

    /// Whether there is such a column, in this language if one is given.
    pub(super) fn has(&self, field: Field, language: Option<Language>) -> bool {
        self.column(field, language).is_some()
    }

    /// The header of a column.
    pub(super) fn header(&self, column: usize) -> &str {
        self.headers.get(&column).map(String::as_str).unwrap_or_default()
    }

    /// A place in this sheet.
    pub(super) fn place(&self, row: Option<usize>, column: Option<usize>) -> Place {
        let column =
            column.map(|number| Column { number, header: self.headers.get(&number).cloned().unwrap_or_default() });
        Place { sheet: Some(self.sheet.clone()), row, column }
    }

    /// The place of a column's header, or of the first row where there is no such column.
    pub(super) fn header_place(&self, field: Field) -> Place {
        self.place(Some(1), self.column(field, None))
    }

    fn column(&self, field: Field, language: Option<Language>) -> Option<usize> {
        let exact = |wanted: Option<Language>| {
            let mut columns = self.known.iter().filter(|(known, found, _)| *known == field && *found == wanted);
            columns.next().map(|(_, _, column)| *column)
        };
        match language {
            Some(language) => exact(Some(language)).or_else(|| exact(None).filter(|_| language == self.plain)),
            None => exact(None).or_else(|| self.known.iter().find(|(known, ..)| *known == field).map(|found| found.2)),
        }
    }
}

impl<'a> Row<'a> {
    /// Its number, from 1.
    pub(super) fn number(self) -> usize {
        self.number
    }

    /// What stands in the column, if anything does.
    pub(super) fn get(self, field: Field) -> Option<&'a str> {
        let mut columns = self.table.known.iter().filter(|(known, ..)| *known == field);
        columns.find_map(|(_, _, column)| self.cells.get(column)).map(String::as_str)
    }

    /// What stands in the column of this number.
    pub(super) fn at(self, column: usize) -> Option<&'a str> {
        self.cells.get(&column).map(String::as_str)
    }

    /// The translations of a text.
    pub(super) fn text(self, field: Field) -> Text {
        let in_language = |language| self.table.column(field, Some(language)).and_then(|column| self.at(column));
        Text::new(Language::ALL.into_iter().filter_map(|language| Some((language, in_language(language)?.to_owned()))))
    }

    /// The place of a cell; of the whole row, where there is no such column.
    pub(super) fn place(self, field: Field) -> Place {
        let filled =
            self.table.known.iter().find(|(known, _, column)| *known == field && self.cells.contains_key(column));
        let column = filled.map(|found| found.2).or_else(|| self.table.column(field, None));
        self.table.place(Some(self.number), column)
    }

    /// The place of a text in a language.
    pub(super) fn place_in(self, field: Field, language: Option<Language>) -> Place {
        match language.and_then(|language| self.table.column(field, Some(language))) {
            Some(column) => self.table.place(Some(self.number), Some(column)),
            None => self.place(field),
        }
    }
}
