//! Lets the whole interface be explored by a finger: tells what fingers do, and keeps them from the
//! controls while they only explore.

use std::time::{Duration, Instant};

use iced::advanced::layout::{self, Layout};
use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{Clipboard, Shell, Widget, mouse, overlay, renderer};
use iced::touch::{self, Finger};
use iced::{Event, Length, Point, Rectangle, Size, Vector, window};

use super::{Element, Ui};
use crate::kiosk::input::touch::Touch;
use crate::kiosk::theme::Theme;

/// How far a finger has to go for its way to be told, in millimetres.
const STEP: f32 = 1.0;

/// A finger that did nothing for so long gives way to another: that it left was perhaps never told, as
/// when the panel was unplugged.
const FORGOTTEN: Duration = Duration::from_secs(30);

/// More fingers than these at once are an arm, and are not counted.
const MOST_FINGERS: usize = 20;

impl Ui {
    /// The whole interface. `on_touch` is told what the first finger does, or the left button of a mouse;
    /// other fingers mean nothing more to it (EN 301 549, 5.9). While `exploring` controls feel no finger;
    /// a press that had begun is taken back.
    pub fn touch<'a, Message: 'a>(
        self,
        content: impl Into<Element<'a, Message>>,
        exploring: bool,
        on_touch: impl Fn(Touch) -> Message + 'a,
    ) -> Element<'a, Message> {
        Element::new(Touched {
            content: content.into(),
            exploring,
            on_touch: Box::new(on_touch),
            step: self.theme.millimetres(STEP),
        })
    }
}

struct Touched<'a, Message> {
    content: Element<'a, Message>,
    exploring: bool,
    on_touch: Box<dyn Fn(Touch) -> Message + 'a>,
    /// How far a finger has to go for its way to be told, in logical pixels.
    step: f32,
}

#[derive(Debug, Default)]
struct State {
    /// Whether fingers were kept from the controls at the last event.
    exploring: bool,
    /// What touches the screen and is told of.
    first: Option<First>,
    /// What the controls know to be down.
    felt: Vec<(Pointer, Point)>,
    /// When the last frame was drawn.
    now: Option<Instant>,
}

#[derive(Debug, Clone, Copy)]
struct First {
    pointer: Pointer,
    /// Where it was told to be last, and when.
    at: Point,
    since: Option<Instant>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pointer {
    Mouse,
    Finger(Finger),
}

impl State {
    /// What `event` means for the pointer that is told of.
    fn touch(&mut self, event: &Event, cursor: mouse::Cursor, step: f32) -> [Option<Touch>; 2] {
        let Some((pointer, touch)) = told(event, cursor) else { return [None; 2] };
        let is_first = self.first.is_some_and(|first| first.pointer == pointer);
        match touch {
            Touch::Down(at) => {
                let before = self.first;
                if before.is_some() && !is_first && !self.is_forgotten() {
                    return [None; 2];
                }
                self.first = Some(First { pointer, at, since: self.now });
                [before.map(|_| Touch::Lost), Some(touch)]
            }
            Touch::Moved(at) => {
                let Some(first) = self.first.as_mut().filter(|first| is_first && first.at.distance(at) >= step) else {
                    return [None; 2];
                };
                (first.at, first.since) = (at, self.now);
                [Some(touch), None]
            }
            Touch::Up(_) | Touch::Lost => [self.first.take_if(|_| is_first).map(|_| touch), None],
        }
    }

    /// Whether the pointer that is told of did nothing for long.
    fn is_forgotten(&self) -> bool {
        let since = self.first.and_then(|first| first.since);
        since.zip(self.now).is_some_and(|(since, now)| now.saturating_duration_since(since) >= FORGOTTEN)
    }

