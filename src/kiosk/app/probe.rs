//! Tells when a frame stands on the screen, for `--trace` only.
//!
//! iced draws, hands the pixels over and only then takes the next message. So a message sent while
//! drawing arrives right after the frame has been shown.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use iced::Rectangle;
use iced::advanced::widget::Tree;
use iced::advanced::{Layout, Widget, mouse, renderer};
use tokio::sync::mpsc::UnboundedSender;

use crate::kiosk::theme::Theme;
use crate::kiosk::widget::{Element, delegate};

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
    delegate!(content: tag state children diff size size_hint layout operate update mouse_interaction);

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
}
