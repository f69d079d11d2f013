//! A question as a form field: the control each kind of answer takes.

use maud::{Markup, html};

use super::entry::{DECLINED, Entry, Fault, field_name, part_name};
use crate::domain::Language;
use crate::domain::survey::definition::Image;
use crate::domain::survey::interview::Because;
use crate::domain::survey::{Choice, Interview, Kind, Question, Text};
use crate::i18n;
use crate::server::http::web::Visit;
use crate::server::http::web::fields::{self, Chosen, Label, Words};

/// The most steps of a scale that are shown as radio buttons; a longer scale is typed.
const STEPS: usize = 21;

/// Why an answer cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wrong {
    /// What was entered is no answer of this kind.
    Entry(Fault),
    /// The engine does not take it.
    Answer(Because),
}

/// The id of a question's first control, which an error leads to.
pub(super) fn control_id(question: &Question) -> String {
    format!("q-{}", question.name)
}

/// What shows the questions of a page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Showing<'a> {
    /// For whom.
    pub(super) visit: &'a Visit,
    /// What was answered, and what is on offer.
    pub(super) interview: &'a Interview,
}

impl Showing<'_> {
    /// A text of the survey in the language of the page, or in one it has.
    pub(super) fn words(&self, text: &Text) -> Option<Words> {
        let (text, language) = self.interview.words(text, self.visit.language)?;
        Some(Words { text, language })
    }

    /// A text of the survey that must not be missing: its name, where it is missing all the same.
    pub(super) fn label(&self, question: &Question) -> Words {
        self.words(&question.label).unwrap_or_else(|| Words::of(self.visit, question.name.as_str()))
    }

    /// Why an answer cannot be taken, in the survey's own words where it has them.
    pub(super) fn complaint(&self, question: &Question, wrong: &Wrong) -> Words {
        let visit = self.visit;
        let own = match wrong {
            Wrong::Answer(Because::Missing) => self.words(&question.required_message),
            Wrong::Answer(Because::Constraint) => self.words(&question.constraint_message),
            _ => None,
        };
        own.unwrap_or_else(|| {
            let id = match wrong {
                Wrong::Entry(Fault::NotWhole) => "web-wrong-whole",
                Wrong::Entry(Fault::NotNumber) => "web-wrong-number",
                Wrong::Entry(Fault::NotDate) => "web-wrong-date",
                Wrong::Entry(Fault::Places) => "web-wrong-places",
                Wrong::Entry(Fault::Both) => "web-wrong-both",
                Wrong::Answer(Because::TooLong(most)) => {
                    let most = [("most", (*most).into())];
                    return Words::of(visit, i18n::text_with(visit.language, "web-wrong-long", &most));
                }
                Wrong::Answer(Because::Missing) => match question.kind {
                    Kind::One(_) | Kind::Scale { .. } => "web-missing-one",
                    Kind::Many(_) => "web-missing-many",
                    Kind::Acknowledge => "web-missing-acknowledge",
                    _ => "web-missing",
                },
                Wrong::Answer(Because::Kind | Because::Constraint) => "web-wrong",
            };
            Words::of(visit, visit.text(id))
        })
    }

    /// A question with its control. `entry` is what stands in it.
    pub(super) fn question(
        &self,
        question: &Question,
        entry: &Entry,
        wrong: Option<&Wrong>,
        is_heading: bool,
    ) -> Markup {
        let visit = self.visit;
        if !question.kind.is_asked() {
            return self.note(question, is_heading);
        }
        let mut label = Label::new(control_id(question), self.label(question));
        label.is_heading = is_heading;
        label.hints = self.hints(question);
        label.error = wrong.map(|wrong| self.complaint(question, wrong));
        let image = self.image(question.image.as_ref());
        let shown = match &question.kind {
            Kind::One(_) | Kind::Many(_) => fields::group(visit, &label, &self.choices(question, entry)),
            Kind::Rank(_) => fields::group(visit, &label, &self.places(question, entry)),
            Kind::Scale { .. } if !steps(&question.kind).is_empty() => {
                fields::group(visit, &label, &self.scale(question, entry))
            }
            Kind::Date => fields::group(visit, &label, &self.date(question, entry, label.error.is_some())),
            Kind::Acknowledge => fields::group(visit, &label, &self.acknowledge(question, entry)),
            _ => fields::field(visit, &label, &self.typed(question, entry, &label)),
        };
        html! { @if let Some(image) = image { p { (image) } } (shown) }
    }

    fn note(&self, question: &Question, is_heading: bool) -> Markup {
        let words = self.label(question);
        html! {
            div.note {
                @if let Some(image) = self.image(question.image.as_ref()) { p { (image) } }
                // A note of one line is the heading of its page; a longer one stands below the survey's name.
                @if is_heading { h1 { (words.show(self.visit)) } } @else { p { (words.show(self.visit)) } }
                @if let Some(hint) = self.words(&question.hint) { p { (hint.show(self.visit)) } }
            }
        }
    }

    fn hints(&self, question: &Question) -> Vec<Words> {
        let visit = self.visit;
        let mut hints: Vec<Words> = self.words(&question.hint).into_iter().collect();
        let mut own = |id: &str| {
            let words = visit.text(id);
            // Most surveys say so themselves.
            if !hints.iter().any(|hint| hint.text.contains(&words)) {
                hints.push(Words::of(visit, words));
            }
        };
        match &question.kind {
            Kind::Many(_) => own("web-hint-many"),
            Kind::Rank(_) => own("web-hint-rank"),
            Kind::Integer => own("web-hint-whole"),
            Kind::Decimal => own("web-hint-number"),
            Kind::Date => own("web-hint-date"),
            _ => {}
        }
        if self.interview.is_required(question) && !question.read_only {
            own("web-hint-required");
        }
        match &question.kind {
            Kind::Line | Kind::Paragraph => {
                let most = [("most", Interview::LONGEST_TEXT.into())];
                hints.push(Words::of(visit, i18n::text_with(visit.language, "web-hint-text", &most)));
            }
            Kind::Scale { from, to, .. } if steps(&question.kind).is_empty() => {
                let ends = [("from", shown_number(visit, *from).into()), ("to", shown_number(visit, *to).into())];
                hints.push(Words::of(visit, i18n::text_with(visit.language, "web-hint-scale", &ends)));
            }
            _ => {}
        }
        hints
    }

    fn image(&self, image: Option<&Image>) -> Option<Markup> {
        let image = image?;
        let (alternative, language) = image.alternative.get(self.visit.language)?;
        let language = (language != self.visit.language).then(|| language.code());
        let survey = self.interview.survey();
        let of = [("version", survey.version.as_str()), ("file", image.file.as_str())];
        let address = self.visit.link(&format!("/survey/{}/image", survey.id), of);
        Some(html! { img src=(address) alt=(alternative) lang=[language]; })
    }

    fn row(&self, question: &Question, index: usize, value: &str, words: Words, is_chosen: bool) -> fields::Choice {
        let id = control_id(question);
        fields::Choice {
            id: if index == 0 { id } else { format!("{id}/{index}") },
            name: field_name(question),
            value: value.to_owned(),
            words,
            image: None,
            is_chosen,
            is_disabled: question.read_only,
        }
    }

    fn choices(&self, question: &Question, entry: &Entry) -> Markup {
        let how = if matches!(question.kind, Kind::Many(_)) { Chosen::Many } else { Chosen::One };
        let on_offer = self.interview.choices(question);
        let rows = on_offer.iter().enumerate().map(|(index, choice)| fields::Choice {
            image: self.image(choice.image.as_ref()),
            ..self.row(question, index, &choice.name, self.choice_words(choice), entry.chosen.contains(&choice.name))
        });
        html! {
            @for row in rows { (fields::choice(self.visit, how, &row)) }
            (self.declined_row(question, entry, how, on_offer.len()))
        }
    }

    fn choice_words(&self, choice: &Choice) -> Words {
        self.words(&choice.label).unwrap_or_else(|| Words::of(self.visit, choice.name.as_str()))
    }

    /// "I prefer not to say" as one more choice.
    fn declined_row(&self, question: &Question, entry: &Entry, how: Chosen, index: usize) -> Markup {
        let words = Words::of(self.visit, self.visit.text("web-declined"));
        html! {
            @if question.may_decline {
                p.or aria-hidden="true" { (self.visit.text("web-or")) }
                (fields::choice(self.visit, how, &self.row(question, index, DECLINED, words, entry.is_declined)))
            }
        }
    }

    /// "I prefer not to say" as a check box of its own, for controls without choices.
    fn declined_box(&self, question: &Question, entry: &Entry) -> Markup {
        let words = Words::of(self.visit, self.visit.text("web-declined"));
        let choice = fields::Choice {
            id: format!("{}/declined", control_id(question)),
            name: part_name(question, "declined"),
            ..self.row(question, 0, "1", words, entry.is_declined)
        };
        html! {
            @if question.may_decline {
                p.or aria-hidden="true" { (self.visit.text("web-or")) }
                (fields::choice(self.visit, Chosen::Many, &choice))
            }
        }
    }

    fn scale(&self, question: &Question, entry: &Entry) -> Markup {
        let steps = steps(&question.kind);
        let rows = steps.iter().enumerate().map(|(index, step)| {
            let value = step.to_string();
            let is_chosen = entry.chosen.contains(&value);
            self.row(question, index, &value, Words::of(self.visit, shown_number(self.visit, *step)), is_chosen)
        });
        html! {
            div.scale { @for row in rows { (fields::choice(self.visit, Chosen::One, &row)) } }
            (self.declined_row(question, entry, Chosen::One, steps.len()))
        }
    }

    /// A place for each choice: lists to choose from work with every keyboard, which dragging does not.
    fn places(&self, question: &Question, entry: &Entry) -> Markup {
        let id = control_id(question);
        let on_offer = self.interview.choices(question);
        let given =
            |choice: &str| entry.places.iter().find(|(other, _)| other == choice).map(|(_, place)| place.as_str());
        html! {
            div.places {
                @for (index, choice) in on_offer.iter().enumerate() {
                    @let id = if index == 0 { id.clone() } else { format!("{id}/{index}") };
                    label for=(id) { (self.choice_words(choice).show(self.visit)) }
                    select #(id) name=(field_name(question)) disabled[question.read_only] {
                        option value={ " " (choice.name) } { (self.visit.text("web-no-place")) }
                        @for place in 1..=on_offer.len() {
                            @let is_given = given(&choice.name) == Some(place.to_string().as_str());
                            option value={ (place) " " (choice.name) } selected[is_given] { (place) }
                        }
                    }
                }
            }
            (self.declined_box(question, entry))
        }
    }

    fn date(&self, question: &Question, entry: &Entry, is_wrong: bool) -> Markup {
        let id = control_id(question);
        let parts = [("day", "web-day", 2), ("month", "web-month", 2), ("year", "web-year", 4)];
        html! {
            div.parts {
                @for (index, (part, words, length)) in parts.into_iter().enumerate() {
                    @let id = if index == 0 { id.clone() } else { format!("{id}/{part}") };
                    div {
                        label for=(id) { (self.visit.text(words)) }
                        input.few #(id) type="text" inputmode="numeric" size=(length)
                            name=(part_name(question, part)) value=(entry.date[index])
                            aria-invalid=[is_wrong.then_some("true")] readonly[question.read_only];
                    }
                }
            }
            (self.declined_box(question, entry))
        }
    }

    fn acknowledge(&self, question: &Question, entry: &Entry) -> Markup {
        let words = Words::of(self.visit, self.visit.text("web-understood"));
        html! {
            (fields::choice(self.visit, Chosen::Many, &self.row(question, 0, "yes", words, !entry.chosen.is_empty())))
            (self.declined_box(question, entry))
        }
    }

    fn typed(&self, question: &Question, entry: &Entry, label: &Label) -> Markup {
        let (name, described_by) = (field_name(question), label.described_by());
        let invalid = label.error.as_ref().map(|_| "true");
        let keys = match question.kind {
            Kind::Integer => Some("numeric"),
            Kind::Decimal | Kind::Scale { .. } => Some("decimal"),
            Kind::Line if question.digits => Some("numeric"),
            _ => None,
        };
        html! {
            @if question.kind == Kind::Paragraph {
                // A line break after the tag is not part of the text.
                textarea #(label.id) name=(name) rows="6" aria-describedby=[described_by] aria-invalid=[invalid]
                    readonly[question.read_only] { "\n" (entry.text) }
            } @else {
                input.number[keys.is_some()] #(label.id) type="text" name=(name) value=(entry.text) inputmode=[keys]
                    aria-describedby=[described_by] aria-invalid=[invalid]
                    readonly[question.read_only];
            }
            (self.declined_box(question, entry))
        }
    }
}