    /// Remembers what the controls know to be down.
    fn feel(&mut self, event: &Event, cursor: mouse::Cursor) {
        let Some((pointer, touch)) = told(event, cursor) else { return };
        match touch {
            Touch::Moved(_) => {}
            Touch::Down(at) => {
                self.felt.retain(|(felt, _)| *felt != pointer);
                if self.felt.len() < MOST_FINGERS {
                    self.felt.push((pointer, at));
                }
            }
            Touch::Up(_) | Touch::Lost => self.felt.retain(|(felt, _)| *felt != pointer),
        }
    }
}

/// Which finger or button does what.
fn told(event: &Event, cursor: mouse::Cursor) -> Option<(Pointer, Touch)> {
    Some(match event {
        Event::Touch(touch::Event::FingerPressed { id, position }) => (Pointer::Finger(*id), Touch::Down(*position)),
        Event::Touch(touch::Event::FingerMoved { id, position }) => (Pointer::Finger(*id), Touch::Moved(*position)),
        Event::Touch(touch::Event::FingerLifted { id, position }) => (Pointer::Finger(*id), Touch::Up(*position)),
        Event::Touch(touch::Event::FingerLost { id, .. }) => (Pointer::Finger(*id), Touch::Lost),
        Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left)) => {
            (Pointer::Mouse, Touch::Down(cursor.position()?))
        }
        Event::Mouse(mouse::Event::CursorMoved { position }) => (Pointer::Mouse, Touch::Moved(*position)),
        Event::Mouse(mouse::Event::ButtonReleased(mouse::Button::Left)) => {
            (Pointer::Mouse, cursor.position().map_or(Touch::Lost, Touch::Up))
        }
        _ => return None,
    })
}

/// The event by which controls learn that what was down at a point is no press.
fn taken_away(pointer: Pointer, position: Point) -> Event {
    match pointer {
        Pointer::Finger(id) => Event::Touch(touch::Event::FingerLost { id, position }),
        // Released where no control is: without a cursor.
        Pointer::Mouse => Event::Mouse(mouse::Event::ButtonReleased(mouse::Button::Left)),
    }
}

impl<Message> Widget<Message, Theme, iced::Renderer> for Touched<'_, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn children(&self) -> Vec<Tree> {
        vec![Tree::new(&self.content)]
    }

    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(std::slice::from_ref(&self.content));
    }

    fn size(&self) -> Size<Length> {
        self.content.as_widget().size()
    }

    fn size_hint(&self) -> Size<Length> {
        self.content.as_widget().size_hint()
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &iced::Renderer, limits: &layout::Limits) -> layout::Node {
        self.content.as_widget_mut().layout(&mut tree.children[0], renderer, limits)
    }

    fn operate(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        renderer: &iced::Renderer,
        operation: &mut dyn Operation,
    ) {
        self.content.as_widget_mut().operate(&mut tree.children[0], layout, renderer, operation);
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        renderer: &iced::Renderer,
        clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
        viewport: &Rectangle,
    ) {
        let state = tree.state.downcast_mut::<State>();
        let begins = self.exploring && !state.exploring;
        state.exploring = self.exploring;
        let content = self.content.as_widget_mut();
        if begins {
            for (pointer, at) in state.felt.drain(..) {
                let event = taken_away(pointer, at);
                let (tree, nowhere) = (&mut tree.children[0], mouse::Cursor::Unavailable);
                content.update(tree, &event, layout, nowhere, renderer, clipboard, shell, viewport);
            }
        }
        if let Event::Window(window::Event::RedrawRequested(now)) = event {
            state.now = Some(*now);
        }
        let touches = state.touch(event, cursor, self.step);
        if self.exploring && matches!(event, Event::Touch(_) | Event::Mouse(_)) {
            shell.capture_event();
        } else {
            state.feel(event, cursor);
            content.update(&mut tree.children[0], event, layout, cursor, renderer, clipboard, shell, viewport);
        }
        for touch in touches.into_iter().flatten() {
            shell.publish((self.on_touch)(touch));
        }
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
        renderer: &iced::Renderer,
    ) -> mouse::Interaction {
        self.content.as_widget().mouse_interaction(&tree.children[0], layout, cursor, viewport, renderer)
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut iced::Renderer,
        theme: &Theme,
        style: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        self.content.as_widget().draw(&tree.children[0], renderer, theme, style, layout, cursor, viewport);
    }

    fn overlay<'b>(
        &'b mut self,
        tree: &'b mut Tree,
        layout: Layout<'b>,
        renderer: &iced::Renderer,
        viewport: &Rectangle,
        translation: Vector,
    ) -> Option<overlay::Element<'b, Message, Theme, iced::Renderer>> {
        self.content.as_widget_mut().overlay(&mut tree.children[0], layout, renderer, viewport, translation)
    }
}

#[cfg(test)]
mod tests;
