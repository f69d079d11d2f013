//! The stand's sync as it lives: enrolled once, then following content, telling, listening.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use reqwest::Url;
use tokio::sync::{Notify, mpsc};

use super::backoff::Backoff;
use super::engine::{self, Outcome, Shown};
use super::enrolment::{self, Anchor};
use super::remote::{Http, Remote, repository_url};
use super::source::Source;
use super::status::{EnrolmentStatus, Keeper, Queues, Topic};
use super::{Config, Contact, Event, Surroundings, SyncError};
use crate::domain::survey::Name;
use crate::kiosk::content::{Content, pointer};
use crate::kiosk::outbox::Outbox;
use crate::release::api::{Enrolment, EnrolmentState};

/// How often a hint is believed that the repository does not bear out.
const BELIEVED: u32 = 6;

/// A stand's sync: what its loops share.
pub(super) struct Runner {
    pub(super) config: Config,
    pub(super) surroundings: Surroundings,
    events: mpsc::Sender<Event>,
    keeper: Mutex<Keeper>,
    written: Notify,
    shown: Mutex<Option<Shown>>,
    confirmed: Mutex<Confirmed>,
    contact: Mutex<Contact>,
    /// Something new may be there: check now.
    pub(super) wake: Notify,
    /// Something new is shown: tell the centre soon.
    pub(super) changed: Notify,
    /// The newest release anyone has spoken of.
    announced: AtomicU64,
    /// Told when the credential proves withdrawn.
    withdrawn: Notify,
    /// The surveys that the centre wants no more answers to.
    full: Mutex<BTreeSet<Name>>,
}

/// When the content was last confirmed, by both clocks.
#[derive(Debug, Clone, Copy)]
enum Confirmed {
    Never,
    /// Before this start, by the system clock of then.
    Before(Timestamp),
    /// Since this start, by a clock nobody sets.
    Since(Instant),
}

impl Runner {
    pub(super) async fn new(config: Config, surroundings: Surroundings, events: mpsc::Sender<Event>) -> Self {
        let mut keeper = Keeper::open(&config.data);
        let shown = Content::open_current(&config.data).await.as_ref().map(Shown::of);
        let enrolment = enrolment::load(&config.data);
        // A courier's word counts as of when it was signed.
        let confirmed = keeper.status().confirmed_at.max(signed_at(&config.data));
        let confirmed = confirmed.map_or(Confirmed::Never, Confirmed::Before);
        keeper.change(|status| {
            status.server = config.server.as_ref().map(Url::to_string);
            status.stand = enrolment.as_ref().map(|enrolment| enrolment.stand);
            status.queues = Queues::default();
            status.answers_trouble = None;
            status.pairing_code = None;
            status.enrolment = match enrolment {
                Some(_) => EnrolmentStatus::Enrolled,
                None if enrolment::anchor(&config.data).is_some() => EnrolmentStatus::Courier,
                None => EnrolmentStatus::New,
            };
        });
        let runner = Self {
            config,
            surroundings,
            events,
            keeper: Mutex::new(keeper),
            written: Notify::new(),
            shown: Mutex::new(None),
            confirmed: Mutex::new(confirmed),
            contact: Mutex::default(),
            wake: Notify::new(),
            changed: Notify::new(),
            announced: AtomicU64::new(0),
            withdrawn: Notify::new(),
            full: Mutex::default(),
        };
        runner.note_shown(shown);
        runner
    }

    /// Runs until dropped.
    pub(super) async fn run(&self) {
        if let Some(enrolment) = enrolment::load(&self.config.data) {
            self.send(Event::Enrolled { stand: enrolment.stand }).await;
        }
        tokio::join!(self.keep_status(), self.watch(), self.count_answers(), self.talk());
    }

    async fn talk(&self) {
        let Some(server) = self.config.server.clone() else { return };
        let mut backoff = self.backoff();
        let http = loop {
            match Http::new(&self.surroundings) {
                Ok(http) => break http,
                Err(error) => {
                    let wait = backoff.next(self.chance());
                    self.failed(Topic::Content, &error, Some(wait)).await;
                    tokio::time::sleep(wait).await;
                }
            }
        };
        let enrolment = self.enrolled(&http, &server).await;
        tokio::join!(
            self.follow(&http, &server, &enrolment),
            self.unless_revoked(self.tell(&http, &server, &enrolment)),
            self.unless_revoked(self.listen(&http, &server, &enrolment)),
            self.unless_revoked(self.bring(&http, &server, &enrolment)),
        );
    }

