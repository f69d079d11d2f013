//! What a page of the form carries to the next one: all answers so far, in a hidden field. The centre keeps
//! nothing before they are sent, and the browser's "back" works.
//!
//! It is the respondent's own and needs no seal: whatever it says is checked by the engine at every step.

use std::collections::BTreeMap;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::survey::answer::response_id;
use crate::domain::survey::{Name, Value};

/// A respondent between two pages.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct State {
    /// The id of the response, made on the first page: what is sent twice is kept once.
    pub(super) id: Uuid,
    /// The version of the survey that was begun.
    pub(super) version: String,
    /// The open page.
    pub(super) place: Place,
    /// What was answered.
    pub(super) values: BTreeMap<Name, Value>,
}

/// Which page is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Place {
    /// The first.
    Start,
    /// The one of this question.
    At(Name),
    /// The one of this question, opened from the review.
    Changing(Name),
    /// The review.
    Review,
    /// The receipt: the answers are at the centre, and not here any more.
    Receipt,
}

/// Why a state cannot be gone on with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StateError {
    /// It cannot be read.
    Unreadable,
    /// It is longer than [`State::LARGEST`].
    TooLarge,
}

impl State {
    /// The most bytes of a state, as JSON.
    pub(super) const LARGEST: usize = 64 * 1024;
    /// How long before a begun form counts as begun anew, hours: its id tells the hour it was begun in, and
    /// nobody may choose another time.
    const LONGEST: i64 = 48;

    /// The beginning of version `version` at `hour`.
    pub(super) fn begin(version: &str, hour: i64, random: [u8; 10]) -> Self {
        let id = response_id(hour, random);
        Self { id, version: version.to_owned(), place: Place::Start, values: BTreeMap::new() }
    }

    /// What stays of it on the receipt.
    pub(super) fn sent(&self) -> Self {
        Self { id: self.id, version: self.version.clone(), place: Place::Receipt, values: BTreeMap::new() }
    }

    /// The hour in which it was begun, since 1970; `None` when the id is not one that this centre makes, or is
    /// older than two days or of the future as seen at `now`.
    pub(super) fn hour(&self, now: i64) -> Option<i64> {
        let is_ours = self.id.get_version_num() == 7 && self.id.get_variant() == uuid::Variant::RFC4122;
        let (seconds, nanos) = self.id.get_timestamp().filter(|_| is_ours)?.to_unix();
        let hour = i64::try_from(seconds / 3600).ok()?;
        let is_whole = seconds % 3600 == 0 && nanos == 0;
        (is_whole && (now - Self::LONGEST..=now).contains(&hour)).then_some(hour)
    }

    /// Decides the order of shuffled choices: the same on every page of this respondent.
    pub(super) fn seed(&self) -> u64 {
        self.id.as_u64_pair().1
    }

    /// As text for a hidden field.
    ///
    /// # Errors
    /// [`StateError::TooLarge`].
    pub(super) fn pack(&self) -> Result<String, StateError> {
        let json = serde_json::to_vec(self).map_err(|_| StateError::Unreadable)?;
        if json.len() > Self::LARGEST {
            return Err(StateError::TooLarge);
        }
        Ok(BASE64_URL_SAFE_NO_PAD.encode(json))
    }

    /// From the text of a hidden field.
    ///
    /// # Errors
    /// [`StateError`].
    pub(super) fn unpack(text: &str) -> Result<Self, StateError> {
        if text.len() > Self::LARGEST / 3 * 4 + 4 {
            return Err(StateError::TooLarge);
        }
        let json = BASE64_URL_SAFE_NO_PAD.decode(text).map_err(|_| StateError::Unreadable)?;
        serde_json::from_slice(&json).map_err(|_| StateError::Unreadable)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const HOUR: i64 = 495_000;

    fn state() -> State {
        let mut state = State::begin("2026-1", HOUR, [9; 10]);
        state.place = Place::Changing("why".parse().expect("a name"));
        state.values.insert("why".parse().expect("a name"), Value::Text("Лифт істемейді".into()));
        state.values.insert("age".parse().expect("a name"), Value::Number(41.5));
        state
    }

    #[test]
    fn what_was_answered_comes_back_from_the_page() {
        let text = state().pack().expect("small");
        assert_eq!(State::unpack(&text), Ok(state()));
        assert!(text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'), "{text}");
    }

    #[test]
    fn nobody_chooses_the_time_of_an_answer() {
        let mut state = state();
        assert_eq!(state.hour(HOUR + 2), Some(HOUR));
        assert_eq!(state.hour(HOUR + 49), None, "begun long ago");
        assert_eq!(state.hour(HOUR - 1), None, "of the future");
        state.id = Uuid::now_v7();
        assert_eq!(state.hour(HOUR), None, "an exact time");
        state.id = Uuid::new_v4();
        assert_eq!(state.hour(HOUR), None);
        state.id = Uuid::nil();
        assert_eq!(state.hour(HOUR), None);
    }

    #[test]
    fn a_state_that_is_too_large_is_named_so() {
        let mut state = state();
        state.values.insert("why".parse().expect("a name"), Value::Text("а".repeat(State::LARGEST / 2)));
        assert_eq!(state.pack(), Err(StateError::TooLarge));
        assert_eq!(State::unpack(&"A".repeat(100_000)), Err(StateError::TooLarge));
    }

    proptest! {
        #[test]
        fn a_forged_state_is_refused_and_nothing_worse(text in ".{0,300}", bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = State::unpack(&text);
            let _ = State::unpack(&BASE64_URL_SAFE_NO_PAD.encode(bytes));
        }
    }
}
