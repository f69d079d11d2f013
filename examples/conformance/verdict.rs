//! What may be said of each row: no more than passing tests show.

use std::collections::BTreeMap;

use crate::claims::{Claim, Test};
use crate::results::{Outcome, Results};
use crate::rows::{Catalogue, Kind, Row};

/// What is said of a row, from best to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Shown whole by tests.
    Supports,
    /// The software's part is shown by tests; a measurement at the site completes it.
    InSoftware,
    /// Shown, with a known limit.
    Partly,
    /// Not shown: not claimed.
    DoesNot,
    Hardware,
    NotApplicable,
}

/// The tests that prove a row, and how each ended; `None`: it did not run.
pub type Proof<'a> = Vec<(&'a Test, Option<Outcome>)>;

/// A row judged.
pub struct Judged<'a> {
    pub row: &'a Row,
    pub verdict: Verdict,
    /// What its tests show.
    pub tests: Proof<'a>,
}

/// Judges every row, in the order of the report.
pub fn judge<'a>(catalogue: &'a Catalogue, claims: &'a [Claim], results: &Results) -> Vec<Judged<'a>> {
    let rows: BTreeMap<&str, &Row> = catalogue.rows().map(|r| (r.id.as_str(), r)).collect();
    let outcome = |test: &Test| results.get(&(test.program.clone(), test.path.clone())).copied();
    let tests = |row: &Row| -> Proof<'a> {
        let mut tests: Vec<_> = claims.iter().filter(|c| row.answers_to(&c.id)).map(|c| &c.test).collect();
        tests.sort();
        tests.dedup();
        tests.into_iter().map(|t| (t, outcome(t))).collect()
    };
    catalogue.rows().map(|row| Judged { row, verdict: verdict(row, &rows, &tests, 0), tests: tests(row) }).collect()
}

/// A row is supported when all its tests passed and all rows that show it are supported, and there is
/// at least one of either.
fn verdict<'a>(row: &Row, rows: &BTreeMap<&str, &'a Row>, tests: &dyn Fn(&Row) -> Proof<'a>, depth: usize) -> Verdict {
    match row.kind() {
        Kind::Hardware => return Verdict::Hardware,
        Kind::NotApplicable => return Verdict::NotApplicable,
        Kind::Software => {}
    }
    let tests_of_row = tests(row);
    if tests_of_row.iter().any(|(_, outcome)| *outcome != Some(Outcome::Passed)) {
        return Verdict::DoesNot;
    }
    let own = match is_of_parts(row, &tests_of_row) {
        true => Some(Verdict::Partly),
        false => (!tests_of_row.is_empty()).then_some(Verdict::Supports),
    };
    // Eight steps are more than any chain of rows has; a circle ends there, unproved.
    let others = row.by.iter().filter_map(|id| rows.get(id.as_str())).map(|other| match depth {
        8 => Verdict::DoesNot,
        _ => verdict(other, rows, tests, depth + 1),
    });
    let shown: Vec<_> = own.into_iter().chain(others).collect();
    match (shown.iter().min(), shown.iter().max()) {
        (Some(_), Some(Verdict::Supports)) if row.partly.is_none() && row.measure.is_empty() => Verdict::Supports,
        (Some(_), Some(Verdict::Supports | Verdict::InSoftware)) if row.partly.is_none() => Verdict::InSoftware,
        (Some(best), _) if *best <= Verdict::Partly => Verdict::Partly,
        _ => Verdict::DoesNot,
    }
}

/// Whether only parts were tested, where the whole stand should be: a part that works may not be built in.
pub fn is_of_parts(row: &Row, tests: &Proof<'_>) -> bool {
    row.parts.is_none() && !tests.is_empty() && !tests.iter().any(|(test, _)| test.meets_the_whole())
}
