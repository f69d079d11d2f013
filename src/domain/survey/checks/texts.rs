//! Texts: there, in every language, not too long, and about questions that are there.

use std::collections::BTreeSet;

use super::{Check, Limits, Part, Problem};
use crate::domain::Language;
use crate::domain::survey::interview::references;
use crate::domain::survey::{Kind, Name, Text};

impl<'a> Check<'a> {
    /// What is wrong with the survey's texts.
    pub(super) fn texts(&mut self) {
        self.text(None, &Part::Label, &self.survey.title, true);
        for at in 0..self.outline.groups.len() {
            let group = self.outline.groups[at];
            self.text(Some(&group.name), &Part::Label, &group.label, false);
        }
        for at in 0..self.outline.questions.len() {
            let question = self.outline.questions[at];
            let of = Some(&question.name);
            let is_shown = !matches!(question.kind, Kind::Calculation(_));
            if is_shown {
                self.text(of, &Part::Label, &question.label, true);
                self.text(of, &Part::Hint, &question.hint, false);
            }
            self.text(of, &Part::ConstraintMessage, &question.constraint_message, false);
            self.text(of, &Part::RequiredMessage, &question.required_message, false);
            if let Some(image) = &question.image {
                self.text(of, &Part::Image, &image.alternative, true);
            }
        }
        let used: BTreeSet<&Name> =
            self.outline.questions.iter().filter_map(|question| Some(&question.kind.choices()?.list)).collect();
        for list in used {
            for choice in self.survey.list(list) {
                let name = || choice.name.clone();
                self.text(Some(list), &|language| Part::ChoiceLabel(name(), language), &choice.label, true);
                if let Some(image) = &choice.image {
                    self.text(Some(list), &|language| Part::ChoiceImage(name(), language), &image.alternative, true);
                }
            }
        }
    }

    fn text(&mut self, of: Option<&Name>, part: &dyn Fn(Option<Language>) -> Part, text: &Text, is_needed: bool) {
        for (language, problem) in self.problems(of, text, is_needed) {
            match of {
                Some(of) => self.find(of, part(language), problem),
                None => self.find_in_survey(part(language), problem),
            }
        }
    }

    fn problems(&self, of: Option<&Name>, text: &Text, is_needed: bool) -> Vec<(Option<Language>, Problem)> {
        if text.is_empty() {
            return if is_needed { vec![(None, Problem::Empty)] } else { Vec::new() };
        }
        let mut problems = Vec::new();
        for language in Language::ALL {
            let Some(text) = text.in_language(language) else {
                if self.languages.contains(&language) {
                    problems.push((Some(language), Problem::Untranslated));
                }
                continue;
            };
            let length = text.chars().count();
            if length > Limits::CHARACTERS {
                problems.push((Some(language), Problem::TooMuch("characters", length, Limits::CHARACTERS)));
            }
            if text.chars().any(turns_or_controls) {
                let found = "a character that is not seen and turns or breaks the text: delete it and write it anew";
                problems.push((Some(language), Problem::WrongType(found.to_owned())));
            }
            for written in references(text) {
                problems.extend(self.reference(of, written).map(|problem| (Some(language), problem)));
            }
        }
        problems
    }

    /// What is wrong with `${written}` in a text of `of`.
    fn reference(&self, of: Option<&Name>, written: &str) -> Option<Problem> {
        let unknown = || Some(Problem::UnknownName(written.to_owned()));
        let Ok(name) = written.parse::<Name>() else { return unknown() };
        if !self.plan.index.contains_key(&name) {
            return unknown();
        }
        let of = of.filter(|of| self.places.contains_key(of))?;
        self.is_later(of, &name).then_some(Problem::Later(name))
    }
}

/// Whether a character is a control, or one that turns the direction of writing for what follows.
fn turns_or_controls(sign: char) -> bool {
    matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || (sign.is_control() && !matches!(sign, '\n' | '\r' | '\t'))
}
