//! What a widget is, apart from how it looks: its role, name, language and state.

use crate::domain::Language;

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
}

/// Everything a visitor must be able to learn of a widget without seeing it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Semantics {
    /// What it is.
    pub role: Role,
    /// What it is called or says. May be empty only where the parts say it: a list, a row, a
    /// paragraph of passages in several languages.
    pub name: String,
    /// The language of the name, and of what it holds.
    pub language: Language,
    /// More to say after the name, such as the summary on a tile. May be empty.
    pub description: String,
    /// Whether it is chosen or switched on, where that can be.
    pub selected: Option<bool>,
    /// Whether it can not be used now.
    pub disabled: bool,
    /// What tells it from its like, where its place among them does not: the page a screen shows,
    /// say. Widgets of another key are other nodes, even in the same place.
    pub key: Option<String>,
}

impl Semantics {
    /// A widget of `role` that is called `name`, in `language`.
    pub fn new(role: Role, name: impl Into<String>, language: Language) -> Self {
        Self {
            role,
            name: name.into(),
            language,
            description: String::new(),
            selected: None,
            disabled: false,
            key: None,
        }
    }

    /// With more to say after the name.
    #[must_use]
    pub fn described(self, description: impl Into<String>) -> Self {
        Self { description: description.into(), ..self }
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
}

impl Report {
    /// The beginning of a widget that can not be focused.
    pub fn begin(semantics: Semantics) -> Self {
        Self::Begin(Box::new(Begin { semantics, focused: None, press: false, focus: false }))
    }
}
