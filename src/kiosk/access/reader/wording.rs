//! How nodes are put into words. What stands on the screen is said in its own language, what the
//! reader adds (role, state, position) in the visitor's.

use accesskit::{Role, Toggled};
use unicode_segmentation::UnicodeSegmentation as _;

use super::outline::{Outline, Place};
use super::sentences::{LONGEST, sentences};
use crate::domain::Language;
use crate::i18n::{text, text_with};
use crate::kiosk::speech::Spot;

/// A part of an announcement: what becomes one utterance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    pub text: String,
    pub language: Language,
    /// Where its words stand on the screen.
    pub spot: Option<Spot>,
    /// Whether it tells what a visitor entered or answered: `instead` is said to those who listen aloud.
    pub personal: bool,
    /// What a personal phrase becomes aloud; nothing is said, if there is none.
    pub instead: Option<String>,
}

impl Phrase {
    /// Words that do not stand on the screen.
    pub fn words(text: impl Into<String>, language: Language) -> Self {
        Self { text: text.into(), language, spot: None, personal: false, instead: None }
    }

    /// Said in private only; aloud, `instead` is.
    pub fn personal(self, instead: impl Into<String>) -> Self {
        Self { personal: true, instead: Some(instead.into()), ..self }
    }

    /// The same in sentences.
    pub fn all(words: &str, language: Language) -> Vec<Self> {
        let parts = sentences(words).into_iter().map(|part| words[part].trim());
        parts.filter(|part| !part.is_empty()).map(|part| Self::words(part, language)).collect()
    }
}

/// Adds words to what was said last: in the same breath where the language is the same.
fn add(phrases: &mut Vec<Phrase>, words: &str, language: Language) {
    match phrases.last_mut() {
        Some(last)
            if last.language == language
                && !last.personal
                && last.text.chars().count() + words.chars().count() + 2 <= LONGEST =>
        {
            last.text.push_str(if last.text.ends_with(|c: char| c.is_ascii_punctuation() || c == '…') {
                " "
            } else {
                ", "
            });
            last.text.push_str(words);
        }
        _ => phrases.push(Phrase::words(words, language)),
    }
}

/// Puts words before what is said first, with a colon between.
fn introduce(phrases: &mut Vec<Phrase>, words: &str, language: Language) {
    match phrases.first_mut() {
        Some(first)
            if first.language == language && first.text.chars().count() + words.chars().count() + 2 <= LONGEST =>
        {
            first.text.insert_str(0, ": ");
            first.text.insert_str(0, words);
        }
        _ => phrases.insert(0, Phrase::words(words, language)),
    }
}

impl Outline {
    /// The node's name, sentence by sentence.
    pub fn named(&self, place: Place) -> Vec<Phrase> {
        if self.is_private(place) && !self.has_answer(place) {
            return self.name_withheld(place);
        }
        self.name_as_it_is(place)
    }

    /// The name, which is what the visitor answered: one phrase, so that aloud one word stands for it.
    fn name_withheld(&self, place: Place) -> Vec<Phrase> {
        let instead = match self.role(place) {
            Role::Button => text(self.visitor(), "reader-key"),
            _ => text(self.visitor(), "reader-answered"),
        };
        let mut said = self.name_as_it_is(place).into_iter();
        let first = said.next().map(|first| first.personal(instead));
        first.into_iter().chain(said.map(|more| Phrase { personal: true, ..more })).collect()
    }

    fn name_as_it_is(&self, place: Place) -> Vec<Phrase> {
        let (name, language) = (self.name(place), self.language(place));
        sentences(name)
            .into_iter()
            .filter_map(|part| {
                let said = name[part.clone()].trim();
                let start = part.start + name[part].find(said)?;
                let spot = Spot { node: self.id(place), range: start..start + said.len() };
                let phrase = Phrase { spot: Some(spot), ..Phrase::words(said, language) };
                (!said.is_empty()).then_some(phrase)
            })
            .collect()
    }

    /// What a paragraph or a cell says: its passages in their languages, where it holds any, or its own words.
    pub fn passages(&self, place: Place) -> Vec<Phrase> {
        let passages: Vec<_> = self.inside(place).flat_map(|passage| self.named(passage)).collect();
        if passages.is_empty() { self.named(place) } else { passages }
    }

    /// A control in all it has to say: name, role, state, value, position, description.
    pub fn control(&self, place: Place) -> Vec<Phrase> {
        let visitor = self.visitor();
        let mut phrases = self.named(place);
        if let Some(role) = self.role_words(place) {
            add(&mut phrases, &role, visitor);
        }
        let position = self.position(place).filter(|_| !self.is_private_key(place)).map(|(position, of)| {
            text_with(visitor, "reader-position", &[("position", position.into()), ("of", of.into())])
        });
        let first = matches!(self.role(place), Role::RadioButton | Role::CheckBox);
        if let Some(words) = position.as_ref().filter(|_| first) {
            add(&mut phrases, words, visitor);
        }
        phrases = self.with_state(place, phrases);
        if let Some(words) = position.as_ref().filter(|_| !first) {
            add(&mut phrases, words, visitor);
        }
        phrases.extend(self.described(place));
        phrases
    }

