//! Fingers: one held still for three seconds anywhere begins exploration; then a finger is told what
//! it touches, and a double tap anywhere activates it.
//!
//! The first tap of a double tap must not move what is activated. So a tap explores only once it is
//! clear that it stays alone, and a finger once it is clear that it is no tap.

use std::time::{Duration, Instant};

use iced::Point;

/// How long a finger is held still to begin exploration.
pub const HOLD: Duration = Duration::from_secs(3);

/// How long to end it: longer, because a finger rests on what it listens to.
pub const HOLD_TO_END: Duration = Duration::from_secs(6);

/// The longest tap.
pub const TAP: Duration = Duration::from_millis(300);

/// The longest time between two taps that belong together.
pub const BETWEEN_TAPS: Duration = Duration::from_millis(400);

/// The shortest time between two points that are explored.
const EXPLORE: Duration = Duration::from_millis(50);

/// How far a trembling finger may stray and still be still, in millimetres.
const STRAY: f32 = 5.0;

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
pub struct Recogniser {
    exploring: bool,
    press: Option<Press>,
    /// A tap that may be the first of two.
    tap: Option<Tap>,
    /// When something was explored last; none before the first time.
    explored: Option<Instant>,
}

/// A finger that came and went.
#[derive(Debug, Clone, Copy)]
struct Tap {
    at: Point,
    ended: Instant,
    /// Whether where it was has been explored.
    explored: bool,
}

/// A finger that is down.
#[derive(Debug, Clone, Copy)]
struct Press {
    origin: Point,
    /// Where it is now.
    at: Point,
    since: Instant,
    /// Whether it has not strayed.
    still: bool,
    /// Whether its being held still was told.
    held: bool,
    /// Whether where it is has been explored.
    explored: bool,
    /// Whether a tap went before.
    second: bool,
}

impl Recogniser {
    /// A touch at `now`, while `exploring` or not; `millimetre` is its length in logical pixels.
    pub fn touch(&mut self, touch: Touch, exploring: bool, millimetre: f32, now: Instant) -> Option<Meaning> {
        if exploring != self.exploring {
            self.exploring = exploring;
            self.tap = None;
            self.explored = None;
        }
        match touch {
            Touch::Down(at) => self.down(at, now),
            Touch::Moved(at) => {
                let press = self.press.as_mut()?;
                press.at = at;
                press.still &= press.origin.distance(at) <= STRAY * millimetre;
                // A trembling finger explores one thing, not its neighbours.
                press.explored &= press.still;
                self.explore_press(now)
            }
            Touch::Up(at) => self.up(at, now),
            Touch::Lost => {
                self.press = None;
                self.tap = None;
                None
            }
        }
    }

    /// Time has passed.
    pub fn tick(&mut self, now: Instant) -> Option<Meaning> {
        if let Some(press) = &mut self.press {
            if press.still && !press.held && now >= press.since + hold(self.exploring) {
                press.held = true;
                // What it rests on is not said over the news that exploration has begun.
                press.explored = true;
                return Some(Meaning::HeldStill);
            }
            return self.explore_press(now);
        }
        let tap = self.tap.take_if(|tap| now >= tap.ended + BETWEEN_TAPS)?;
        self.explore_tap(tap, now)
    }

    /// When time alone may mean something; none if it can not.
    pub fn wakes_at(&self) -> Option<Instant> {
        let Some(press) = &self.press else { return self.tap.map(|tap| tap.ended + BETWEEN_TAPS) };
        let held = (press.still && !press.held).then(|| press.since + hold(self.exploring));
        held.into_iter().chain(self.explores_at(press)).min()
    }

    fn down(&mut self, at: Point, now: Instant) -> Option<Meaning> {
        if self.press.is_some() {
            // No two fingers at once are ever needed, and a second one disturbs nothing (EN 301 549, 5.9).
            return None;
        }
        let before = self.tap.take();
        let second = before.is_some_and(|tap| now <= tap.ended + BETWEEN_TAPS);
        let press = Press { origin: at, at, since: now, still: true, held: false, explored: false, second };
        self.press = Some(press);
        match before {
            Some(tap) if !second => self.explore_tap(tap, now),
            _ => self.explore_press(now),
        }
    }

    fn up(&mut self, at: Point, now: Instant) -> Option<Meaning> {
        let press = self.press.take()?;
        if !self.exploring {
            return None;
        }
        if !press.still {
            // Where the finger left is what it meant, however soon after its last point.
            return (!press.explored).then(|| self.explore(at, now)).flatten();
        }
        if now > press.since + TAP {
            return (!press.explored).then(|| self.explore(press.origin, now)).flatten();
        }
        if press.second {
            return Some(Meaning::Activate);
        }
        self.tap = Some(Tap { at: press.origin, ended: now, explored: press.explored });
        None
    }

    /// When the place of a finger that is down has to be explored.
    fn explores_at(&self, press: &Press) -> Option<Instant> {
        if !self.exploring || press.explored {
            return None;
        }
        Some(match self.explored {
            // Nothing yet that a double tap could activate.
            None => press.since,
            Some(_) if press.still => press.since + TAP,
            Some(last) => last + EXPLORE,
        })
    }

    /// Explores where the finger is that is down, if it is time.
    fn explore_press(&mut self, now: Instant) -> Option<Meaning> {
        let press = self.press?;
        if self.explores_at(&press).is_none_or(|at| now < at) {
            return None;
        }
        self.press = Some(Press { explored: true, ..press });
        self.explore(if press.still { press.origin } else { press.at }, now)
    }

    /// Explores where a tap was that stayed alone.
    fn explore_tap(&mut self, tap: Tap, now: Instant) -> Option<Meaning> {
        (!tap.explored).then(|| self.explore(tap.at, now)).flatten()
    }

    fn explore(&mut self, at: Point, now: Instant) -> Option<Meaning> {
        self.explored = Some(now);
        Some(Meaning::Explore(at))
    }
}

/// How long a finger has to be held still.
fn hold(exploring: bool) -> Duration {
    if exploring { HOLD_TO_END } else { HOLD }
}

#[cfg(test)]
mod tests;
