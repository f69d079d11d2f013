//! Questions that nobody can reach: whatever is answered before, their relevance does not hold.
//!
//! Tried out rather than reasoned: where the conditions ask only about questions with few possible answers,
//! every combination of them is evaluated.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Check, Part, Problem};
use crate::domain::survey::expression::{Outcome, Scope};
use crate::domain::survey::{Expression, Item, Kind, Name};

/// The most combinations that are tried for one question.
const MOST: usize = 2_000;
/// The most choices of which every selection is tried.
const MOST_CHOICES: usize = 6;

/// Answers that are tried.
struct Trial<'a>(BTreeMap<&'a Name, &'a Outcome>);

impl Scope for Trial<'_> {
    fn answer(&self, name: &Name) -> Outcome {
        self.0.get(name).copied().cloned().unwrap_or_default()
    }
    fn this(&self) -> Outcome {
        Outcome::Nothing
    }
    fn attribute(&self, _: &str) -> Outcome {
        Outcome::Nothing
    }
    fn today(&self) -> Option<Date> {
        None
    }
    fn choice_label(&self, _: &Name, _: &str) -> Option<String> {
        None
    }
}

impl<'a> Check<'a> {
    /// What cannot be reached.
    pub(super) fn reach(&mut self) {
        let mut unreachable = BTreeSet::new();
        let survey = self.survey;
        self.look_into(&survey.items, &mut Vec::new(), &mut unreachable);
        // That it looks at what comes later is part of that.
        self.found.retain(|finding| {
            let is_later = matches!(finding.problem, Problem::Later(_)) && finding.part == Part::Relevant;
            !(is_later && finding.of.as_ref().is_some_and(|of| unreachable.contains(of)))
        });
        for name in unreachable {
            // What is wrong with it in itself is enough to say.
            if !self.found.iter().any(|finding| finding.of.as_ref() == Some(name) && finding.part == Part::Relevant) {
                self.find(name, Part::Relevant, Problem::Unreachable);
            }
        }
    }

    fn look_into(&self, items: &'a [Item], around: &mut Vec<Expression>, unreachable: &mut BTreeSet<&'a Name>) {
        for item in items {
            let (name, relevant) = match item {
                Item::Question(question) => (&question.name, &question.relevant),
                Item::Group(group) => (&group.name, &group.relevant),
            };
            let conditions = relevant.as_ref().map(Expression::conditions).unwrap_or_default();
            let is_out = relevant.as_ref().is_some_and(|relevant| {
                let all: Vec<&Expression> = around.iter().chain(&conditions).collect();
                self.waits_for_later(name, relevant)
                    || self.never_holds(&all, unreachable)
                    || conditions.iter().any(|condition| self.never_holds(&[condition], unreachable))
            });
            if is_out {
                unreachable.insert(name);
            }
            if let (Item::Group(group), false) = (item, is_out) {
                let outside = around.len();
                around.extend(conditions);
                self.look_into(&group.items, around, unreachable);
                around.truncate(outside);
            }
        }
    }

    /// Whether it asks only about what comes later, and does not hold while that is not answered.
    fn waits_for_later(&self, of: &Name, relevant: &Expression) -> bool {
        let names = relevant.names();
        !names.is_empty()
            && !relevant.asks_the_day()
            && names.iter().all(|name| self.plan.index.contains_key(*name) && self.is_later(of, name))
            && !relevant.evaluate(&Trial(BTreeMap::new())).truth()
    }

    /// Whether the conditions cannot hold together, as far as that can be tried out.
    fn never_holds(&self, conditions: &[&Expression], unreachable: &BTreeSet<&'a Name>) -> bool {
        let mut possible: BTreeMap<&Name, Vec<Outcome>> = BTreeMap::new();
        let mut tried = Vec::new();
        let mut combinations = 1_usize;
        // What a choice is called is not tried out: in which language, only the respondent says.
        let is_known = |condition: &&&Expression| !condition.asks_the_day() && !condition.asks_for_labels();
        for condition in conditions.iter().filter(is_known) {
            let names = condition.names();
            let of =
                names.iter().map(|name| Some((*name, self.possible(name, unreachable)?))).collect::<Option<Vec<_>>>();
            let Some(of) = of else { continue };
            let new = of.into_iter().filter(|(name, _)| !possible.contains_key(name)).collect::<Vec<_>>();
            let more = new.iter().fold(combinations, |all, (_, outcomes)| all.saturating_mul(outcomes.len()));
            if more <= MOST {
                combinations = more;
                possible.extend(new);
                tried.push(*condition);
            }
        }
        !tried.is_empty()
            && !(0..combinations).any(|combination| {
                let mut rest = combination;
                let answers = possible.iter().map(|(name, outcomes)| {
                    let outcome = &outcomes[rest % outcomes.len()];
                    rest /= outcomes.len();
                    (*name, outcome)
                });
                let trial = Trial(answers.collect());
                tried.iter().all(|condition| condition.evaluate(&trial).truth())
            })
    }

    /// Everything a question can come to, where that is little enough to be tried. Not answered is always
    /// among it.
    fn possible(&self, name: &Name, unreachable: &BTreeSet<&'a Name>) -> Option<Vec<Outcome>> {
        let question = self.outline.questions.get(*self.plan.index.get(name)?)?;
        let mut outcomes = vec![Outcome::Nothing];
        if unreachable.contains(name) {
            return Some(outcomes);
        }
        match &question.kind {
            Kind::Note => {}
            Kind::Acknowledge => outcomes.push(Outcome::Text("OK".to_owned())),
            Kind::One(choices) => {
                let list = self.survey.list(&choices.list).iter().take(MOST);
                outcomes.extend(list.map(|choice| Outcome::Text(choice.name.clone())));
            }
            Kind::Many(choices) => {
                let list = self.survey.list(&choices.list);
                if list.len() > MOST_CHOICES {
                    return None;
                }
                outcomes.extend((1..1_usize << list.len()).map(|chosen| {
                    let names = list.iter().enumerate().filter(|(at, _)| chosen >> at & 1 == 1);
                    Outcome::Names(names.map(|(_, choice)| choice.name.clone()).collect())
                }));
            }
            _ => return None,
        }
        Some(outcomes)
    }
}
