//! Surveys in words: what is wrong with an answer, what it says, how long it all takes.

use crate::domain::Language;
use crate::domain::survey::definition::Partial;
use crate::domain::survey::interview::{Because, Complaint, Said};
use crate::domain::survey::{Kind, Name, Question, Survey, Value};
use crate::i18n::{text, text_with};
use crate::kiosk::screen::words;

use super::Asking;

/// How long a question takes, seconds: measured with people, a choice takes less and a text more.
const SECONDS: usize = 8;

/// A survey that is open here, as the home screen offers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Which.
    pub survey: Name,
    /// What it is called, and the language of that.
    pub title: (String, Language),
    /// How long it takes, minutes.
    pub minutes: usize,
    /// Whether the visitor has used the stand already.
    pub after: bool,
}

impl Offer {
    /// For a visitor of `language`.
    pub fn new(survey: &Survey, language: Language, after: bool) -> Self {
        Self { survey: survey.id.clone(), title: title(survey, language), minutes: minutes(survey), after }
    }
}

/// What a survey is called, and the language of that.
pub fn title(survey: &Survey, language: Language) -> (String, Language) {
    survey
        .title
        .get(language)
        .map_or_else(|| (text(language, "survey-untitled"), language), |(title, language)| (title.to_owned(), language))
}

/// How many questions it has at most.
pub fn questions(survey: &Survey) -> usize {
    survey.questions().into_iter().filter(|question| question.kind.is_asked()).count()
}

/// How long a survey takes, minutes, at least 1.
pub fn minutes(survey: &Survey) -> usize {
    ((questions(survey) * SECONDS + 30) / 60).max(1)
}

/// Whether free text is asked for.
pub fn asks_for_text(survey: &Survey) -> bool {
    survey.questions().into_iter().any(takes_text)
}

/// Whether the answer is free text.
pub fn takes_text(question: &Question) -> bool {
    matches!(question.kind, Kind::Line | Kind::Paragraph)
}

/// What becomes of answers whose respondent walks away, in one word for the messages.
pub fn policy(survey: &Survey) -> &'static str {
    match survey.partial {
        Partial::Send => "send",
        Partial::Discard => "discard",
    }
}

/// A question, or what stands for it, with the language it is in.
pub fn label(asking: &Asking, question: &Question, language: Language) -> (String, Language) {
    let words = asking.interview().words(&question.label, language);
    words.unwrap_or_else(|| (question.name.to_string(), language))
}

/// What is wrong, with what to do (WCAG 2.2, 3.3.1 and 3.3.3): in the survey's own words, if it has some.
pub fn complaint(asking: &Asking, complaint: &Complaint, language: Language) -> (String, Language) {
    let question = asking.survey().question(&complaint.of);
    let own = |of: fn(&Question) -> &crate::domain::survey::Text| {
        question.and_then(|question| asking.interview().words(of(question), language))
    };
    let kind = match question.map(|question| &question.kind) {
        Some(Kind::One(_) | Kind::Scale { .. }) => "one",
        Some(Kind::Many(_)) => "many",
        Some(Kind::Rank(_)) => "rank",
        Some(Kind::Integer) => "whole",
        Some(Kind::Decimal) => "number",
        Some(Kind::Date) => "date",
        Some(Kind::Acknowledge) => "acknowledge",
        _ => "text",
    };
    let decline = question.is_some_and(|question| question.may_decline);
    let general = |id: &str| {
        let decline = decline.to_string();
        let words = text_with(language, id, &[("kind", kind.into()), ("decline", decline.into())]);
        (words.trim_end().to_owned(), language)
    };
    match complaint.because {
        Because::Missing => own(|question| &question.required_message).unwrap_or_else(|| general("survey-missing")),
        Because::Constraint => {
            own(|question| &question.constraint_message).unwrap_or_else(|| general("survey-constraint"))
        }
        Because::Kind => general("survey-not-understood"),
        Because::TooLong(most) => (text_with(language, "survey-too-long", &[("most", most.into())]), language),
    }
}

/// What was answered, and the language of that.
pub fn answer(asking: &Asking, question: &Question, value: Option<&Value>, language: Language) -> (String, Language) {
    let Some(value) = value else { return (text(language, "survey-unanswered"), language) };
    match asking.interview().saying(question, value, language) {
        Said::Words(words) => (words, labelled(asking, question, value, language)),
        Said::Day(day) => (words::date(language, day), language),
        Said::Acknowledged => (text(language, "survey-acknowledge"), language),
        Said::Declined => (text(language, "survey-decline"), language),
    }
}

/// The language of what a choice is called.
fn labelled(asking: &Asking, question: &Question, value: &Value, language: Language) -> Language {
    let (Value::One(name), Some(choices)) = (value, question.kind.choices()) else { return language };
    let list = asking.survey().list(&choices.list);
    let choice = list.iter().find(|choice| choice.name == *name);
    choice.and_then(|choice| choice.label.get(language)).map_or(language, |(_, language)| language)
}
