//! How a finger, a mouse or a program presses a control: on release inside the same target, and one at a
//! time.

use iced::advanced::widget::operation::Focusable;
use iced::advanced::{Shell, mouse};
use iced::{Event, Point, Rectangle, touch};

/// Whether a control has the focus, and what presses it.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::kiosk::widget) struct State {
    pub(in crate::kiosk::widget) focused: bool,
    /// A finger needs no ring to see where it is.
    pub(in crate::kiosk::widget) ring: bool,
    press: Option<Press>,
    /// Asked for by a key or through the accessibility tree.
    pub(in crate::kiosk::widget) requested: bool,
}

#[derive(Debug, Clone, Copy)]
struct Press {
    source: Source,
    origin: Point,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    Mouse,
    Finger(touch::Finger),
}

impl Focusable for State {
    fn is_focused(&self) -> bool {
        self.focused
    }

    fn focus(&mut self) {
        self.focused = true;
        self.ring = true;
    }

    fn unfocus(&mut self) {
        self.focused = false;
        self.ring = false;
    }
}

impl State {
    /// Whether a finger or button is down on it.
    pub(in crate::kiosk::widget) fn is_pressed(&self) -> bool {
        self.press.is_some()
    }

    /// Forgets a press: what was pressed can be pressed no longer.
    pub(in crate::kiosk::widget) fn let_go(&mut self) {
        self.press = None;
    }

    /// Takes over what an operation wanted of a control that has the focus, or not.
    pub(in crate::kiosk::widget) fn obey(&mut self, press: bool, focused: Option<bool>) {
        self.requested |= press;
        match focused {
            Some(true) if !self.focused => self.focus(),
            Some(false) if self.focused => self.unfocus(),
            _ => {}
        }
    }

    /// What an event does to a control of these `bounds` that is `enabled` or not. Gives the place of a
    /// press that is to act. A finger may stray by `slop`, in logical pixels, before its press is taken
    /// back.
    pub(in crate::kiosk::widget) fn event<Message>(
        &mut self,
        event: &Event,
        bounds: Rectangle,
        cursor: mouse::Cursor,
        enabled: bool,
        slop: f32,
        shell: &mut Shell<'_, Message>,
    ) -> Option<Point> {
        match event {
            Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left)) => {
                let origin = cursor.position().unwrap_or(Point::ORIGIN);
                self.pressed(cursor.is_over(bounds), enabled, Press { source: Source::Mouse, origin }, shell);
                None
            }
            Event::Mouse(mouse::Event::ButtonReleased(mouse::Button::Left)) => {
                let inside = cursor.position().filter(|_| cursor.is_over(bounds));
                self.released(Source::Mouse, inside, shell)
            }
            // The press of a finger is remembered, not captured: the finger may yet turn out to do
            // something else.
            Event::Touch(touch::Event::FingerPressed { id, position }) => {
                let press = Press { source: Source::Finger(*id), origin: *position };
                self.pressed(bounds.contains(*position), enabled, press, shell);
                None
            }
            Event::Touch(touch::Event::FingerMoved { id, position }) => {
                if let Some(press) = self.press
                    && press.source == Source::Finger(*id)
                    && press.origin.distance(*position) > slop
                {
                    self.press = None;
                    shell.request_redraw();
                }
                None
            }
            Event::Touch(touch::Event::FingerLifted { id, position }) => {
                let near = self.press.is_some_and(|press| press.origin.distance(*position) <= slop);
                let inside = (near && bounds.contains(*position)).then_some(*position);
                self.released(Source::Finger(*id), inside, shell)
            }
            Event::Touch(touch::Event::FingerLost { id, .. }) => self.released(Source::Finger(*id), None, shell),
            _ => None,
        }
    }

    fn pressed<Message>(&mut self, inside: bool, enabled: bool, press: Press, shell: &mut Shell<'_, Message>) {
        if !inside {
            if self.focused {
                self.unfocus();
                shell.request_redraw();
            }
            return;
        }
        // A second finger or button does not disturb the first: no two actions at once.
        if self.press.is_none() && enabled {
            self.press = Some(press);
            shell.request_redraw();
        }
    }

    fn released<Message>(
        &mut self,
        source: Source,
        inside: Option<Point>,
        shell: &mut Shell<'_, Message>,
    ) -> Option<Point> {
        if self.press.is_none_or(|press| press.source != source) {
            return None;
        }
        self.press = None;
        shell.request_redraw();
        if inside.is_some() {
            self.focused = true;
            self.ring = false;
        }
        inside
    }
}
