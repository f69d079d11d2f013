//! The thread that decides what is said when: it keeps the newest utterance, watches over the engine and
//! never waits for it.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{mpsc, watch};

use super::engine::{Engine, Report, Task, Voices};
use super::preparation::prepare;
use super::speaker::Opener;
use super::transcript::Transcript;
use super::voice::{Wish, Wishes};
use super::{Event, Output, Tuning, Utterance};
use crate::domain::{Dictionary, Language};
use crate::release::api::SpeechHealth;

/// How long after the start the daemon is met: the first frame goes first.
const SETTLES: Duration = Duration::from_secs(2);

/// How long an utterance waits for a daemon that is being met.
const WAITS: Duration = Duration::from_secs(3);

/// How long a task may take. It takes milliseconds; longer means that the daemon hangs.
const STUCK: Duration = Duration::from_millis(2500);

/// How long a thread may be held up before another is started in its place.
const LOST: Duration = Duration::from_secs(15);

/// How many threads may be held up at a time.
const LOST_MOST: usize = 3;

/// How often the daemon is looked at while it should be speaking.
const CHECKS: Duration = Duration::from_secs(2);

/// How soon, and at the latest, another daemon is looked for.
const AGAIN: (Duration, Duration) = (Duration::from_millis(500), Duration::from_secs(30));

/// What the conductor is told.
#[derive(Debug)]
pub(super) enum Note {
    /// There are new wishes.
    Wishes,
    /// From the engine of that number, counted as they were started.
    Report(u64, Report),
}

pub(super) struct Conductor {
    opener: Opener,
    wishes: Arc<Mutex<Wishes>>,
    notes: Sender<Note>,
    events: mpsc::UnboundedSender<Event>,
    health: watch::Sender<SpeechHealth>,
    transcript: Transcript,
    engine: Engine,
    /// How many engines were started before this one.
    started: u64,
    /// The engines before this one that are held up.
    lost: Vec<u64>,
    state: State,
    /// Since when the engine does what it was asked last.
    busy: Option<Instant>,
    /// Whether it waits for a daemon that hangs.
    hung: bool,
    /// When it is asked to open again, and how long it waits the next time.
    opens: Instant,
    backoff: Duration,
    waiting: Option<(Utterance, Instant)>,
    saying: Option<Saying>,
    hush: bool,
    tuning: Tuning,
    output: Output,
    dictionary: Arc<Dictionary>,
}

/// Whether there is speech.
#[derive(Debug)]
enum State {
    /// It is not known yet.
    Meeting,
    /// There is.
    Open(Voices),
    /// There is none; or the engine is held up.
    Shut,
}

/// What is being said.
#[derive(Debug)]
struct Saying {
    utterance: Utterance,
    /// When the daemon is looked at.
    check: Instant,
    /// When it must have ended.
    ends: Instant,
}

impl Conductor {
    pub(super) fn new(
        opener: Opener,
        wishes: Arc<Mutex<Wishes>>,
        notes: Sender<Note>,
        events: mpsc::UnboundedSender<Event>,
        health: watch::Sender<SpeechHealth>,
        transcript: Transcript,
    ) -> std::io::Result<Self> {
        let engine = start(&opener, 0, &notes)?;
        Ok(Self {
            opener,
            wishes,
            notes,
            events,
            health,
            transcript,
            engine,
            started: 0,
            lost: Vec::new(),
            state: State::Meeting,
            busy: None,
            hung: false,
            opens: Instant::now() + SETTLES,
            backoff: AGAIN.0,
            waiting: None,
            saying: None,
            hush: false,
            tuning: Tuning::default(),
            output: Output::default(),
            dictionary: Arc::default(),
        })
    }

