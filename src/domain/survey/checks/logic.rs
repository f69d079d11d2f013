//! Expressions: about what there is, of types that fit, not leading back to themselves.

use std::collections::BTreeSet;

use super::{Check, Part, Problem};
use crate::domain::survey::definition::Beginning;
use crate::domain::survey::expression::{Known, Misfit, Subject, Type, read_day, read_number};
use crate::domain::survey::interview::{Outline, Plan, Working};
use crate::domain::survey::{Choice, Expression, Kind, Name, Question};

/// The questions that each question's outcome comes from: itself, or what it is calculated from.
pub(super) fn sources(outline: &Outline<'_>, plan: &Plan) -> Vec<BTreeSet<usize>> {
    let mut sources: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); outline.questions.len()];
    for step in &plan.order {
        let Working::Value(at) = *step else { continue };
        match &outline.questions[at].kind {
            Kind::Calculation(expression) => {
                let of = expression.names().into_iter().filter_map(|name| plan.index.get(name));
                let from: BTreeSet<usize> = of.flat_map(|of| sources[*of].iter().copied()).collect();
                sources[at] = from;
            }
            _ => {
                sources[at].insert(at);
            }
        }
    }
    sources
}

/// What is known of the survey's questions, for an expression in the middle of it.
struct Types<'a> {
    plan: &'a Plan,
    known: &'a [Known<'a>],
    this: Known<'a>,
}

impl Subject for Types<'_> {
    fn answer(&self, name: &Name) -> Known<'_> {
        self.plan.index.get(name).map_or(Known::of(Type::Any), |at| self.known[*at])
    }

    fn this(&self) -> Known<'_> {
        self.this
    }
}

impl<'a> Check<'a> {
    /// What is wrong with each expression.
    pub(super) fn logic(&mut self) {
        let mut problems: Vec<(&'a Name, Part, Problem)> = Vec::new();
        let known = self.known();
        let any = Known::of(Type::Any);
        for group in &self.outline.groups {
            let types = Types { plan: &self.plan, known: &known, this: any };
            if let Some(expression) = &group.relevant {
                let found = self.expression(&group.name, &Part::Relevant, expression, None, &types);
                problems.extend(found.into_iter().map(|problem| (&group.name, Part::Relevant, problem)));
            }
        }
        for (at, question) in self.outline.questions.iter().enumerate() {
            let list = question.kind.choices().map(|choices| self.survey.list(&choices.list));
            for (part, expression) in expressions(question) {
                let this = if part == Part::Constraint || part == Part::Required { known[at] } else { any };
                let types = Types { plan: &self.plan, known: &known, this };
                let list = list.filter(|_| part == Part::Filter);
                let mut found = self.expression(&question.name, &part, expression, list, &types);
                if part == Part::Beginning {
                    found.extend(self.beginning(question, expression, &types));
                }
                problems.extend(found.into_iter().map(|problem| (&question.name, part.clone(), problem)));
            }
        }
        for (of, part, problem) in problems {
            self.find(of, part, problem);
        }
    }

    /// What is known of each question's outcome before anybody answers.
    fn known(&self) -> Vec<Known<'a>> {
        let mut known = vec![Known::of(Type::Any); self.outline.questions.len()];
        for step in &self.plan.order {
            let Working::Value(at) = *step else { continue };
            let question: &'a Question = self.outline.questions[at];
            known[at] = match &question.kind {
                Kind::One(choices) => Known::among(Type::One, self.survey.list(&choices.list)),
                Kind::Many(choices) | Kind::Rank(choices) => Known::among(Type::Many, self.survey.list(&choices.list)),
                Kind::Scale { .. } | Kind::Integer | Kind::Decimal => Known::of(Type::Number),
                Kind::Date => Known::of(Type::Date),
                Kind::Line | Kind::Paragraph => Known::of(Type::Text),
                Kind::Note | Kind::Acknowledge => Known::of(Type::Any),
                Kind::Calculation(expression) => {
                    let types = Types { plan: &self.plan, known: &known, this: Known::of(Type::Any) };
                    match expression.types(&types).0 {
                        kind @ (Type::Number | Type::Truth | Type::Date) => Known::of(kind),
                        // A text that was put together may be a number or a list of choices.
                        Type::Text | Type::One | Type::Many | Type::Any => Known::of(Type::Any),
                    }
                }
            };
        }
        known
    }

    /// What is wrong with an expression; `list` is that of a filter.
    fn expression(
        &self,
        of: &Name,
        part: &Part,
        expression: &Expression,
        list: Option<&[Choice]>,
        types: &Types<'_>,
    ) -> Vec<Problem> {
        let mut problems = Vec::new();
        for name in expression.names() {
            match self.plan.index.get(name).map(|at| &self.outline.questions[*at].kind) {
                None if self.places.contains_key(name) => {
                    problems.push(Problem::WrongType(format!("{name} is a group, to which nothing is answered")));
                }
                None => problems.push(Problem::UnknownName(name.to_string())),
                Some(Kind::Note) => {
                    problems.push(Problem::WrongType(format!("{name} is a note, to which nothing is answered")));
                }
                // What is calculated is always up to date; what a question begins with is known from the start.
                Some(_) if matches!(part, Part::Calculation | Part::Beginning) => {}
                Some(_) if name != of && self.is_later(of, name) => problems.push(Problem::Later(name.clone())),
                Some(_) => {}
            }
        }
        for attribute in expression.attributes() {
            let has = |choice: &Choice| choice.attributes.contains_key(attribute);
            match list {
                Some(list) if attribute == "name" || list.is_empty() || list.iter().any(has) => {}
                // It is another one in each language, so nothing would ever be on offer in two of three.
                Some(_) if attribute == "label" => problems.push(Problem::FilterByLabel),
                None if attribute.parse::<Name>().is_ok_and(|name| self.plan.index.contains_key(&name)) => {
                    problems.push(Problem::WrongType(format!(
                        "{attribute} stands without its brackets: write ${{{attribute}}}"
                    )));
                }
                _ => problems.push(Problem::UnknownName(attribute.to_owned())),
            }
        }
        let is_condition = !matches!(part, Part::Calculation | Part::Beginning);
        let misfits = if is_condition { expression.misfits_of_condition(types) } else { expression.types(types).1 };
        problems.extend(misfits.into_iter().map(|misfit| match misfit {
            Misfit::Type(text) => Problem::WrongType(text),
            Misfit::Choice(name) => Problem::UnknownChoice(name),
        }));
        problems
    }

