//! Things to put in an order: each with a button to move it up and one to move it down. Nothing is dragged
//! (WCAG 2.2, 2.5.7).

use iced::Length;
use iced::advanced::layout::{self, Layout};
use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{Clipboard, Shell, Widget, mouse, renderer};
use iced::{Event, Rectangle, Size};

use super::voice::voice;
use super::{Align, Element, Icon, Ui};
use crate::i18n::{text, text_with};
use crate::kiosk::access::{Role, Semantics};
use crate::kiosk::theme::font::Weight;
use crate::kiosk::theme::typography::TIGHT_LINE_HEIGHT;
use crate::kiosk::theme::{Fill, Space, Step, Theme};

/// What a visitor asks of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Message {
    /// The thing at this place, from 0, goes one up.
    Up(usize),
    /// It goes one down.
    Down(usize),
}

impl Message {
    /// Does it to `order`; what is not there stays where it is.
    pub fn apply<T>(self, order: &mut [T]) {
        let (one, other) = match self {
            Self::Up(at) => (at, at.checked_sub(1)),
            Self::Down(at) => (at, at.checked_add(1)),
        };
        if let Some(other) = other.filter(|other| *other < order.len() && one < order.len()) {
            order.swap(one, other);
        }
    }
}

impl Ui {
    /// Things in their present order, called `name` together: each by a key that stays its own, and its words.
    /// The focus goes along with what is moved, and a voice says its new place.
    pub fn ranking<'a, M: Clone + 'a>(
        self,
        name: impl Into<String>,
        items: impl IntoIterator<Item = (String, String)>,
        on: impl Fn(Message) -> M,
    ) -> Element<'a, M> {
        let items: Vec<_> = items.into_iter().collect();
        let of = items.len();
        let rows = items.into_iter().enumerate().map(|(at, (key, words))| {
            let place = text_with(self.language, "ranking-place", &[("position", (at + 1).into()), ("of", of.into())]);
            let button = |icon, shown: &str, said: &str, to: Option<M>| {
                let said = text_with(self.language, said, &[("name", words.as_str().into())]);
                let button = self.button(icon, text(self.language, shown)).stacked().spoken(said);
                button.standing(place.clone()).on_press_maybe(to).into()
            };
            let up = (at > 0).then(|| on(Message::Up(at)));
            let down = (at + 1 < of).then(|| on(Message::Down(at)));
            let number = self.plain(format!("{}.", at + 1), Step::Lead, Weight::Bold, TIGHT_LINE_HEIGHT).aside();
            let shown = self.plain(words.clone(), Step::Body, Weight::Semibold, TIGHT_LINE_HEIGHT).width(Length::Fill);
            let row = self
                .row([
                    number.width(self.theme.font_size(Step::Lead) * 1.6).into(),
                    shown.into(),
                    button(Icon::ArrowUp, "ranking-up", "ranking-up-of", up),
                    button(Icon::ArrowDown, "ranking-down", "ranking-down-of", down),
                ])
                .spacing(Space::Small)
                .align(Align::Center)
                .fill_width();
            let semantics = Semantics::new(Role::ListItem { position: at + 1, of }, words.as_str(), self.language);
            let sheet = self.sheet(Fill::Card, row).padding_each(Space::Small, Space::Small).fill_width();
            (key.clone(), voice(semantics.keyed(key), sheet))
        });
        let (keys, rows): (Vec<_>, Vec<_>) = rows.unzip();
        let rows = Element::new(Rows { keys, rows, gap: self.theme.space(Space::Small) });
        voice(Semantics::new(Role::List { items: of }, name, self.language), rows)
    }
}

/// Rows that keep what is their own, the focus for one, wherever they go.
struct Rows<'a, Message> {
    keys: Vec<String>,
    rows: Vec<Element<'a, Message>>,
    gap: f32,
}

#[derive(Default)]
struct Known(Vec<String>);

impl<Message> Widget<Message, Theme, iced::Renderer> for Rows<'_, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<Known>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(Known(self.keys.clone()))
    }

    fn children(&self) -> Vec<Tree> {
        self.rows.iter().map(Tree::new).collect()
    }

    fn diff(&self, tree: &mut Tree) {
        let known = std::mem::replace(&mut tree.state.downcast_mut::<Known>().0, self.keys.clone());
        let mut before: Vec<Option<Tree>> = std::mem::take(&mut tree.children).into_iter().map(Some).collect();
        tree.children = self
            .keys
            .iter()
            .zip(&self.rows)
            .map(|(key, row)| {
                let at = known.iter().position(|known| known == key);
                let mut tree = at.and_then(|at| before.get_mut(at)?.take()).unwrap_or_else(|| Tree::new(row));
                tree.diff(row);
                tree
            })
            .collect();
    }

    fn size(&self) -> Size<Length> {
        Size::new(Length::Fill, Length::Shrink)
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &iced::Renderer, limits: &layout::Limits) -> layout::Node {
        let width = limits.max().width;
        let natural = layout::Limits::new(Size::new(width, 0.0), Size::new(width, f32::INFINITY));
        let mut y = 0.0;
        let nodes = self
            .rows
            .iter_mut()
            .zip(&mut tree.children)
            .map(|(row, tree)| {
                let node = row.as_widget_mut().layout(tree, renderer, &natural).move_to((0.0, y));
                y += node.size().height + self.gap;
                node
            })
            .collect();
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
            for ((row, tree), layout) in self.rows.iter_mut().zip(&mut tree.children).zip(layout.children()) {
                row.as_widget_mut().operate(tree, layout, renderer, operation);
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
        for ((row, tree), layout) in self.rows.iter_mut().zip(&mut tree.children).zip(layout.children()) {
            row.as_widget_mut().update(tree, event, layout, cursor, renderer, clipboard, shell, viewport);
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
        for ((row, tree), layout) in self.rows.iter().zip(&tree.children).zip(layout.children()) {
            row.as_widget().draw(tree, renderer, theme, style, layout, cursor, viewport);
        }
    }
}
