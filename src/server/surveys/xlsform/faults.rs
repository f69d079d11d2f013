//! What is wrong in a workbook, and where: the sheet, the row and the column as the editor sees them.

use std::fmt;

use crate::server::editing::findings::quoted;

/// How many faults are listed; a broken sheet should not bury its first mistake.
const LISTED: usize = 200;

/// A place in a workbook.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Place {
    /// The sheet; the workbook itself, if none.
    pub sheet: Option<String>,
    /// The row, from 1 as spreadsheets count.
    pub row: Option<usize>,
    /// The column.
    pub column: Option<Column>,
}

/// A column of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Column {
    /// Its number, from 0.
    pub number: usize,
    /// What stands in its first row.
    pub header: String,
}

impl Column {
    /// Its letters: `A`, `B`, … `AA`.
    pub fn letters(&self) -> String {
        let (mut letters, mut rest) = (Vec::new(), self.number + 1);
        while rest > 0 {
            rest -= 1;
            letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
            rest /= 26;
        }
        letters.into_iter().rev().collect()
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(sheet) = &self.sheet else { return f.write_str("the workbook") };
        write!(f, "sheet {}", quoted(sheet))?;
        if let Some(row) = self.row {
            write!(f, ", row {row}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ", column {}", column.letters())?;
            if !column.header.is_empty() {
                write!(f, " ({})", quoted(&column.header))?;
            }
        }
        Ok(())
    }
}

/// Something to mend, or to look at, in a workbook.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SheetFault {
    /// Where.
    pub place: Place,
    /// What is wrong.
    pub problem: String,
    /// What to do about it.
    pub advice: String,
}

impl fmt::Display for SheetFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}\n    {}", self.place, self.problem, self.advice)
    }
}

/// Faults and warnings as they are found.
#[derive(Debug, Default)]
pub(super) struct Findings {
    faults: Vec<SheetFault>,
    warnings: Vec<SheetFault>,
    unlisted: usize,
}

impl Findings {
    /// Something that must be mended before the survey is taken.
    pub(super) fn fault(&mut self, place: Place, problem: impl Into<String>, advice: impl Into<String>) {
        if self.faults.len() < LISTED {
            self.faults.push(SheetFault { place, problem: problem.into(), advice: advice.into() });
        } else {
            self.unlisted += 1;
        }
    }

    /// Something that may stay, but should be looked at.
    pub(super) fn warning(&mut self, place: Place, problem: impl Into<String>, advice: impl Into<String>) {
        if self.warnings.len() < LISTED {
            self.warnings.push(SheetFault { place, problem: problem.into(), advice: advice.into() });
        }
    }

    /// A fault, or a warning where `may_stay`.
    pub(super) fn finding(&mut self, may_stay: bool, place: Place, problem: String, advice: impl Into<String>) {
        if may_stay { self.warning(place, problem, advice) } else { self.fault(place, problem, advice) }
    }

    /// Whether anything must be mended.
    pub(super) fn has_faults(&self) -> bool {
        !self.faults.is_empty()
    }

    /// Faults and warnings, each from the first row to the last, none twice.
    pub(super) fn into_sorted(mut self) -> (Vec<SheetFault>, Vec<SheetFault>) {
        for list in [&mut self.faults, &mut self.warnings] {
            list.sort_by_key(|fault| {
                let Place { sheet, row, column } = &fault.place;
                let order = ["settings", "survey", "choices"];
                let sheet =
                    sheet.as_ref().map(|sheet| order.iter().position(|known| sheet.eq_ignore_ascii_case(known)));
                (sheet, *row, column.as_ref().map(|column| column.number))
            });
            let mut seen = std::collections::HashSet::new();
            list.retain(|fault| seen.insert(fault.clone()));
        }
        if self.unlisted > 0 {
            let problem = format!("{} more faults are not listed", self.unlisted);
            self.faults.push(SheetFault {
                place: Place::default(),
                problem,
                advice: "mend these, then check again".to_owned(),
            });
        }
        (self.faults, self.warnings)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_reads_as_the_editor_sees_it() {
        let column = |number, header: &str| Column { number, header: header.to_owned() };
        let letters = [0, 25, 26, 701, 702].map(|number| column(number, "").letters());
        assert_eq!(letters, ["A", "Z", "AA", "ZZ", "AAA"]);
        let place = Place { sheet: Some("survey".into()), row: Some(7), column: Some(column(3, "relevant")) };
        let fault = SheetFault { place, problem: "it is wrong".into(), advice: "mend it".into() };
        assert_eq!(fault.to_string(), "sheet \"survey\", row 7, column D (\"relevant\"): it is wrong\n    mend it");
    }

    #[test]
    fn a_thousand_faults_are_cut_short_and_the_rest_is_counted() {
        let mut findings = Findings::default();
        for row in (1..=1000).rev() {
            findings.fault(Place { row: Some(row), ..Place::default() }, "p", "a");
        }
        let (faults, _) = findings.into_sorted();
        assert_eq!(faults.len(), LISTED + 1);
        assert!(faults[0].place.row < faults[1].place.row);
        assert!(faults[LISTED].problem.starts_with("800 more"));
    }
}
