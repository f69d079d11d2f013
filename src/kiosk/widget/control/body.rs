//! The widget under every control.

use iced::advanced::layout::{self, Layout};
use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{Clipboard, Renderer as _, Shell, Widget, mouse, renderer};
use iced::{Color, Event, Length, Padding, Point, Rectangle, Size};

use super::super::Element;
use super::Kind;
use super::paint::{corner, draw_ring, paint};
use super::press::State;
use crate::kiosk::access::semantics::{Report, Semantics};
use crate::kiosk::theme::Theme;

/// A control: what it holds, in an outline that can be pressed.
pub(in crate::kiosk::widget) struct Control<'a, Message> {
    pub(in crate::kiosk::widget) semantics: Semantics,
    pub(in crate::kiosk::widget) content: Element<'a, Message>,
    pub(in crate::kiosk::widget) on_press: Option<Message>,
    pub(in crate::kiosk::widget) kind: Kind,
    pub(in crate::kiosk::widget) selected: bool,
    pub(in crate::kiosk::widget) width: Length,
    pub(in crate::kiosk::widget) padding: Padding,
    pub(in crate::kiosk::widget) least: Size,
    /// Whether the content stands at the top instead of the middle.
    pub(in crate::kiosk::widget) top: bool,
    /// How far a finger may stray before its press is taken back, in logical pixels.
    pub(in crate::kiosk::widget) slop: f32,
}

impl<Message: Clone> Widget<Message, Theme, iced::Renderer> for Control<'_, Message> {
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
        if self.on_press.is_none() {
            tree.state.downcast_mut::<State>().let_go();
        }
        tree.diff_children(std::slice::from_ref(&self.content));
    }

    fn size(&self) -> Size<Length> {
        Size::new(self.width, Length::Shrink)
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &iced::Renderer, limits: &layout::Limits) -> layout::Node {
        let limits = limits.min_width(self.least.width).min_height(self.least.height);
        let (down, across) = (
            if self.top { iced::Alignment::Start } else { iced::Alignment::Center },
            match self.kind {
                Kind::Primary | Kind::Plain | Kind::Chip | Kind::Key => iced::Alignment::Center,
                Kind::Tile | Kind::Link | Kind::Choice => iced::Alignment::Start,
            },
        );
        layout::positioned(
            &limits,
            self.width,
            Length::Shrink,
            self.padding,
            |limits| {
                // Always the same room below: words that were measured are not shaped again when a grid
                // or a row then tells the control how tall to be.
                let room = Size::new(limits.max().width, f32::INFINITY);
                let limits = layout::Limits::new(Size::ZERO, room);
                self.content.as_widget_mut().layout(&mut tree.children[0], renderer, &limits)
            },
            |content, size| content.align(across, down, size),
        )
    }

    fn operate(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        renderer: &iced::Renderer,
        operation: &mut dyn Operation,
    ) {
        let state = tree.state.downcast_mut::<State>();
        let mut report = Report::control(self.semantics.clone(), Some(state.focused));
        operation.custom(None, layout.bounds(), &mut report);
        if let Report::Begin(begin) = report {
            state.obey(begin.press, begin.focused);
        }
        if let Some(content) = layout.children().next() {
            operation.text(None, content.bounds(), self.semantics.name());
            self.content.as_widget_mut().operate(&mut tree.children[0], content, renderer, operation);
        }
        operation.custom(None, layout.bounds(), &mut Report::End);
        operation.focusable(None, layout.bounds(), tree.state.downcast_mut::<State>());
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        _renderer: &iced::Renderer,
        _clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
        _viewport: &Rectangle,
    ) {
        let state = tree.state.downcast_mut::<State>();
        // Keys press nothing by themselves: they all go through the one filter against double strikes
        // (EN 301 549, 5.7 and 5.8), which then asks for the press.
        let requested = std::mem::take(&mut state.requested);
        let enabled = self.on_press.is_some();
        let pressed = !shell.is_event_captured()
            && state.event(event, layout.bounds(), cursor, enabled, self.slop, shell).is_some();
        if let Some(message) = &self.on_press
            && (requested || pressed)
        {
            shell.publish(message.clone());
        }
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut iced::Renderer,
        theme: &Theme,
        _style: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let state = tree.state.downcast_ref::<State>();
        let bounds = layout.bounds();
        let Some(content) = layout.children().next() else { return };
        if state.focused && state.ring {
            draw_ring(renderer, theme, bounds, corner(theme, self.kind, bounds));
        }
        let paint = paint(theme, self.kind, state.is_pressed(), self.selected, self.on_press.is_none());
        renderer.fill_quad(
            renderer::Quad { bounds, border: paint.border, ..renderer::Quad::default() },
            paint.fill.unwrap_or(Color::TRANSPARENT),
        );
        let text_color = paint.label;
        self.content.as_widget().draw(
            &tree.children[0],
            renderer,
            theme,
            &renderer::Style { text_color },
            content,
            cursor,
            viewport,
        );
        if self.kind == Kind::Link {
            let line = theme.line_width() + if state.is_pressed() { theme.line_width() } else { 0.0 };
            let words = content.bounds();
            renderer.fill_quad(
                renderer::Quad {
                    bounds: Rectangle::new(
                        Point::new(words.x, words.y + words.height + theme.line_width()),
                        Size::new(words.width, line),
                    ),
                    ..renderer::Quad::default()
                },
                text_color,
            );
        }
    }
}