    /// The stand's identity, however long an operator takes to give it.
    async fn enrolled(&self, http: &Http, server: &Url) -> Enrolment {
        let data = &self.config.data;
        if let Some(enrolment) = enrolment::load(data) {
            return enrolment;
        }
        let mut backoff = self.backoff();
        let mut ticket = enrolment::ticket(data);
        self.pairing(ticket.as_ref().map(|ticket| ticket.pairing_code.clone())).await;
        loop {
            let step = match &ticket {
                None => enrolment::ask(http, server, data).await.map(|asked| {
                    let wait = Duration::ZERO;
                    ticket = Some(asked);
                    (None, wait)
                }),
                Some(known) => {
                    let wait = Duration::from_secs(u64::from(known.poll_seconds.clamp(1, 60)));
                    let wait = wait.mul_f64(0.5 + 0.5 * self.chance());
                    enrolment::poll(http, server, data, known).await.map(|state| (Some(state), wait))
                }
            };
            let wait = match step {
                Err(error) => {
                    let wait = backoff.next(self.chance()).max(error.retry_after().unwrap_or_default());
                    self.failed(Topic::Enrolment, &error, Some(wait)).await;
                    wait
                }
                Ok((state, wait)) => {
                    backoff.reset();
                    self.went_well(Topic::Enrolment).await;
                    match state {
                        Some(EnrolmentState::Approved { enrolment }) => {
                            self.note(|status| {
                                status.enrolment = EnrolmentStatus::Enrolled;
                                status.pairing_code = None;
                                status.stand = Some(enrolment.stand);
                            });
                            self.send(Event::Enrolled { stand: enrolment.stand }).await;
                            return enrolment;
                        }
                        Some(EnrolmentState::Ended) => {
                            ticket = None;
                            self.pairing(None).await;
                        }
                        Some(EnrolmentState::Pending) => {}
                        None => self.pairing(ticket.as_ref().map(|ticket| ticket.pairing_code.clone())).await,
                    }
                    wait
                }
            };
            tokio::time::sleep(wait).await;
        }
    }

    async fn pairing(&self, code: Option<String>) {
        self.note(|status| {
            status.enrolment = EnrolmentStatus::Pairing;
            status.pairing_code.clone_from(&code);
        });
        self.send(Event::Pairing { code }).await;
    }

    /// Follows the content: by hint, by timer, and again after failures.
    async fn follow(&self, http: &Http, server: &Url, enrolment: &Enrolment) {
        let anchor = Anchor { body: enrolment.body.clone(), root: enrolment.root.clone() };
        let mut looked = false;
        let mut backoff = self.backoff();
        let mut behind = self.backoff();
        let mut doubts = 0;
        let mut not_before = Instant::now();
        let mut remote: Option<Remote> = None;
        tokio::time::sleep(self.surroundings.timings.spread.mul_f64(self.chance())).await;
        loop {
            let outcome = match (&remote, repository_url(server, &enrolment.repository)) {
                (None, Err(error)) => Err(error),
                (None, Ok(base)) => {
                    let source = remote.insert(Remote::new(http.clone(), base, &self.config.data));
                    self.check(source, &anchor).await
                }
                (Some(remote), _) => self.check(remote, &anchor).await,
            };
            let wait = match outcome {
                Ok(()) => {
                    backoff.reset();
                    let lagging = self.release() < Some(self.announced.load(Ordering::Relaxed));
                    if lagging && doubts < BELIEVED {
                        // The hint was faster than the repository's caches.
                        doubts += 1;
                        behind.next(self.chance())
                    } else {
                        if lagging {
                            self.announced.store(0, Ordering::Relaxed);
                        }
                        doubts = 0;
                        behind.reset();
                        self.config.poll.mul_f64(self.chance())
                    }
                }
                Err(error) => {
                    let asked = error.retry_after().unwrap_or_default();
                    not_before = Instant::now() + asked;
                    let wait = backoff.next(self.chance()).max(asked);
                    self.failed(Topic::Content, &error, Some(wait)).await;
                    wait
                }
            };
            if !looked {
                // Once, and not while the stand starts: reading everything would hold up its first picture.
                looked = true;
                self.look_for_damage().await;
            }
            tokio::select! {
                () = tokio::time::sleep(wait) => {}
                () = self.wake.notified() => {
                    let spread = self.surroundings.timings.spread.mul_f64(self.chance());
                    tokio::time::sleep(spread.max(not_before.saturating_duration_since(Instant::now()))).await;
                }
            }
        }
    }

