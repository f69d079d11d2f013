//! What a widget is, apart from how it looks: its role, name, language and state.

use std::ops::Range;

use crate::domain::Language;
use crate::i18n;

/// What a widget is to someone who does not see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// The whole window.
    Window,
    /// Who this stand belongs to, and the time: the same on every screen.
    Banner,
    /// What the screen is about.
    Main,
    /// Ways to other screens.
    Navigation,
    /// Settings for sight, hearing and reach.
    Toolbar,
    /// Any other named part of a screen.
    Region,
    /// Controls that belong together, such as the choice of a language.
    Group,
    /// A heading; the screen's title is level 1.
    Heading {
        /// 1 to 6.
        level: u8,
    },
    /// A paragraph of text.
    Paragraph,
    /// A short text that is no paragraph: a label, a date, the clock; or a passage of a paragraph in
    /// a language of its own.
    Text,
    /// A button.
    Button,
    /// A switch: on or off.
    Toggle,
    /// Choices that belong together.
    Choices {
        /// How many there are in all, shown or not.
        of: usize,
        /// Whether only one of them can be chosen.
        one: bool,
    },
    /// One of several choices, of which one can be chosen.
    Radio {
        /// Its place, from 1.
        position: usize,
        /// How many choices there are.
        of: usize,
    },
    /// Something to tick or not, alone or one of several.
    CheckBox {
        /// Its place, from 1.
        position: usize,
        /// How many there are.
        of: usize,
    },
    /// A place to enter words or a number. What is entered is personal (EN 301 549, 5.1.3.9).
    Entry {
        /// Whether it takes more than one line.
        long: bool,
        /// Whether what is entered is not shown, as a PIN (EN 301 549, 5.1.3.8).
        masked: bool,
    },
    /// A choice of one of several steps, from little to much.
    Slider {
        /// The chosen step, from 1.
        now: usize,
        /// How many steps there are.
        of: usize,
    },
    /// A way to another page.
    Link,
    /// An image; its name is its alternative text.
    Image,
    /// A list.
    List {
        /// How many items it has in all, shown or not.
        items: usize,
    },
    /// An item of a list.
    ListItem {
        /// Its place, from 1.
        position: usize,
        /// How many items the list has.
        of: usize,
    },
    /// A table; its name is its caption.
    Table {
        /// How many rows it has below the headers, shown or not.
        rows: usize,
        /// How many columns it has.
        columns: usize,
    },
    /// A row of a table.
    Row {
        /// Its place, from 0: the row of headers.
        row: usize,
    },
    /// The header of a column.
    ColumnHeader {
        /// Its column, from 0.
        column: usize,
    },
    /// A cell of a table.
    Cell {
        /// Its row, from 1.
        row: usize,
        /// Its column, from 0.
        column: usize,
    },
    /// A quotation.
    Quote,
    /// News that a voice tells when it next pauses.
    Status,
    /// News that a voice tells at once.
    Alert,
    /// How far along a visitor is.
    Progress {
        /// Where they are, from 1.
        now: usize,
        /// Where it ends.
        of: usize,
    },
}

impl Role {
    /// The AccessKit role it is exported as.
    pub fn exported(self) -> accesskit::Role {
        match self {
            Self::Window => accesskit::Role::Window,
            Self::Banner => accesskit::Role::Banner,
            Self::Main => accesskit::Role::Main,
            Self::Navigation => accesskit::Role::Navigation,
            Self::Toolbar => accesskit::Role::Toolbar,
            Self::Region => accesskit::Role::Region,
            Self::Group => accesskit::Role::Group,
            Self::Heading { .. } => accesskit::Role::Heading,
            Self::Paragraph => accesskit::Role::Paragraph,
            Self::Text => accesskit::Role::Label,
            Self::Button => accesskit::Role::Button,
            Self::Toggle => accesskit::Role::Switch,
            Self::Choices { one: true, .. } => accesskit::Role::RadioGroup,
            Self::Choices { .. } => accesskit::Role::Group,
            Self::Radio { .. } => accesskit::Role::RadioButton,
            Self::CheckBox { .. } => accesskit::Role::CheckBox,
            Self::Entry { masked: true, .. } => accesskit::Role::PasswordInput,
            Self::Entry { long: true, .. } => accesskit::Role::MultilineTextInput,
            Self::Entry { .. } => accesskit::Role::TextInput,
            Self::Slider { .. } => accesskit::Role::Slider,
            Self::Link => accesskit::Role::Link,
            Self::Image => accesskit::Role::Image,
            Self::List { .. } => accesskit::Role::List,
            Self::ListItem { .. } => accesskit::Role::ListItem,
            Self::Table { .. } => accesskit::Role::Table,
            Self::Row { .. } => accesskit::Role::Row,
            Self::ColumnHeader { .. } => accesskit::Role::ColumnHeader,
            Self::Cell { .. } => accesskit::Role::Cell,
            Self::Quote => accesskit::Role::Blockquote,
            Self::Status => accesskit::Role::Status,
            Self::Alert => accesskit::Role::Alert,
            Self::Progress { .. } => accesskit::Role::ProgressIndicator,
        }
    }

    /// What a widget of this role is called when nobody called it anything; none where the parts or the
    /// place say enough. So no control, image or heading can be without a name (EN 301 549, 5.1.3.6 and
    /// 5.1.3.1).
    fn nameless(self, language: Language) -> Option<String> {
        let id = match self {
            Self::Button | Self::Toggle => "widget-nameless-button",
            Self::Radio { .. } | Self::CheckBox { .. } => "widget-nameless-choice",
            Self::Entry { .. } => "widget-nameless-entry",
            Self::Slider { .. } => "widget-nameless-slider",
            Self::Link => "widget-nameless-link",
            Self::Image => "widget-nameless-image",
            Self::Heading { .. } => "widget-nameless-heading",
            _ => return None,
        };
        Some(i18n::text(language, id))
    }
}

