//! What an operator does at the stand itself: check now, or bring a release by courier.

use std::path::Path;

use jiff::Timestamp;
use reqwest::Url;

use super::engine::{self, Outcome, Shown};
use super::enrolment::{self, Anchor};
use super::remote::{Http, Remote, repository_url, words};
use super::source::Source;
use super::status::{EnrolmentStatus, Keeper, Queues, Topic};
use super::{Surroundings, SyncError};
use crate::domain::BodyId;
use crate::kiosk::content::Content;
use crate::release::courier::Courier;

/// What a command brought about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The body whose content the stand shows.
    pub body: BodyId,
    /// The release it shows now.
    pub release: u64,
    /// When that was published.
    pub as_of: Option<Timestamp>,
    /// Whether the command changed what is shown.
    pub changed: bool,
}

impl std::fmt::Display for Report {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let change = if self.changed { "is now shown" } else { "is the newest and was shown already" };
        write!(f, "release {} of {} {change}", self.release, self.body)?;
        match self.as_of {
            Some(moment) => write!(f, ", as of {}", moment.strftime("%Y-%m-%dT%H:%M:%SZ")),
            None => Ok(()),
        }
    }
}

/// Checks the centre once and takes in what is new, as the running stand does by itself. A running
/// stand shows it within seconds.
///
/// # Errors
/// See [`SyncError`]; `status.json` then says so too.
pub async fn sync_once(data: &Path, server: &Url, surroundings: &Surroundings) -> Result<Report, SyncError> {
    let enrolment = enrolment::load(data).ok_or(SyncError::NotEnrolled)?;
    let anchor = Anchor { body: enrolment.body, root: enrolment.root };
    let source = Http::new(surroundings).and_then(|http| {
        let base = repository_url(server, &enrolment.repository)?;
        Ok(Source::Remote(Box::new(Remote::new(http, base, data))))
    });
    take(data, source, &anchor, EnrolmentStatus::Enrolled, surroundings).await
}

/// Takes in a release from a courier's file, verified like one from the network. A running stand
/// shows it within seconds.
///
/// `root` is the file of the centre's root metadata: needed once, on a stand that was never
/// enrolled, and to be brought by another way than the courier. `body` guards against the wrong stick.
///
/// # Errors
/// See [`SyncError`]; `status.json` then says so too.
pub async fn courier(
    data: &Path,
    file: &Path,
    root: Option<&Path>,
    body: Option<BodyId>,
    surroundings: &Surroundings,
) -> Result<Report, SyncError> {
    let courier = Courier::open(file).map_err(|error| SyncError::Courier(words(&error)))?;
    let wanted = body.unwrap_or_else(|| courier.body().clone());
    if wanted != *courier.body() {
        return Err(SyncError::Courier(format!("it carries {}, not {wanted}", courier.body())));
    }
    let known = enrolment::anchor(data);
    let anchor = match (&known, root) {
        (Some(anchor), _) if anchor.body != wanted => return Err(SyncError::OtherBody(anchor.body.clone())),
        (Some(anchor), _) => anchor.clone(),
        (None, Some(root)) => Anchor { body: wanted, root: std::fs::read_to_string(root)? },
        (None, None) => return Err(SyncError::NoRoot),
    };
    let report = take(data, Ok(Source::Courier(courier)), &anchor, EnrolmentStatus::Courier, surroundings).await?;
    if known.is_none() {
        // Only what has proved to verify is trusted from now on.
        enrolment::keep_anchor(data, &anchor)?;
    }
    Ok(report)
}

async fn take(
    data: &Path,
    source: Result<Source, SyncError>,
    anchor: &Anchor,
    kind: EnrolmentStatus,
    surroundings: &Surroundings,
) -> Result<Report, SyncError> {
    let mut keeper = Keeper::open(data);
    let content = Content::open_current(data).await;
    let mut shown = content.as_ref().map(Shown::of);
    if let (Some(content), Some(shown)) = (&content, &mut shown) {
        shown.damaged = content.verify().await.is_err();
    }
    let left = std::sync::Mutex::new(Queues::default());
    let note = |queues: Queues| {
        if let Ok(mut left) = left.lock() {
            *left = queues;
        }
    };
    let outcome = match source {
        Ok(source) => engine::pass(data, &source, anchor, shown, (surroundings.clock)(), &note).await,
        Err(error) => Err(error),
    };
    let now = (surroundings.clock)();
    let left = left.into_inner().unwrap_or_default();
    let done = match outcome {
        Ok(outcome) => {
            keeper.went_well(Topic::Content, now);
            let changed = matches!(outcome, Outcome::Switched(_));
            let content = match outcome {
                Outcome::Switched(content) => Some(content),
                Outcome::Unchanged => content,
            };
            content.map(|content| (content, changed)).ok_or(SyncError::NotEnrolled)
        }
        Err(error) => {
            keeper.failed(Topic::Content, now, error.to_string(), error.next(), None);
            Err(error)
        }
    };
    let signed_at = enrolment::signed_at(data, anchor.clone());
    keeper.change(|status| {
        status.queues.fetch(&left);
        if !matches!(status.enrolment, EnrolmentStatus::Enrolled | EnrolmentStatus::Revoked) {
            status.enrolment = kind;
        }
        if let Ok((content, _)) = &done {
            let shown = Shown::of(content);
            status.body = Some(shown.body);
            status.release = Some(shown.release);
            status.manifest = shown.stored.manifest;
            status.as_of = Timestamp::from_millisecond(shown.published_at).ok();
            status.queues.fetch(&Queues::default());
            if kind == EnrolmentStatus::Enrolled {
                status.confirmed_at = Some(now);
                status.last_contact = Some(now);
            } else {
                // A courier is not asked today: its word counts as of when it was signed.
                status.confirmed_at = status.confirmed_at.max(signed_at);
            }
        }
    });
    if let Some(changed) = keeper.changed(now)
        && let Err(error) = changed.write(data).await
    {
        tracing::warn!(%error, "status.json not written");
    }
    let (content, changed) = done?;
    Ok(Report {
        body: content.body().id.clone(),
        release: content.release(),
        as_of: Timestamp::from_millisecond(content.published_at()).ok(),
        changed,
    })
}
