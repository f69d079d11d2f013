//! Gives an element its semantics: encloses its report in a walk over the interface.

use iced::Rectangle;
use iced::advanced::widget::{Operation, Tree};
use iced::advanced::{Layout, Widget};

use super::Element;
use crate::kiosk::access::semantics::{Report, Semantics};
use crate::kiosk::theme::Theme;

/// An element that says what it is.
pub(super) struct Voice<'a, Message> {
    semantics: Semantics,
    content: Element<'a, Message>,
}

/// `content`, which is what `semantics` says.
pub(super) fn voice<'a, Message: 'a>(
    semantics: Semantics,
    content: impl Into<Element<'a, Message>>,
) -> Element<'a, Message> {
    Element::new(Voice { semantics, content: content.into() })
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
    delegate!(content: tag state children diff size size_hint layout update mouse_interaction draw);

    fn operate(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        renderer: &iced::Renderer,
        operation: &mut dyn Operation,
    ) {
        enclose(&self.semantics, layout.bounds(), operation, |operation| {
            self.content.as_widget_mut().operate(tree, layout, renderer, operation);
        });
    }
}