    /// What can change about a control while it keeps the focus.
    pub fn state(&self, place: Place) -> Vec<Phrase> {
        self.with_state(place, Vec::new())
    }

    pub fn with_state(&self, place: Place, mut phrases: Vec<Phrase>) -> Vec<Phrase> {
        let (node, visitor) = (self.node(place), self.visitor());
        let chosen = match node.toggled() {
            Some(toggled) => Some(toggled == Toggled::True),
            None => node.is_selected(),
        };
        let state = match (chosen, node.role()) {
            (Some(true), Role::RadioButton) => Some("reader-chosen"),
            (Some(false), Role::RadioButton) => Some("reader-not-chosen"),
            (Some(true), Role::CheckBox) => Some("reader-ticked"),
            (Some(false), Role::CheckBox) => Some("reader-not-ticked"),
            (Some(true), Role::Switch) => Some("reader-on"),
            (Some(false), Role::Switch) => Some("reader-off"),
            (Some(true), _) => Some("widget-selected"),
            (Some(false), _) => Some("reader-not-selected"),
            (None, _) => None,
        };
        match state {
            Some(state) if self.is_private(place) => {
                phrases.push(Phrase::words(text(visitor, state), visitor).personal(text(visitor, "reader-withheld")));
            }
            Some(state) => add(&mut phrases, &text(visitor, state), visitor),
            None => {}
        }
        if node.is_disabled() {
            add(&mut phrases, &text(visitor, "widget-unavailable"), visitor);
        }
        if is_entry(node.role()) {
            match node.value().filter(|value| !value.is_empty()) {
                // What is masked is not shown, nor said: how long it is says enough.
                Some(value) if node.role() == Role::PasswordInput => {
                    add(&mut phrases, &characters(value, visitor), visitor);
                }
                Some(value) => {
                    let instead = characters(value, visitor);
                    phrases.push(Phrase::words(value, self.language(place)).personal(instead));
                }
                None => add(&mut phrases, &text(visitor, "reader-empty"), visitor),
            }
        } else if matches!(node.role(), Role::Slider | Role::SpinButton) {
            let value = node.value().map(str::to_owned).or_else(|| node.numeric_value().map(|value| value.to_string()));
            if let Some(value) = value {
                self.add_value(place, &value, &mut phrases);
            }
        } else if let Some(value) = node.value().filter(|value| !value.is_empty() && self.is_control(place)) {
            self.add_value(place, value, &mut phrases);
        }
        phrases
    }

    fn add_value(&self, place: Place, value: &str, phrases: &mut Vec<Phrase>) {
        if self.is_private(place) {
            let instead = text(self.visitor(), "reader-answered");
            phrases.push(Phrase::words(value, self.language(place)).personal(instead));
        } else {
            add(phrases, value, self.language(place));
        }
    }

    /// Whether it tells what the visitor answered.
    pub fn is_private(&self, place: Place) -> bool {
        self.snapshot().private.contains(&self.id(place))
    }

    /// Whether a state or a value tells what the visitor answered: then the name does not.
    fn has_answer(&self, place: Place) -> bool {
        let node = self.node(place);
        let has_value = node.value().is_some_and(|value| !value.is_empty()) && node.role() != Role::Label;
        is_entry(node.role()) || has_value || node.toggled().is_some()
    }

    /// Whether it is a key of which even the name tells what is entered.
    fn is_private_key(&self, place: Place) -> bool {
        self.role(place) == Role::Button && self.is_private(place) && !self.has_answer(place)
    }

    /// More to say after the name; what only repeats the state is left out.
    pub fn described(&self, place: Place) -> Vec<Phrase> {
        let language = self.snapshot().described_in.get(&self.id(place)).copied();
        let language = language.unwrap_or_else(|| self.language(place));
        let description = self.node(place).description().unwrap_or_default();
        let repeats =
            ["widget-selected", "widget-unavailable"].into_iter().any(|state| description == text(language, state));
        if repeats { Vec::new() } else { Phrase::all(description, language) }
    }

