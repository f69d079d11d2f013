//! Fingers: one held still for three seconds anywhere begins exploration; then a finger is told what
//! it touches, and a double tap anywhere activates it.

use std::time::Instant;

use iced::Point;

/// What a finger (or the left button of a mouse) does, in logical pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Touch {
    /// It touches the screen.
    Down(Point),
    /// It moves on it.
    Moved(Point),
    /// It leaves it.
    Up(Point),
    /// The system took it away.
    Lost,
}

/// What that means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Meaning {
    /// A finger was held still: exploration is wanted, or no longer.
    HeldStill,
    /// Say what is at this point.
    Explore(Point),
    /// Activate what was explored last.
    Activate,
}

/// Tells the meaning of touches.
#[derive(Debug, Clone, Default)]
pub struct Recogniser {}

impl Recogniser {
    /// A touch at `now`, while `exploring` or not; `millimetre` is its length in logical pixels.
    pub fn touch(&mut self, _touch: Touch, _exploring: bool, _millimetre: f32, _now: Instant) -> Option<Meaning> {
        None
    }

    /// Time has passed.
    pub fn tick(&mut self, _now: Instant) -> Option<Meaning> {
        None
    }

    /// When time alone may mean something; none if it can not.
    pub fn wakes_at(&self) -> Option<Instant> {
        None
    }
}
