//! Surveys in words: what is wrong with an answer, what it says, how long it all takes.

use crate::domain::Language;
use crate::domain::survey::definition::Partial;
use crate::domain::survey::interview::{Because, Complaint, Said};
use crate::domain::survey::{Kind, Name, Question, Survey, Text, Value};
use crate::i18n::{text, text_with};
use crate::kiosk::screen::{Scene, words};
use crate::kiosk::widget::Ui;

use super::Asking;

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
        Self { survey: survey.id.clone(), title: title(survey, language), minutes: survey.minutes(), after }
    }
}

/// A survey's own words, filled with the answers they refer to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The words.
    pub words: String,
    /// The language they are in.
    pub language: Language,
    /// Whether they tell an answer that is the visitor's own affair: said in private only.
    pub private: bool,
}

impl Told {
    /// What tells nothing of the visitor.
    pub fn of((words, language): (String, Language)) -> Self {
        Self { words, language, private: false }
    }

    /// Builds what says it.
    pub fn ui(&self, ui: Ui) -> Ui {
        ui.in_language(self.language).private(self.private)
    }
}

/// What a text of the survey says to this visitor; none if it is empty. Where others listen, the answers that are the
/// visitor's own affair are left out of it: withheld as a whole, a question could not be answered by ear.
pub fn told(asking: &Asking, words: &Text, scene: &Scene<'_>) -> Option<Told> {
    let (interview, language) = (asking.interview(), scene.language);
    if scene.is_overheard() {
        return interview.words_aloud(words, language, |language| text(language, "survey-answer-unsaid")).map(Told::of);
    }
    let private = interview.tells_personal(words, language);
    interview.words(words, language).map(|told| Told { private, ..Told::of(told) })
}

/// What a survey is called, and the language of that.
pub fn title(survey: &Survey, language: Language) -> (String, Language) {
    survey
        .title
        .get(language)
        .map_or_else(|| (text(language, "survey-untitled"), language), |(title, language)| (title.to_owned(), language))
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

/// A question, or what stands for it.
pub fn label(asking: &Asking, question: &Question, scene: &Scene<'_>) -> Told {
    let label = told(asking, &question.label, scene);
    label.unwrap_or_else(|| Told::of((question.name.to_string(), scene.language)))
}

/// What is wrong, with what to do (WCAG 2.2, 3.3.1 and 3.3.3): in the survey's own words, if it has some.
pub fn complaint(asking: &Asking, complaint: &Complaint, scene: &Scene<'_>) -> Told {
    let language = scene.language;
    let question = asking.survey().question(&complaint.of);
    let own = |of: fn(&Question) -> &Text| question.and_then(|question| told(asking, of(question), scene));
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
        Told::of((words.trim_end().to_owned(), language))
    };
    match complaint.because {
        Because::Missing => own(|question| &question.required_message).unwrap_or_else(|| general("survey-missing")),
        Because::Constraint => {
            own(|question| &question.constraint_message).unwrap_or_else(|| general("survey-constraint"))
        }
        Because::Kind => general("survey-not-understood"),
        Because::TooLong(most) => {
            Told::of((text_with(language, "survey-too-long", &[("most", most.into())]), language))
        }
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
