//! Gives an element its semantics: encloses its report in a walk over the interface.

use iced::advanced::layout::{self, Layout};
use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{Clipboard, Shell, Widget, mouse, overlay, renderer};
use iced::{Event, Length, Rectangle, Size, Vector};

use super::Element;
use crate::kiosk::access::semantics::{Report, Semantics};
use crate::kiosk::theme::Theme;

/// An element that says what it is.
pub(super) struct Voice<'a, Message> {
    semantics: Semantics,
    passages: Vec<Semantics>,
    content: Element<'a, Message>,
}

/// `content`, which is what `semantics` says.
pub(super) fn voice<'a, Message: 'a>(
    semantics: Semantics,
    content: impl Into<Element<'a, Message>>,
) -> Element<'a, Message> {
    Element::new(Voice { semantics, passages: Vec::new(), content: content.into() })
}

/// `content`, which is what `semantics` says, in `passages` that are heard one by one.
pub(super) fn passages<'a, Message: 'a>(
    semantics: Semantics,
    passages: Vec<Semantics>,
    content: impl Into<Element<'a, Message>>,
) -> Element<'a, Message> {
    Element::new(Voice { semantics, passages, content: content.into() })
}

/// Reports `semantics` around what `inside` reports.
pub(super) fn enclose(
    semantics: &Semantics,
    bounds: Rectangle,
    operation: &mut dyn Operation,
    inside: impl FnOnce(&mut dyn Operation),
) {
    operation.custom(None, bounds, &mut Report::begin(semantics.clone()));
    inside(operation);
    operation.custom(None, bounds, &mut Report::End);
}

impl<Message> Widget<Message, Theme, iced::Renderer> for Voice<'_, Message> {
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

    fn size_hint(&self) -> Size<Length> {
        self.content.as_widget().size_hint()
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
        enclose(&self.semantics, layout.bounds(), operation, |operation| {
            for passage in &self.passages {
                enclose(passage, layout.bounds(), operation, |_| {});
            }
            self.content.as_widget_mut().operate(tree, layout, renderer, operation);
        });
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
