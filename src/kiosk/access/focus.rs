//! Moves the keyboard focus over the live widgets: everything can be reached by keys alone.

use std::any::Any;

use iced::advanced::widget::operation::{Focusable, Operation, Outcome};
use iced::advanced::widget::{Id, operate};
use iced::{Rectangle, Task};

use super::semantics::{Adjust, Report, Role};

/// Where the focus goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Move {
    /// To the next control in reading order, from the last to the first.
    Next,
    /// To the previous control in reading order, from the first to the last.
    Previous,
    /// To the first control.
    First,
    /// To the last control.
    Last,
    /// To the nearest control on the left; stays where there is none.
    Left,
    /// To the nearest control on the right.
    Right,
    /// To the nearest control above.
    Up,
    /// To the nearest control below.
    Down,
    /// To the first control of what the screen is about, past the bar and the banner; where it has none,
    /// to the first after it.
    Main,
    /// Nowhere: no control has the focus.
    Away,
}

/// Moves the focus. Gives whether a control has it now.
pub fn go(movement: Move) -> Task<bool> {
    operate(operation(movement))
}

/// The operation behind [`go`].
pub fn operation(movement: Move) -> impl Operation<bool> + 'static {
    Survey { movement, controls: Vec::new(), focused: None, main: None }
}

/// Presses the control that has the focus: the one way in which a key presses anything. The press acts
/// with the next frame. Gives whether there was a control that can be pressed.
pub fn press() -> Task<bool> {
    operate(act(Act::Press))
}

/// Moves the slider that has the focus by one step, `up` or down, with the next frame. Gives whether the
/// focused control is a slider: if not, the key means something else.
pub fn step(up: bool) -> Task<bool> {
    operate(act(Act::Step(if up { Adjust::Increment } else { Adjust::Decrement })))
}

/// The operation behind [`press`] and [`step`].
pub fn act(act: Act) -> impl Operation<bool> + 'static {
    OnFocused { act, done: false }
}

/// What is done to the focused control.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    /// It is pressed.
    Press,
    /// It gets another value.
    Step(Adjust),
}

/// Finds the focused control and does something to it.
struct OnFocused {
    act: Act,
    done: bool,
}

impl Operation<bool> for OnFocused {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation<bool>)) {
        operate(self);
    }

    fn custom(&mut self, _id: Option<&Id>, _bounds: Rectangle, state: &mut dyn Any) {
        let Some(Report::Begin(begin)) = state.downcast_mut::<Report>() else { return };
        if begin.focused != Some(true) {
            return;
        }
        let slider = matches!(begin.semantics.role, Role::Slider { .. });
        match &self.act {
            Act::Press if !slider && !begin.semantics.disabled => begin.press = true,
            Act::Step(adjust) if slider => begin.adjust = Some(adjust.clone()),
            _ => return,
        }
        self.done = true;
    }

    fn finish(&self) -> Outcome<bool> {
        Outcome::Some(self.done)
    }
}

/// First walk: where the controls are.
struct Survey {
    movement: Move,
    controls: Vec<Rectangle>,
    focused: Option<usize>,
    /// The number of the first control in the main part, or after it.
    main: Option<usize>,
}

impl Operation<bool> for Survey {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation<bool>)) {
        operate(self);
    }

    fn focusable(&mut self, _id: Option<&Id>, bounds: Rectangle, state: &mut dyn Focusable) {
        if state.is_focused() {
            self.focused = Some(self.controls.len());
        }
        self.controls.push(bounds);
    }

    fn custom(&mut self, _id: Option<&Id>, _bounds: Rectangle, state: &mut dyn Any) {
        if let Some(Report::Begin(begin)) = state.downcast_ref::<Report>()
            && begin.semantics.role == Role::Main
        {
            self.main = Some(self.controls.len());
        }
    }

    fn finish(&self) -> Outcome<bool> {
        let target = match self.movement {
            Move::Main => self.main.filter(|first| *first < self.controls.len()),
            movement => destination(movement, self.focused, &self.controls),
        };
        Outcome::Chain(Box::new(Settle { target, seen: 0 }))
    }
}

/// Second walk: gives the focus to the control of that number and takes it from all others.
struct Settle {
    target: Option<usize>,
    seen: usize,
}

impl Operation<bool> for Settle {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation<bool>)) {
        operate(self);
    }

    fn focusable(&mut self, _id: Option<&Id>, _bounds: Rectangle, state: &mut dyn Focusable) {
        if Some(self.seen) == self.target {
            state.focus();
        } else {
            state.unfocus();
        }
        self.seen += 1;
    }

    fn finish(&self) -> Outcome<bool> {
        Outcome::Some(self.target.is_some())
    }
}