/// Everything a visitor must be able to learn of a widget without seeing it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Semantics {
    /// What it is.
    pub role: Role,
    /// What it is called or says. May be empty only where the parts say it: a list, a row, a
    /// paragraph of passages in several languages.
    pub(super) name: String,
    /// The language of the name, and of what it holds.
    pub language: Language,
    /// More to say after the name, such as the summary on a tile. May be empty.
    pub description: String,
    /// The language of the description, where it is not that of the name.
    pub described_in: Option<Language>,
    /// What it is set to, in words: "100 %, 3 of 7". May be empty.
    pub value: String,
    /// Whether it is chosen or switched on, where that can be.
    pub selected: Option<bool>,
    /// Whether it can not be used now.
    pub disabled: bool,
    /// Whether it tells what a visitor answered: what was entered, which choice was made, or, of anything
    /// else, its name. The stand's own voice says that in private only (EN 301 549, 5.1.3.9).
    pub private: bool,
    /// What tells it from its like, where its place among them does not: the page a screen shows,
    /// say. Widgets of another key are other nodes, even in the same place.
    pub key: Option<String>,
}

impl Semantics {
    /// A widget of `role` that is called `name`, in `language`. What must have a name and was given none
    /// is called by what it is.
    pub fn new(role: Role, name: impl Into<String>, language: Language) -> Self {
        let mut name = name.into();
        if name.trim().is_empty() {
            name = role.nameless(language).unwrap_or(name);
        }
        Self {
            role,
            name,
            language,
            description: String::new(),
            described_in: None,
            value: String::new(),
            selected: None,
            disabled: false,
            private: matches!(role, Role::Entry { .. }),
            key: None,
        }
    }

    /// What it is called or says.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// With more to say after the name.
    #[must_use]
    pub fn described(self, description: impl Into<String>) -> Self {
        Self { description: description.into(), ..self }
    }

    /// Telling what a visitor answered, or not.
    #[must_use]
    pub fn private(self, private: bool) -> Self {
        Self { private: self.private || private, ..self }
    }

    /// Known by `key` instead of its place.
    #[must_use]
    pub fn keyed(self, key: impl Into<String>) -> Self {
        Self { key: Some(key.into()), ..self }
    }
}

/// What a widget hands to an operation through `Operation::custom`: a pair of these encloses the
/// reports of what it holds, so that the reports nest as the widgets do.
#[derive(Debug)]
pub enum Report {
    /// A widget begins.
    Begin(Box<Begin>),
    /// The words that show the name of the widget that began last.
    Words(Words),
    /// The widget that began last ends.
    End,
}

/// The beginning of a widget in a walk.
#[derive(Debug)]
pub struct Begin {
    /// What it is.
    pub semantics: Semantics,
    /// Whether it has the focus; none if it can not have it.
    pub focused: Option<bool>,
    /// Set by an operation that wants it pressed; the widget takes it back after the report.
    pub press: bool,
    /// Set by an operation that wants it focused.
    pub focus: bool,
    /// Set by an operation that wants another value; the widget takes it back after the report.
    pub adjust: Option<Adjust>,
}

/// Another value for what has several.
#[derive(Debug, Clone, PartialEq)]
pub enum Adjust {
    /// The next step.
    Increment,
    /// The step before.
    Decrement,
    /// This step, from 1; the nearest there is.
    SetTo(f64),
    /// These words.
    Write(String),
}

/// Words in a walk.
#[derive(Debug, Default)]
pub struct Words {
    /// Set by an operation that marks what is being said: none within unmarks. The widget takes it
    /// back after the report.
    pub mark: Option<Option<Mark>>,
    /// A word that is broken over two lines for want of width: tests find it.
    #[cfg(test)]
    pub torn: Option<String>,
    /// The words that show the name: tests compare them with it.
    #[cfg(test)]
    pub shown: String,
}

/// What is being said of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The name, as it was when it was to be said.
    pub name: String,
    /// The bytes of it that are being said.
    pub range: Range<usize>,
}

impl Report {
    /// The beginning of a widget that can not be focused.
    pub fn begin(semantics: Semantics) -> Self {
        Self::control(semantics, None)
    }

    /// The beginning of a widget that has the focus or not.
    pub fn control(semantics: Semantics, focused: Option<bool>) -> Self {
        Self::Begin(Box::new(Begin { semantics, focused, press: false, focus: false, adjust: None }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Proves: WCAG-4.1.2
    #[test]
    fn a_control_an_image_or_a_heading_without_a_name_cannot_be_made() {
        let slider = Role::Slider { now: 1, of: 2 };
        let choices = [Role::Radio { position: 1, of: 2 }, Role::CheckBox { position: 1, of: 1 }];
        let entry = Role::Entry { long: false, masked: false };
        let others = [Role::Button, Role::Toggle, slider, entry, Role::Link, Role::Image, Role::Heading { level: 1 }];
        for role in others.into_iter().chain(choices) {
            for language in Language::ALL {
                for blank in ["", " ", "\u{a0}\n"] {
                    let semantics = Semantics::new(role, blank, language);
                    assert!(!semantics.name().trim().is_empty(), "{role:?} in {language}");
                }
                assert_eq!(Semantics::new(role, "Көмек", language).name(), "Көмек");
            }
        }
    }

    #[test]
    fn a_list_needs_no_name() {
        assert_eq!(Semantics::new(Role::List { items: 3 }, "", Language::Kazakh).name(), "");
    }
}
