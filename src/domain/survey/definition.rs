//! What a survey is made of. Read from an XLSForm by the centre, carried to stands as JSON.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Expression, Value};
use crate::domain::Language;

/// A name within a survey: of the survey itself, a question, a group, a list. As XLSForm has it: a letter or
/// `_`, then letters, digits, `_`, `-` and `.`; at most [`Name::LONGEST`] characters; upper and lower case differ.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Name(String);

/// Not a name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "\"{0}\" is not a name: begin with a letter or _, go on with letters, digits, _, - and ., 64 characters at most"
)]
pub struct NameError(pub String);

impl Name {
    /// The most characters of a name.
    pub const LONGEST: usize = 64;

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Name {
    type Err = NameError;
    fn from_str(text: &str) -> Result<Self, NameError> {
        let mut characters = text.chars();
        let begins = characters.next().is_some_and(|first| first.is_alphabetic() || first == '_');
        let goes_on = characters.all(|next| next.is_alphanumeric() || matches!(next, '_' | '-' | '.'));
        if begins && goes_on && text.chars().count() <= Self::LONGEST {
            Ok(Self(text.to_owned()))
        } else {
            Err(NameError(text.to_owned()))
        }
    }
}

impl TryFrom<String> for Name {
    type Error = NameError;
    fn try_from(text: String) -> Result<Self, NameError> {
        text.parse()
    }
}

impl From<Name> for String {
    fn from(name: Name) -> Self {
        name.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text in the languages it has. `${name}` in it stands for what was answered to that question.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Text {
    /// By language; an empty text is no text.
    #[serde(flatten)]
    by_language: BTreeMap<Language, String>,
}

impl Text {
    /// A text of these translations; empty ones are left out.
    pub fn new(translations: impl IntoIterator<Item = (Language, String)>) -> Self {
        Self { by_language: translations.into_iter().filter(|(_, text)| !text.trim().is_empty()).collect() }
    }

    /// The text in `language` or, where it has none, the next in the law's order, with the language it is in.
    pub fn get(&self, language: Language) -> Option<(&str, Language)> {
        language.fallbacks().find_map(|other| Some((self.by_language.get(&other)?.as_str(), other)))
    }

    /// The text in just this language.
    pub fn in_language(&self, language: Language) -> Option<&str> {
        self.by_language.get(&language).map(String::as_str)
    }

    /// Whether it says nothing in any language.
    pub fn is_empty(&self) -> bool {
        self.by_language.is_empty()
    }
}

/// A survey, one version of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Survey {
    /// Its name: `form_id`. Versions of one survey share it.
    pub id: Name,
    /// Its version, the editor's own. Another version of the same name is another definition.
    pub version: String,
    /// What it is called.
    pub title: Text,
    /// The language whose text is shown when nothing else is known.
    pub default_language: Language,
    /// Who is asked.
    #[serde(default)]
    pub audience: Audience,
    /// What becomes of an answer that was begun and left.
    #[serde(default)]
    pub partial: Partial,
    /// What is asked, in order.
    pub items: Vec<Item>,
    /// The lists of choices, by name.
    pub lists: BTreeMap<Name, Vec<Choice>>,
}

/// Who a survey is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Audience {
    /// Everyone at the stand.
    #[default]
    Visitors,
    /// Those who check stands, behind a PIN.
    Auditors,
}

/// What becomes of an answer that was begun and left: told before the first question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Partial {
    /// It is forgotten.
    #[default]
    Discard,
    /// It is sent as far as it goes.
    Send,
}

/// A question, or questions that belong together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Item {
    /// A question, a note, or something calculated.
    Question(Box<Question>),
    /// Questions that belong together.
    Group(Group),
}

/// Questions that belong together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// Its name.
    pub name: Name,
    /// What stands above its questions. May be empty.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub label: Text,
    /// When it is asked; always, if none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relevant: Option<Expression>,
    /// How its questions are laid out.
    #[serde(default)]
    pub layout: Layout,
    /// What it holds, in order.
    pub items: Vec<Item>,
}

/// How the questions of a group are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// Each on a page of its own.
    #[default]
    Pages,
    /// All on one page (`field-list`).
    Together,
    /// A matrix: each row a question with the same choices, asked row by row under the group's label
    /// (`table-list`).
    Rows,
}

