//! The built-in reader: follows the accessibility tree as a screen reader does, and says in words what
//! it finds.

use std::sync::Arc;

use accesskit::NodeId;
use iced::Point;

use super::tree::Snapshot;
use crate::domain::Language;
use crate::kiosk::speech::{Event, Spot, Utterance, Why};

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
    /// Pause, or go on where it paused.
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
}

/// The reader of one stand. Pure: snapshots, requests and events go in, orders come out.
#[derive(Debug, Default)]
pub struct Reader {
    snapshot: Option<Arc<Snapshot>>,
}

impl Reader {
    /// A reader that is silent.
    pub fn new() -> Self {
        Self::default()
    }

    /// Begins or ends to speak. Begun, it says the screen with the next snapshot.
    pub fn set_speaking(&mut self, _on: bool) -> Vec<Order> {
        Vec::new()
    }

    /// Whether personal entry may be said: with headphones only.
    pub fn set_private(&mut self, _private: bool) {}

    /// The screen is now this.
    pub fn observe(&mut self, snapshot: Arc<Snapshot>) -> Vec<Order> {
        self.snapshot = Some(snapshot);
        Vec::new()
    }

    /// A visitor asks for something.
    pub fn request(&mut self, _request: Request) -> Vec<Order> {
        Vec::new()
    }

    /// Says something that does not stand on the screen.
    pub fn tell(&mut self, _notice: Notice) -> Vec<Order> {
        Vec::new()
    }

    /// A finger explores the point, in physical pixels of the window.
    pub fn explore(&mut self, _at: Point) -> Vec<Order> {
        Vec::new()
    }

    /// The control that was explored last: a double tap presses it.
    pub fn explored(&self) -> Option<NodeId> {
        None
    }

    /// How an utterance went.
    pub fn spoken(&mut self, _event: Event) -> Vec<Order> {
        Vec::new()
    }

    /// What is being said, for the caption.
    pub fn caption(&self) -> Option<&Utterance> {
        None
    }

    /// Whether the visitor is having the screen read to them: that counts as activity.
    pub fn is_reading_aloud(&self) -> bool {
        false
    }

    /// The visitor has left: everything forgotten. Gives what silences it.
    pub fn reset(&mut self) -> Vec<Order> {
        *self = Self::default();
        vec![Order::Hush]
    }
}
