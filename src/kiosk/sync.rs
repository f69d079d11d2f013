//! Between the centre and the stand's disk: enrolment, signed updates, heartbeats, hints, and the answers that go
//! the other way.
//!
//! Runs beside the screen and never in its way: it tells the screen what happened through
//! [`Event`]s and keeps `status.json` true. Every failure is an event, a line in `status.json` and
//! another try; none of them touches what is on screen.
//!
//! | File in the data folder | What it holds |
//! |---|---|
//! | `enrolment.json` | the stand's identity, credential and trusted root; only its owner may read it |
//! | `ticket.json` | an enrolment under way, so that a restart shows the same code |
//! | `anchor.json` | the root and body given with the first courier, on a stand without a centre |
//! | `trust/` | verified metadata: what the stand will not go behind |
//! | `validators.json` | what makes an unchanged check cost two short answers |
//! | `status.json` | what `aqparat-kiosk status` tells |
//! | `sync.lock` | held while content is being changed, by whichever process does it |

mod answers;
mod backoff;
pub mod command;
mod engine;
mod enrolment;
mod error;
mod heartbeat;
mod hints;
mod remote;
mod runner;
mod source;
pub mod status;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::watch;
use uuid::Uuid;

pub use self::error::SyncError;
use super::content::Content;
use super::outbox::Outbox;
use crate::domain::survey::Name;
use crate::release::api::SpeechHealth;

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
    /// The stand is enrolled, now or since before.
    Enrolled {
        /// Its id at the centre.
        stand: Uuid,
    },
    /// The surveys that take no more answers: not to be offered. Told anew when it changes, as a whole.
    FullSurveys(BTreeSet<Name>),
}

/// The stand's contact with the centre.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contact {
    /// When the content was last confirmed to be the newest, Unix milliseconds. Told anew when the
    /// stand's clock is set, so that its distance from the clock stays the time that went by.
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
    /// The longest time between checks without a hint; each wait is a random part of it.
    pub poll: Duration,
}

/// What comes from outside: clock, chance, patience, and the health only the screen's side knows.
#[derive(Debug, Clone)]
pub struct Surroundings {
    /// The system clock. Nothing shown depends on it being right.
    pub clock: fn() -> Timestamp,
    /// A random number from 0 (included) to 1 (excluded).
    pub random: fn() -> f64,
    /// How long to wait for what.
    pub timings: Timings,
    /// Whether the stand can speak, for its heartbeats; none when nobody knows.
    pub speech: Option<watch::Receiver<SpeechHealth>>,
    /// The answers that wait to be sent; none on a stand that asks nothing.
    pub outbox: Option<Outbox>,
}

impl Default for Surroundings {
    fn default() -> Self {
        Self { clock: Timestamp::now, random: backoff::random, timings: Timings::default(), speech: None, outbox: None }
    }
}

/// How long to wait for what.
#[derive(Debug, Clone, Copy)]
pub struct Timings {
    /// To connect.
    pub connect: Duration,
    /// For the next byte of an answer.
    pub idle: Duration,
    /// For a small file as a whole; a large one gets a second more for every 4 KiB.
    pub whole: Duration,
    /// For the next byte of the event stream, which is silent for long.
    pub silence: Duration,
    /// The first ceiling of a random wait after a failure.
    pub backoff_least: Duration,
    /// The last ceiling of a random wait after a failure.
    pub backoff_most: Duration,
    /// The longest `Retry-After` that is honoured.
    pub retry_after_most: Duration,
    /// The longest random wait after a hint, so that a fleet does not arrive in one instant.
    pub spread: Duration,
    /// Between looks for a switch by another process, and at the clock.
    pub watch: Duration,
    /// Between the first and the next writing of `status.json`.
    pub status: Duration,
    /// The longest wait before the first heartbeat.
    pub first_heartbeat: Duration,
}

impl Default for Timings {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            idle: Duration::from_secs(15),
            whole: Duration::from_secs(60),
            silence: Duration::from_secs(60),
            backoff_least: Duration::from_secs(1),
            backoff_most: Duration::from_secs(300),
            retry_after_most: Duration::from_secs(3600),
            spread: Duration::from_millis(250),
            watch: Duration::from_secs(5),
            status: Duration::from_millis(500),
            first_heartbeat: Duration::from_secs(5),
        }
    }
}

/// Runs until dropped. Never returns because of an error: every error is an event and a line in
/// `status.json`, and is tried again.
pub async fn run_in(config: Config, surroundings: Surroundings, events: tokio::sync::mpsc::Sender<Event>) {
    runner::Runner::new(config, surroundings, events).await.run().await;
}
