//! The built-in reader: follows the accessibility tree as a screen reader does, and says in words what
//! it finds.
//!
//! `following` tells by itself what changes: another screen, the focus, news. `reading` does what a
//! visitor asks: reads through, moves by sentence, heading or item. Both put nodes into words with
//! `wording` and hand them, one utterance at a time, to the `queue`.
//!
//! It compares snapshots instead of keeping an `accesskit_consumer::Tree`: a snapshot is whole and in
//! reading order already, names are never derived from other nodes here, and that tree panics at two
//! nodes of one id, at which a stand must not fall silent.

mod echo;
mod following;
mod items;
mod outline;
mod queue;
mod reading;
mod sentences;
#[cfg(test)]
mod tests;
mod wording;

use std::sync::Arc;

use accesskit::NodeId;
use iced::Point;

use self::outline::Outline;
use self::queue::{Announcement, Queue};
use self::reading::{Cursor, Reading};
use self::wording::Phrase;
use super::tree::Snapshot;
use crate::domain::Language;
use crate::kiosk::speech::{Event, Id, Spot, Utterance, Why};

/// What the reader wants done.
#[derive(Debug, Clone, PartialEq)]
pub enum Order {
    /// Say this; what is being said ends.
    Speak(Utterance),
    /// Silence, at once.
    Hush,
    /// The focus follows what is read.
    Focus(NodeId),
    /// Mark these words on the screen as being said; none: unmark.
    Mark(Option<Spot>),
    /// The screen was read to its end and has another sheet: turn to it and go on reading.
    TurnOn,
}

/// What a visitor asks of the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Request {
    /// Read the whole screen, sheet after sheet.
    All,
    /// Read from here on.
    On,
    /// The next sentence.
    NextSentence,
    /// The sentence before.
    PreviousSentence,
    /// The next heading.
    NextHeading,
    /// The heading before.
    PreviousHeading,
    /// The next item.
    NextItem,
    /// The item before.
    PreviousItem,
    /// The last utterances again.
    Repeat,
    /// Pause, or go on where it paused; read on, when nothing is said.
    Pause,
    /// Silence.
    Stop,
    /// Spell what was said last.
    Spell,
}

/// Words that do not stand on the screen: help, the key describer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The words, in as many sentences as they need.
    pub text: String,
    /// Their language.
    pub language: Language,
    /// Why they are said.
    pub why: Why,
    /// Whether what is being said ends for them; else they wait for it.
    pub at_once: bool,
    /// Whether they are not worth repeating.
    pub passing: bool,
}

/// How far the voice is, for the ways to pause it and to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Progress {
    /// It has nothing to say: it can read on.
    #[default]
    Resting,
    /// It speaks, and can pause.
    Going,
    /// It paused.
    Paused,
}

/// The reader of one stand. Pure: snapshots, requests and events go in, orders come out.
#[derive(Debug, Default)]
pub struct Reader {
    speaking: bool,
    /// The screen as it was last seen.
    outline: Option<Arc<Outline>>,
    /// Whether the next snapshot is told as a new screen: speech has just begun.
    greets: bool,
    queue: Queue,
    /// What was read last.
    cursor: Option<Cursor>,
    /// Where reading through was left.
    left_off: Option<Cursor>,
    reading: Option<Reading>,
    /// The focus was ordered to go there: what arrives there is not told again.
    ordered: Vec<NodeId>,
    /// What the finger explored last.
    touched: Option<NodeId>,
    /// What the finger is on.
    under: Option<NodeId>,
    /// The utterance of which a word was spelt last, and which word, from 0.
    spelt: Option<(Id, usize)>,
    /// Utterances that failed one after another.
    failures: usize,
}

impl Reader {
    /// A reader that is silent.
    pub fn new() -> Self {
        Self::default()
    }

    /// Begins or ends to speak. Begun, it says the screen with the next snapshot.
    pub fn set_speaking(&mut self, on: bool) -> Vec<Order> {
        if std::mem::replace(&mut self.speaking, on) == on {
            return Vec::new();
        }
        self.greets = on;
        if on { Vec::new() } else { self.silence() }
    }

    /// Whether personal entry may be said: with headphones only (EN 301 549, 5.1.3.8 and .9).
    pub fn set_private(&mut self, private: bool) {
        self.queue.private = private;
    }