    async fn check(&self, remote: &Remote, anchor: &Anchor) -> Result<(), SyncError> {
        let shown = self.shown().clone();
        let queue = |left: Queues| {
            self.note(|status| {
                status.queues.fetch(&left);
            });
        };
        let source = Source::Remote(Box::new(remote.clone()));
        let now = self.now();
        let outcome = engine::pass(&self.config.data, &source, anchor, shown, now, &queue).await?;
        *self.confirmed() = Confirmed::Since(Instant::now());
        if let Outcome::Switched(content) = outcome {
            self.show(content).await;
        }
        self.went_well(Topic::Content).await;
        Ok(())
    }

    /// Makes content the shown one: the screen is told, the status, and soon the centre.
    async fn show(&self, content: Content) {
        self.note_shown(Some(Shown::of(&content)));
        self.send(Event::Content(content)).await;
        self.changed.notify_one();
    }

    /// Reads what is stored once, in the background, so that rot is mended before a visitor meets it.
    async fn look_for_damage(&self) {
        let Some(content) = Content::open_current(&self.config.data).await else { return };
        if let Err(error) = content.verify().await {
            tracing::warn!(%error, "stored content is damaged and will be fetched again");
            self.failed(Topic::Content, &error.into(), None).await;
            if let Some(shown) = self.shown().as_mut() {
                shown.damaged = true;
            }
            self.wake.notify_one();
        }
    }

    /// Notices a switch by another process (a courier), and a clock that was set.
    async fn watch(&self) {
        loop {
            tokio::time::sleep(self.surroundings.timings.watch).await;
            let current = pointer::current(&self.config.data);
            let ours = self.shown().as_ref().map(|shown| shown.stored.clone());
            if current.is_some()
                && current != ours
                && let Some(content) = Content::open_current(&self.config.data).await
                && Some(content.stored()) != ours.as_ref()
            {
                self.show(content).await;
                self.believe(signed_at(&self.config.data));
            }
            self.tell_contact().await;
        }
    }

    /// Takes a signed moment for a confirmation, if nothing later is known.
    fn believe(&self, signed: Option<Timestamp>) {
        let Some(signed) = signed else { return };
        let mut confirmed = self.confirmed();
        match *confirmed {
            Confirmed::Never => *confirmed = Confirmed::Before(signed),
            Confirmed::Before(moment) => *confirmed = Confirmed::Before(moment.max(signed)),
            Confirmed::Since(_) => {}
        }
    }

    /// Writes the status whenever it has changed, but not more often than it helps anyone.
    async fn keep_status(&self) {
        loop {
            let changed = self.keeper().changed(self.now());
            if let Some(changed) = changed
                && let Err(error) = changed.write(&self.config.data).await
            {
                // Nothing else to do: the disk is what is at fault, and the screen goes on.
                tracing::warn!(%error, "status.json not written");
            }
            tokio::time::sleep(self.surroundings.timings.status).await;
            self.written.notified().await;
        }
    }

    async fn unless_revoked(&self, work: impl Future<Output = ()>) {
        tokio::select! {
            () = work => {}
            () = self.withdrawn.notified() => {}
        }
    }

    /// The centre has withdrawn the credential: uploads end, content goes on.
    pub(super) async fn revoke(&self) {
        self.failed(Topic::Heartbeats, &SyncError::Revoked, None).await;
        self.note(|status| {
            status.enrolment = EnrolmentStatus::Revoked;
            status.queues.heartbeats = 0;
        });
        self.withdrawn.notify_waiters();
    }

    /// Someone spoke of a release: if it is newer than ours, look.
    pub(super) fn hear_of(&self, release: u64) {
        if self.release() < Some(release) {
            self.announced.fetch_max(release, Ordering::Relaxed);
            self.wake.notify_one();
        }
    }

    /// Notes a failure for the status and, where content is concerned, for the screen.
    pub(super) async fn failed(&self, topic: Topic, error: &SyncError, wait: Option<Duration>) {
        let now = self.now();
        let retry_at = wait.and_then(|wait| now.checked_add(jiff::SignedDuration::try_from(wait).ok()?).ok());
        tracing::warn!(?topic, %error, "will be tried again");
        self.keeper().failed(topic, now, error.to_string(), error.next(), retry_at);
        self.written.notify_one();
        self.tell_contact().await;
    }

    /// Notes that a call went well.
    pub(super) async fn went_well(&self, topic: Topic) {
        let now = self.now();
        {
            let mut keeper = self.keeper();
            keeper.went_well(topic, now);
            keeper.change(|status| status.last_contact = Some(now));
        }
        self.written.notify_one();
        self.tell_contact().await;
    }

