//! What a stand tells about itself to whoever stands before it with a keyboard: `status.json`.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::BodyId;
use crate::durable;
use crate::release::Digest;

/// Where a stand is on its way to a centre.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EnrolmentStatus {
    /// Neither a centre nor a courier has given it a body yet.
    #[default]
    New,
    /// It shows a pairing code that no operator has approved yet.
    Pairing,
    /// A centre knows it.
    Enrolled,
    /// The centre has withdrawn its credential: it tells the centre nothing more, and goes on
    /// showing content and checking for new.
    Revoked,
    /// Fed by courier, without a centre.
    Courier,
}

/// What is done about an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Next {
    /// The stand tries again by itself.
    Retry,
    /// The stand tries again; someone should look at the network's log-in page.
    Network,
    /// The stand tries again; someone should look at the disk.
    Room,
    /// An operator must enrol the stand anew, if it is to be enrolled.
    Operator,
    /// The stand must be enrolled.
    Enrol,
    /// An editor must publish anew, or the stand's program must be renewed.
    Editor,
    /// Another courier file is needed.
    Courier,
}

impl Next {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Retry => "the stand tries again by itself",
            Self::Network => "log the stand in to its network, or let it through; it tries again by itself",
            Self::Room => "make room on the disk, or look whether it fails; the stand tries again by itself",
            Self::Operator => {
                "to enrol it anew, stop it, delete enrolment.json in its data folder, and start it; \
                 its content stays up to date either way"
            }
            Self::Enrol => "start the stand with --server and approve its pairing code at the centre",
            Self::Editor => "renew the stand's program, or publish anew; the stand goes on checking",
            Self::Courier => "bring a courier file made for this stand's body by its own centre",
        }
    }
}

/// What went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Topic {
    /// Checking for content, fetching and storing it.
    Content,
    /// Getting an identity from the centre.
    Enrolment,
    /// Telling the centre how the stand is.
    Heartbeats,
    /// Keeping answers to surveys, and bringing them to the centre.
    Answers,
}

/// The last thing that went wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastError {
    /// What went wrong.
    pub topic: Topic,
    /// When.
    pub at: Timestamp,
    /// What happened.
    pub message: String,
    /// What is done about it.
    pub next: Next,
    /// How often in a row.
    pub times: u32,
    /// When the stand next tries, if it is waiting to.
    pub retry_at: Option<Timestamp>,
    /// When the same thing went well again, if it has.
    pub resolved_at: Option<Timestamp>,
}

/// What waits to be done.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Queues {
    /// Blobs still to be fetched.
    pub blobs: u64,
    /// Their bytes.
    pub blob_bytes: u64,
    /// Heartbeats due and not yet taken by the centre.
    pub heartbeats: u64,
    /// Answers to surveys that the centre does not have yet.
    #[serde(default)]
    pub answers: u64,
}

impl Queues {
    /// Takes over what is still to be fetched from `other`, and leaves the rest.
    pub(super) fn fetch(&mut self, other: &Self) {
        (self.blobs, self.blob_bytes) = (other.blobs, other.blob_bytes);
    }
}

/// Everything `aqparat-kiosk status` tells.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Status {
    /// The stand's program version.
    pub version: String,
    /// Where it is on its way to a centre.
    pub enrolment: EnrolmentStatus,
    /// The code to approve at the centre, while it is pairing.
    pub pairing_code: Option<String>,
    /// Its id at the centre.
    pub stand: Option<Uuid>,
    /// The body whose content it shows.
    pub body: Option<BodyId>,
    /// The centre's address.
    pub server: Option<String>,
    /// The release on its screen.
    pub release: Option<u64>,
    /// The SHA-256 of that release's manifest.
    pub manifest: Option<Digest>,
    /// When that release was published.
    pub as_of: Option<Timestamp>,
    /// When the content was last confirmed to be the newest.
    pub confirmed_at: Option<Timestamp>,
    /// When the centre or its repository last answered.
    pub last_contact: Option<Timestamp>,
    /// The last thing that went wrong.
    pub last_error: Option<LastError>,
    /// What waits to be done.
    pub queues: Queues,
    /// What an operator has to look at among the answers to surveys, in words.
    #[serde(default)]
    pub answers_trouble: Option<String>,
    /// When this was written.
    pub updated_at: Option<Timestamp>,
}

/// Where the status of a stand lies.
pub fn path(data: &Path) -> PathBuf {
    data.join("status.json")
}

