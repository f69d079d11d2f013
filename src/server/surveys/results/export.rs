//! Results as files.
//!
//! No file holds single answers: a list of them would tell each small number that the tables withhold. What SPSS
//! reads are groups with their weights.

pub mod csv;
pub mod json;
pub mod spss;
pub mod xlsx;

use super::crosstable::{CrossTable, Head};
use super::cube::Count;
use super::filter::Spot;
use super::interval::Share;
use super::report::Report;
use super::sides::Part;
use super::tally::{Tally, What};
use super::words::Words;

/// A line of a long table: one number and what it is of.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The question, by its name.
    pub question: String,
    /// The question's place.
    pub variable: usize,
    /// What was said, by its name: a choice's name, a class's words, or `declined`, `passed`, `unseen`.
    pub answer: String,
    /// What was said, for a reader.
    pub what: Said,
    /// How many.
    pub count: Count,
    /// What the share is a share of.
    pub base: Count,
    /// The share of the base.
    pub share: Option<Share>,
}

/// What a line counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Said {
    /// A choice or class.
    What(What),
    /// "I prefer not to say".
    Declined,
    /// Passed over.
    Passed,
    /// Not asked, or left before.
    Unseen,
}

impl Said {
    /// For a reader.
    pub fn title(self, variable: usize, words: &Words<'_>) -> String {
        let text = |id| crate::i18n::text(words.language, id);
        match self {
            Self::What(what) => words.what(variable, what),
            Self::Declined => text("results-declined"),
            Self::Passed => text("results-passed"),
            Self::Unseen => text("results-unseen"),
        }
    }
}

/// A line's name of what was said, the same in every language.
fn name_of(words: &Words<'_>, variable: usize, what: What) -> String {
    match what {
        What::Choice(choice) => words.schema.variables[variable].choices[choice].name.clone(),
        class @ What::Class(_) => Words { language: crate::domain::Language::English, ..*words }.what(variable, class),
    }
}

/// The lines of a question: its choices or classes, then those who said nothing.
pub fn entries(tally: &Tally, words: &Words<'_>) -> Vec<Entry> {
    let entry = |answer: String, what, count, share| Entry {
        question: words.schema.address(tally.variable),
        variable: tally.variable,
        answer,
        what,
        count,
        base: tally.base,
        share,
    };
    let lines = tally
        .lines
        .iter()
        .map(|line| entry(name_of(words, tally.variable, line.what), Said::What(line.what), line.count, line.share));
    let silent = [
        ("declined", Said::Declined, tally.declined),
        ("passed", Said::Passed, tally.passed),
        ("unseen", Said::Unseen, tally.unseen),
    ];
    lines.chain(silent.map(|(name, what, count)| entry(name.to_owned(), what, count, None))).collect()
}

/// A row's kind and name, the same in every language.
pub fn row_name(table: &CrossTable, of: &Head, words: &Words<'_>) -> String {
    match of {
        Head::Everybody => "all".to_owned(),
        Head::Part(part) => part_name(part, words),
        Head::Answer(what) => match table.against {
            super::crosstable::Against::Question(other) => name_of(words, other, *what),
            _ => String::new(),
        },
    }
}

/// A part's name, the same in every language.
fn part_name(part: &Part, words: &Words<'_>) -> String {
    match part {
        Part::Spot(spot) => spot.id(),
        Part::Month(month) => month.id(),
        Part::Day(day) => day.to_string(),
        Part::Language(language) => language.code().to_owned(),
        Part::Manner(manner, _) => manner.id().to_owned(),
        Part::Complete(sent) => if *sent { "sent" } else { "left" }.to_owned(),
        Part::Version(version) => words.schema.versions.get(*version).cloned().unwrap_or_default(),
        Part::Choice(_) | Part::LeftAt(_) => String::new(),
    }
}

/// How many answers came from each place and in each month and on each day: along what, the part, and how many.
pub fn breakdowns(report: &Report) -> impl Iterator<Item = (&'static str, &Part, Count)> {
    let by = |part: &Part| match part {
        Part::Spot(Spot::Region(_)) => "region",
        Part::Spot(Spot::Body(_)) => "body",
        Part::Spot(Spot::Stand(_) | Spot::NoStand(_)) => "stand",
        Part::Month(_) => "month",
        _ => "day",
    };
    report.places.iter().chain(&report.over_time).map(move |(part, count)| (by(part), part, *count))
}

/// A row for a reader.
pub fn row_title(table: &CrossTable, of: &Head, words: &Words<'_>) -> String {
    match of {
        Head::Everybody => crate::i18n::text(words.language, "results-everybody"),
        Head::Part(part) => words.part(part),
        Head::Answer(what) => match table.against {
            super::crosstable::Against::Question(other) => words.what(other, *what),
            _ => String::new(),
        },
    }
}

/// What a table's rows are, for a reader.
pub fn against_title(table: super::crosstable::Against, words: &Words<'_>) -> String {
    use super::crosstable::Against;
    let id = match table {
        Against::Question(other) => return words.question(other).to_owned(),
        Against::Region => "results-by-region",
        Against::Body => "results-by-body",
        Against::Stand => "results-by-stand",
        Against::Month => "results-by-month",
        Against::Language => "results-by-language",
        Against::Manner => "results-by-manner",
        Against::Complete => "results-by-sent",
        Against::Version => "results-by-version",
    };
    crate::i18n::text(words.language, id)
}

/// A file's name, without its ending.
pub fn file_name(words: &Words<'_>) -> String {
    let id = words.schema.newest.id.as_str();
    let safe: String =
        id.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' || c == '_' { c } else { '-' }).collect();
    if safe.chars().any(|c| c.is_ascii_alphanumeric()) { safe } else { "survey".to_owned() }
}

#[cfg(test)]
mod tests;
