//! What logic sees in the middle of an interview.

use jiff::civil::Date;

use super::plan::{Outline, Plan};
use super::wording;
use crate::domain::Language;
use crate::domain::survey::expression::{Outcome, Scope};
use crate::domain::survey::{Choice, Expression, Name, Question, Survey};

/// What logic sees: the answers that apply, the day, and the answer or the choice in question.
#[derive(Clone, Copy)]
pub struct Situation<'a> {
    /// The survey.
    pub survey: &'a Survey,
    /// Its outline.
    pub outline: &'a Outline<'a>,
    /// Its plan.
    pub plan: &'a Plan,
    /// What each question comes to; nothing while it does not apply.
    pub outcomes: &'a [Outcome],
    /// The day, if known.
    pub today: Option<Date>,
    /// The language that choices are named in.
    pub language: Language,
}

/// A situation with the answer or the choice that an expression is about.
struct About<'a> {
    situation: Situation<'a>,
    this: &'a Outcome,
    choice: Option<&'a Choice>,
}

impl<'a> Situation<'a> {
    /// What `expression` comes to, with `this` for `.`.
    pub fn outcome(&self, expression: &Expression, this: &Outcome) -> Outcome {
        expression.evaluate(&About { situation: *self, this, choice: None })
    }

    /// Whether a condition holds; what is not there holds.
    pub fn holds(&self, condition: Option<&Expression>, this: &Outcome) -> bool {
        condition.is_none_or(|condition| self.outcome(condition, this).truth())
    }

    /// The choices of a question on offer, in the order of the list.
    pub fn offered(&self, question: &Question) -> Vec<&'a Choice> {
        let Some(choices) = question.kind.choices() else { return Vec::new() };
        let list = self.survey.list(&choices.list).iter();
        list.filter(|choice| self.is_offered(choice, choices.filter.as_ref())).collect()
    }

    /// Whether there is anything to choose, where one has to choose.
    pub fn offers_any(&self, question: &Question) -> bool {
        question.kind.choices().is_none_or(|choices| {
            let mut list = self.survey.list(&choices.list).iter();
            list.any(|choice| self.is_offered(choice, choices.filter.as_ref()))
        })
    }

    fn is_offered(&self, choice: &'a Choice, filter: Option<&Expression>) -> bool {
        let nothing = Outcome::Nothing;
        filter.is_none_or(|filter| {
            filter.evaluate(&About { situation: *self, this: &nothing, choice: Some(choice) }).truth()
        })
    }
}

impl Scope for About<'_> {
    fn answer(&self, name: &Name) -> Outcome {
        let at = self.situation.plan.index.get(name);
        at.and_then(|at| self.situation.outcomes.get(*at)).cloned().unwrap_or_default()
    }

    fn this(&self) -> Outcome {
        self.this.clone()
    }

    fn attribute(&self, name: &str) -> Outcome {
        let Some(choice) = self.choice else { return Outcome::Nothing };
        let text = match name {
            "name" => Some(&choice.name),
            name => choice.attributes.get(name),
        };
        text.map_or(Outcome::Nothing, |text| Outcome::Text(text.clone()))
    }

    fn today(&self) -> Option<Date> {
        self.situation.today
    }

    fn choice_label(&self, question: &Name, choice: &str) -> Option<String> {
        let at = self.situation.plan.index.get(question)?;
        let list = &self.situation.outline.questions.get(*at)?.kind.choices()?.list;
        let choice = self.situation.survey.list(list).iter().find(|other| other.name == choice)?;
        let (label, _) = choice.label.get(self.situation.language)?;
        Some(wording::filled(label, |_| String::new()))
    }
}
