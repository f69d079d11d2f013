//! The part of the screen above what a seated visitor reaches: words as tall as that part, nothing to
//! touch.

use iced::advanced::layout::{self, Layout};
use iced::advanced::widget::{Operation, Tree};
use iced::advanced::{Widget, mouse, renderer};
use iced::{Length, Point, Rectangle, Size};

use super::{Element, Ui};
use crate::kiosk::theme::typography::TIGHT_LINE_HEIGHT;
use crate::kiosk::theme::{Step, Theme};

/// A sign and, at its foot, a line; together at least as tall as what is above reach.
struct AboveReach<'a, Message> {
    parts: [Element<'a, Message>; 2],
    least: f32,
}

impl Ui {
    /// `sign`, stretched over all that is above reach, with `foot` along its lower edge: what is below
    /// both is in reach. Neither may hold a control. Where all of the screen is in reach they are as tall
    /// as they need be.
    pub fn above_reach<'a, Message: 'a>(
        self,
        sign: impl Into<Element<'a, Message>>,
        foot: impl Into<Element<'a, Message>>,
    ) -> Element<'a, Message> {
        let least = self.theme.panel().above_reach(self.theme.window());
        Element::new(AboveReach { parts: [sign.into(), foot.into()], least })
    }
}

impl Ui {
    /// Whether there is room above reach for a sign as tall as so many lines of body text.
    pub fn has_room_above_reach(self, lines: f32) -> bool {
        let theme = self.theme;
        theme.panel().above_reach(theme.window())
            > theme.font_size(Step::Body) * theme.line_height(TIGHT_LINE_HEIGHT) * lines
    }
}

impl<Message> Widget<Message, Theme, iced::Renderer> for AboveReach<'_, Message> {
    fn children(&self) -> Vec<Tree> {
        self.parts.iter().map(Tree::new).collect()
    }

    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(&self.parts);
    }

    fn size(&self) -> Size<Length> {
        Size::new(Length::Fill, Length::Shrink)
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &iced::Renderer, limits: &layout::Limits) -> layout::Node {
        let width = limits.max().width;
        let [sign, foot] = &mut self.parts;
        let [sign_tree, foot_tree] = &mut tree.children[..] else { return layout::Node::new(Size::ZERO) };
        let natural = layout::Limits::new(Size::new(width, 0.0), Size::new(width, limits.max().height));
        let foot = foot.as_widget_mut().layout(foot_tree, renderer, &natural);
        let mut above = sign.as_widget_mut().layout(sign_tree, renderer, &natural);
        let tall = (self.least - foot.size().height).max(above.size().height).ceil();
        if tall > above.size().height {
            let exact = Size::new(width, tall);
            above = sign.as_widget_mut().layout(sign_tree, renderer, &layout::Limits::new(exact, exact));
        }
        let size = Size::new(width, tall + foot.size().height);
        layout::Node::with_children(size, vec![above, foot.move_to(Point::new(0.0, tall))])
    }

    fn operate(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        renderer: &iced::Renderer,
        operation: &mut dyn Operation,
    ) {
        for ((part, tree), layout) in self.parts.iter_mut().zip(&mut tree.children).zip(layout.children()) {
            part.as_widget_mut().operate(tree, layout, renderer, operation);
        }
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
        for ((part, tree), layout) in self.parts.iter().zip(&tree.children).zip(layout.children()) {
            part.as_widget().draw(tree, renderer, theme, style, layout, cursor, viewport);
        }
    }
}
