//! Working out, after each answer, what applies and what is calculated.

use std::sync::Arc;

use super::fitting::{fitted, fitted_calculation};
use super::plan::{Outline, Step};
use super::situation::Situation;
use super::{Interview, listed, wording};
use crate::domain::survey::definition::Beginning;
use crate::domain::survey::expression::Outcome;
use crate::domain::survey::{Kind, Question, Value};

impl Interview {
    /// Works out what applies and what it comes to, each step of the plan once; at the beginning, with the
    /// defaults.
    pub(super) fn settle(&mut self, is_beginning: bool) {
        let (survey, plan) = (Arc::clone(&self.survey), Arc::clone(&self.plan));
        let outline = Outline::of(&survey);
        let mut groups = vec![false; outline.groups.len()];
        let within = |groups: &[bool], around: Option<usize>| around.is_none_or(|around| groups[around]);
        for step in &plan.order {
            match *step {
                Step::Group(at) => {
                    let relevant = outline.groups[at].relevant.as_ref();
                    groups[at] = within(&groups, outline.around_groups[at])
                        && self.situation(&outline).holds(relevant, &Outcome::Nothing);
                }
                Step::Question(at) => {
                    let question = outline.questions[at];
                    let this = wording::outcome(self.values[at].as_ref());
                    let situation = self.situation(&outline);
                    let applies = within(&groups, outline.around[at])
                        && situation.holds(question.relevant.as_ref(), &this)
                        && situation.offers_any(question);
                    self.applies[at] = applies;
                }
                Step::Value(at) => {
                    let (value, outcome) =
                        self.settled(at, outline.questions[at], &self.situation(&outline), is_beginning);
                    if let Some(page) = plan.page_of[at].filter(|page| Some(*page) != self.place)
                        && self.values[at].is_some()
                        && value.is_none()
                    {
                        self.seen[page] = false;
                    }
                    (self.values[at], self.outcomes[at]) = (value, outcome);
                }
            }
        }
    }

    /// What a question comes to, and what logic sees of it.
    fn settled(
        &self,
        at: usize,
        question: &Question,
        situation: &Situation<'_>,
        is_beginning: bool,
    ) -> (Option<Value>, Outcome) {
        let value = self.values[at].clone();
        match &question.kind {
            Kind::Note => return (None, Outcome::Nothing),
            Kind::Calculation(_) if !self.applies[at] => return (value, Outcome::Nothing),
            Kind::Calculation(expression) => {
                let this = match &self.outcomes[at] {
                    Outcome::Truth(truth) if value.is_some() => Outcome::Truth(*truth),
                    _ => wording::outcome(value.as_ref()),
                };
                let outcome = situation.outcome(expression, &this);
                let value = outcome.clone().into_value().and_then(fitted_calculation);
                // A condition stays one; all else is seen as it is kept.
                let outcome = match outcome {
                    Outcome::Truth(truth) => Outcome::Truth(truth),
                    _ => wording::outcome(value.as_ref()),
                };
                return (value, outcome);
            }
            _ => {}
        }
        let value = if is_beginning { self.beginning(question, situation) } else { value };
        if !self.applies[at] {
            return (value, Outcome::Nothing);
        }
        let is_filtered = question.kind.choices().is_some_and(|choices| choices.filter.is_some());
        let value = if is_filtered { value.and_then(|value| on_offer(question, value, situation)) } else { value };
        let outcome = wording::outcome(value.as_ref());
        (value, outcome)
    }

    /// What a question begins with.
    fn beginning(&self, question: &Question, situation: &Situation<'_>) -> Option<Value> {
        let value = match question.default.as_ref()? {
            Beginning::Fixed(value) => Some(value.clone()),
            Beginning::Calculated(expression) => {
                answer_of(&question.kind, &situation.outcome(expression, &Outcome::Nothing))
            }
        };
        fitted(question, value?, &listed(&self.survey, question)).unwrap_or_default()
    }
}

/// What an expression comes to, as an answer of a kind.
fn answer_of(kind: &Kind, outcome: &Outcome) -> Option<Value> {
    if outcome.is_blank() {
        return None;
    }
    let names = || outcome.names().into_iter().map(std::borrow::Cow::into_owned).collect();
    match kind {
        Kind::One(_) => Some(Value::One(outcome.text().trim().to_owned())),
        Kind::Many(_) => Some(Value::Many(names())),
        Kind::Rank(_) => Some(Value::Rank(names())),
        Kind::Scale { .. } | Kind::Integer | Kind::Decimal => Some(Value::Number(outcome.number())),
        Kind::Date => outcome.date().map(Value::Date),
        Kind::Line | Kind::Paragraph => Some(Value::Text(outcome.text().into_owned())),
        Kind::Acknowledge => outcome.truth().then_some(Value::Acknowledged),
        Kind::Note | Kind::Calculation(_) => None,
    }
}

/// What is left of an answer when some choices are no longer on offer.
fn on_offer(question: &Question, value: Value, situation: &Situation<'_>) -> Option<Value> {
    let offered = situation.offered(question);
    let names: Vec<&str> = offered.iter().map(|choice| choice.name.as_str()).collect();
    let value = match value {
        Value::Many(chosen) => Value::Many(chosen.into_iter().filter(|name| names.contains(&name.as_str())).collect()),
        value => value,
    };
    fitted(question, value, &names).unwrap_or_default()
}