/// A question, a note, or something calculated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// Its name.
    pub name: Name,
    /// What kind of answer it takes.
    pub kind: Kind,
    /// The question. Empty only where nothing is shown.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub label: Text,
    /// A word of help below it. May be empty.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub hint: Text,
    /// An image beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
    /// When it must be answered; never, if none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required: Option<Expression>,
    /// What is said when it must be and was not; a general word, if empty.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub required_message: Text,
    /// When it is asked; always, if none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relevant: Option<Expression>,
    /// What an answer must satisfy; `.` is the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub constraint: Option<Expression>,
    /// What is said when it does not; a general word, if empty.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub constraint_message: Text,
    /// What it begins with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Beginning>,
    /// Whether it is shown but cannot be changed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub read_only: bool,
    /// Whether "prefer not to say" is offered.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub may_decline: bool,
    /// Whether the answer is the respondent's own affair: never said aloud unless in private. What is typed
    /// always is.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub personal: bool,
    /// Whether a few words are digits only, such as a code: a pad of digits is enough to type them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub digits: bool,
}

/// What a question begins with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Beginning {
    /// Always this.
    Fixed(Value),
    /// What this comes to when the survey begins.
    Calculated(Expression),
}

/// What kind of answer a question takes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// None: it is only shown and said.
    Note,
    /// One choice. Yes or no is a list of two.
    One(Choices),
    /// Any number of choices.
    Many(Choices),
    /// All choices, in the respondent's order.
    Rank(Choices),
    /// A step on a scale (`range`).
    Scale {
        /// The lowest.
        from: f64,
        /// The highest.
        to: f64,
        /// From one step to the next, above 0.
        step: f64,
    },
    /// A whole number.
    Integer,
    /// A number.
    Decimal,
    /// A day.
    Date,
    /// A few words.
    Line,
    /// Some sentences.
    Paragraph,
    /// "I understand" (`acknowledge`): one choice, taken or not.
    Acknowledge,
    /// Nothing is asked: it is worked out.
    Calculation(Expression),
}

/// What there is to choose from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Choices {
    /// The list.
    pub list: Name,
    /// Which of its choices are offered; all, if none. The choice's attributes are names in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<Expression>,
    /// Whether their order is drawn by lot for each respondent.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub shuffled: bool,
}

/// One of the choices of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Its name: what is kept as the answer. Without spaces, unique in its list.
    pub name: String,
    /// What it says.
    pub label: Text,
    /// An image beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
    /// What filters ask about: the other columns of the sheet.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, String>,
}

/// An image and what it shows, for whoever does not see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Image {
    /// The file's name in the release.
    pub file: String,
    /// What it shows. Never empty in a survey that passed its checks (WCAG 2.2, 1.1.1).
    pub alternative: Text,
}

impl Survey {
    /// How many questions are answered in a minute.
    const QUESTIONS_A_MINUTE: usize = 10;

    /// Every question, in order, whatever group holds it.
    pub fn questions(&self) -> Vec<&Question> {
        fn collect<'a>(items: &'a [Item], into: &mut Vec<&'a Question>) {
            for item in items {
                match item {
                    Item::Question(question) => into.push(question),
                    Item::Group(group) => collect(&group.items, into),
                }
            }
        }
        let mut questions = Vec::new();
        collect(&self.items, &mut questions);
        questions
    }

    /// How many questions it asks at most: what logic hides from one respondent, another is asked.
    pub fn asked(&self) -> usize {
        self.questions().into_iter().filter(|question| question.kind.is_asked()).count()
    }

    /// How long it takes, minutes, at least 1. A choice takes less than a text, and few are asked everything.
    pub fn minutes(&self) -> usize {
        self.asked().div_ceil(Self::QUESTIONS_A_MINUTE).max(1)
    }

    /// The question of this name.
    pub fn question(&self, name: &Name) -> Option<&Question> {
        self.questions().into_iter().find(|question| question.name == *name)
    }

    /// The choices of a list, none if there is no such list.
    pub fn list(&self, name: &Name) -> &[Choice] {
        self.lists.get(name).map_or(&[], Vec::as_slice)
    }
}

impl Kind {
    /// Whether the respondent answers it.
    pub fn is_asked(&self) -> bool {
        !matches!(self, Self::Note | Self::Calculation(_))
    }

    /// Whether the answer is typed: always the respondent's own affair.
    pub fn is_typed(&self) -> bool {
        matches!(self, Self::Integer | Self::Decimal | Self::Date | Self::Line | Self::Paragraph)
    }

    /// What there is to choose from, where there is.
    pub fn choices(&self) -> Option<&Choices> {
        match self {
            Self::One(choices) | Self::Many(choices) | Self::Rank(choices) => Some(choices),
            _ => None,
        }
    }
}