    /// The screen is now this.
    pub fn observe(&mut self, snapshot: Arc<Snapshot>) -> Vec<Order> {
        if self.outline.as_ref().is_some_and(|last| !self.greets && *last.snapshot() == *snapshot) {
            return Vec::new();
        }
        let outline = Arc::new(Outline::new(snapshot));
        self.queue.language = outline.visitor();
        let before = self.outline.replace(Arc::clone(&outline));
        if !self.speaking {
            return Vec::new();
        }
        let greets = std::mem::take(&mut self.greets);
        let before = before.filter(|_| !greets);
        self.follow(before.as_deref(), &outline)
    }

    /// A visitor asks for something. What is being said ends (EN 301 549, 5.1.3.4 and .5).
    pub fn request(&mut self, request: Request) -> Vec<Order> {
        let Some(outline) = self.outline.clone().filter(|_| self.speaking) else { return Vec::new() };
        self.failures = 0;
        self.answer(request, &outline)
    }

    /// Reads a screen through because it is there to be read. What it has to tell of a change comes behind its first
    /// sentence, for the visitor did not ask for silence about that.
    pub fn read_by_itself(&mut self) -> Vec<Order> {
        let news = self.queue.take_news();
        let mut orders = self.request(Request::All);
        for news in news {
            orders.extend(self.queue.add(news));
        }
        orders
    }

    /// How far the voice is.
    pub fn progress(&self) -> Progress {
        match () {
            () if self.queue.is_paused() => Progress::Paused,
            () if self.reading.is_some() || self.queue.can_pause() => Progress::Going,
            () => Progress::Resting,
        }
    }

    /// Says something that does not stand on the screen.
    pub fn tell(&mut self, notice: Notice) -> Vec<Order> {
        if !self.speaking {
            return Vec::new();
        }
        let announcement = Announcement::new(Phrase::all(&notice.text, notice.language), notice.why);
        let announcement = if notice.passing { announcement.passing() } else { announcement };
        if notice.at_once {
            self.reading = None;
            self.queue.say(announcement)
        } else if self.greets && !self.queue.is_speaking() {
            // First of all, where the visitor is.
            self.queue.hold(announcement);
            Vec::new()
        } else {
            self.queue.add(announcement)
        }
    }

    /// A finger explores the point, in physical pixels of the window. Says what is there, once.
    pub fn explore(&mut self, at: Point) -> Vec<Order> {
        let Some(outline) = self.outline.clone().filter(|_| self.speaking) else { return Vec::new() };
        self.touch(at, &outline)
    }

    /// A finger comes down anew: what is under it is told, though it was told before.
    pub fn touches_anew(&mut self) {
        self.under = None;
    }

    /// The control that was explored last: a double tap presses it.
    pub fn explored(&self) -> Option<NodeId> {
        let outline = self.outline.as_ref()?;
        self.touched.filter(|node| outline.place(*node).is_some_and(|place| outline.is_control(place)))
    }

    /// What is being said is begun again: it is to sound otherwise.
    pub fn begin_again(&mut self) -> Vec<Order> {
        self.queue.begin_again()
    }

    /// How an utterance went.
    pub fn spoken(&mut self, event: Event) -> Vec<Order> {
        match event {
            Event::Ended(id) if self.queue.is_current(id) => self.failures = 0,
            Event::Failed(id) if self.queue.is_current(id) => self.failures += 1,
            _ => return Vec::new(),
        }
        self.go_on()
    }

    /// What is being said, for the caption (EN 301 549, 5.1.5); while paused, that it is.
    pub fn caption(&self) -> Option<&Utterance> {
        self.queue.caption()
    }

    /// Whether the visitor is having the screen read to them: that counts as activity (WCAG 2.2.1).
    pub fn is_reading_aloud(&self) -> bool {
        self.reading.is_some() && !self.queue.is_paused()
    }

    /// Whether the visitor is being read to, and what is read is not what has the focus.
    pub fn reads_past_the_focus(&self) -> bool {
        let read = self.cursor.as_ref().map(Cursor::node);
        self.is_reading_aloud() && read != self.outline.as_ref().map(|outline| outline.snapshot().focus)
    }

    /// Whether the visitor has paused what is being said.
    pub fn is_paused(&self) -> bool {
        self.queue.is_paused()
    }

    /// Whether something is being said, or will be.
    pub fn is_busy(&self) -> bool {
        self.queue.is_speaking()
    }

    /// The visitor has left: everything forgotten. Gives what silences it.
    pub fn reset(&mut self) -> Vec<Order> {
        let orders = self.queue.reset();
        *self = Self { queue: std::mem::take(&mut self.queue), ..Self::default() };
        orders
    }

    /// Silence; what was being read is not gone on with.
    fn silence(&mut self) -> Vec<Order> {
        self.reading = None;
        self.queue.stop()
    }
}