    /// Works until nobody wants anything any more.
    pub(super) fn run(mut self, notes: &Receiver<Note>) {
        loop {
            let note = match self.wakes() {
                Some(at) => notes.recv_timeout(at.saturating_duration_since(Instant::now())),
                None => notes.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match note {
                Ok(Note::Report(of, report)) => self.hear(of, report),
                Ok(Note::Wishes) if self.take_wishes() => break,
                Ok(Note::Wishes) | Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            self.watch(Instant::now());
            self.act(Instant::now());
        }
        self.engine.ask(Task::Hush);
        self.engine.ask(Task::End);
    }

    /// When there is something to do without being told.
    fn wakes(&self) -> Option<Instant> {
        let opens = (!matches!(self.state, State::Open(_)) && self.busy.is_none()).then_some(self.opens);
        let stuck = self.stuck();
        let waited = self.waiting.as_ref().map(|(_, since)| *since + WAITS);
        let said = self.saying.as_ref().map(|saying| saying.ends);
        let check = self.saying.as_ref().filter(|_| self.busy.is_none()).map(|saying| saying.check);
        [opens, stuck, waited, said, check].into_iter().flatten().min()
    }

    /// When the engine has taken too long for what it was asked: an open one is given up, any other replaced.
    fn stuck(&self) -> Option<Instant> {
        let since = self.busy.filter(|_| !self.hung)?;
        match self.state {
            State::Open(_) => Some(since + STUCK),
            State::Meeting | State::Shut => (self.lost.len() < LOST_MOST).then_some(since + LOST),
        }
    }

    /// Takes over what is wished. Returns whether nobody wants anything any more.
    fn take_wishes(&mut self) -> bool {
        let wishes = self.wishes.clone();
        let mut wishes = wishes.lock().unwrap_or_else(PoisonError::into_inner);
        (self.tuning, self.output) = (wishes.tuning, wishes.output);
        if !Arc::ptr_eq(&self.dictionary, &wishes.dictionary) {
            self.dictionary = wishes.dictionary.clone();
        }
        match wishes.take() {
            Some(wish) => {
                self.silence();
                if let Wish::Say(utterance) = wish {
                    self.waiting = Some((utterance, Instant::now()));
                }
            }
            None => {
                // What was personal stays so when it was begun in private.
                if self.saying.as_ref().is_some_and(|saying| !self.may_be_said(&saying.utterance)) {
                    self.silence();
                }
            }
        }
        if let Some((utterance, _)) = self.waiting.take_if(|(utterance, _)| !may_be_said(utterance, self.output)) {
            self.tell(Event::Failed(utterance.id));
        }
        wishes.over
    }

    /// Ends what is being said and what waits to be.
    fn silence(&mut self) {
        if let Some((utterance, _)) = self.waiting.take() {
            self.tell(Event::Failed(utterance.id));
        }
        if let Some(saying) = self.saying.take() {
            self.tell(Event::Failed(saying.utterance.id));
            self.hush = true;
        }
    }

    fn hear(&mut self, of: u64, report: Report) {
        if of != self.started {
            if matches!(report, Report::Done) {
                // It was held up and no longer is; it ends by itself.
                self.lost.retain(|lost| *lost != of);
            }
            return;
        }
        match report {
            Report::Done => (self.busy, self.hung) = (None, false),
            Report::Open(voices) => {
                self.backoff = AGAIN.0;
                self.health.send_if_modified(|told| std::mem::replace(told, voices.health.clone()) != voices.health);
                self.state = State::Open(voices);
            }
            Report::Shut { hung } => {
                self.hung = hung;
                self.shut();
            }
            Report::Event(event) => {
                let id = match event {
                    Event::Began(id) | Event::Ended(id) | Event::Failed(id) => id,
                };
                if self.saying.as_ref().is_some_and(|saying| saying.utterance.id == id) {
                    if !matches!(event, Event::Began(_)) {
                        self.saying = None;
                    }
                    self.tell(event);
                }
            }
        }
    }

    /// There is no speech any more.
    fn shut(&mut self) {
        if let Some(saying) = self.saying.take() {
            self.tell(Event::Failed(saying.utterance.id));
        }
        self.hush = false;
        self.opens = Instant::now() + self.backoff;
        self.backoff = (self.backoff * 2).min(AGAIN.1);
        self.state = State::Shut;
        let silent = SpeechHealth {
            available: false,
            missing_voices: Language::ALL.into_iter().map(|language| language.code().to_owned()).collect(),
        };
        self.health.send_if_modified(|told| std::mem::replace(told, silent.clone()) != silent);
    }

    /// Looks after the engine and what is being said.
    fn watch(&mut self, now: Instant) {
        if self.stuck().is_some_and(|at| now >= at) {
            match self.state {
                State::Open(_) => {
                    tracing::warn!("speech is held up");
                    self.shut();
                }
                State::Meeting | State::Shut => self.replace(now),
            }
        }
        if self.saying.as_ref().is_some_and(|saying| now >= saying.ends) {
            tracing::warn!("an utterance did not end");
            self.silence();
        }
        if self.waiting.as_ref().is_some_and(|(_, since)| now >= *since + WAITS) {
            self.pass_over();
        }
    }

    /// Starts another engine in the place of one that is held up.
    fn replace(&mut self, now: Instant) {
        match start(&self.opener, self.started + 1, &self.notes) {
            Ok(engine) => {
                let held_up = std::mem::replace(&mut self.engine, engine);
                held_up.ask(Task::Hush);
                held_up.ask(Task::End);
                self.lost.push(self.started);
                self.started += 1;
                self.busy = None;
            }
            Err(error) => {
                tracing::warn!(%error, "no thread to speak");
                self.busy = Some(now);
            }
        }
    }

    /// Asks the engine for what is due, if it is free.
    fn act(&mut self, now: Instant) {
        if matches!(self.state, State::Shut) {
            self.pass_over();
        }
        if self.busy.is_some() {
            return;
        }
        let task = match &self.state {
            State::Meeting | State::Shut => {
                let due = now >= self.opens || (matches!(self.state, State::Meeting) && self.waiting.is_some());
                due.then_some(Task::Open)
            }
            State::Open(_) => self.next(now),
        };
        if let Some(task) = task {
            self.engine.ask(task);
            self.busy = Some(now);
        }
    }

    /// What an open speaker is to do next.
    fn next(&mut self, now: Instant) -> Option<Task> {
        if let Some((utterance, _)) = self.waiting.take() {
            return self.say(utterance, now).or_else(|| self.next(now));
        }
        if std::mem::take(&mut self.hush) {
            return Some(Task::Hush);
        }
        let saying = self.saying.as_mut().filter(|saying| now >= saying.check)?;
        saying.check = now + CHECKS;
        Some(Task::Check)
    }

    fn say(&mut self, utterance: Utterance, now: Instant) -> Option<Task> {
        let State::Open(voices) = &self.state else { return None };
        let words = self.words(&utterance);
        let voice = voices.name(utterance.language);
        self.transcript.note(&utterance, &words, voice, self.output);
        if voice.is_none() || !words.contains(|c: char| !c.is_whitespace()) {
            let event = if voice.is_none() { Event::Failed } else { Event::Ended };
            self.tell(event(utterance.id));
            return None;
        }
        self.hush = false;
        let (id, language) = (utterance.id, utterance.language);
        let ends = now + longest(&words, self.tuning);
        self.saying = Some(Saying { utterance, check: now + CHECKS, ends });
        Some(Task::Say { id, words, language, tuning: self.tuning })
    }

    /// What cannot be said is written down all the same.
    fn pass_over(&mut self) {
        if let Some((utterance, _)) = self.waiting.take() {
            let words = self.words(&utterance);
            self.transcript.note(&utterance, &words, None, self.output);
            self.tell(Event::Failed(utterance.id));
        }
    }

    /// The words of an utterance as a voice is to have them.
    fn words(&self, utterance: &Utterance) -> String {
        prepare(&utterance.text, utterance.language, &self.dictionary).replace(char::is_control, " ")
    }

    fn may_be_said(&self, utterance: &Utterance) -> bool {
        may_be_said(utterance, self.output)
    }

    fn tell(&self, event: Event) {
        let _ = self.events.send(event);
    }
}

/// What a visitor entered is for their ears only (EN 301 549, 5.1.3.8 and 5.1.3.9).
fn may_be_said(utterance: &Utterance, output: Output) -> bool {
    !utterance.personal || output == Output::Headphones
}

/// Longer than it takes to say `words`: a second for five characters at the normal rate, and some.
fn longest(words: &str, tuning: Tuning) -> Duration {
    let normal = 10.0 + words.chars().count() as f32 / 5.0;
    Duration::from_secs_f32(normal * 100.0 / f32::from(tuning.rate.percent().min(100)))
}

fn start(opener: &Opener, number: u64, notes: &Sender<Note>) -> std::io::Result<Engine> {
    let notes = notes.clone();
    Engine::start(
        opener.clone(),
        Arc::new(move |report| {
            let _ = notes.send(Note::Report(number, report));
        }),
    )
}

#[cfg(test)]
mod tests;
