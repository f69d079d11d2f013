//! Answers that come from elsewhere, checked against the survey they say they answer.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::fitting::{fitted, fitted_calculation};
use super::plan::{Outline, Plan};
use super::situation::Situation;
use super::{Because, Complaint, listed, wording};
use crate::domain::survey::calculations::Calculated;
use crate::domain::survey::expression::Outcome;
use crate::domain::survey::{Expression, Kind, Name, Question, Survey, Value};

impl Survey {
    /// Whether `values` can be answers to this survey: its questions, their kinds, their choices, texts that
    /// are as the interview keeps them. Of `complete` ones, that nothing is missing that must be answered, as
    /// far as that does not depend on the day.
    ///
    /// Filters and constraints are not asked again: they may depend on the day, and who asked has asked them.
    ///
    /// # Errors
    /// Every complaint; the question is the one named in the answers, even if the survey does not have it.
    pub fn validate(&self, values: &BTreeMap<Name, Value>, complete: bool) -> Result<(), Vec<Complaint>> {
        let outline = Outline::of(self);
        let plan = Plan::of(&outline);
        let mut complaints = Vec::new();
        for (name, value) in values {
            let question = plan.index.get(name).map(|at| outline.questions[*at]);
            let kept = match question.map(|question| (question, &question.kind)) {
                None => Err(Because::Kind),
                Some((_, Kind::Calculation(_))) => Ok(fitted_calculation(value.clone())),
                Some((question, _)) => match value {
                    // Its choices may have been filtered: some of the list, each once.
                    Value::Rank(names) => fitted(question, value.clone(), &some_of(&listed(self, question), names)),
                    value => fitted(question, value.clone(), &listed(self, question)),
                },
            };
            let because = match kept {
                Err(because) => Some(because),
                Ok(kept) => (kept.as_ref() != Some(value)).then_some(Because::Kind),
            };
            complaints.extend(because.map(|because| Complaint { of: name.clone(), because }));
        }
        if complete {
            complaints.extend(self.missing(values, &outline, &plan));
        }
        if complaints.is_empty() { Ok(()) } else { Err(complaints) }
    }

    /// What must be answered and was not.
    fn missing(&self, values: &BTreeMap<Name, Value>, outline: &Outline<'_>, plan: &Plan) -> Vec<Complaint> {
        let outcomes = outcomes(self, outline, values);
        let (today, language) = (None, self.default_language);
        let situation = Situation { survey: self, outline, plan, outcomes: &outcomes, today, language };
        let missing = outline.questions.iter().enumerate().filter(|(at, question)| {
            question.required.is_some()
                && question.kind.is_asked()
                && !question.read_only
                && !values.contains_key(&question.name)
                && is_asked(&situation, *at)
                && holds(&situation, question.required.as_ref())
        });
        let complaint = |name: &Name| Complaint { of: name.clone(), because: Because::Missing };
        missing.map(|(_, question)| complaint(&question.name)).collect()
    }
}

/// What of a survey is asked of whom, told from their answers alone.
#[derive(Debug)]
pub struct Conditions {
    survey: Arc<Survey>,
    plan: Plan,
}

impl Conditions {
    /// Those of `survey`.
    pub fn of(survey: Arc<Survey>) -> Self {
        let plan = Plan::of(&Outline::of(&survey));
        Self { survey, plan }
    }

    /// The questions that somebody with these answers is asked who comes to their end. Not those of which it depends
    /// on the day: who asked knew it, and does not tell.
    pub fn asked<'a>(&'a self, values: &BTreeMap<Name, Value>) -> Vec<&'a Name> {
        let (survey, plan) = (&self.survey, &self.plan);
        let outline = Outline::of(survey);
        let outcomes = outcomes(survey, &outline, values);
        let language = survey.default_language;
        let situation = Situation { survey, outline: &outline, plan, outcomes: &outcomes, today: None, language };
        let asked = outline.questions.iter().enumerate();
        asked
            .filter(|(at, question)| question.kind.is_asked() && is_asked(&situation, *at))
            .map(|(_, question)| &question.name)
            .collect()
    }
}

/// What logic sees of answers that come from elsewhere.
fn outcomes(survey: &Survey, outline: &Outline<'_>, values: &BTreeMap<Name, Value>) -> Vec<Outcome> {
    // A condition that was calculated travels as a word, and is one again to what rests on it.
    let is_word = |value: &Value| matches!(value, Value::Text(word) if matches!(word.as_str(), "true" | "false"));
    let has_words = outline
        .questions
        .iter()
        .any(|question| !question.kind.is_asked() && values.get(&question.name).is_some_and(is_word));
    let calculations = if has_words { survey.calculations() } else { BTreeMap::new() };
    let outcome = |question: &&Question| match (values.get(&question.name), calculations.get(&question.name)) {
        (Some(Value::Text(word)), Some(Calculated::Truth | Calculated::Unknown))
            if matches!(word.as_str(), "true" | "false") =>
        {
            Outcome::Truth(word == "true")
        }
        (value, _) => wording::outcome(value),
    };
    outline.questions.iter().map(outcome).collect()
}

/// Whether the question at `at` is asked, as far as that does not depend on the day.
fn is_asked(situation: &Situation<'_>, at: usize) -> bool {
    let (outline, question) = (situation.outline, situation.outline.questions[at]);
    outline.outwards(outline.around[at]).all(|group| holds(situation, outline.groups[group].relevant.as_ref()))
        && holds(situation, question.relevant.as_ref())
        && question.kind.choices().is_none_or(|choices| holds_no_day(choices.filter.as_ref()))
        && situation.offers_any(question)
}

/// Whether a condition is known to hold; what is not there holds.
fn holds(situation: &Situation<'_>, condition: Option<&Expression>) -> bool {
    let is_known = condition.is_none_or(|condition| !condition.asks_the_day());
    is_known && situation.holds(condition, &Outcome::Nothing)
}

fn holds_no_day(filter: Option<&Expression>) -> bool {
    filter.is_none_or(|filter| !filter.asks_the_day())
}

/// Those of `all` that are among `names`; all, if `names` has others or one twice.
fn some_of<'a>(all: &[&'a str], names: &[String]) -> Vec<&'a str> {
    let some: Vec<&str> = all.iter().copied().filter(|name| names.iter().any(|other| other == name)).collect();
    if some.len() == names.len() && !some.is_empty() { some } else { all.to_vec() }
}
