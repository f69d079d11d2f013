//! What questions say with the answers they refer to, and what answers say.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::Interview;
use super::situation::Situation;
use crate::domain::Language;
use crate::domain::survey::definition::Beginning;
use crate::domain::survey::expression::{Outcome, written};
use crate::domain::survey::{Kind, Name, Question, Text, Value};

/// What an answer says, as far as a survey's own words go.
#[derive(Debug, Clone, PartialEq)]
pub enum Said {
    /// In words: labels of choices, the number, what was written.
    Words(String),
    /// A day, to be written and said as the language does.
    Day(Date),
    /// "I understand", in the stand's own words.
    Acknowledged,
    /// "I prefer not to say", in the stand's own words.
    Declined,
}

impl Interview {
    /// A text with the answers it refers to, and the language it is in. `None` for an empty text.
    pub fn words(&self, text: &Text, language: Language) -> Option<(String, Language)> {
        let (text, language) = text.get(language)?;
        let filled = filled(text, |name| self.answer_in_words(name, language).unwrap_or_default());
        Some((filled, language))
    }

    /// The same for other people's ears: with `instead`, in the language of the text, for each answer that is the
    /// respondent's own affair.
    pub fn words_aloud(
        &self,
        text: &Text,
        language: Language,
        instead: impl Fn(Language) -> String,
    ) -> Option<(String, Language)> {
        let (text, language) = text.get(language)?;
        let filled = filled(text, |name| match self.answer_in_words(name, language) {
            Some(answer) if !answer.is_empty() && self.is_personal(name) => instead(language),
            answer => answer.unwrap_or_default(),
        });
        Some((filled, language))
    }

    /// Whether a text tells an answer that is the respondent's own affair.
    pub fn tells_personal(&self, text: &Text, language: Language) -> bool {
        text.get(language).is_some_and(|(text, language)| {
            let names = references(text).into_iter().filter_map(|name| name.parse::<Name>().ok());
            let mut told = names.filter(|name| self.answer_in_words(name, language).is_some_and(|it| !it.is_empty()));
            told.any(|name| self.is_personal(&name))
        })
    }

    /// Whether an answer is the respondent's own affair: marked so, typed, or worked out from such a one.
    pub fn is_personal(&self, name: &Name) -> bool {
        let outline = self.outline();
        let (mut seen, mut left) = (BTreeSet::new(), vec![name]);
        while let Some(name) = left.pop() {
            let question = self.plan.index.get(name).and_then(|at| outline.questions.get(*at));
            let Some(question) = question.filter(|_| seen.insert(name)) else { continue };
            if question.personal || question.kind.is_typed() {
                return true;
            }
            if let Kind::Calculation(expression) = &question.kind {
                left.extend(expression.names());
            }
            if let Some(Beginning::Calculated(expression)) = &question.default {
                left.extend(expression.names());
            }
        }
        false
    }

    /// What was answered to a question that applies.
    fn answer_in_words(&self, name: &Name, language: Language) -> Option<String> {
        let at = *self.plan.index.get(name)?;
        let outline = self.outline();
        let question = *outline.questions.get(at)?;
        if !self.applies[at] {
            return None;
        }
        if let Kind::Calculation(expression) = &question.kind {
            // What choices are called depends on the language.
            let situation = Situation { language, ..self.situation(&outline) };
            let value = situation.outcome(expression, &self.outcomes[at]).into_value()?;
            return Some(self.said(question, &value, language));
        }
        Some(self.said(question, self.values[at].as_ref()?, language))
    }

    /// What an answer says in a language: the labels of choices, the number, the words; a day like
    /// `2026-11-24`. Nothing for "I understand" and "I prefer not to say": see [`Interview::saying`].
    pub fn said(&self, question: &Question, value: &Value, language: Language) -> String {
        match self.saying(question, value, language) {
            Said::Words(words) => words,
            Said::Day(day) => day.to_string(),
            Said::Acknowledged | Said::Declined => String::new(),
        }
    }

    /// What an answer says in a language, and what the stand has to put in its own words.
    pub fn saying(&self, question: &Question, value: &Value, language: Language) -> Said {
        let label = |name: &String| {
            let list = question.kind.choices().map_or(&[][..], |choices| self.survey.list(&choices.list));
            let label = list.iter().find(|choice| choice.name == *name).and_then(|choice| choice.label.get(language));
            // A label that asks for answers asks in vain here: they might ask for it in turn.
            label.map_or_else(|| name.clone(), |(label, _)| filled(label, |_| String::new()))
        };
        match value {
            Value::One(name) => Said::Words(label(name)),
            Value::Many(names) | Value::Rank(names) => {
                Said::Words(names.iter().map(label).collect::<Vec<_>>().join(", "))
            }
            Value::Number(number) => Said::Words(match language {
                Language::Kazakh | Language::Russian => written(*number).replace('.', ","),
                Language::English => written(*number),
            }),
            Value::Text(text) => Said::Words(text.clone()),
            Value::Date(day) => Said::Day(*day),
            Value::Acknowledged => Said::Acknowledged,
            Value::Declined => Said::Declined,
        }
    }
}

/// What `text` refers to as `${name}`, whether it is a name or not.
pub fn references(text: &str) -> Vec<&str> {
    pieces(text).filter_map(|(_, name)| name).collect()
}

/// `text` with each `${name}` replaced; what is no name is left as it is.
pub fn filled(text: &str, answer: impl Fn(&Name) -> String) -> String {
    let mut all = String::new();
    for (before, name) in pieces(text) {
        all.push_str(before);
        match name.map(|written| (written, written.parse())) {
            Some((_, Ok(name))) => all.push_str(&answer(&name)),
            Some((written, Err(_))) => all.extend(["${", written, "}"]),
            None => {}
        }
    }
    all
}

/// What stands before each `${name}`, and the name; at the end, what stands behind the last.
fn pieces(text: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let all = rest.take()?;
        let Some((before, (name, after))) =
            all.split_once("${").and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
        else {
            return Some((all, None));
        };
        rest = Some(after);
        Some((before, Some(name.trim())))
    })
}

/// What logic sees of an answer that is or is not there.
pub fn outcome(value: Option<&Value>) -> Outcome {
    value.map_or(Outcome::Nothing, Outcome::of)
}
