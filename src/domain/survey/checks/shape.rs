//! Names, lists, groups, scales, defaults, and how much of it all there is.

use std::collections::HashSet;

use super::{Check, Limits, Part, Problem};
use crate::domain::survey::definition::Beginning;
use crate::domain::survey::interview::{fitted, listed};
use crate::domain::survey::{Choice, Group, Item, Kind, Layout, Name, Question, Value};

impl<'a> Check<'a> {
    /// What is wrong with the survey's build.
    pub(super) fn shape(&mut self) {
        let questions = self.outline.questions.len();
        if !self.outline.questions.iter().any(|question| question.kind.is_asked()) {
            self.find_in_survey(Part::Whole, Problem::Empty);
        }
        if questions > Limits::QUESTIONS {
            self.find_in_survey(Part::Whole, Problem::TooMuch("questions", questions, Limits::QUESTIONS));
        }
        let choices = self.survey.lists.values().map(Vec::len).sum();
        if choices > Limits::ALL_CHOICES {
            self.find_in_survey(Part::Whole, Problem::TooMuch("choices", choices, Limits::ALL_CHOICES));
        }
        self.items(&self.survey.items, &mut HashSet::new(), 1);
        let lists = &self.survey.lists;
        for (name, list) in lists {
            self.list(name, list);
        }
    }

    fn items(&mut self, items: &'a [Item], names: &mut HashSet<&'a Name>, depth: usize) {
        for item in items {
            let name = match item {
                Item::Question(question) => &question.name,
                Item::Group(group) => &group.name,
            };
            if !names.insert(name) {
                self.find(name, Part::Whole, Problem::Twice);
            }
            match item {
                Item::Question(question) => self.question(question),
                Item::Group(group) => {
                    self.group(group, depth);
                    self.items(&group.items, names, depth + 1);
                }
            }
        }
    }

    fn group(&mut self, group: &'a Group, depth: usize) {
        if group.items.is_empty() {
            self.find(&group.name, Part::Whole, Problem::Empty);
        }
        if depth > Limits::DEPTH {
            self.find(&group.name, Part::Whole, Problem::TooMuch("groups within groups", depth, Limits::DEPTH));
        }
        if group.layout != Layout::Rows {
            return;
        }
        let mut rows: Option<&Name> = None;
        for item in &group.items {
            let (of, list) = match item {
                Item::Group(inner) => (&inner.name, None),
                Item::Question(question) => match &question.kind {
                    Kind::Note | Kind::Calculation(_) => continue,
                    Kind::One(choices) | Kind::Many(choices) => (&question.name, Some(&choices.list)),
                    _ => (&question.name, None),
                },
            };
            match (list, rows) {
                (None, _) => {
                    let text = format!("a row of the matrix {} must be a choice from a list", group.name);
                    self.find(of, Part::Whole, Problem::WrongType(text));
                }
                (Some(list), Some(rows)) if list != rows => {
                    let text =
                        format!("the rows of the matrix {} share one list, {rows}; this one has {list}", group.name);
                    self.find(of, Part::Whole, Problem::WrongType(text));
                }
                (list, _) => rows = rows.or(list),
            }
        }
    }

    fn question(&mut self, question: &'a Question) {
        let name = &question.name;
        if let Some(choices) = question.kind.choices() {
            match self.survey.lists.get(&choices.list) {
                None => self.find(name, Part::Whole, Problem::UnknownName(choices.list.to_string())),
                Some(list) if list.is_empty() => self.find(name, Part::Whole, Problem::Empty),
                Some(_) => {}
            }
        }
        if let Kind::Scale { from, to, step } = question.kind {
            let steps = ((to - from) / step).floor();
            if !(from.is_finite() && to.is_finite() && step.is_finite() && from < to && step > 0.0) {
                let text = format!(
                    "a scale from {from} to {to} in steps of {step}: the first must be the lowest, the step above 0"
                );
                self.find(name, Part::Whole, Problem::WrongType(text));
            } else if steps < 1.0 {
                self.find(name, Part::Whole, Problem::Empty);
            } else if steps > 100.0 {
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "above 100; more is as much"
                )]
                let steps = steps as usize;
                self.find(name, Part::Whole, Problem::TooMuch("steps", steps, Limits::STEPS));
            }
        }
        if let Some(Beginning::Fixed(value)) = &question.default {
            self.fixed(question, value);
        }
    }

    /// A default that is always the same.
    fn fixed(&mut self, question: &'a Question, value: &Value) {
        let listed = listed(self.survey, question);
        let names = match value {
            Value::One(name) => std::slice::from_ref(name),
            Value::Many(names) | Value::Rank(names) => names,
            _ => &[],
        };
        let unknown = names.iter().find(|name| !listed.contains(&name.as_str()));
        match (unknown, fitted(question, value.clone(), &listed)) {
            (Some(unknown), _) if question.kind.choices().is_some() => {
                self.find(&question.name, Part::Beginning, Problem::UnknownChoice(unknown.clone()));
            }
            (_, Err(_)) => {
                let text = "the default is no answer to this kind of question".to_owned();
                self.find(&question.name, Part::Beginning, Problem::WrongType(text));
            }
            _ => {}
        }
    }

    fn list(&mut self, name: &Name, list: &'a [Choice]) {
        if let Some(first) = list.get(Limits::CHOICES) {
            let problem = Problem::TooMuch("choices", list.len(), Limits::CHOICES);
            self.find(name, Part::Choice(first.name.clone()), problem);
        }
        let mut names = HashSet::new();
        for choice in list {
            let mut find = |problem| self.find(name, Part::Choice(choice.name.clone()), problem);
            if !names.insert(&choice.name) {
                find(Problem::Twice);
            }
            if choice.name.is_empty() || choice.name.contains(char::is_whitespace) {
                find(Problem::WrongType("a choice's name is one word, without spaces".to_owned()));
            }
            let longest = choice.attributes.values().chain([&choice.name]).map(|text| text.chars().count()).max();
            if let Some(longest) = longest.filter(|longest| *longest > Limits::CHARACTERS) {
                find(Problem::TooMuch("characters", longest, Limits::CHARACTERS));
            }
            if choice.attributes.len() > Limits::ATTRIBUTES {
                find(Problem::TooMuch("columns", choice.attributes.len(), Limits::ATTRIBUTES));
            }
        }
    }
}
