//! The JSON that stands and the centre exchange over HTTP, under `/api/v1/`.
//!
//! | Call | Who | Body → answer |
//! |---|---|---|
//! | `POST enrolments` | a new stand | [`EnrolmentRequest`] → [`EnrolmentTicket`] |
//! | `GET enrolments/{ticket}` | the same stand | → [`EnrolmentState`] |
//! | `POST heartbeats` | an enrolled stand (bearer credential) | [`Heartbeat`] → [`HeartbeatReply`] |
//! | `POST answers` | an enrolled stand (bearer credential) | [`AnswerBatch`] → [`AnswerReceipts`] |
//! | `GET events` | an enrolled stand (bearer credential) | → server-sent events, `event: publish`, data [`PublishHint`] |
//! | `POST admin/import?body=…` | an admin (bearer token) | a tar of a content folder → [`ImportReport`] |
//! | `POST admin/publish` | an admin (bearer token) | [`PublishRequest`] → [`PublishReport`] |
//!
//! The signed repository itself is served as static files under `/releases/`.
//! Every answer of the centre carries the header [`CENTRE_HEADER`]: a success without it is a
//! captive portal's, not ours.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::survey::SealedAnswer;
use crate::domain::BodyId;
use crate::domain::survey::Name;

/// The header by which a stand knows the centre's answers from a captive portal's.
pub const CENTRE_HEADER: &str = "aqparat-centre";

/// A new stand asks to be enrolled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolmentRequest {
    /// Which machine asks, for the operator to recognise: its host name, say.
    pub machine: String,
    /// The stand's program version.
    pub version: String,
}

/// What the new stand shows and polls with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolmentTicket {
    /// A secret to poll with; never shown.
    pub ticket: String,
    /// The code shown on the screen and told to the operator, such as `4827-1953`.
    pub pairing_code: String,
    /// When the code ends, Unix milliseconds; ask anew then.
    pub expires_at: i64,
    /// How often to poll, seconds.
    pub poll_seconds: u32,
}

/// Where an enrolment stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum EnrolmentState {
    /// No operator has approved it yet.
    Pending,
    /// Approved. Told until the stand first uses its credential.
    Approved {
        /// The stand's identity from now on.
        enrolment: Enrolment,
    },
    /// Refused or run out: ask anew.
    Ended,
}

/// A stand's identity and what it trusts, kept by the stand for good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolment {
    /// The stand's id.
    pub stand: Uuid,
    /// The body whose content it shows.
    pub body: BodyId,
    /// The bearer secret for the stand's own calls.
    pub credential: String,
    /// The trusted root metadata (TUF), as JSON text, from which the stand verifies everything.
    pub root: String,
    /// The base address of the release repository, absolute or relative to the centre: `/releases/`.
    pub repository: String,
}

/// What a stand tells about itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heartbeat {
    /// The stand's program version.
    pub version: String,
    /// The release on its screen.
    pub release: Option<u64>,
    /// When that release was published, Unix milliseconds.
    pub as_of: Option<i64>,
    /// Free space where its data lies, bytes.
    pub disk_free: Option<u64>,
    /// The stand's own clock, Unix milliseconds; the centre computes the skew.
    pub clock: i64,
    /// Speech, language by language.
    pub speech: SpeechHealth,
    /// The last thing that went wrong, in words, if anything.
    pub last_error: Option<String>,
    /// Survey answers that wait on the stand to be taken.
    #[serde(default)]
    pub answers_waiting: u64,
}

/// Whether a stand can speak.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SpeechHealth {
    /// Whether the speech daemon answers.
    pub available: bool,
    /// Codes of the languages without a voice.
    pub missing_voices: Vec<String>,
}

/// The centre's answer to a heartbeat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeartbeatReply {
    /// The centre's clock, Unix milliseconds.
    pub clock: i64,
    /// How long to wait until the next heartbeat, seconds.
    pub next_seconds: u32,
    /// The body's newest release, so that a stand that missed a hint pulls.
    pub release: Option<u64>,
    /// Surveys that take no more answers, their quota being full: offered no longer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub full_surveys: Vec<Name>,
}

/// Answers that waited on a stand, in the order of their ids.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerBatch {
    /// At most [`AnswerBatch::LARGEST`].
    pub answers: Vec<SealedAnswer>,
}

impl AnswerBatch {
    /// The most answers of a batch.
    pub const LARGEST: usize = 100;
}

/// Which answers the centre has for good: the stand deletes them. A replay is answered as before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerReceipts {
    /// Their ids, those among them that an operator has to look at.
    pub kept: Vec<Uuid>,
    /// Surveys that take no more answers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub full_surveys: Vec<Name>,
}

/// Told over SSE when something was published; only a hint: the stand pulls signed content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishHint {
    /// The body.
    pub body: BodyId,
    /// Its new release.
    pub release: u64,
}

/// What an import found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportReport {
    /// The body, if `stand.toml` names one.
    pub body: Option<BodyId>,
    /// How many pages were read.
    pub pages: usize,
    /// How many media files were read.
    pub media: usize,
    /// Everything that must be mended; when not empty, nothing was changed.
    pub faults: Vec<Fault>,
    /// What may stay, but should be looked at, such as a missing translation.
    pub warnings: Vec<Fault>,
}

/// Something to mend in a content folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Fault {
    /// The file, relative to the folder.
    pub file: String,
    /// The line, from 1, if the fault has one.
    pub line: Option<usize>,
    /// What is wrong.
    pub problem: String,
    /// What to do about it.
    pub advice: String,
}

/// Asks the centre to publish what was imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishRequest {
    /// The body to publish; every body with changes, if none.
    pub body: Option<BodyId>,
}

/// What was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishReport {
    /// The bodies and their new releases; a body without changes is left out.
    pub published: Vec<PublishHint>,
}

/// Any refusal of the centre.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// What happened, and what to do now.
    pub message: String,
}
