//! Columns and rows, with a reading order that need not be the order on the screen.

use iced::advanced::layout::{self, Layout, flex};
use iced::advanced::widget::{Operation, Tree};
use iced::advanced::{Clipboard, Shell, Widget, mouse, renderer};
use iced::{Event, Length, Padding, Point, Rectangle, Size};

use super::{Align, Element, Ui};
use crate::kiosk::theme::{Space, Theme};

/// Elements below or beside one another.
pub struct Stack<'a, Message> {
    ui: Ui,
    axis: Axis,
    children: Vec<Element<'a, Message>>,
    spacing: f32,
    padding: Padding,
    width: Length,
    height: Length,
    align: Align,
    first: Option<usize>,
    equal: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Axis {
    Horizontal,
    Vertical,
}

impl Ui {
    /// Elements one below another.
    pub fn column<'a, Message: 'a>(
        self,
        children: impl IntoIterator<Item = Element<'a, Message>>,
    ) -> Stack<'a, Message> {
        self.stack(Axis::Vertical, children)
    }

    /// Elements side by side.
    pub fn row<'a, Message: 'a>(self, children: impl IntoIterator<Item = Element<'a, Message>>) -> Stack<'a, Message> {
        self.stack(Axis::Horizontal, children)
    }

    fn stack<'a, Message: 'a>(
        self,
        axis: Axis,
        children: impl IntoIterator<Item = Element<'a, Message>>,
    ) -> Stack<'a, Message> {
        let mut stack = Stack {
            ui: self,
            axis,
            children: Vec::new(),
            spacing: 0.0,
            padding: Padding::ZERO,
            width: Length::Shrink,
            height: Length::Shrink,
            align: Align::Start,
            first: None,
            equal: false,
        };
        for child in children {
            stack = stack.push(child);
        }
        stack
    }
}

impl<'a, Message> Stack<'a, Message> {
    /// Adds an element at the end.
    #[must_use]
    pub fn push(mut self, child: impl Into<Element<'a, Message>>) -> Self {
        let child = child.into();
        let size = child.as_widget().size_hint();
        self.width = self.width.enclose(size.width);
        self.height = self.height.enclose(size.height);
        self.children.push(child);
        self
    }

    /// Adds an element at the end, if there is one.
    #[must_use]
    pub fn push_maybe(self, child: Option<impl Into<Element<'a, Message>>>) -> Self {
        match child {
            Some(child) => self.push(child),
            None => self,
        }
    }

    /// The distance between elements.
    #[must_use]
    pub fn spacing(mut self, space: Space) -> Self {
        self.spacing = self.ui.theme.space(space);
        self
    }

    /// The distance to its own edges.
    #[must_use]
    pub fn padding(mut self, space: Space) -> Self {
        self.padding = Padding::new(self.ui.theme.space(space));
        self
    }

    /// Distances to its own edges: above and below, left and right.
    #[must_use]
    pub fn padding_each(mut self, vertical: Space, horizontal: Space) -> Self {
        self.padding = Padding::from([self.ui.theme.space(vertical), self.ui.theme.space(horizontal)]);
        self
    }

    /// Takes all the width there is.
    #[must_use]
    pub fn fill_width(mut self) -> Self {
        self.width = Length::Fill;
        self
    }

    /// Takes all the height there is.
    #[must_use]
    pub fn fill_height(mut self) -> Self {
        self.height = Length::Fill;
        self
    }

    /// Takes `portion` parts of the width, when its neighbours take theirs.
    #[must_use]
    pub fn width_portion(mut self, portion: u16) -> Self {
        self.width = Length::FillPortion(portion);
        self
    }

    /// Where elements stand across its direction.
    #[must_use]
    pub fn align(mut self, align: Align) -> Self {
        self.align = align;
        self
    }

    /// All elements of a row as tall as the tallest: buttons of which one has words for two lines.
    #[must_use]
    pub fn equal_heights(mut self) -> Self {
        self.equal = true;
        self
    }

    /// Makes the element of this number, from 0, the first to be read and focused, wherever it stands.
    #[must_use]
    pub fn read_first(mut self, number: usize) -> Self {
        self.first = Some(number);
        self
    }

    fn reading_order(&self) -> impl Iterator<Item = usize> + use<Message> {
        let (first, count) = (self.first.filter(|first| *first < self.children.len()), self.children.len());
        first.into_iter().chain((0..count).filter(move |number| Some(*number) != first))
    }
}

impl<Message> Widget<Message, Theme, iced::Renderer> for Stack<'_, Message> {
    fn children(&self) -> Vec<Tree> {
        self.children.iter().map(Tree::new).collect()
    }

    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(&self.children);
    }

    fn size(&self) -> Size<Length> {
        Size::new(self.width, self.height)
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &iced::Renderer, limits: &layout::Limits) -> layout::Node {
        let axis = match self.axis {
            Axis::Horizontal => flex::Axis::Horizontal,
            Axis::Vertical => flex::Axis::Vertical,
        };
        let (children, trees) = (&mut self.children, &mut tree.children);
        let (width, height, align) = (self.width, self.height, self.align.into());
        let row =
            flex::resolve(axis, renderer, limits, width, height, self.padding, self.spacing, align, children, trees);
        if !self.equal || self.axis == Axis::Vertical {
            return row;
        }
        let tallest = row.children().iter().map(|child| child.size().height).fold(0.0, f32::max);
        let equal = self
            .children
            .iter_mut()
            .zip(&mut tree.children)
            .zip(row.children())
            .map(|((child, tree), first)| {
                let size = Size::new(first.size().width, tallest);
                let node = child.as_widget_mut().layout(tree, renderer, &layout::Limits::new(size, size));
                node.move_to(Point::new(first.bounds().x, self.padding.top))
            })
            .collect();
        layout::Node::with_children(row.size(), equal)
    }

    fn operate(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        renderer: &iced::Renderer,
        operation: &mut dyn Operation,
    ) {
        operation.container(None, layout.bounds());
        operation.traverse(&mut |operation| {
            for number in self.reading_order() {
                if let (Some(child), Some(tree), Some(layout)) =
                    (self.children.get_mut(number), tree.children.get_mut(number), layout.children().nth(number))
                {
                    child.as_widget_mut().operate(tree, layout, renderer, operation);
                }
            }
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
        for ((child, tree), layout) in self.children.iter_mut().zip(&mut tree.children).zip(layout.children()) {
            child.as_widget_mut().update(tree, event, layout, cursor, renderer, clipboard, shell, viewport);
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
        self.children
            .iter()
            .zip(&tree.children)
            .zip(layout.children())
            .map(|((child, tree), layout)| {
                child.as_widget().mouse_interaction(tree, layout, cursor, viewport, renderer)
            })
            .max()
            .unwrap_or_default()
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
        for ((child, tree), layout) in self.children.iter().zip(&tree.children).zip(layout.children()) {
            if layout.bounds().intersects(viewport) {
                child.as_widget().draw(tree, renderer, theme, style, layout, cursor, viewport);
            }
        }
    }
}

impl<'a, Message: 'a> From<Stack<'a, Message>> for Element<'a, Message> {
    fn from(stack: Stack<'a, Message>) -> Self {
        Element::new(stack)
    }
}
