//! Form fields as a public service has them: the label above, the hint below it, the error between them and
//! the control, all tied to the control for whoever does not see them.

use maud::{Markup, html};

use super::Visit;
use crate::domain::Language;

/// The field by which a language button tells its language.
pub const LANGUAGE_BUTTON: &str = "language";

/// Words and the language they are in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// The words; lines end with `\n`.
    pub text: String,
    /// Their language.
    pub language: Language,
}

impl Words {
    /// Words in the language of the page.
    pub fn of(visit: &Visit, text: impl Into<String>) -> Self {
        Self { text: text.into(), language: visit.language }
    }

    /// They, marked where they are not in the language of the page (WCAG 2.2, 3.1.2).
    pub fn show(&self, visit: &Visit) -> Markup {
        let lines = html! {
            @for (index, line) in self.text.lines().enumerate() {
                @if index > 0 { br; }
                (line)
            }
        };
        html! {
            @if self.language == visit.language { (lines) } @else { span lang=(self.language.code()) { (lines) } }
        }
    }
}

/// What stands around a control.
#[derive(Debug, Clone)]
pub struct Label {
    /// The id of the control, or of the first of a group. Ids of hint and error are made from it with a `/`.
    pub id: String,
    /// The question.
    pub words: Words,
    /// Whether it is the heading of its page.
    pub is_heading: bool,
    /// What helps to answer.
    pub hints: Vec<Words>,
    /// What is wrong with the answer, and what to do.
    pub error: Option<Words>,
}

impl Label {
    /// A label for the control `id`.
    pub fn new(id: impl Into<String>, words: Words) -> Self {
        Self { id: id.into(), words, is_heading: false, hints: Vec::new(), error: None }
    }

    /// The ids of what describes the control, for `aria-describedby`.
    pub fn described_by(&self) -> Option<String> {
        let hints = (0..self.hints.len()).map(|index| self.hint_id(index));
        let ids: Vec<String> = hints.chain(self.error.as_ref().map(|_| self.error_id())).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    fn hint_id(&self, index: usize) -> String {
        format!("{}/hint-{index}", self.id)
    }

    fn error_id(&self) -> String {
        format!("{}/error", self.id)
    }

    fn around(&self, visit: &Visit) -> Markup {
        html! {
            @for (index, hint) in self.hints.iter().enumerate() {
                p.hint #(self.hint_id(index)) { (hint.show(visit)) }
            }
            @if let Some(error) = &self.error {
                p.error #(self.error_id()) {
                    // Told to who does not see the red line beside it.
                    span.unseen { (visit.text("web-error-prefix")) " " }
                    (error.show(visit))
                }
            }
        }
    }
}

/// A field with one control. `control` is given nothing: it takes its id and description from `label`.
pub fn field(visit: &Visit, label: &Label, control: &Markup) -> Markup {
    let words = html! { label for=(label.id) { (label.words.show(visit)) } };
    html! {
        div.field.wrong[label.error.is_some()] {
            @if label.is_heading { h1.label { (words) } } @else { div.label { (words) } }
            (label.around(visit))
            (control)
        }
    }
}

/// Controls that belong together under one label: radio buttons, check boxes, the parts of a date.
pub fn group(visit: &Visit, label: &Label, controls: &Markup) -> Markup {
    html! {
        fieldset.field.wrong[label.error.is_some()] aria-describedby=[label.described_by()] {
            legend.label {
                @if label.is_heading { h1 { (label.words.show(visit)) } } @else { (label.words.show(visit)) }
            }
            (label.around(visit))
            (controls)
        }
    }
}

/// One of the choices of a group.
#[derive(Debug, Clone)]
pub struct Choice {
    /// The id of its control: that of the group's label for the first.
    pub id: String,
    /// The name of its field.
    pub name: String,
    /// What is sent when it is chosen.
    pub value: String,
    /// What it says.
    pub words: Words,
    /// Beside the words: an image.
    pub image: Option<Markup>,
    /// Whether it is chosen.
    pub is_chosen: bool,
    /// Whether it cannot be changed.
    pub is_disabled: bool,
}

/// Whether one or several may be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chosen {
    /// One.
    One,
    /// Any number.
    Many,
}

/// A choice as a row that can be pressed anywhere.
pub fn choice(visit: &Visit, how: Chosen, choice: &Choice) -> Markup {
    let kind = if how == Chosen::One { "radio" } else { "checkbox" };
    html! {
        div.choice {
            input type=(kind) #(choice.id) name=(choice.name) value=(choice.value)
                checked[choice.is_chosen] disabled[choice.is_disabled];
            label for=(choice.id) {
                (choice.words.show(visit))
                @if let Some(image) = &choice.image { (image) }
            }
        }
    }
}

/// What is wrong on the page, at its top, taking the focus: each entry leads to its control (WCAG 2.2, 3.3.1).
pub fn summary(visit: &Visit, errors: &[(String, Words)]) -> Markup {
    html! {
        @if !errors.is_empty() {
            div.summary role="alert" tabindex="-1" autofocus aria-labelledby="summary-title" {
                h2 #summary-title { (visit.text("web-errors")) }
                ul { @for (id, words) in errors { li { a href={ "#" (id) } { (words.show(visit)) } } } }
            }
        }
    }
}

/// What is to be known before the page is gone on with, at its top, taking the focus: a message.
pub fn notice(visit: &Visit, message: &str) -> Markup {
    html! { p.note role="status" tabindex="-1" autofocus { (visit.text(message)) } }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderMap;

    use super::*;

    fn visit(language: Language) -> Visit {
        Visit::of("/", Some(&format!("lang={language}")), &HeaderMap::new())
    }

    fn label() -> Label {
        let visit = visit(Language::English);
        Label {
            hints: vec![Words::of(&visit, "In whole years")],
            error: Some(Words::of(&visit, "Write a number")),
            ..Label::new("age", Words { text: "Жасыңыз\nнеше?".into(), language: Language::Kazakh })
        }
    }

    #[test]
    fn a_control_is_described_by_its_hint_and_its_error() {
        let described = label().described_by();
        assert_eq!(described.as_deref(), Some("age/hint-0 age/error"));
        let shown = field(&visit(Language::English), &label(), &html! { input; }).into_string();
        assert!(shown.contains("id=\"age/hint-0\"") && shown.contains("id=\"age/error\""), "{shown}");
        assert!(shown.contains("<label for=\"age\">"), "{shown}");
    }

    /// Proves: EN-9.3.1.2
    #[test]
    fn words_of_another_language_say_so() {
        let shown = label().words.show(&visit(Language::English)).into_string();
        assert_eq!(shown, "<span lang=\"kk\">Жасыңыз<br>неше?</span>");
    }

    #[test]
    fn without_errors_there_is_no_summary() {
        assert_eq!(summary(&visit(Language::Russian), &[]).into_string(), "");
    }
}