/// What a stand last wrote about itself; also while it is not running. None if it never ran.
///
/// # Errors
/// When the file is there and cannot be read.
pub fn read(data: &Path) -> std::io::Result<Option<Status>> {
    match std::fs::read(path(data)) {
        Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes).map_err(std::io::Error::other)?)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

impl Status {
    /// As JSON for programs, indented.
    ///
    /// # Errors
    /// None that happen: every field has a JSON form.
    pub fn to_json(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(self)
    }

    /// In words, for a person at a terminal.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        let mut line = |name: &str, value: String| {
            // Writing to a string does not fail.
            let _ = writeln!(text, "{name:<14}{value}");
        };
        // To the second: nobody at a terminal reads more.
        let second = |moment: Timestamp| moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        let time = |moment: Option<Timestamp>| moment.map_or_else(|| "never".to_owned(), second);
        line("version", self.version.clone());
        let enrolment = match (self.enrolment, &self.pairing_code) {
            (EnrolmentStatus::New, _) => "not enrolled".to_owned(),
            (EnrolmentStatus::Pairing, Some(code)) => format!("waits for an operator to approve {code}"),
            (EnrolmentStatus::Pairing, None) => "waits for the centre to answer".to_owned(),
            (EnrolmentStatus::Enrolled, _) => "enrolled".to_owned(),
            (EnrolmentStatus::Revoked, _) => "withdrawn by the centre".to_owned(),
            (EnrolmentStatus::Courier, _) => "fed by courier".to_owned(),
        };
        line("enrolment", enrolment);
        if let Some(stand) = self.stand {
            line("stand", stand.to_string());
        }
        if let Some(body) = &self.body {
            line("body", body.to_string());
        }
        if let Some(server) = &self.server {
            line("centre", server.clone());
        }
        match (self.release, self.as_of) {
            (Some(release), as_of) => line("release", format!("{release}, as of {}", time(as_of))),
            (None, _) => line("release", "none yet".to_owned()),
        }
        line("confirmed", time(self.confirmed_at));
        line("last contact", time(self.last_contact));
        match &self.last_error {
            None => line("last error", "none".to_owned()),
            Some(error) => {
                let times = if error.times > 1 { format!(", {} times in a row", error.times) } else { String::new() };
                line("last error", format!("{} ({}{times})", error.message, second(error.at)));
                match (error.resolved_at, error.retry_at) {
                    (Some(moment), _) => line("", format!("over since {}", second(moment))),
                    (None, Some(moment)) => line("", format!("{}; next try {}", error.next.words(), second(moment))),
                    (None, None) => line("", error.next.words().to_owned()),
                }
            }
        }
        let Queues { blobs, blob_bytes, heartbeats, answers } = &self.queues;
        line("to fetch", format!("{blobs} files, {blob_bytes} bytes"));
        line("to send", format!("{heartbeats} heartbeats, {answers} answers"));
        if let Some(trouble) = &self.answers_trouble {
            line("answers", trouble.clone());
        }
        text
    }
}

/// The status as it changes, in memory; [`Keeper::changed`] gives what is to go to the disk.
#[derive(Debug)]
pub(super) struct Keeper {
    status: Status,
    asked: Option<Status>,
    errors: BTreeMap<Topic, LastError>,
}

impl Keeper {
    /// Goes on from what was written before: the last error outlives a restart.
    pub(super) fn open(data: &Path) -> Self {
        let asked = read(data).unwrap_or_else(|error| {
            tracing::warn!(%error, "status.json begun anew");
            None
        });
        let status = Status { version: env!("CARGO_PKG_VERSION").to_owned(), ..asked.clone().unwrap_or_default() };
        let errors = status.last_error.iter().map(|error| (error.topic, error.clone())).collect();
        Self { status, asked, errors }
    }

    pub(super) fn status(&self) -> &Status {
        &self.status
    }

    /// Changes the status; true when that made a difference.
    pub(super) fn change(&mut self, change: impl FnOnce(&mut Status)) -> bool {
        let before = self.status.clone();
        change(&mut self.status);
        self.status != before
    }

    /// Notes an error; the same one again only counts.
    pub(super) fn failed(
        &mut self,
        topic: Topic,
        at: Timestamp,
        message: String,
        next: Next,
        retry_at: Option<Timestamp>,
    ) {
        let times = match self.errors.get(&topic) {
            Some(last) if last.resolved_at.is_none() && last.message == message => last.times.saturating_add(1),
            _ => 1,
        };
        let error = LastError { topic, at, message, next, times, retry_at, resolved_at: None };
        self.errors.insert(topic, error);
        self.choose();
    }