    /// What the node is, in the visitor's language; none where the name says enough.
    pub fn role_words(&self, place: Place) -> Option<String> {
        let (node, visitor) = (self.node(place), self.visitor());
        let id = match node.role() {
            Role::Button => "reader-button",
            Role::Link => "reader-link",
            Role::Switch => "reader-switch",
            Role::CheckBox => "reader-check-box",
            Role::RadioButton => "reader-choice",
            Role::Slider | Role::SpinButton => "reader-slider",
            Role::Blockquote => "reader-quote",
            Role::Navigation => "reader-navigation",
            role if is_entry(role) => "reader-field",
            Role::Heading => {
                let level = node.level().unwrap_or(1);
                return Some(text_with(visitor, "reader-heading", &[("level", level.into())]));
            }
            Role::List => return Some(text_with(visitor, "reader-list", &[("items", self.items_of(place).into())])),
            Role::Table => {
                let rows = node.row_count().unwrap_or(1).saturating_sub(1);
                return Some(text_with(visitor, "reader-table", &[("rows", rows.into())]));
            }
            _ => return None,
        };
        Some(text(visitor, id))
    }

    /// How many items a list has in all.
    pub fn items_of(&self, list: Place) -> usize {
        let shown = || self.inside(list).filter(|place| self.role(*place) == Role::ListItem).count();
        self.node(list).size_of_set().unwrap_or_else(shown)
    }

    /// A container's name and role: "Телефондар, кесте, 6 жол".
    pub fn container(&self, place: Place, with_name: bool) -> Vec<Phrase> {
        let mut phrases = if with_name { self.named(place) } else { Vec::new() };
        if let Some(role) = self.role_words(place) {
            add(&mut phrases, &role, self.visitor());
        }
        phrases
    }

    /// A heading with its level.
    pub fn heading(&self, place: Place) -> Vec<Phrase> {
        self.container(place, true)
    }

    /// A picture by its alternative.
    pub fn picture(&self, place: Place) -> Vec<Phrase> {
        let mut phrases = self.named(place);
        introduce(&mut phrases, &text(self.visitor(), "reader-picture"), self.visitor());
        phrases
    }

    /// A cell after the header of its column: "Телефон: 101".
    pub fn cell(&self, place: Place) -> Vec<Phrase> {
        let mut phrases = self.passages(place);
        let column = self.node(place).column_index();
        let table = self.ancestors(place).find(|ancestor| self.role(*ancestor) == Role::Table);
        let header = table.and_then(|table| {
            let is_header =
                |place: &Place| self.role(*place) == Role::ColumnHeader && self.node(*place).column_index() == column;
            self.inside(table).find(is_header)
        });
        let (header, language) = match header {
            Some(header) => (self.name(header), self.language(header)),
            None => (self.node(place).description().unwrap_or_default(), self.language(place)),
        };
        if !header.is_empty() && !phrases.is_empty() {
            introduce(&mut phrases, header, language);
        }
        phrases
    }

    /// What holds a control, said when the focus comes in from elsewhere. Marked is the control alone.
    pub fn group_words(&self, group: Place) -> Vec<Phrase> {
        let phrases = match self.role(group) {
            Role::Main | Role::Window => Vec::new(),
            Role::Navigation if self.name(group).is_empty() => self.container(group, false),
            _ => self.named(group),
        };
        phrases.into_iter().map(|phrase| Phrase { spot: None, ..phrase }).collect()
    }

    /// How much there is on the screen, and which sheet of it is open: "31 items, page 1 of 4".
    pub fn overview(&self) -> Vec<Phrase> {
        let mut phrases = Vec::new();
        if let Some(list) = self.choices() {
            let items = self.items_of(list);
            add(&mut phrases, &text_with(self.visitor(), "reader-items", &[("items", items.into())]), self.visitor());
        }
        if let Some(progress) = self.progress() {
            add(&mut phrases, self.name(progress), self.language(progress));
        }
        phrases
    }

    /// The list of what can be chosen on this screen.
    pub fn choices(&self) -> Option<Place> {
        let is_list = |place: &Place| self.role(*place) == Role::List;
        self.inside(self.main()).filter(is_list).find(|list| {
            let items = self.inside(*list).filter(|place| self.role(*place) == Role::ListItem);
            items.flat_map(|item| self.inside(item).next()).any(|first| self.is_control(first))
        })
    }
}

/// How long what was entered is.
pub fn characters(value: &str, language: Language) -> String {
    text_with(language, "reader-characters", &[("count", value.graphemes(true).count().into())])
}

/// Whether a visitor enters something there: that is personal (EN 301 549, 5.1.3.8 and .9).
pub fn is_entry(role: Role) -> bool {
    matches!(
        role,
        Role::TextInput
            | Role::MultilineTextInput
            | Role::SearchInput
            | Role::DateInput
            | Role::DateTimeInput
            | Role::WeekInput
            | Role::MonthInput
            | Role::TimeInput
            | Role::EmailInput
            | Role::NumberInput
            | Role::PasswordInput
            | Role::PhoneNumberInput
            | Role::UrlInput
    )
}
