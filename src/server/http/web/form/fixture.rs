//! A small survey for tests.

use crate::domain::Language;
use crate::domain::survey::definition::Text;
use crate::domain::survey::{Kind, Question};

/// A text in three languages, each of which says which it is.
pub(super) fn text(words: &str) -> Text {
    Text::new(Language::ALL.map(|language| (language, format!("{words} ({language})"))))
}

/// A question of this kind.
pub(super) fn question(name: &str, kind: Kind) -> Question {
    Question {
        name: name.parse().expect("a name"),
        kind,
        label: text(name),
        hint: Text::default(),
        image: None,
        required: None,
        required_message: Text::default(),
        relevant: None,
        constraint: None,
        constraint_message: Text::default(),
        default: None,
        read_only: false,
        may_decline: false,
        personal: false,
        digits: false,
    }
}
