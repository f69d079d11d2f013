//! One respondent's way through a survey. Pure: the day and the lot are given at the beginning.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::{Choice, Group, Name, Question, Survey, Value};
use crate::domain::Language;

/// What an interview is given, for it has no clock and throws no dice.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings {
    /// `today()`; none while the clock is not credible.
    pub today: Option<Date>,
    /// Decides the order of shuffled choices.
    pub seed: u64,
}

/// One respondent's way through a survey.
#[derive(Debug, Clone)]
pub struct Interview {
    survey: Arc<Survey>,
    surroundings: Surroundings,
    values: BTreeMap<Name, Value>,
    at: usize,
}

/// What is on the page: the groups around it, from the outermost, and its questions.
#[derive(Debug, Clone)]
pub struct Page<'a> {
    /// The groups it is in.
    pub groups: Vec<&'a Group>,
    /// The questions, one or a few.
    pub questions: Vec<&'a Question>,
}

/// How far a respondent is. What is still to come depends on the answers: `of` may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// This page, from 1.
    pub at: usize,
    /// Pages there are as things stand.
    pub of: usize,
}

/// What is wrong with an answer: said where it is, with what to do (WCAG 2.2, 3.3.1 and 3.3.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// The question.
    pub of: Name,
    /// What is wrong.
    pub because: Because,
}

/// Why an answer cannot stay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Because {
    /// It must be answered: the survey's own words are [`Question::required_message`].
    Missing,
    /// It does not satisfy the constraint: the survey's own words are [`Question::constraint_message`].
    Constraint,
    /// It is not an answer of this kind.
    Kind,
    /// It is longer than a stand takes: so many characters at most.
    TooLong(usize),
}

/// Where "next" led.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// To another page.
    Page,
    /// To the review: all is answered.
    Review,
}

impl Interview {
    /// The longest text a stand takes, characters.
    pub const LONGEST_TEXT: usize = 2_000;

    /// The beginning: defaults are set, the first page that applies is open.
    pub fn begin(survey: Arc<Survey>, surroundings: Surroundings) -> Self {
        Self { survey, surroundings, values: BTreeMap::new(), at: 0 }
    }

    /// An interview that was left and is taken up again, with what was answered: answers that do not fit are
    /// left out. `at` is the name of a question on the page to open; none: the review.
    pub fn resume(
        survey: Arc<Survey>,
        surroundings: Surroundings,
        values: BTreeMap<Name, Value>,
        at: Option<&Name>,
    ) -> Self {
        let _ = at;
        Self { survey, surroundings, values, at: 0 }
    }

    /// The survey.
    pub fn survey(&self) -> &Arc<Survey> {
        &self.survey
    }

    /// The open page; none: the review.
    pub fn page(&self) -> Option<Page<'_>> {
        let question = self.survey.questions().into_iter().nth(self.at)?;
        Some(Page { groups: Vec::new(), questions: vec![question] })
    }

    /// How far the respondent is.
    pub fn progress(&self) -> Progress {
        Progress { at: self.at + 1, of: self.survey.questions().len() }
    }

    /// What was answered to a question.
    pub fn value(&self, name: &Name) -> Option<&Value> {
        self.values.get(name)
    }

    /// The choices of a question on offer now, in this respondent's order.
    pub fn choices(&self, question: &Question) -> Vec<&Choice> {
        let _ = self.surroundings;
        question.kind.choices().map_or(Vec::new(), |choices| self.survey.list(&choices.list).iter().collect())
    }

    /// Whether a question must be answered now.
    pub fn is_required(&self, question: &Question) -> bool {
        question.required.is_some()
    }

    /// A text with the answers it refers to, and the language it is in. `None` for an empty text.
    pub fn words(&self, text: &super::Text, language: Language) -> Option<(String, Language)> {
        text.get(language).map(|(text, language)| (text.to_owned(), language))
    }

    /// Takes an answer, or takes it back. One that is wrong changes nothing.
    ///
    /// # Errors
    /// The [`Complaint`] to be shown at the question.
    pub fn answer(&mut self, name: &Name, value: Option<Value>) -> Result<(), Complaint> {
        match value {
            Some(value) => self.values.insert(name.clone(), value),
            None => self.values.remove(name),
        };
        Ok(())
    }

    /// To the next page that applies.
    ///
    /// # Errors
    /// What is missing or wrong on this page: it stays open.
    pub fn next(&mut self) -> Result<Step, Vec<Complaint>> {
        self.at += 1;
        Ok(if self.page().is_some() { Step::Page } else { Step::Review })
    }

    /// To the page before; false at the first.
    pub fn back(&mut self) -> bool {
        let moves = self.at > 0;
        self.at -= usize::from(moves);
        moves
    }

    /// Opens the page of a question, to change its answer, from the review.
    pub fn open(&mut self, name: &Name) -> bool {
        match self.survey.questions().iter().position(|question| question.name == *name) {
            Some(at) => {
                self.at = at;
                true
            }
            None => false,
        }
    }

    /// Every question that applies and what was answered to it, for the review.
    pub fn review(&self) -> Vec<(&Question, Option<&Value>)> {
        let asked = self.survey.questions().into_iter().filter(|question| question.kind.is_asked());
        asked.map(|question| (question, self.values.get(&question.name))).collect()
    }

    /// What an answer says in a language: the labels of choices, the number, the words.
    pub fn said(&self, question: &Question, value: &Value, language: Language) -> String {
        let _ = (question, language);
        format!("{value:?}")
    }

    /// Everything to send: the answers that apply, the calculated ones among them.
    ///
    /// # Errors
    /// What is missing or wrong, wherever it is.
    pub fn finish(&self) -> Result<BTreeMap<Name, Value>, Vec<Complaint>> {
        Ok(self.values.clone())
    }

    /// The answers as far as they go, for a survey that takes partial ones.
    pub fn so_far(&self) -> BTreeMap<Name, Value> {
        self.values.clone()
    }
}