/// The steps of a scale; none when there are too many to be shown, or it has none.
fn steps(kind: &Kind) -> Vec<f64> {
    let Kind::Scale { from, to, step } = *kind else { return Vec::new() };
    // Also false for what is not a number.
    if !(step > 0.0 && to >= from && (to - from) / step <= (STEPS - 1) as f64) {
        return Vec::new();
    }
    (0..STEPS).map(|index| from + index as f64 * step).take_while(|value| *value <= to + step / 1e6).collect()
}

/// A number as the language writes it, to six decimals.
pub(super) fn shown_number(visit: &Visit, number: f64) -> String {
    let text = format!("{number:.6}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    let text = text.replace('-', "\u{2212}");
    if visit.language == Language::English { text } else { text.replace('.', ",") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_has_its_steps_and_a_long_one_is_typed() {
        assert_eq!(steps(&Kind::Scale { from: 1.0, to: 5.0, step: 1.0 }), [1.0, 2.0, 3.0, 4.0, 5.0]);
        assert_eq!(steps(&Kind::Scale { from: 0.0, to: 0.3, step: 0.1 }).len(), 4);
        for (from, to, step) in [(0.0, 100.0, 1.0), (1.0, 5.0, 0.0), (5.0, 1.0, 1.0), (f64::NAN, 1.0, 1.0)] {
            assert!(steps(&Kind::Scale { from, to, step }).is_empty(), "{from} {to} {step}");
        }
    }
}
