//! A board of keys: all of one width, each row centred, those of a narrow panel in more rows.

use iced::advanced::layout::{self, Layout};
use iced::advanced::widget::{Operation, Tree};
use iced::advanced::{Clipboard, Shell, Widget, mouse, renderer};
use iced::{Event, Length, Point, Rectangle, Size};

use super::Element;
use super::control::TARGET;
use crate::kiosk::theme::{Space, Theme};

/// Where a key stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Begins {
    /// Beside the key before it.
    Nothing,
    /// A row, where rows fit.
    Row,
    /// A row, in any case.
    Part,
}

/// A board of keys.
pub(super) struct Board<'a, Message> {
    keys: Vec<Element<'a, Message>>,
    /// How many columns each takes, and what it begins.
    places: Vec<(u16, Begins)>,
    columns: u16,
    /// All lengths in logical pixels.
    gap: f32,
    least: f32,
    most: f32,
    height: f32,
}

impl<'a, Message> Board<'a, Message> {
    /// An empty board of so many columns.
    pub(super) fn new(theme: &Theme, columns: u16) -> Self {
        Self {
            keys: Vec::new(),
            places: Vec::new(),
            columns: columns.max(1),
            gap: theme.space(Space::Small),
            least: theme.millimetres(TARGET).ceil(),
            most: f32::INFINITY,
            height: theme.millimetres(TARGET).ceil(),
        }
    }

    /// With no key of one column wider than this, in logical pixels.
    pub(super) fn most(mut self, most: f32) -> Self {
        self.most = most.max(self.least);
        self
    }

    /// With keys at least so tall, in logical pixels.
    pub(super) fn height(mut self, height: f32) -> Self {
        self.height = height.max(self.least);
        self
    }

    /// With a key of `span` columns more.
    pub(super) fn push(mut self, key: impl Into<Element<'a, Message>>, span: u16, begins: Begins) -> Self {
        self.keys.push(key.into());
        self.places.push((span.clamp(1, self.columns), begins));
        self
    }

    /// How many columns there is room for, so that the narrowest key is a target, and how wide one is.
    fn unit(&self, width: f32) -> (u16, f32) {
        let narrowest = f32::from(self.places.iter().map(|(span, _)| *span).min().unwrap_or(1));
        let unit = |columns: u16| (width - self.gap * f32::from(columns - 1)) / f32::from(columns);
        if unit(self.columns) * narrowest + self.gap * (narrowest - 1.0) >= self.least {
            return (self.columns, unit(self.columns).min(self.most));
        }
        let fit = ((width + self.gap) / (self.least + self.gap)).floor().max(1.0) as u16;
        let columns = self.columns.min(fit);
        (columns, unit(columns).min(self.most).floor())
    }

    /// How many of so many columns a key takes: where there are fewer than it was made for, its share.
    fn span(&self, span: u16, columns: u16) -> u16 {
        let share = (span * columns).div_ceil(self.columns);
        share.clamp(1, columns)
    }

    /// The keys of each row.
    fn rows(&self, columns: u16) -> Vec<Vec<usize>> {
        let mut rows: Vec<Vec<usize>> = Vec::new();
        let mut used = 0;
        for (key, (span, begins)) in self.places.iter().enumerate() {
            let span = self.span(*span, columns);
            let begins = match begins {
                Begins::Part => true,
                Begins::Row => columns == self.columns,
                Begins::Nothing => false,
            };
            match rows.last_mut() {
                Some(row) if !begins && used + span <= columns => {
                    row.push(key);
                    used += span;
                }
                _ => {
                    rows.push(vec![key]);
                    used = span;
                }
            }
        }
        rows
    }
}

impl<Message> Widget<Message, Theme, iced::Renderer> for Board<'_, Message> {
    fn children(&self) -> Vec<Tree> {
        self.keys.iter().map(Tree::new).collect()
    }

    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(&self.keys);
    }

    fn size(&self) -> Size<Length> {
        Size::new(Length::Fill, Length::Shrink)
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &iced::Renderer, limits: &layout::Limits) -> layout::Node {
        let width = limits.max().width;
        let (columns, unit) = self.unit(width);
        let wide = |span: u16| (unit * f32::from(span) + self.gap * f32::from(span - 1)).floor();
        let mut nodes: Vec<layout::Node> = vec![layout::Node::new(Size::ZERO); self.keys.len()];
        let mut y = 0.0;
        for row in self.rows(columns) {
            let widths: Vec<f32> = row.iter().map(|key| wide(self.span(self.places[*key].0, columns))).collect();
            // More rows than were meant have no height to spare.
            let mut tallest = if columns == self.columns { self.height } else { self.least };
            for (key, width) in row.iter().zip(&widths) {
                let natural = layout::Limits::new(Size::new(*width, 0.0), Size::new(*width, f32::INFINITY));
                let node = self.keys[*key].as_widget_mut().layout(&mut tree.children[*key], renderer, &natural);
                tallest = tallest.max(node.size().height.ceil());
            }
            let used = widths.iter().sum::<f32>() + self.gap * (widths.len() as f32 - 1.0);
            let mut x = if self.most.is_finite() { 0.0 } else { ((width - used) / 2.0).max(0.0).floor() };
            for (key, width) in row.iter().zip(&widths) {
                let exact = Size::new(*width, tallest);
                let exact = layout::Limits::new(exact, exact);
                let node = self.keys[*key].as_widget_mut().layout(&mut tree.children[*key], renderer, &exact);
                nodes[*key] = node.move_to(Point::new(x, y));
                x += width + self.gap;
            }
            y += tallest + self.gap;
        }
        layout::Node::with_children(Size::new(width, (y - self.gap).max(0.0)), nodes)
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
            for ((key, tree), layout) in self.keys.iter_mut().zip(&mut tree.children).zip(layout.children()) {
                key.as_widget_mut().operate(tree, layout, renderer, operation);
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
        for ((key, tree), layout) in self.keys.iter_mut().zip(&mut tree.children).zip(layout.children()) {
            key.as_widget_mut().update(tree, event, layout, cursor, renderer, clipboard, shell, viewport);
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
        for ((key, tree), layout) in self.keys.iter().zip(&tree.children).zip(layout.children()) {
            key.as_widget().draw(tree, renderer, theme, style, layout, cursor, viewport);
        }
    }
}

impl<'a, Message: 'a> From<Board<'a, Message>> for Element<'a, Message> {
    fn from(board: Board<'a, Message>) -> Self {
        Element::new(board)
    }
}