    /// Notes that what failed went well again.
    pub(super) fn went_well(&mut self, topic: Topic, at: Timestamp) {
        if let Some(error) = self.errors.get_mut(&topic) {
            error.resolved_at.get_or_insert(at);
            error.retry_at = None;
            self.choose();
        }
    }

    /// What is wrong with a topic now, in words.
    pub(super) fn trouble(&self, topic: Topic) -> Option<&str> {
        self.errors.get(&topic).filter(|error| error.resolved_at.is_none()).map(|error| error.message.as_str())
    }

    /// Tells of what is still wrong, the content first; when all is well, of what was last.
    fn choose(&mut self) {
        let open = self.errors.values().find(|error| error.resolved_at.is_none());
        let last = self.errors.values().max_by_key(|error| error.at);
        self.status.last_error = open.or(last).cloned();
    }

    /// What is to be written, if anything has changed since this was last asked.
    pub(super) fn changed(&mut self, now: Timestamp) -> Option<Changed> {
        let same = self.asked.as_ref().is_some_and(|asked| {
            let dated = Status { updated_at: asked.updated_at, ..self.status.clone() };
            *asked == dated
        });
        if same {
            return None;
        }
        self.status.updated_at = Some(now);
        self.asked = Some(self.status.clone());
        Some(Changed(self.status.clone()))
    }
}

/// A status to be written.
pub(super) struct Changed(Status);

impl Changed {
    /// Writes it, off the threads that screens may wait for.
    ///
    /// # Errors
    /// Any I/O error; the old file stays.
    pub(super) async fn write(self, data: &Path) -> std::io::Result<()> {
        let json = self.0.to_json().map_err(std::io::Error::other)?;
        let path = path(data);
        tokio::task::spawn_blocking(move || durable::write(&path, json.as_bytes()))
            .await
            .map_err(std::io::Error::other)?
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a moment")
    }

    async fn write(keeper: &mut Keeper, data: &Path, now: Timestamp) {
        keeper.changed(now).expect("something to write").write(data).await.expect("written");
    }

    #[tokio::test]
    async fn status_tells_what_happened_how_often_and_what_is_done() {
        let data = tempfile::tempdir().expect("temporary folder");
        let mut keeper = Keeper::open(data.path());
        keeper.change(|status| status.release = Some(7));
        for second in 0..3 {
            let moment = at(&format!("2026-11-23T10:00:0{second}Z"));
            keeper.failed(
                Topic::Content,
                moment,
                "the centre answered 503".into(),
                Next::Retry,
                Some(at("2026-11-23T10:01:00Z")),
            );
        }
        write(&mut keeper, data.path(), at("2026-11-23T10:00:03Z")).await;
        let text = read(data.path()).expect("readable").expect("there").to_text();
        assert!(text.contains("the centre answered 503 (2026-11-23T10:00:02Z, 3 times in a row)"), "{text}");
        assert!(text.contains("tries again by itself; next try 2026-11-23T10:01:00Z"), "{text}");

        let mut keeper = Keeper::open(data.path());
        keeper.went_well(Topic::Content, at("2026-11-23T10:02:00Z"));
        write(&mut keeper, data.path(), at("2026-11-23T10:02:00Z")).await;
        let status = read(data.path()).expect("readable").expect("there");
        assert_eq!(status.last_error.and_then(|error| error.resolved_at), Some(at("2026-11-23T10:02:00Z")));
        assert_eq!(status.release, Some(7));
    }

    #[tokio::test]
    async fn nothing_is_written_when_nothing_has_changed() {
        let data = tempfile::tempdir().expect("temporary folder");
        let mut keeper = Keeper::open(data.path());
        write(&mut keeper, data.path(), at("2026-11-23T10:00:00Z")).await;
        assert!(keeper.changed(at("2026-11-23T11:00:00Z")).is_none());
        assert_eq!(read(data.path()).expect("readable").expect("there").updated_at, Some(at("2026-11-23T10:00:00Z")));
    }

    #[test]
    fn a_damaged_status_begins_anew() {
        let data = tempfile::tempdir().expect("temporary folder");
        std::fs::write(path(data.path()), b"\0\0").expect("damage");
        assert!(read(data.path()).is_err());
        assert_eq!(Keeper::open(data.path()).status().enrolment, EnrolmentStatus::New);
    }
}
