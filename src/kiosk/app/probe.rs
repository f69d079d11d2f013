//! Tells when a frame stands on the screen, for `--trace` only.
//!
//! iced draws, hands the pixels over and only then takes the next message. So a message sent while
//! drawing arrives right after the frame has been shown.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use iced::advanced::layout::{self, Layout};
use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{Clipboard, Shell, Widget, mouse, overlay, renderer};
use iced::{Event, Length, Rectangle, Size, Vector};
use tokio::sync::mpsc::UnboundedSender;

use crate::kiosk::theme::Theme;
use crate::kiosk::widget::Element;

/// Watches for the next frame.
#[derive(Debug, Clone)]
pub(super) struct Probe {
    awaited: Arc<AtomicBool>,
    drawn: UnboundedSender<()>,
}

impl Probe {
    pub(super) fn new(drawn: UnboundedSender<()>) -> Self {
        Self { awaited: Arc::new(AtomicBool::new(true)), drawn }
    }

    /// The next frame is to be told.
    pub(super) fn watch(&self) {
        self.awaited.store(true, Ordering::Relaxed);
    }

    /// `content`, watched.
    pub(super) fn around<'a, Message: 'a>(&self, content: Element<'a, Message>) -> Element<'a, Message> {
        Element::new(Watched { probe: self.clone(), content })
    }
}

struct Watched<'a, Message> {
    probe: Probe,
    content: Element<'a, Message>,
}

impl<Message> Widget<Message, Theme, iced::Renderer> for Watched<'_, Message> {
    fn tag(&self) -> tree::Tag {
        self.content.as_widget().tag()
    }

    fn state(&self) -> tree::State {
        self.content.as_widget().state()
    }

    fn children(&self) -> Vec<Tree> {
        self.content.as_widget().children()
    }

    fn diff(&self, tree: &mut Tree) {
        self.content.as_widget().diff(tree);
    }

    fn size(&self) -> Size<Length> {
        self.content.as_widget().size()
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &iced::Renderer, limits: &layout::Limits) -> layout::Node {
        self.content.as_widget_mut().layout(tree, renderer, limits)
    }

    fn operate(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        renderer: &iced::Renderer,
        operation: &mut dyn Operation,
    ) {
        self.content.as_widget_mut().operate(tree, layout, renderer, operation);
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
        self.content.as_widget_mut().update(tree, event, layout, cursor, renderer, clipboard, shell, viewport);
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
        renderer: &iced::Renderer,
    ) -> mouse::Interaction {
        self.content.as_widget().mouse_interaction(tree, layout, cursor, viewport, renderer)
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
        self.content.as_widget().draw(tree, renderer, theme, style, layout, cursor, viewport);
        if self.probe.awaited.swap(false, Ordering::Relaxed) {
            // Nobody listens any more only while the stand is closing.
            let _ = self.probe.drawn.send(());
        }
    }

    fn overlay<'b>(
        &'b mut self,
        tree: &'b mut Tree,
        layout: Layout<'b>,
        renderer: &iced::Renderer,
        viewport: &Rectangle,
        translation: Vector,
    ) -> Option<overlay::Element<'b, Message, Theme, iced::Renderer>> {
        self.content.as_widget_mut().overlay(tree, layout, renderer, viewport, translation)
    }
}
