//! Choosing with one switch or two: the stand points at one choice after the other.
//!
//! Where there are more than a few controls, first their rows are pointed at and, once a row is chosen,
//! what is in it. Passing through a row twice without choosing leads out of it, so nothing is a trap.

mod rows;

use std::time::{Duration, Instant};

use accesskit::NodeId;
use iced::Rectangle;

use self::rows::Row;
use crate::kiosk::access::Snapshot;
use crate::kiosk::settings::Switches;

/// How often what is in a row is passed through before it is left.
const ROUNDS_IN_A_ROW: u32 = 2;

/// How often the whole screen is passed through before scanning rests until the next press.
const ROUNDS: u32 = 3;

/// How long one switch has for each choice: what a visitor can choose between, in seconds.
pub const PACES: [u64; 6] = [1, 2, 3, 4, 6, 8];

/// What the scanner points at, and has done.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// At the control of that id: focus it.
    Focus(NodeId),
    /// At a row of controls: a ring around them, in the snapshot's pixels, and these words.
    Row(Rectangle, String),
    /// Press the control of that id.
    Press(NodeId),
}

/// What is pointed at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// A row; the control itself where a row is one control.
    Row(usize),
    /// A control of a row.
    In { row: usize, choice: usize },
}

/// Points at the controls of a screen, one row and then one control after the other.
#[derive(Debug, Clone)]
pub struct Scanner {
    switches: Switches,
    pace: Duration,
    /// The main part of the screen, by which one screen is told from another.
    screen: Option<NodeId>,
    rows: Vec<Row>,
    /// None while it rests.
    place: Option<Place>,
    /// Whether the control pointed at has had the focus.
    focused: bool,
    /// Passed through so often without a choice.
    rounds: u32,
    moves_at: Option<Instant>,
}

impl Scanner {
    /// For `switches`, moving on by itself every `pace` with one switch.
    pub fn new(switches: Switches, pace: Duration) -> Self {
        Self { switches, pace, screen: None, rows: Vec::new(), place: None, focused: false, rounds: 0, moves_at: None }
    }

    /// Moves on every `pace` from the next choice on.
    pub fn set_pace(&mut self, pace: Duration) {
        self.pace = pace;
    }

    /// The screen is now this; where it is another, scanning begins anew. Where it only changed, as when
    /// a sheet is turned, the scanner stays where it points.
    pub fn observe(&mut self, snapshot: &Snapshot, now: Instant) -> Option<Step> {
        if self.switches == Switches::None {
            return None;
        }
        let screen = Some(rows::screen(snapshot));
        let before = std::mem::replace(&mut self.rows, rows::of(snapshot));
        if std::mem::replace(&mut self.screen, screen) != screen {
            return self.begin(now);
        }
        let place = self.place?;
        match self.found_again(place, &before) {
            None => self.begin(now),
            Some((found, same)) => {
                self.place = Some(found);
                let (was, is) = (pointed(&before, place), pointed(&self.rows, found));
                if !same || was != is {
                    self.focused = false;
                    self.dwell(now);
                    return is;
                }
                // A change of the screen may take the focus from what is pointed at; once it is given back.
                let has = is.as_ref().is_some_and(|is| *is == Step::Focus(snapshot.focus));
                let lost = std::mem::replace(&mut self.focused, has) && snapshot.focus == snapshot.root;
                if lost { is } else { None }
            }
        }
    }

    /// The first switch was pressed: selects with one switch, moves with two.
    pub fn first(&mut self, now: Instant) -> Option<Step> {
        match self.switches {
            Switches::None => None,
            Switches::One => self.select(now),
            Switches::Two => self.advance(now),
        }
    }

    /// The second switch was pressed: selects.
    pub fn second(&mut self, now: Instant) -> Option<Step> {
        match self.switches {
            Switches::None => None,
            Switches::One | Switches::Two => self.select(now),
        }
    }

    /// Time has passed.
    pub fn tick(&mut self, now: Instant) -> Option<Step> {
        if self.moves_at.is_some_and(|at| now >= at) { self.advance(now) } else { None }
    }

    /// When it moves on by itself; none if it does not.
    pub fn wakes_at(&self) -> Option<Instant> {
        self.moves_at
    }