    /// Changes the status, to be written soon.
    pub(super) fn note(&self, change: impl FnOnce(&mut super::status::Status)) {
        if self.keeper().change(change) {
            self.written.notify_one();
        }
    }

    fn note_shown(&self, shown: Option<Shown>) {
        self.note(|status| {
            if let Some(shown) = &shown {
                status.body = Some(shown.body.clone());
                status.release = Some(shown.release);
                status.manifest = shown.stored.manifest;
                status.as_of = Timestamp::from_millisecond(shown.published_at).ok();
                status.queues.fetch(&Queues::default());
            } else {
                (status.release, status.manifest, status.as_of) = (None, None, None);
            }
        });
        *self.shown() = shown;
    }

    /// Tells the screen how the contact is, when that differs from what it was told.
    async fn tell_contact(&self) {
        let now = self.now();
        let confirmed_at = match *self.confirmed() {
            Confirmed::Never => None,
            // A moment still to come was told by a clock that was wrong, then or now.
            Confirmed::Before(moment) => (moment <= now).then_some(moment),
            Confirmed::Since(moment) => {
                jiff::SignedDuration::try_from(moment.elapsed()).ok().and_then(|age| now.checked_sub(age).ok())
            }
        };
        let error = {
            let mut keeper = self.keeper();
            if confirmed_at.is_some()
                && keeper.change(|status| status.confirmed_at = steady(status.confirmed_at, confirmed_at))
            {
                self.written.notify_one();
            }
            keeper.trouble(Topic::Content).or_else(|| keeper.trouble(Topic::Enrolment)).map(str::to_owned)
        };
        let contact = {
            let mut last = self.contact();
            let confirmed_at =
                steady(last.confirmed_at.and_then(|ms| Timestamp::from_millisecond(ms).ok()), confirmed_at);
            let contact = Contact { confirmed_at: confirmed_at.map(Timestamp::as_millisecond), error };
            if *last == contact {
                return;
            }
            *last = contact.clone();
            contact
        };
        self.send(Event::Contact(contact)).await;
    }

    /// The centre has told which surveys are full: all of them if it said so in a `whole` list, else some.
    pub(super) async fn hear_full(&self, surveys: Vec<Name>, whole: bool) {
        let full = {
            let mut full = self.full.lock().unwrap_or_else(PoisonError::into_inner);
            let before = full.clone();
            if whole {
                full.clear();
            }
            full.extend(surveys);
            if *full == before {
                return;
            }
            full.clone()
        };
        self.send(Event::FullSurveys(full)).await;
    }

    async fn send(&self, event: Event) {
        // A screen that is gone takes its stand with it soon enough.
        let _ = self.events.send(event).await;
    }

    pub(super) fn release(&self) -> Option<u64> {
        self.shown().as_ref().map(|shown| shown.release)
    }

    pub(super) fn published_at(&self) -> Option<i64> {
        self.shown().as_ref().map(|shown| shown.published_at)
    }

    /// What is wrong, for the centre.
    pub(super) fn trouble(&self) -> Option<String> {
        let outbox = self.surroundings.outbox.as_ref().and_then(Outbox::trouble);
        let keeper = self.keeper();
        let told = [Topic::Content, Topic::Answers].into_iter().filter_map(|topic| keeper.trouble(topic));
        let all: Vec<String> = told.map(str::to_owned).chain(outbox).collect();
        (!all.is_empty()).then(|| all.join("; "))
    }

    pub(super) fn now(&self) -> Timestamp {
        (self.surroundings.clock)()
    }

    pub(super) fn chance(&self) -> f64 {
        (self.surroundings.random)()
    }

    pub(super) fn backoff(&self) -> Backoff {
        Backoff::new(self.surroundings.timings.backoff_least, self.surroundings.timings.backoff_most)
    }

    fn keeper(&self) -> MutexGuard<'_, Keeper> {
        self.keeper.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn shown(&self) -> MutexGuard<'_, Option<Shown>> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn confirmed(&self) -> MutexGuard<'_, Confirmed> {
        self.confirmed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn contact(&self) -> MutexGuard<'_, Contact> {
        self.contact.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn signed_at(data: &std::path::Path) -> Option<Timestamp> {
    enrolment::signed_at(data, enrolment::anchor(data)?)
}

/// The earlier telling of the same moment, so that the two clocks' drift is not told as news.
fn steady(told: Option<Timestamp>, now: Option<Timestamp>) -> Option<Timestamp> {
    match (told, now) {
        (Some(told), Some(now)) if now.duration_since(told).abs() < jiff::SignedDuration::from_secs(2) => Some(told),
        (_, now) => now,
    }
}
