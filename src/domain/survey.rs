//! A survey: what is asked, of whom, in which order, and what may be answered.
//!
//! | Part | What it knows |
//! |---|---|
//! | [`definition`] | Questions, groups, lists of choices, texts in every language |
//! | [`expression`] | The small typed tree that XLSForm logic is compiled to |
//! | [`calculations`] | What a calculation comes to: a number, a day, yes or no, words |
//! | [`checks`] | What must be mended before a survey may be asked |
//! | [`interview`] | One respondent's way through it: what is asked next, what is wrong, what is sent |
//! | [`answer`] | What was answered, and the coarse circumstances that are kept of it |
//! | [`privacy`] | Numbers that could name a person, taken out of free text |
//!
//! The stand, the web form and the centre's checks ask this one engine; none has logic of its own.

pub mod answer;
pub mod calculations;
pub mod checks;
pub mod definition;
pub mod expression;
pub mod interview;
pub mod privacy;

pub use answer::{Mode, Response, Value};
pub use definition::{Choice, Group, Item, Kind, Layout, Name, Question, Survey, Text};
pub use expression::Expression;
pub use interview::Interview;
