//! What must be mended before a survey may be asked: unknown names, cycles, questions nobody can reach,
//! missing translations, types that do not fit.

mod logic;
mod reach;
mod shape;
mod texts;

use std::collections::{BTreeSet, HashMap};

use super::interview::{Outline, Plan};
use super::{Item, Name, Survey};
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
    /// The label of a choice, in a language where that matters.
    ChoiceLabel(String, Option<Language>),
    /// The image of a choice or its alternative.
    ChoiceImage(String, Option<Language>),
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// A name that nothing has.
    UnknownName(String),
    /// A question that is asked only afterwards: nothing is known of it yet. A warning.
    Later(Name),
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
    /// A filter that asks what a choice is called: that is another thing in each language.
    FilterByLabel,
    /// A choice that its list does not have.
    UnknownChoice(String),
    /// A list without choices, a survey without questions, a scale without steps.
    Empty,
    /// More of something than a stand takes: what, how many, and how many at most.
    TooMuch(&'static str, usize, usize),
}

impl Finding {
    /// Whether the survey may be asked all the same.
    pub fn is_warning(&self) -> bool {
        matches!(self.problem, Problem::Later(_))
    }
}

/// Of one thing, so many at most.
#[derive(Debug)]
struct Limits;

impl Limits {
    const QUESTIONS: usize = 500;
    const CHOICES: usize = 1_000;
    const ALL_CHOICES: usize = 20_000;
    const ATTRIBUTES: usize = 50;
    const CHARACTERS: usize = 2_000;
    const STEPS: usize = 100;
    const DEPTH: usize = 10;
}

/// A survey being checked, and what was found so far.
struct Check<'a> {
    survey: &'a Survey,
    outline: Outline<'a>,
    plan: Plan,
    languages: &'a [Language],
    /// Where each question and group stands.
    places: HashMap<&'a Name, usize>,
    /// The questions that each question's outcome comes from: itself, or what it is calculated from.
    sources: Vec<BTreeSet<usize>>,
    found: Vec<Finding>,
}

impl Survey {
    /// Everything that must be mended, in the survey's order. With `languages`, every text must be there in
    /// each of them.
    pub fn check(&self, languages: &[Language]) -> Vec<Finding> {
        let outline = Outline::of(self);
        let plan = Plan::of(&outline);
        let mut places = HashMap::new();
        number(&self.items, &mut places);
        let sources = logic::sources(&outline, &plan);
        let mut check = Check { survey: self, outline, plan, languages, places, sources, found: Vec::new() };
        check.shape();
        check.texts();
        check.logic();
        check.cycles();
        check.reach();
        let Check { places, mut found, .. } = check;
        found.sort_by_key(|finding| match (&finding.of, &finding.part) {
            (None, _) => 0,
            (_, Part::Choice(_) | Part::ChoiceLabel(..) | Part::ChoiceImage(..)) => usize::MAX,
            (Some(of), _) => places.get(of).map_or(usize::MAX, |place| place + 1),
        });
        found
    }
}

impl<'a> Check<'a> {
    fn find(&mut self, of: &Name, part: Part, problem: Problem) {
        self.found.push(Finding { of: Some(of.clone()), part, problem });
    }

    fn find_in_survey(&mut self, part: Part, problem: Problem) {
        self.found.push(Finding { of: None, part, problem });
    }
}

/// Numbers questions and groups as they stand; of two with one name, the first.
fn number<'a>(items: &'a [Item], places: &mut HashMap<&'a Name, usize>) {
    for item in items {
        let next = places.len();
        match item {
            Item::Question(question) => {
                places.entry(&question.name).or_insert(next);
            }
            Item::Group(group) => {
                places.entry(&group.name).or_insert(next);
                number(&group.items, places);
            }
        }
    }
}

#[cfg(test)]
mod tests;
