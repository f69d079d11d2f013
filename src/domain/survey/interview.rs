//! One respondent's way through a survey. Pure: the day and the lot are given at the beginning.
//!
//! What does not apply is not asked, not seen by any logic and not sent; what was answered to it is kept, in
//! case it applies again. A choice that is no longer on offer is dropped from the answer. A question to which
//! no choice is on offer does not apply. Calculations are always up to date.

mod arrival;
mod fitting;
mod order;
mod plan;
mod settling;
mod situation;
mod walking;
mod wording;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::expression::Outcome;
use super::{Choice, Group, Kind, Name, Question, Survey, Value};
use situation::Situation;

pub use arrival::Conditions;
pub(super) use fitting::fitted;
pub(super) use plan::{Outline, Plan, Step as Working};
pub use wording::Said;
pub(super) use wording::references;

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
    plan: Arc<Plan>,
    surroundings: Surroundings,
    /// What was answered or calculated, by question.
    values: Vec<Option<Value>>,
    /// What logic sees of it.
    outcomes: Vec<Outcome>,
    /// Which questions apply.
    applies: Vec<bool>,
    /// The open page; none: the review.
    place: Option<usize>,
    /// The pages that were opened. One whose answer was dropped counts as not opened.
    seen: Vec<bool>,
    /// Whether a page was opened from the review, to which "next" returns.
    returning: bool,
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
    /// This page, from 1; at the review, the last.
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
        let mut interview = Self::blank(survey, surroundings);
        interview.settle(true);
        let first = interview.applying().next();
        interview.place = first;
        interview.look();
        interview
    }

    /// An interview that was left and is taken up again, with what was answered: answers that do not fit are
    /// left out. `at` is the name of a question on the page to open; none: the review. Whoever was changing an
    /// answer from the review is taken up at the review and led on by [`Interview::open`].
    pub fn resume(
        survey: Arc<Survey>,
        surroundings: Surroundings,
        values: BTreeMap<Name, Value>,
        at: Option<&Name>,
    ) -> Self {
        let mut interview = Self::blank(survey, surroundings);
        interview.settle(true);
        let survey = Arc::clone(&interview.survey);
        let outline = Outline::of(&survey);
        for (at, question) in outline.questions.iter().enumerate() {
            // Who took a default back does not get it again.
            if question.kind.is_asked() && !question.read_only {
                interview.values[at] = None;
            }
        }
        for (name, value) in values {
            let Some(&at) = interview.plan.index.get(&name) else { continue };
            let question = outline.questions[at];
            if matches!(question.kind, Kind::Calculation(_)) {
                // `once()` looks at it.
                interview.values[at] = fitting::fitted_calculation(value);
            } else if !question.read_only {
                let all = listed(&survey, question);
                interview.values[at] = fitted(question, value, &all).unwrap_or_default();
            }
        }
        interview.settle(false);
        let page = at.and_then(|name| interview.page_of(name));
        let place = page.and_then(|page| interview.applying().find(|other| *other >= page));
        interview.place = place;
        let applying: Vec<usize> = interview.applying().collect();
        for page in 0..interview.plan.pages.len() {
            // A page that did not apply was passed over: once it does, it is new.
            let is_before = interview.place.is_none_or(|place| page < place) && applying.contains(&page);
            let is_answered = interview.plan.pages[page].questions.iter().any(|at| interview.values[*at].is_some());
            interview.seen[page] = is_before || is_answered;
        }
        interview.look();
        interview
    }

    fn blank(survey: Arc<Survey>, surroundings: Surroundings) -> Self {
        let plan = Plan::of(&Outline::of(&survey));
        let (questions, pages) = (plan.page_of.len(), plan.pages.len());
        Self {
            survey,
            plan: Arc::new(plan),
            surroundings,
            values: vec![None; questions],
            outcomes: vec![Outcome::Nothing; questions],
            applies: vec![false; questions],
            place: None,
            seen: vec![false; pages],
            returning: false,
        }
    }

    fn outline(&self) -> Outline<'_> {
        Outline::of(&self.survey)
    }

    fn situation<'a>(&'a self, outline: &'a Outline<'a>) -> Situation<'a> {
        Situation {
            survey: &self.survey,
            outline,
            plan: &self.plan,
            outcomes: &self.outcomes,
            today: self.surroundings.today,
            language: self.survey.default_language,
        }
    }

    /// The survey.
    pub fn survey(&self) -> &Arc<Survey> {
        &self.survey
    }

    /// What was answered to a question, or calculated.
    pub fn value(&self, name: &Name) -> Option<&Value> {
        self.values[*self.plan.index.get(name)?].as_ref()
    }

    /// Whether a question applies now.
    pub fn applies(&self, name: &Name) -> bool {
        self.plan.index.get(name).is_some_and(|at| self.applies[*at])
    }

    /// Everything it holds, whether it applies now or not: what [`Interview::resume`] takes up again.
    pub fn held(&self) -> BTreeMap<Name, Value> {
        let questions = self.outline().questions.into_iter().zip(&self.values);
        questions.filter_map(|(question, value)| Some((question.name.clone(), value.clone()?))).collect()
    }

    /// The choices of a question on offer now, in this respondent's order.
    pub fn choices(&self, question: &Question) -> Vec<&Choice> {
        let outline = self.outline();
        let Some(choices) = question.kind.choices() else { return Vec::new() };
        let offered: Vec<&str> =
            self.situation(&outline).offered(question).iter().map(|choice| choice.name.as_str()).collect();
        // By lot first and by filter after: what stays on offer keeps its order.
        let mut list: Vec<&Choice> = self.survey.list(&choices.list).iter().collect();
        if choices.shuffled {
            order::shuffle(&mut list, self.surroundings.seed, question.name.as_str());
        }
        if offered.len() < list.len() {
            let offered: std::collections::HashSet<&str> = offered.into_iter().collect();
            list.retain(|choice| offered.contains(choice.name.as_str()));
        }
        list
    }

    /// Whether a question must be answered now.
    pub fn is_required(&self, question: &Question) -> bool {
        let (outline, at) = (self.outline(), self.plan.index.get(&question.name));
        at.is_some_and(|at| self.must_be_answered(*at, question, &self.situation(&outline)))
    }

    fn must_be_answered(&self, at: usize, question: &Question, situation: &Situation<'_>) -> bool {
        let this = wording::outcome(self.values[at].as_ref());
        let is_open = self.applies[at] && question.kind.is_asked() && !question.read_only;
        is_open && question.required.is_some() && situation.holds(question.required.as_ref(), &this)
    }

    /// Takes an answer, or takes it back. One that is wrong changes nothing. Whether it is missing and whether
    /// it satisfies the constraint is asked by [`Interview::next`], so that one may be given piece by piece.
    ///
    /// # Errors
    /// The [`Complaint`] to be shown at the question.
    pub fn answer(&mut self, name: &Name, value: Option<Value>) -> Result<(), Complaint> {
        let complaint = |because| Complaint { of: name.clone(), because };
        let at = *self.plan.index.get(name).ok_or_else(|| complaint(Because::Kind))?;
        let outline = self.outline();
        let question = outline.questions[at];
        if question.read_only || !question.kind.is_asked() {
            return Err(complaint(Because::Kind));
        }
        let value = match value {
            None => None,
            Some(value) if self.applies[at] => {
                let offered = self.situation(&outline).offered(question);
                let names: Vec<&str> = offered.iter().map(|choice| choice.name.as_str()).collect();
                fitted(question, value, &names).map_err(complaint)?
            }
            Some(value) => fitted(question, value, &listed(&self.survey, question)).map_err(complaint)?,
        };
        if self.values[at] != value {
            self.values[at] = value;
            self.settle(false);
            if let Some(place) = self.place.filter(|place| !self.applying().any(|page| page == *place)) {
                let next = self.applying().find(|page| *page > place);
                self.place = next;
                self.look();
            }
        }
        Ok(())
    }

    /// Takes an answer as it was typed: numbers with a point or a comma, days as `2026-11-24` or `24.11.2026`,
    /// words. Nothing typed takes the answer back.
    ///
    /// # Errors
    /// The [`Complaint`] to be shown at the question.
    pub fn answer_typed(&mut self, name: &Name, typed: &str) -> Result<(), Complaint> {
        let complaint = |because| Complaint { of: name.clone(), because };
        let question = self.survey.question(name).ok_or_else(|| complaint(Because::Kind))?;
        let value = fitting::read(question, typed).map_err(complaint)?;
        self.answer(name, value)
    }

    /// What is wrong with a question that applies.
    fn complaint(&self, at: usize, question: &Question, situation: &Situation<'_>) -> Option<Because> {
        if !self.applies[at] || !question.kind.is_asked() {
            return None;
        }
        match &self.values[at] {
            None => self.must_be_answered(at, question, situation).then_some(Because::Missing),
            Some(Value::Declined) => None,
            Some(value) => {
                // A day that nobody knows keeps nobody from answering.
                let asked = |constraint: &&super::Expression| situation.today.is_some() || !constraint.asks_the_day();
                let constraint = question.constraint.as_ref().filter(asked);
                (!situation.holds(constraint, &Outcome::of(value))).then_some(Because::Constraint)
            }
        }
    }

    fn complaints(&self, questions: impl Iterator<Item = usize>) -> Vec<Complaint> {
        let outline = self.outline();
        let situation = self.situation(&outline);
        let complaints = questions.filter_map(|at| {
            let question = outline.questions[at];
            let because = self.complaint(at, question, &situation)?;
            Some(Complaint { of: question.name.clone(), because })
        });
        complaints.collect()
    }

    /// Every question that applies and what was answered to it, for the review.
    pub fn review(&self) -> Vec<(&Question, Option<&Value>)> {
        let asked = self.outline().questions.into_iter().enumerate();
        let asked = asked.filter(|(at, question)| self.applies[*at] && question.kind.is_asked());
        asked.map(|(at, question)| (question, self.values[at].as_ref())).collect()
    }

    /// Everything to send: the answers that apply, the calculated ones among them.
    ///
    /// # Errors
    /// What is missing or wrong, wherever it is.
    pub fn finish(&self) -> Result<BTreeMap<Name, Value>, Vec<Complaint>> {
        let complaints = self.complaints(0..self.values.len());
        if complaints.is_empty() { Ok(self.answers(|_| true)) } else { Err(complaints) }
    }

    /// The answers as far as they go, for a survey that takes partial ones: of pages that were opened, and
    /// without those that do not satisfy their constraint.
    pub fn so_far(&self) -> BTreeMap<Name, Value> {
        let wrong: Vec<Name> =
            self.complaints(0..self.values.len()).into_iter().map(|complaint| complaint.of).collect();
        let mut answers = self.answers(|at| self.plan.page_of[at].is_none_or(|page| self.seen[page]));
        answers.retain(|name, _| !wrong.contains(name));
        answers
    }

    fn answers(&self, is_meant: impl Fn(usize) -> bool) -> BTreeMap<Name, Value> {
        let questions = self.outline().questions.into_iter().enumerate();
        let meant = questions.filter(|(at, _)| self.applies[*at] && is_meant(*at));
        meant.filter_map(|(at, question)| Some((question.name.clone(), self.values[at].clone()?))).collect()
    }
}

/// The names of all choices of a question, whether on offer or not.
pub(super) fn listed<'a>(survey: &'a Survey, question: &Question) -> Vec<&'a str> {
    let list = question.kind.choices().map_or(&[][..], |choices| survey.list(&choices.list));
    list.iter().map(|choice| choice.name.as_str()).collect()
}

#[cfg(test)]
pub(super) mod tests;
