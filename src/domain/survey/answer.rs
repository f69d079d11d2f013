//! What was answered, and the coarse circumstances that are kept of it.
//!
//! No name, number, address, picture or exact time (Law 94-V, 7(9) and 9(3)): the hour, the language, and how
//! the stand was used.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Name;
use crate::domain::Language;

/// An answer to one question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Value {
    /// The name of a choice.
    One(String),
    /// The names of choices, in the order of their list.
    Many(Vec<String>),
    /// The names of all choices, the first first.
    Rank(Vec<String>),
    /// A number, finite.
    Number(f64),
    /// A day.
    Date(Date),
    /// Words.
    Text(String),
    /// "I understand".
    Acknowledged,
    /// "I prefer not to say". In logic as if not answered.
    Declined,
}

/// How the stand was used while answering: enough to see whether it is open to all, too little to tell who.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Mode {
    /// Spoken to.
    pub speech: bool,
    /// With one or two switches.
    pub switches: bool,
    /// By keys or a keypad.
    pub keys: bool,
    /// Exploring by touch.
    pub exploration: bool,
    /// In large or largest text.
    pub large_text: bool,
    /// In a look other than the standard.
    pub contrast: bool,
    /// In the lower part of the screen.
    pub reach: bool,
    /// On the respondent's own phone.
    pub phone: bool,
}

/// Everything that is kept of one respondent. Sealed before it touches a disk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Response {
    /// Made once; see [`response_id`].
    pub id: Uuid,
    /// The survey.
    pub survey: Name,
    /// Its version.
    pub version: String,
    /// When, in whole hours since 1970 (UTC).
    pub hour: i64,
    /// The language it was answered in.
    pub language: Language,
    /// How the stand was used.
    pub mode: Mode,
    /// Whether it was sent by the respondent, not left.
    pub complete: bool,
    /// The last question that stood on the screen: where those who left, left.
    pub reached: Option<Name>,
    /// The answers by question; those that no longer apply are not among them.
    pub values: BTreeMap<Name, Value>,
}

/// An id for a response given in `hour`: a UUIDv7 whose time is the beginning of the hour, so that neither the
/// id nor its order tells who came when; `random` fills the rest.
pub fn response_id(hour: i64, random: [u8; 10]) -> Uuid {
    let millis = u64::try_from(hour).unwrap_or(0).saturating_mul(3_600_000);
    uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}