    /// What is wrong with what a question begins with, once it is worked out.
    fn beginning(&self, question: &Question, expression: &Expression, types: &Types<'_>) -> Option<Problem> {
        let kind = expression.types(types).0;
        let text = expression.as_text();
        let is_number = |text: &str| text.is_empty() || read_number(text).is_some();
        let is_day = |text: &str| text.is_empty() || read_day(text).is_some();
        match (&question.kind, kind, text) {
            (Kind::One(choices) | Kind::Many(choices) | Kind::Rank(choices), _, Some(text)) => {
                let list = self.survey.list(&choices.list);
                let unknown = text.split_whitespace().find(|name| !list.iter().any(|choice| choice.name == *name));
                unknown.map(|name| Problem::UnknownChoice(name.to_owned()))
            }
            (Kind::Integer | Kind::Decimal | Kind::Scale { .. }, _, Some(text)) if is_number(text) => None,
            (
                Kind::Integer | Kind::Decimal | Kind::Scale { .. },
                Type::Text | Type::Date | Type::Truth | Type::Many,
                _,
            ) => Some(Problem::WrongType("the default of a number is none".to_owned())),
            (Kind::Date, _, Some(text)) if is_day(text) => None,
            (Kind::Date, Type::Text | Type::Truth | Type::One | Type::Many, _) | (Kind::Date, _, Some(_)) => {
                Some(Problem::WrongType("the default of a day is none: write it like 2026-11-24".to_owned()))
            }
            _ => None,
        }
    }

    /// Whether what `name` comes to depends on a question asked after `of`, and not on the same page.
    pub(super) fn is_later(&self, of: &Name, name: &Name) -> bool {
        let Some(&at) = self.plan.index.get(name) else { return false };
        let here = self.plan.index.get(of).and_then(|of| self.plan.page_of[*of]);
        self.sources[at].iter().any(|source| {
            let is_behind = self.places.get(&self.outline.questions[*source].name) > self.places.get(of);
            is_behind && (here.is_none() || self.plan.page_of[*source] != here)
        })
    }

    /// Logic that leads back to itself.
    pub(super) fn cycles(&mut self) {
        let mut told: Vec<BTreeSet<&Name>> = Vec::new();
        let mut found = Vec::new();
        for cycle in &self.plan.cycles {
            let mut names: Vec<&'a Name> = Vec::new();
            for step in cycle {
                let name = match *step {
                    Working::Group(at) => &self.outline.groups[at].name,
                    Working::Question(at) | Working::Value(at) => &self.outline.questions[at].name,
                };
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            let set: BTreeSet<&Name> = names.iter().copied().collect();
            let Some(first) = (0..names.len()).min_by_key(|at| self.places.get(names[*at])) else { continue };
            if told.contains(&set) {
                continue;
            }
            names.rotate_left(first);
            found.push((
                names[0],
                self.part_of_cycle(names[0], &set),
                names.iter().map(|name| (*name).clone()).collect(),
            ));
            told.push(set);
        }
        for (of, part, names) in found {
            self.find(of, part, Problem::Cycle(names));
        }
    }

    /// The part of `of` that leads on in a cycle.
    fn part_of_cycle(&self, of: &Name, cycle: &BTreeSet<&Name>) -> Part {
        let leads_on = |expression: &Expression| expression.names().iter().any(|name| cycle.contains(name));
        let Some(at) = self.plan.index.get(of) else { return Part::Relevant };
        let parts = expressions(self.outline.questions[*at]).into_iter();
        let mut parts = parts.filter(|(part, _)| !matches!(part, Part::Constraint | Part::Required));
        parts.find(|(_, expression)| leads_on(expression)).map_or(Part::Whole, |(part, _)| part)
    }
}

/// The expressions of a question, and which part each is.
fn expressions(question: &Question) -> Vec<(Part, &Expression)> {
    let calculation = match &question.kind {
        Kind::Calculation(expression) => Some(expression),
        _ => None,
    };
    let beginning = match &question.default {
        Some(Beginning::Calculated(expression)) => Some(expression),
        _ => None,
    };
    let filter = question.kind.choices().and_then(|choices| choices.filter.as_ref());
    let all = [
        (Part::Relevant, question.relevant.as_ref()),
        (Part::Filter, filter),
        (Part::Calculation, calculation),
        (Part::Beginning, beginning),
        (Part::Constraint, question.constraint.as_ref()),
        (Part::Required, question.required.as_ref()),
    ];
    all.into_iter().filter_map(|(part, expression)| Some((part, expression?))).collect()
}