    /// Points at nothing until the next press, or a pace from now: what it would point at is not shown.
    pub fn rest(&mut self, now: Instant) {
        self.place = None;
        self.rounds = 0;
        self.moves_at = (self.switches == Switches::One).then(|| now + self.pace);
    }

    /// Points at the first row. A pace more than at others: a new screen has to be found first.
    fn begin(&mut self, now: Instant) -> Option<Step> {
        self.rounds = 0;
        let step = self.point(Place::Row(0), now);
        self.moves_at = self.moves_at.map(|at| at + self.pace);
        step
    }

    /// Points at `place`, for the length of a pace.
    fn point(&mut self, place: Place, now: Instant) -> Option<Step> {
        let step = pointed(&self.rows, place);
        self.focused = false;
        self.place = step.is_some().then_some(place);
        self.dwell(now);
        step
    }

    /// Stays for the length of a pace from now.
    fn dwell(&mut self, now: Instant) {
        self.moves_at = (self.place.is_some() && self.switches == Switches::One).then(|| now + self.pace);
    }

    /// Points at what comes next.
    fn advance(&mut self, now: Instant) -> Option<Step> {
        let Some(place) = self.place else { return self.begin(now) };
        let next = match place {
            Place::Row(row) if row + 1 < self.rows.len() => Place::Row(row + 1),
            Place::Row(_) => {
                self.rounds += 1;
                if self.switches == Switches::One && self.rounds >= ROUNDS {
                    self.place = None;
                    self.moves_at = None;
                    return None;
                }
                Place::Row(0)
            }
            Place::In { row, choice } if choice + 1 < self.rows.get(row).map_or(0, |row| row.choices.len()) => {
                Place::In { row, choice: choice + 1 }
            }
            Place::In { row, .. } => {
                self.rounds += 1;
                if self.rounds >= ROUNDS_IN_A_ROW {
                    self.rounds = 0;
                    Place::Row(row)
                } else {
                    Place::In { row, choice: 0 }
                }
            }
        };
        self.point(next, now)
    }

    /// Chooses what is pointed at. A pressed control stays pointed at: it may be wanted again.
    fn select(&mut self, now: Instant) -> Option<Step> {
        let Some(place) = self.place else { return self.begin(now) };
        self.rounds = 0;
        if let Place::Row(row) = place
            && self.rows.get(row).is_some_and(|row| row.choices.len() > 1)
        {
            return self.point(Place::In { row, choice: 0 }, now);
        }
        self.dwell(now);
        match pointed(&self.rows, place) {
            Some(Step::Focus(id)) => Some(Step::Press(id)),
            _ => None,
        }
    }

    /// Where what was pointed at among the rows `before` is among those of now, and whether it is the same
    /// control; another one of its part of the screen where it is gone.
    fn found_again(&self, place: Place, before: &[Row]) -> Option<(Place, bool)> {
        let (row, choice) = match place {
            Place::Row(row) => (row, 0),
            Place::In { row, choice } => (row, choice),
        };
        let row = before.get(row)?;
        let was = row.choices.get(choice)?;
        let now = self.rows.iter().enumerate();
        let mut places = now.flat_map(|(row, of)| of.choices.iter().enumerate().map(move |at| (row, at)));
        let same = places.find(|(_, (_, is))| is.is(was)).map(|(row, (choice, _))| (row, choice));
        match (place, same) {
            (Place::In { .. }, Some((row, choice))) if self.rows[row].choices.len() > 1 => {
                Some((Place::In { row, choice }, true))
            }
            (_, Some((row, _))) => Some((Place::Row(row), true)),
            // Its choices are others now, as when the tiles are turned to the next sheet.
            (_, None) => self.rows.iter().position(|now| now.group == row.group).map(|row| (Place::Row(row), false)),
        }
    }
}

/// What pointing at `place` among `rows` means.
fn pointed(rows: &[Row], place: Place) -> Option<Step> {
    match place {
        Place::Row(row) => {
            let row = rows.get(row)?;
            match row.choices.as_slice() {
                [only] => Some(Step::Focus(only.id)),
                _ => Some(Step::Row(row.bounds, row.name.clone())),
            }
        }
        Place::In { row, choice } => Some(Step::Focus(rows.get(row)?.choices.get(choice)?.id)),
    }
}

#[cfg(test)]
mod tests;
