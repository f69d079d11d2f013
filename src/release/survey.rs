//! A survey on its way to the stands, and answers on their way back.
//!
//! The definition travels in the signed release; an answer travels sealed to the survey's public key (`age`),
//! so that neither a stolen stand nor anyone between it and the centre learns what was said.

use age::x25519;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::survey::{Name, Response, Survey};

/// A survey as a release carries it: what is asked, and on which terms.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PublishedSurvey {
    /// What is asked.
    pub survey: Survey,
    /// Whom answers are sealed to: an `age1…` public key.
    pub recipient: String,
    /// From when it is offered, Unix milliseconds; at once, if none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opens_at: Option<i64>,
    /// Until when, Unix milliseconds; for good, if none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closes_at: Option<i64>,
    /// The only stands that offer it; every stand of the body, if empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stands: Vec<Uuid>,
    /// How many answers one stand takes; any number, if none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stand_quota: Option<u32>,
    /// The address of the form for a respondent's own phone, without the stand: `https://…/survey/ID`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub web_address: Option<String>,
}

/// An answer that only the centre can read. What stands outside the seal is what the centre needs to find the
/// right key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedAnswer {
    /// The response's id.
    pub id: Uuid,
    /// The survey.
    pub survey: Name,
    /// Its version.
    pub version: String,
    /// The public key it was sealed to.
    pub recipient: String,
    /// The sealed [`Response`] as JSON: age's binary format in base 64.
    pub sealed: String,
}

/// Why an answer cannot be sealed or opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The survey's public key is not one.
    #[error("the survey's public key cannot be read")]
    Recipient,
    /// It could not be written as JSON or sealed.
    #[error("the answer cannot be sealed: {0}")]
    Sealing(String),
    /// It was sealed to another key, cut short or changed.
    #[error("the answer cannot be opened with this key")]
    Opening,
    /// What was sealed is not a response, or not the one it says outside.
    #[error("the sealed answer is not what it says it is")]
    Content,
}

impl SealedAnswer {
    /// The most bytes of an answer before sealing.
    pub const LARGEST: usize = 256 * 1024;

    /// Every answer is filled up to a multiple of so many bytes before it is sealed.
    const STEP: usize = 2_048;

    /// Seals `response` to `recipient`, an `age1…` public key. Blanks at its end, which JSON passes over, keep the size
    /// from telling who wrote something and who only chose.
    ///
    /// # Errors
    /// [`SealError::Recipient`], [`SealError::Sealing`].
    pub fn seal(response: &Response, recipient: &str) -> Result<Self, SealError> {
        let key: x25519::Recipient = recipient.parse().map_err(|_| SealError::Recipient)?;
        let mut plain = serde_json::to_vec(response).map_err(|error| SealError::Sealing(error.to_string()))?;
        plain.resize(plain.len().next_multiple_of(Self::STEP), b' ');
        let sealed = age::encrypt(&key, &plain).map_err(|error| SealError::Sealing(error.to_string()))?;
        Ok(Self {
            id: response.id,
            survey: response.survey.clone(),
            version: response.version.clone(),
            recipient: recipient.to_owned(),
            sealed: BASE64_STANDARD.encode(sealed),
        })
    }

    /// Opens it with the survey's secret key.
    ///
    /// # Errors
    /// [`SealError::Opening`], [`SealError::Content`].
    pub fn open(&self, key: &x25519::Identity) -> Result<Response, SealError> {
        if self.sealed.len() > Self::LARGEST * 3 / 2 {
            return Err(SealError::Opening);
        }
        let sealed = BASE64_STANDARD.decode(&self.sealed).map_err(|_| SealError::Opening)?;
        let plain = age::decrypt(key, &sealed).map_err(|_| SealError::Opening)?;
        let response: Response = serde_json::from_slice(&plain).map_err(|_| SealError::Content)?;
        let is_the_same = response.id == self.id && response.survey == self.survey && response.version == self.version;
        if is_the_same { Ok(response) } else { Err(SealError::Content) }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::domain::Language;
    use crate::domain::survey::{Mode, Value, answer::response_id};

    fn response() -> Response {
        Response {
            id: response_id(495_000, [7; 10]),
            survey: "access".parse().expect("a name"),
            version: "1".into(),
            hour: 495_000,
            language: Language::Kazakh,
            mode: Mode::default(),
            complete: true,
            reached: None,
            values: BTreeMap::new(),
        }
    }

    #[test]
    fn only_the_surveys_key_opens_an_answer() {
        let (ours, other) = (x25519::Identity::generate(), x25519::Identity::generate());
        let sealed = SealedAnswer::seal(&response(), &ours.to_public().to_string()).expect("sealed");
        assert_eq!(sealed.open(&ours), Ok(response()));
        assert_eq!(sealed.open(&other), Err(SealError::Opening));
    }

    #[test]
    fn the_size_of_a_sealed_answer_does_not_tell_whether_something_was_written() {
        let key = x25519::Identity::generate();
        let size = |words: &str| {
            let words = (!words.is_empty()).then(|| ("why".parse().expect("a name"), Value::Text(words.to_owned())));
            let response = Response { values: words.into_iter().collect(), ..response() };
            let sealed = SealedAnswer::seal(&response, &key.to_public().to_string()).expect("sealed");
            assert_eq!(sealed.open(&key), Ok(response));
            // What comes before it in the file is as long as `age` draws by lot.
            let sealed = BASE64_STANDARD.decode(&sealed.sealed).expect("base 64");
            age::decrypt(&key, &sealed).expect("opened").len()
        };
        let (nothing, something, much) = (size(""), size("Баспалдақ биік"), size(&"Баспалдақ ".repeat(40)));
        assert_eq!((nothing, something, much), (SealedAnswer::STEP, SealedAnswer::STEP, SealedAnswer::STEP));
        assert_eq!(size(&"Баспалдақ ".repeat(120)), 2 * SealedAnswer::STEP);
        assert_eq!(SealedAnswer::LARGEST % SealedAnswer::STEP, 0, "the largest stays the largest");
    }

    #[test]
    fn an_answer_sealed_without_blanks_at_its_end_still_opens() {
        let key = x25519::Identity::generate();
        let mut sealed = SealedAnswer::seal(&response(), &key.to_public().to_string()).expect("sealed");
        let plain = serde_json::to_vec(&response()).expect("JSON");
        sealed.sealed = BASE64_STANDARD.encode(age::encrypt(&key.to_public(), &plain).expect("sealed"));
        assert_eq!(sealed.open(&key), Ok(response()));
    }

    #[test]
    fn an_answer_under_another_ones_name_is_noticed() {
        let key = x25519::Identity::generate();
        let mut sealed = SealedAnswer::seal(&response(), &key.to_public().to_string()).expect("sealed");
        sealed.id = response_id(495_000, [8; 10]);
        assert_eq!(sealed.open(&key), Err(SealError::Content));
    }
}
