//! From the centre to the stand's disk: enrolment, signed updates, heartbeats, hints.
//!
//! Runs beside the screen and never in its way: it tells the screen what happened through
//! [`Event`]s and keeps `status.json` true.

use std::path::PathBuf;

use super::content::Content;

/// What the screen must know.
#[derive(Debug, Clone)]
pub enum Event {
    /// A new stand waits for an operator: show this code.
    Pairing {
        /// The code, such as `4827-1953`; none while the centre has not been reached yet.
        code: Option<String>,
    },
    /// New content has been verified, taken in and switched to.
    Content(Content),
    /// Whether the centre answers, and when it last did.
    Contact(Contact),
}

/// The stand's contact with the centre.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contact {
    /// When the content was last confirmed to be the newest, Unix milliseconds.
    pub confirmed_at: Option<i64>,
    /// Why the last try failed, if it did.
    pub error: Option<String>,
}

/// What sync needs to know of its stand.
#[derive(Debug, Clone)]
pub struct Config {
    /// The stand's data folder.
    pub data: PathBuf,
    /// The centre's address; none for a stand fed by courier only.
    pub server: Option<reqwest::Url>,
    /// How often to check without a hint.
    pub poll: std::time::Duration,
}

/// Runs until dropped. Never returns because of an error: every error is an event and a line in
/// `status.json`, and is tried again.
pub async fn run(_config: Config, _events: tokio::sync::mpsc::Sender<Event>) {
    std::future::pending::<()>().await;
}
