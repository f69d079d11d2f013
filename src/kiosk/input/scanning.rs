//! Choosing with one switch or two: the stand points at one choice after the other.

use std::time::{Duration, Instant};

use iced::Rectangle;

use crate::kiosk::access::Snapshot;
use crate::kiosk::settings::Switches;

/// What the scanner points at, and has done.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// At the control of that id: focus it.
    Focus(accesskit::NodeId),
    /// At a row of controls: a ring around them, and these words.
    Row(Rectangle, String),
    /// Press the control of that id.
    Press(accesskit::NodeId),
}

/// Points at the controls of a screen, one row and then one control after the other.
#[derive(Debug, Clone)]
pub struct Scanner {}

impl Scanner {
    /// For `switches`, moving on by itself every `pace` with one switch.
    pub fn new(_switches: Switches, _pace: Duration) -> Self {
        Self {}
    }

    /// The screen is now this; where it is another, scanning begins anew.
    pub fn observe(&mut self, _snapshot: &Snapshot, _now: Instant) -> Option<Step> {
        None
    }

    /// The first switch was pressed: selects with one switch, moves with two.
    pub fn first(&mut self, _now: Instant) -> Option<Step> {
        None
    }

    /// The second switch was pressed: selects.
    pub fn second(&mut self, _now: Instant) -> Option<Step> {
        None
    }

    /// Time has passed.
    pub fn tick(&mut self, _now: Instant) -> Option<Step> {
        None
    }

    /// When it moves on by itself; none if it does not.
    pub fn wakes_at(&self) -> Option<Instant> {
        None
    }
}
