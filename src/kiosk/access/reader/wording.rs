//! How nodes are put into words. What stands on the screen is said in its own language, what the
//! reader adds (role, state, position) in the visitor's.

use accesskit::{Role, Toggled};

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
    /// Whether it tells what a visitor entered. `instead` is said aloud.
    pub personal: bool,
}

impl Phrase {
    /// Words that do not stand on the screen.
    pub fn words(text: impl Into<String>, language: Language) -> Self {
        Self { text: text.into(), language, spot: None, personal: false }
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
        let (name, language) = (self.name(place), self.language(place));
        sentences(name)
            .into_iter()
            .filter_map(|part| {
                let said = name[part.clone()].trim();
                let start = part.start + name[part].find(said)?;
                let spot = Spot { node: self.id(place), range: start..start + said.len() };
                let phrase = Phrase { text: said.to_owned(), language, spot: Some(spot), personal: false };
                (!said.is_empty()).then_some(phrase)
            })
            .collect()
    }

    /// What the paragraph says: its own words, or its passages in their languages.
    pub fn passages(&self, place: Place) -> Vec<Phrase> {
        if self.name(place).is_empty() {
            self.inside(place).flat_map(|passage| self.named(passage)).collect()
        } else {
            self.named(place)
        }
    }

    /// A control in all it has to say: name, role, state, value, position, description.
    pub fn control(&self, place: Place) -> Vec<Phrase> {
        let visitor = self.visitor();
        let mut phrases = self.named(place);
        if let Some(role) = self.role_words(place) {
            add(&mut phrases, &role, visitor);
        }
        phrases = self.with_state(place, phrases);
        if let Some((position, of)) = self.position(place) {
            let words = text_with(visitor, "reader-position", &[("position", position.into()), ("of", of.into())]);
            add(&mut phrases, &words, visitor);
        }
        phrases.extend(self.described(place));
        phrases
    }

    /// What can change about a control while it keeps the focus.
    pub fn state(&self, place: Place) -> Vec<Phrase> {
        self.with_state(place, Vec::new())
    }

    fn with_state(&self, place: Place, mut phrases: Vec<Phrase>) -> Vec<Phrase> {
        let (node, visitor) = (self.node(place), self.visitor());
        let is_switch = matches!(node.role(), Role::Switch | Role::CheckBox);
        let chosen = match node.toggled() {
            Some(toggled) => Some(toggled == Toggled::True),
            None => node.is_selected(),
        };
        let state = match (chosen, is_switch) {
            (Some(true), false) => Some("widget-selected"),
            (Some(false), false) => Some("reader-not-selected"),
            (Some(true), true) => Some("reader-on"),
            (Some(false), true) => Some("reader-off"),
            (None, _) => None,
        };
        if let Some(state) = state {
            add(&mut phrases, &text(visitor, state), visitor);
        }
        if node.is_disabled() {
            add(&mut phrases, &text(visitor, "widget-unavailable"), visitor);
        }
        if is_entry(node.role()) {
            match node.value().filter(|value| !value.is_empty()) {
                Some(value) => phrases.push(Phrase { personal: true, ..Phrase::words(value, self.language(place)) }),
                None => add(&mut phrases, &text(visitor, "reader-empty"), visitor),
            }
        } else if matches!(node.role(), Role::Slider | Role::SpinButton) {
            let value = node.value().map(str::to_owned).or_else(|| node.numeric_value().map(|value| value.to_string()));
            if let Some(value) = value {
                add(&mut phrases, &value, self.language(place));
            }
        }
        phrases
    }

    /// More to say after the name; what only repeats the state is left out.
    fn described(&self, place: Place) -> Vec<Phrase> {
        let language = self.language(place);
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
            Role::Switch | Role::CheckBox => "reader-switch",
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
        let mut phrases = self.named(place);
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

/// Whether a visitor enters something there: that is personal (EN 301 549, 5.1.3.8 and .9).
fn is_entry(role: Role) -> bool {
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
