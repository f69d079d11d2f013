//! The handle by which the stand speaks.

use std::path::Path;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::stream::{self, Stream};
use tokio::sync::{mpsc, watch};

use super::conductor::{Conductor, Note};
use super::dispatcher;
use super::speaker::Opener;
use super::transcript::Transcript;
use super::{Event, Output, Setup, Tuning, Utterance};
use crate::domain::Dictionary;
use crate::release::api::SpeechHealth;

/// The voice of a stand. Cheap to clone; no call blocks, whatever the speech daemon does, and the newest
/// utterance is the only one that waits.
#[derive(Debug, Clone)]
pub struct Voice {
    shared: Arc<Shared>,
    health: watch::Receiver<SpeechHealth>,
}

/// What a visitor wants, as of now.
#[derive(Debug, Default)]
pub(super) struct Wishes {
    /// What to do next.
    pub next: Option<Wish>,
    /// How to speak.
    pub tuning: Tuning,
    /// Where the sound goes.
    pub output: Output,
    /// How the body wants words to be pronounced.
    pub dictionary: Arc<Dictionary>,
    /// Whether nobody wants anything any more.
    pub over: bool,
    /// Whether the conductor was woken for these.
    woken: bool,
}

/// What to do next.
#[derive(Debug)]
pub(super) enum Wish {
    /// Say this.
    Say(Utterance),
    /// Be silent.
    Hush,
}

#[derive(Debug)]
struct Shared {
    wishes: Arc<Mutex<Wishes>>,
    notes: Sender<Note>,
    events: mpsc::UnboundedSender<Event>,
}

impl Voice {
    /// Starts the threads; the daemon is met two seconds later, or when something is to be said.
    /// `transcript` is where every utterance is written, if anywhere.
    ///
    /// The stream tells what becomes of each utterance, exactly once with [`Event::Ended`] or
    /// [`Event::Failed`].
    ///
    /// # Errors
    /// When the transcript cannot be opened, or there is no thread to be had.
    pub fn start(
        setup: Setup,
        transcript: Option<&Path>,
    ) -> std::io::Result<(Self, impl Stream<Item = Event> + Send + 'static)> {
        Self::with(dispatcher::opener(setup), transcript)
    }

    /// As [`start`](Self::start), with any engine.
    pub(super) fn with(
        opener: Opener,
        transcript: Option<&Path>,
    ) -> std::io::Result<(Self, impl Stream<Item = Event> + Send + 'static)> {
        let transcript = Transcript::open(transcript)?;
        let (notes, noted) = channel();
        let (events, told) = mpsc::unbounded_channel();
        let (healthy, health) = watch::channel(SpeechHealth::default());
        let wishes = Arc::new(Mutex::new(Wishes::default()));
        let conductor = Conductor::new(opener, wishes.clone(), notes.clone(), events.clone(), healthy, transcript)?;
        std::thread::Builder::new().name("voice".to_owned()).spawn(move || conductor.run(&noted))?;
        let told = stream::unfold(told, async |mut told| Some((told.recv().await?, told)));
        Ok((Self { shared: Arc::new(Shared { wishes, notes, events }), health }, told))
    }

    /// Says `utterance` at once; what is being said ends.
    pub fn speak(&self, utterance: Utterance) {
        self.shared.wish(|wishes| wishes.next.replace(Wish::Say(utterance)));
    }

    /// Silence, at once.
    pub fn hush(&self) {
        self.shared.wish(|wishes| wishes.next.replace(Wish::Hush));
    }

    /// From the next utterance on.
    pub fn tune(&self, tuning: Tuning) {
        self.shared.wish(|wishes| {
            wishes.tuning = tuning;
            None
        });
    }

    /// From the next utterance on, words are pronounced as a body's editors want them to be.
    pub fn learn(&self, dictionary: Arc<Dictionary>) {
        self.shared.wish(|wishes| {
            wishes.dictionary = dictionary;
            None
        });
    }

    /// Where the sound goes from now on. Through the speaker, nothing personal is said; what is being said
    /// of it ends (EN 301 549, 5.1.3.8).
    pub fn route(&self, output: Output) {
        self.shared.wish(|wishes| {
            wishes.output = output;
            None
        });
    }

    /// Whether the stand can speak, and which languages it cannot: asked once when the daemon is met.
    pub fn health(&self) -> watch::Receiver<SpeechHealth> {
        self.health.clone()
    }
}

impl Shared {
    /// Changes the wishes and wakes the conductor, once however many changes it has not seen yet. A wish
    /// that is given up for another is not kept.
    fn wish(&self, change: impl FnOnce(&mut Wishes) -> Option<Wish>) {
        let mut wishes = self.wishes.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(Wish::Say(superseded)) = change(&mut wishes) {
            let _ = self.events.send(Event::Failed(superseded.id));
        }
        if !std::mem::replace(&mut wishes.woken, true) {
            let _ = self.notes.send(Note::Wishes);
        }
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        self.wish(|wishes| {
            wishes.over = true;
            wishes.next.replace(Wish::Hush)
        });
    }
}

impl Wishes {
    /// What to do next, once.
    pub(super) fn take(&mut self) -> Option<Wish> {
        self.woken = false;
        self.next.take()
    }
}