/// The number of the control a movement leads to, among `controls` in reading order.
fn destination(movement: Move, focused: Option<usize>, controls: &[Rectangle]) -> Option<usize> {
    let last = controls.len().checked_sub(1)?;
    match (movement, focused) {
        (Move::Away | Move::Main, _) => None,
        (Move::First, _) => Some(0),
        (Move::Last, _) => Some(last),
        (Move::Next, Some(here)) => Some(if here >= last { 0 } else { here + 1 }),
        (Move::Previous, Some(here)) => Some(if here == 0 { last } else { here - 1 }),
        (Move::Previous | Move::Up | Move::Left, None) => Some(last),
        (Move::Next | Move::Down | Move::Right, None) => Some(0),
        (Move::Left | Move::Right | Move::Up | Move::Down, Some(here)) => {
            Some(nearest(movement, here, controls).unwrap_or(here))
        }
    }
}

/// The control nearest to number `here` in the direction of an arrow. Distance across the direction
/// counts double, so that an arrow keeps to its row or column while that has controls.
fn nearest(movement: Move, here: usize, controls: &[Rectangle]) -> Option<usize> {
    let from = controls.get(here)?;
    controls
        .iter()
        .enumerate()
        .filter(|(number, _)| *number != here)
        .filter_map(|(number, to)| {
            let (dx, dy) = (to.center_x() - from.center_x(), to.center_y() - from.center_y());
            // A gap rather than the distance of centres: a wide control below is right below.
            let across_x = gap(from.x, from.width, to.x, to.width);
            let across_y = gap(from.y, from.height, to.y, to.height);
            let (along, across, offset) = match movement {
                Move::Left => (-dx, across_y, dy),
                Move::Right => (dx, across_y, dy),
                Move::Up => (-dy, across_x, dx),
                Move::Down => (dy, across_x, dx),
                _ => return None,
            };
            let clear = match movement {
                Move::Left | Move::Right => across_x > 0.0 || dx.abs() > dy.abs(),
                _ => across_y > 0.0 || dy.abs() > dx.abs(),
            };
            (along > 0.5 && clear).then(|| (number, along + 2.0 * across + 0.01 * offset.abs()))
        })
        .min_by(|(_, one), (_, other)| one.total_cmp(other))
        .map(|(number, _)| number)
}

/// The empty space between two spans on one axis; 0 where they overlap.
fn gap(start: f32, length: f32, other_start: f32, other_length: f32) -> f32 {
    (other_start - (start + length)).max(start - (other_start + other_length)).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use iced::{Point, Size};

    /// Two columns of three tiles, then one wide button.
    fn controls() -> Vec<Rectangle> {
        let mut controls: Vec<_> = (0..6)
            .map(|number| {
                let (column, row) = ((number % 2) as f32, (number / 2) as f32);
                Rectangle::new(Point::new(column * 110.0, row * 110.0), Size::new(100.0, 100.0))
            })
            .collect();
        controls.push(Rectangle::new(Point::new(0.0, 330.0), Size::new(210.0, 50.0)));
        controls
    }

    /// Proves: WCAG-2.1.2, WCAG-2.4.3
    #[test]
    fn tab_walks_through_every_control_and_around() {
        let controls = controls();
        let mut here = None;
        let mut walked = Vec::new();
        for _ in 0..8 {
            here = destination(Move::Next, here, &controls);
            walked.push(here.expect("there are controls"));
        }
        assert_eq!(walked, [0, 1, 2, 3, 4, 5, 6, 0]);
        assert_eq!(destination(Move::Previous, Some(0), &controls), Some(6));
        assert_eq!(destination(Move::Last, Some(2), &controls), Some(6));
        assert_eq!(destination(Move::First, Some(2), &controls), Some(0));
    }

    #[test]
    fn arrows_go_where_they_point() {
        let controls = controls();
        assert_eq!(destination(Move::Right, Some(0), &controls), Some(1));
        assert_eq!(destination(Move::Down, Some(1), &controls), Some(3));
        assert_eq!(destination(Move::Down, Some(5), &controls), Some(6));
        assert_eq!(destination(Move::Up, Some(3), &controls), Some(1));
        assert_eq!(destination(Move::Left, Some(5), &controls), Some(4));
    }

    #[test]
    fn an_arrow_that_points_at_nothing_keeps_the_focus() {
        let controls = controls();
        assert_eq!(destination(Move::Left, Some(0), &controls), Some(0));
        assert_eq!(destination(Move::Down, Some(6), &controls), Some(6));
    }

    #[test]
    fn a_screen_without_controls_has_no_focus() {
        assert_eq!(destination(Move::Next, None, &[]), None);
    }
}
